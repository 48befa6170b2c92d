"""Sets of truth and guess on disk to measure evaluators with, COCO-like and Cityscapes-like, from a seed.

    python benchmarks/data.py OUT --kind coco --images 500                # 500 pictures, listed once
    python benchmarks/data.py OUT --kind coco --images 500 --listed 5000  # their files listed ten times, under new ids
    python benchmarks/data.py OUT --from MADE --listed 50000              # the files of a set that is there
    python benchmarks/data.py OUT --kind cityscapes --images 100 --writer up

OUT gets ``truth.json`` and ``guess.json`` beside the folders ``truth`` and ``guess``. Files that are listed again are
hard links: a page cache holds them once, as it would not hold 50,000 different ones; decoding costs the same.
"""

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from drawing import KINDS, Drawn, Kind, draw_guess, draw_truth
from panscape.executor import run_tasks
from panscape.seeds import rng_for
from png_writers import WRITERS

SIDES = ("truth", "guess")
FIRST_ID = 1000  # of the images of a set that lists files again


@dataclass(frozen=True)
class Plan:
    """All that a picture of a set depends on, but its number.

    Attributes
    ----------
    folder : Path
    kind : Kind
    writer : str
        One of ``png_writers.WRITERS``.
    seed : int
    """

    folder: Path
    kind: Kind
    writer: str = "pillow"
    seed: int = 0


@dataclass(frozen=True)
class DrawnPicture:
    """Which picture of which set; it is drawn from that alone."""

    plan: Plan
    index: int


def make_set(plan: Plan, images: int, workers: int = 1) -> None:
    """Write that many pictures' truths and guesses, and the two JSON files that list each once."""
    for side in SIDES:
        (plan.folder / side).mkdir(parents=True, exist_ok=True)
    tasks = [DrawnPicture(plan, index) for index in range(images)]
    annotations = [pair for _, pair in run_tasks(make_pair, tasks, workers, in_order=True)]
    for side, entries in zip(SIDES, zip(*annotations, strict=True), strict=True):
        _write_json(plan.folder / f"{side}.json", _categories(plan.kind), _images(plan.kind, entries), entries)


def make_pair(task: DrawnPicture) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the PNGs of one picture's truth and guess; return their entries of ``annotations``."""
    cv2.setNumThreads(1)
    plan, index = task.plan, task.index
    truth = draw_truth(plan.kind, rng_for(plan.seed, plan.kind.name, "truth", index))
    guess = draw_guess(plan.kind, truth, rng_for(plan.seed, plan.kind.name, "guess", index))
    image_id = plan.kind.image_id(index)
    name = f"{image_id}_panoptic.png" if plan.kind.text_ids else f"{image_id:012d}.png"
    entries = []
    for side, drawn in zip(SIDES, (truth, guess), strict=True):
        numbers = disk_ids(len(drawn.category_ids), rng_for(plan.seed, plan.kind.name, side, "ids", index))
        (plan.folder / side / name).write_bytes(WRITERS[plan.writer](numbers[drawn.ids]))
        entries.append({"image_id": image_id, "file_name": name, "segments_info": segments_info(drawn, numbers)})
    return entries[0], entries[1]


def disk_ids(segments: int, rng: np.random.Generator) -> np.ndarray:
    """Return (segments + 1,) uint32: 0 for void, and different ids from 1 to 2**24 - 1."""
    numbers = rng.choice(2**24 - 1, segments, replace=False) + 1
    return np.concatenate([[0], numbers]).astype(np.uint32)


def segments_info(drawn: Drawn, numbers: np.ndarray) -> list[dict[str, Any]]:
    """Return what COCO's JSON says of the segments that have a pixel."""
    areas = np.bincount(drawn.ids.ravel(), minlength=len(numbers))
    return [
        {
            "id": int(numbers[k]),
            "category_id": drawn.category_ids[k - 1],
            "iscrowd": int(k in drawn.crowds),
            "bbox": list(cv2.boundingRect((drawn.ids == k).astype(np.uint8))),
            "area": int(areas[k]),
        }
        for k in range(1, len(numbers))
        if areas[k]
    ]


def list_again(made: Path, folder: Path, images: int) -> None:
    """Write a set that lists the files of another over and over, under the image ids 1000, 1001, ….

    With as many images as the other has, it is the same set with numbers for ids: some evaluators refuse texts.
    """
    for side in SIDES:
        content = json.loads((made / f"{side}.json").read_bytes())
        there, sizes = content["annotations"], {entry["id"]: entry for entry in content["images"]}
        _link_files(made / side, folder / side, there)
        rows = [there[k % len(there)] for k in range(images)]
        annotations = [{**row, "image_id": FIRST_ID + k} for k, row in enumerate(rows)]
        entries = [{**sizes[row["image_id"]], "id": FIRST_ID + k} for k, row in enumerate(rows)]
        _write_json(folder / f"{side}.json", content["categories"], entries, annotations)


def summary(folder: Path) -> str:
    """Return what a set weighs, in one line."""
    truth, guess = (json.loads((folder / f"{side}.json").read_bytes()) for side in SIDES)
    segments, guessed = (
        sum(len(entry["segments_info"]) for entry in content["annotations"]) / len(content["annotations"])
        for content in (truth, guess)
    )
    sizes = [np.mean([file.stat().st_size for file in (folder / side).iterdir()]) for side in SIDES]
    first = truth["images"][0]
    return (
        f"{folder}: {len(truth['annotations'])} images of {first['width']}x{first['height']}, "
        f"{segments:.1f} truth segments and {guessed:.1f} guess segments each, "
        f"{runs_a_row(folder / 'truth'):.1f} runs a row, {sizes[0]:.0f} and {sizes[1]:.0f} bytes a PNG"
    )


def runs_a_row(folder: Path, most: int = 50) -> float:
    """Return in how many pieces of one id a row falls, over the first PNGs of a folder."""
    runs, rows = 0, 0
    for path in sorted(folder.iterdir())[:most]:
        colors = cv2.imread(str(path))
        runs += int((colors[:, 1:] != colors[:, :-1]).any(axis=2).sum()) + colors.shape[0]
        rows += colors.shape[0]
    return runs / rows


def _link_files(source: Path, folder: Path, annotations: Sequence[Mapping[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in {entry["file_name"] for entry in annotations}:
        if not (folder / name).exists():
            os.link(source / name, folder / name)


def _categories(kind: Kind) -> list[dict[str, Any]]:
    return [
        {
            "id": c,
            "name": f"category {c}",
            "supercategory": "thing" if c in kind.things else "stuff",
            "isthing": int(c in kind.things),
            "color": [1 + c * 7 % 255, c * 31 % 256, c * 57 % 256],
        }
        for c in (*kind.things, *kind.stuff)
    ]


def _images(kind: Kind, annotations: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": entry["image_id"],
            "file_name": Path(entry["file_name"]).with_suffix(".jpg").name,
            "width": kind.width,
            "height": kind.height,
        }
        for entry in annotations
    ]


def _write_json(path: Path, categories: object, images: object, annotations: object) -> None:
    content = {"categories": categories, "images": images, "annotations": annotations}
    path.write_text(json.dumps(content))  # spaced as Python's json does, which is how published sets look


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kind", choices=KINDS, default="coco")
    parser.add_argument("--images", type=int, default=500, help="different pictures")
    parser.add_argument("--listed", type=int, help="list their files until there are that many images")
    parser.add_argument("--from", dest="made", type=Path, help="list the files of this set; draw nothing")
    parser.add_argument("--writer", choices=WRITERS, default="pillow")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    if options.made is None:
        plan = Plan(options.out, KINDS[options.kind], options.writer, options.seed)
        make_set(plan, options.images, options.workers)
    if options.made or options.listed:
        source = options.made or options.out
        list_again(source, options.out, options.listed or options.images)
    print(summary(options.out))


if __name__ == "__main__":
    main()
