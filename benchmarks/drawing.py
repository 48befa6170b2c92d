"""Truths and guesses that weigh what those of COCO and of Cityscapes weigh: segments, runs a row, bytes a PNG.

Not pictures of anything: blobs on a warped mosaic, and guesses that miss, split, merge, rename and invent segments.
They are a load for measuring. OpenCV's fills and warps differ between versions, so bytes hold for one version only.
"""

from dataclasses import dataclass

import cv2
import numpy as np

Ids = np.ndarray
Generator = np.random.Generator

# Shares of the segments that a guess gets wrong, by way.
MISSED, SPLIT, MERGED, RENAMED = 0.07, 0.06, 0.05, 0.08


@dataclass(frozen=True)
class Kind:
    """What a set of pictures is like.

    Attributes
    ----------
    name : str
    height, width : int, pixels
    things, stuff : tuple of int
        Category ids.
    stuff_segments, thing_segments : (int, int)
        How many a truth has: from the first to below the second.
    crowd_share : float
        Of the things.
    text_ids : bool
        Whether images are known by a text, as in Cityscapes, or by a number.
    """

    name: str
    height: int
    width: int
    things: tuple[int, ...]
    stuff: tuple[int, ...]
    stuff_segments: tuple[int, int]
    thing_segments: tuple[int, int]
    crowd_share: float
    text_ids: bool

    def image_id(self, index: int) -> int | str:
        """The id of the picture of that number."""
        return f"town_{index:06d}_000019" if self.text_ids else 1000 + index


COCO = Kind("coco", 480, 640, tuple(range(1, 81)), tuple(range(92, 145)), (3, 7), (2, 13), 0.02, False)
CITYSCAPES = Kind(
    "cityscapes",
    1024,
    2048,
    (24, 25, 26, 27, 28, 31, 32, 33),
    (7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23),
    (8, 12),
    (26, 46),
    0.03,
    True,
)
KINDS = {kind.name: kind for kind in (COCO, CITYSCAPES)}


@dataclass(frozen=True, eq=False)
class Drawn:
    """One labelling of one picture.

    Attributes
    ----------
    ids : (H, W) int32
        0 is void, k the k-th segment; some may have no pixel left.
    category_ids : tuple of int
        Of the segments.
    crowds : frozenset of int
        The segments that are crowds.
    """

    ids: Ids
    category_ids: tuple[int, ...]
    crowds: frozenset[int] = frozenset()


def draw_truth(kind: Kind, rng: Generator) -> Drawn:
    """Return a truth: a warped mosaic of stuff, things and crowds on it, some void."""
    stuff = int(rng.integers(*kind.stuff_segments))
    things = int(rng.integers(*kind.thing_segments))
    ids = _mosaic(kind, stuff, rng)
    base = (kind.height * kind.width) ** 0.5
    for k in range(stuff + 1, stuff + things + 1):
        radius = base * np.exp(rng.normal(np.log(0.055), 0.85))
        cv2.fillPoly(ids, [_blob(kind, min(max(radius, 4), base * 0.35), rng)], k)
    _make_void(kind, ids, rng)
    common = rng.choice(kind.things, 3)  # a picture's things are of few categories, so that they can be mistaken
    category_ids = (*rng.permutation(kind.stuff)[:stuff].tolist(), *rng.choice(common, things).tolist())
    crowds = frozenset((stuff + 1 + np.flatnonzero(rng.random(things) < kind.crowd_share)).tolist())
    return Drawn(_warped(ids, [(20, 1.5), (6, 0.6)], rng), category_ids, crowds)


def draw_guess(kind: Kind, truth: Drawn, rng: Generator) -> Drawn:
    """Return a guess at a truth: boundaries moved, segments missed, split, merged, renamed and invented.

    A stuff category is one segment, as panoptic models give it; nothing is a crowd.
    """
    ids = _warped(truth.ids, [(40, 3.0), (10, 1.2)], rng)
    category_ids = list(truth.category_ids)
    there = (np.flatnonzero(np.bincount(ids.ravel())[1:]) + 1).tolist()
    for k in there:
        inside = ids == k
        if inside.any():
            _spoil(kind, ids, inside, there, category_ids, rng)
    for _ in range(int(rng.integers(0, 3))):
        radius = (kind.height * kind.width) ** 0.5 * rng.uniform(0.015, 0.06)
        category_ids.append(int(rng.choice(kind.things)))
        cv2.fillPoly(ids, [_blob(kind, radius, rng)], len(category_ids))
    first = {category_id: k for k, category_id in reversed(list(enumerate(category_ids, 1)))}
    one_each = [first[c] if c in kind.stuff else k for k, c in enumerate(category_ids, 1)]
    return Drawn(np.array([0, *one_each], np.int32)[ids], tuple(category_ids))


def _spoil(kind: Kind, ids: Ids, inside: Ids, there: list[int], category_ids: list[int], rng: Generator) -> None:
    """Miss, split, merge or rename the segment of the pixels ``inside``, or leave it."""
    k = int(ids[inside][0])
    luck = rng.random()
    if luck < MISSED:
        ids[inside] = 0 if rng.random() < 0.4 else _neighbour(ids, inside)
    elif luck < MISSED + SPLIT:
        y, x = np.nonzero(inside)
        along = x if rng.random() < 0.5 else y
        beyond = along > np.quantile(along, rng.uniform(0.3, 0.7))
        category_ids.append(category_ids[k - 1])
        ids[y[beyond], x[beyond]] = len(category_ids)
    elif luck < MISSED + SPLIT + MERGED:
        ids[inside] = int(rng.choice(there))
    elif luck < MISSED + SPLIT + MERGED + RENAMED:
        group = kind.things if category_ids[k - 1] in kind.things else kind.stuff
        category_ids[k - 1] = int(rng.choice(group))


def _neighbour(ids: Ids, inside: Ids) -> int:
    """The segment that most of the pixels around belong to."""
    around = cv2.dilate(inside.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool) & ~inside
    found = ids[around]
    return int(np.bincount(found).argmax()) if found.size else 0


def _mosaic(kind: Kind, cells: int, rng: Generator) -> Ids:
    """(H, W) int32: the nearest of some points, seen through a warp."""
    ys, xs = rng.uniform(0, kind.height, cells), rng.uniform(0, kind.width, cells)
    y, x = np.mgrid[0 : kind.height, 0 : kind.width].astype(np.float32)
    for cell, reach in ((48, 14), (12, 2.5)):
        y += _noise(kind.height, kind.width, cell, reach, rng)
        x += _noise(kind.height, kind.width, cell, reach, rng)
    distances = np.stack([(y - ys[k]) ** 2 + ((x - xs[k]) * 0.7) ** 2 for k in range(cells)])
    return (distances.argmin(axis=0) + 1).astype(np.int32)


def _make_void(kind: Kind, ids: Ids, rng: Generator) -> None:
    """A few blobs of void, and in every other picture void along some of the borders."""
    base = (kind.height * kind.width) ** 0.5
    for _ in range(int(rng.integers(1, 5))):
        cv2.fillPoly(ids, [_blob(kind, base * np.exp(rng.normal(np.log(0.03), 0.5)), rng)], 0)
    if rng.random() < 0.5:
        border = cv2.morphologyEx(ids.astype(np.uint16), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
        ids[border & (_noise(kind.height, kind.width, 40, 1.0, rng) > 0.9)] = 0


def _blob(kind: Kind, radius: float, rng: Generator) -> np.ndarray:
    """A closed outline, (N, 2) int32 x before y, somewhere in the picture."""
    corners = int(rng.integers(9, 40))
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radii = np.ones(corners)
    for wave in range(1, 6):
        radii += rng.normal(0, 0.28 / wave) * np.cos(wave * turn + rng.uniform(0, 2 * np.pi))
    radii = np.clip(radii, 0.25, 2.2) * radius
    stretch, tilt = np.exp(rng.normal(0, 0.35)), rng.uniform(0, np.pi)
    x, y = radii * np.cos(turn) * stretch, radii * np.sin(turn) / stretch
    outline = np.stack([x * np.cos(tilt) - y * np.sin(tilt), x * np.sin(tilt) + y * np.cos(tilt)], axis=-1)
    return (outline + rng.uniform(0, [kind.width, kind.height])).astype(np.int32)


def _warped(ids: Ids, waves: list[tuple[int, float]], rng: Generator) -> Ids:
    """The map with its borders moved, by (cell, reach) in pixels; float32 holds ids below 2**24 exactly."""
    height, width = ids.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for cell, reach in waves:
        x += _noise(height, width, cell, reach, rng)
        y += _noise(height, width, cell, reach, rng)
    moved = cv2.remap(ids.astype(np.float32), x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return moved.astype(np.int32)


def _noise(height: int, width: int, cell: int, reach: float, rng: Generator) -> np.ndarray:
    """(H, W) float32 of that standard deviation, smooth over ``cell`` pixels."""
    coarse = rng.standard_normal((max(2, height // cell + 2), max(2, width // cell + 2))).astype(np.float32)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * np.float32(reach)
