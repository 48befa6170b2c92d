"""Small sets of truth and guess that lie where evaluators part: exact halves, void, crowds, strange ids and sizes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from panscape.seeds import rng_for
from png_writers import WRITERS, by_filters

Ids = np.ndarray
Generator = np.random.Generator
Facts = dict[str, Any]
STRANGE_IDS = (1, 255, 256, 2**16 - 1, 2**16, 2**24 - 2, 2**24 - 1)
PARTS = 8  # truth segments of a picture at most, and guess segments
CROWDS, WRONG_AREAS, UNFAITHFUL = 0.3, 0.1, 0.2


@dataclass(frozen=True, eq=False)
class Picture:
    """One drawn picture.

    Attributes
    ----------
    truth, guess : (H, W) int64
        0 is void; other numbers are places in the segments, counted from 1.
    truth_categories, guess_categories : tuple of int
        Category id by place.
    """

    truth: Ids
    guess: Ids
    truth_categories: tuple[int, ...]
    guess_categories: tuple[int, ...]


def write_case(folder: Path, seed: int, number: int) -> None:
    """Write the set of that number: ``truth.json`` and ``guess.json`` beside the folders ``truth`` and ``guess``."""
    rng = rng_for(seed, "case", number)
    categories = draw_categories(rng)
    ids = [category["id"] for category in categories]
    pictures = [draw_picture(ids, rng) for _ in range(int(rng.integers(1, 9)))]
    text_ids = rng.random() < 0.3
    image_ids = [f"town_{k:06d}" if text_ids else int(10**6 * rng.random()) * 10 + k for k in range(len(pictures))]
    for side in ("truth", "guess"):
        (folder / side).mkdir(parents=True, exist_ok=True)
        rows = []
        for k, picture in enumerate(pictures):
            small = getattr(picture, side)
            there = getattr(picture, f"{side}_categories")
            numbers = disk_ids(len(there), max(ids) + 1, rng)
            write_png(folder / side / f"{k}.png", numbers[small], rng)
            segments = segments_info(small, there, numbers, side == "truth", rng)
            rows.append({"image_id": image_ids[k], "file_name": f"{k}.png", "segments_info": segments})
        images = [
            {"id": image_ids[k], "file_name": f"{k}.jpg", "height": one.truth.shape[0], "width": one.truth.shape[1]}
            for k, one in enumerate(pictures)
        ]
        order = rng.permutation(len(rows)) if side == "guess" else range(len(rows))
        content = {"categories": categories, "images": images, "annotations": [rows[k] for k in order]}
        (folder / f"{side}.json").write_text(json.dumps(content))


def draw_categories(rng: Generator) -> list[Facts]:
    """Return one to six categories, things and stuff; some will have no segment."""
    ids = (rng.choice(250, int(rng.integers(1, 7)), replace=False) + 1).tolist()
    color = [120, 60, 200]
    return [{"id": c, "name": f"c{c}", "isthing": int(rng.random() < 0.6), "color": color} for c in ids]


def draw_picture(category_ids: Sequence[int], rng: Generator) -> Picture:
    """Return a picture of one of the ways: the exact numbers first, boxes upon boxes, or a single pixel."""
    way = rng.random()
    truth, guess = exact_halves(rng) if way < 0.5 else boxes(rng) if way < 0.95 else rng.integers(0, 3, (2, 1, 1))
    parts = int(max(truth.max(), guess.max(), 1))
    categories = rng.choice(category_ids, parts)
    renamed = np.where(rng.random(parts) < UNFAITHFUL, rng.choice(category_ids, parts), categories)
    return Picture(truth, guess, tuple(categories.tolist()), tuple(renamed.tolist()))


def exact_halves(rng: Generator) -> tuple[Ids, Ids]:
    """Return two maps whose overlaps are drawn first, at one half and one pixel beside it, and then laid out.

    Of each pair of segments some pixels are shared, and those that are not are as many, one more, or one less: an IoU
    of exactly 1/2 or next to it. Of others, as many pixels lie on void or on another truth segment (which may be a
    crowd) as beside it: exactly half is ignored, or one pixel more, or less.
    """
    entries = []
    for part in range(1, int(rng.integers(2, PARTS + 1))):
        whole, slip = int(rng.integers(2, 13)), int(rng.integers(-1, 2))
        if rng.random() < 0.5:
            alone = max(0, whole + slip)
            missed = int(rng.integers(0, alone + 1))
            entries += [(part, part, whole), (part, 0, missed), (0 if rng.random() < 0.2 else part, part, 0)]
            entries += [(int(rng.integers(1, PARTS)), part, alone - missed)]
            entries += [(0, part, int(rng.integers(0, 4)))]  # out of the union
        else:
            ignored = int(rng.integers(0, whole + 1))
            other = int(rng.integers(1, PARTS))
            entries += [(0, part, ignored), (other, part, whole - ignored), (part, part, max(0, whole + slip))]
    truth, guess = (np.repeat([e[k] for e in entries], [e[2] for e in entries]) for k in (0, 1))
    order = rng.permutation(truth.size) if rng.random() < 0.3 else np.arange(truth.size)
    width = int(rng.choice([1, max(1, truth.size), rng.integers(1, 24)]))
    room = -truth.size % width
    return tuple(np.concatenate([one[order], np.zeros(room, int)]).reshape(-1, width) for one in (truth, guess))


def boxes(rng: Generator) -> tuple[Ids, Ids]:
    """Return two maps of boxes upon boxes that share most outlines; one row or one column now and then."""
    height, width = (1 if rng.random() < 0.1 else int(rng.integers(1, 40)) for _ in range(2))
    truth = np.zeros((height, width), np.int64)
    for part in range(1, PARTS + 1):
        truth[_box(truth.shape, rng)] = part
    guess = truth.copy()
    for part in range(1, PARTS + 1):
        if rng.random() < 0.4:
            guess[_box(truth.shape, rng)] = rng.choice([0, part, PARTS + 1 - part])
    truth[_box(truth.shape, rng)] *= rng.integers(0, 2)
    return truth, guess


def disk_ids(parts: int, forbidden: int, rng: Generator) -> Ids:
    """Return (parts + 1,) uint32: 0, then different ids up to 2**24 - 1, the strange ones among them.

    One id is left out: boundary-iou-api paints what is not boundary with the highest category id plus 1, and takes a
    segment of that id for it.
    """
    drawn = (rng.choice(2**24 - 1, parts, replace=False) + 1).tolist()
    chosen = dict.fromkeys([*rng.permutation(STRANGE_IDS)[: parts // 2].tolist(), *drawn])
    chosen.pop(forbidden, None)
    spare = next(n for n in range(300, 400) if n not in chosen)
    return np.array([0, *[*chosen, spare][:parts]], np.uint32)


def segments_info(small: Ids, categories: Sequence[int], numbers: Ids, truth: bool, rng: Generator) -> list[Facts]:
    """Return the segments that have a pixel, in any order; a truth's may be crowds, and its areas told wrong."""
    areas = np.bincount(small.ravel(), minlength=len(numbers))
    segments = []
    for k in rng.permutation(len(categories)) + 1:
        if areas[k]:
            wrong = truth and rng.random() < WRONG_AREAS
            area = int(np.ceil(areas[k] * rng.uniform(0.7, 1.5))) if wrong else int(areas[k])
            crowd = int(truth and rng.random() < CROWDS)
            facts = {"category_id": int(categories[k - 1]), "iscrowd": crowd, "area": area}
            segments.append({"id": int(numbers[k]), **facts, "bbox": [0, 0, small.shape[1], small.shape[0]]})
    return segments


def write_png(path: Path, ids: Ids, rng: Generator) -> None:
    """Write a map by one of the writers, or with another filter in each row."""
    name = str(rng.choice(["mixed", *WRITERS]))
    kinds = rng.integers(0, 5, ids.shape[0]).astype(np.uint8)
    path.write_bytes(by_filters(ids, kinds) if name == "mixed" else WRITERS[name](ids))


def _box(shape: tuple[int, int], rng: Generator) -> tuple[slice, slice]:
    starts = [int(rng.integers(0, side)) for side in shape]
    ends = [int(rng.integers(start + 1, side + 1)) for start, side in zip(starts, shape, strict=True)]
    return slice(starts[0], ends[0]), slice(starts[1], ends[1])
