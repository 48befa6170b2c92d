"""Frames that cost nothing, for whatever is tested about files and processes."""

import sys
import time
from pathlib import Path

import numpy as np

from panscape.categories import taxonomy
from panscape.dataset import FrameOptions, Plan, finish, write_frame, writing
from panscape.frames import Frame
from panscape.labels import PanopticLabel
from panscape.seeds import rng_for

CITY = taxonomy("cityscapes")
OPTIONS = FrameOptions(CITY.categories, jpeg_quality=90)


def fake_plan(count, recipe=None):
    """A plan of ``count`` frames, every third of which is for validation."""
    splits = tuple("val" if index % 3 == 2 else "train" for index in range(count))
    return Plan(recipe or {"world": "fake", "cars": 2}, 7, splits, CITY)


def fake_frame(index, seed=7):
    """Sky above road, two cars of which the first hides part of the second, a hole of void."""
    rng = rng_for(seed, "fake", index)
    ids = np.full((24, 32), 3, np.uint32)
    ids[12:] = 4
    x, y = int(rng.integers(2, 20)), int(rng.integers(4, 12))
    whole = np.zeros(ids.shape, np.uint8)
    whole[y + 2 : y + 8, x + 3 : x + 10] = 1
    ids[whole > 0] = 2
    ids[y : y + 6, x : x + 6] = 1
    ids[0, 0] = 0
    facts = [{"depth": 4.0}, {"occluded_by": [1], "depth": 9.0}, {}, {}]
    return Frame(
        index,
        rng.integers(0, 256, (24, 32, 3)).astype(np.uint8),
        PanopticLabel.from_ids(ids, [3, 3, 19, 9], facts=facts),
        {2: rle(whole)},
        {"depth": np.where(ids == 3, 0, 1.5 + ids).astype(np.float32)},
        {"seed": seed, "index": index},
    )


def rle(mask):
    from pycocotools import mask as coco_mask

    encoded = coco_mask.encode(np.asfortranarray(mask))
    return {"size": encoded["size"], "counts": encoded["counts"].decode()}


def write_fake(folder, count, pause=0.0, **options):
    """Write a whole fake dataset, as slowly as is asked, and return its folder."""
    with writing(Path(folder), fake_plan(count), **options) as begun:
        for index, split in begun.remaining():
            write_frame(begun.folder, split, fake_frame(index), OPTIONS)
            print(index, flush=True)
            time.sleep(pause)
        finish(begun)
    return Path(folder)


if __name__ == "__main__":
    write_fake(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), resume=True)
