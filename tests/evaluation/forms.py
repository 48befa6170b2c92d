"""One drawn side of a picture in every form that a training loop may hold it in."""

import numpy as np
from pycocotools import mask

from evaluation.drawn import random_pair
from panscape.labels import PanopticLabel

from strategies import CATEGORIES

ISTHING = {category.id: category.isthing for category in CATEGORIES}


class FakeTensor:
    """What is asked of a torch tensor on a device; NumPy must not look inside by itself."""

    def __init__(self, array, device="cuda"):
        self._array, self.device, self.shape, self.dtype = array, device, array.shape, f"torch.{array.dtype}"

    def detach(self):
        return self

    def cpu(self):
        return FakeTensor(self._array, "cpu")

    def numpy(self):
        assert self.device == "cpu"
        return self._array

    def __array__(self, *_, **__):
        raise TypeError("can't convert cuda device type tensor to numpy")


def sides(seed, size=24):
    """A truth and a guess; both show every segment that they list."""
    return random_pair(np.random.default_rng(seed), size)


def info(side):
    """Ids and segments_info, as detectron2 gives them."""
    rows = [{"id": i, "category_id": c, "iscrowd": int(crowd), "isthing": True} for i, c, crowd in side.segments]
    return side.ids, rows


def numbered(side):
    """The same picture with ids 1, 2, … in the order of its list: IoUs are then added in the same order in any form."""
    ids = np.zeros_like(side.ids)
    for k, (number, _, _) in enumerate(side.segments):
        ids[side.ids == number] = k + 1
    return type(side)(ids, tuple((k + 1, c, crowd) for k, (_, c, crowd) in enumerate(side.segments)))


def label(side):
    """A label; its ids are those of the list, in its order."""
    crowds = [k + 1 for k, (_, _, crowd) in enumerate(side.segments) if crowd]
    return PanopticLabel.from_ids(numbered(side).ids, [c for _, c, _ in side.segments], crowd=crowds)


def rles(side, spelling=str):
    """COCO's RLEs, their counts as text, bytes or a list of run lengths."""
    return [
        {"category_id": c, "iscrowd": int(crowd), "score": 0.5, "segmentation": rle(side.ids == number, spelling)}
        for number, c, crowd in side.segments
    ]


def rle(pixels, spelling=str):
    """One mask, as pycocotools spells it."""
    packed = mask.encode(np.asfortranarray(pixels.astype(np.uint8)))
    if spelling is bytes:
        return packed
    if spelling is str:
        return {"size": packed["size"], "counts": packed["counts"].decode()}
    flat = np.concatenate([[0], pixels.T.ravel(), [2]])
    changes = (
        np.flatnonzero(np.diff(flat)) if flat[1] == 0 else np.concatenate([[0], np.flatnonzero(np.diff(flat))[1:]])
    )
    return {"size": tuple(packed["size"]), "counts": np.diff(changes, prepend=0).tolist()}


def paired(side):
    """(H, W, 2): category and instance; a crowd of things has a negative instance, stuff has any."""
    maps = np.zeros((*side.ids.shape, 2), np.int64)
    for k, (number, category, crowd) in enumerate(side.segments):
        maps[side.ids == number] = category, instance(k, crowd)
    return maps


def merged_stuff(side):
    """The same picture where all of a stuff is one segment and no stuff is a crowd: all that paired maps can tell.

    Its ids stand in the order of the paired maps, so that the IoUs are added in the same order.
    """
    ids, first, rows = side.ids.copy(), {}, []
    for number, category, crowd in side.segments:
        if ISTHING[category]:
            rows.append((number, category, crowd))
        elif category in first:
            ids[ids == number] = first[category]
        else:
            first[category] = number
            rows.append((number, category, False))
    order = sorted(range(len(rows)), key=lambda k: (rows[k][1], instance(k, rows[k][2])))
    renumbered, new = np.zeros_like(ids), {k: rank + 1 for rank, k in enumerate(order)}
    for k, (number, _, _) in enumerate(rows):
        renumbered[ids == number] = new[k]
    return type(side)(renumbered, tuple((new[k], category, crowd) for k, (_, category, crowd) in enumerate(rows)))


def instance(k, crowd):
    """What paired maps call the k-th segment."""
    return -k - 1 if crowd else k + 5
