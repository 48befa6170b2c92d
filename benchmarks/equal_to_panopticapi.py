"""Ask whether our counts are panopticapi's and our doubles its doubles, bit for bit, and where the two must part.

    python benchmarks/equal_to_panopticapi.py --cases 3000
    python benchmarks/equal_to_panopticapi.py --cases 300 --boundary        # against boundary-iou-api
    python benchmarks/equal_to_panopticapi.py --cases 0 DATA/coco DATA/cityscapes
    python benchmarks/equal_to_panopticapi.py --faults                      # what each does about wrong input

A case is a set of up to eight small pictures on disk, drawn by ``drawn_cases.py``. Their single-core functions are run
on the very files, and every category's tp, fp, fn and sum of IoUs is compared with ``==``, and the averages as well;
ours is read both ways, by the kernels and without them. Exit code 1 if anything differs.
"""

import argparse
import contextlib
import io
import json
import multiprocessing
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from panopticapi.evaluation import pq_compute, pq_compute_single_core

import panscape.overlaps.overlaid as reading_choice
from contestants import matched_annotations
from data import Plan, list_again, make_set
from drawing import COCO
from drawn_cases import write_case
from panscape.errors import PanscapeError
from panscape.formats import open_panoptic
from panscape.metrics import PANOPTICAPI, evaluate
from panscape.metrics.boundary import boundary_evaluate

Facts = dict[str, Any]
GROUPS = {"all": None, "things": True, "stuff": False}
PLAIN_PIXELS = {"by kernels": -1, "without kernels": 2**62}
RATIO = 0.02
FAULT_SEED = 3  # the largest segment of its first picture is found, so that a fault in it shows


def theirs(folder: Path, boundary: bool) -> Facts:
    """Return panopticapi's counts by category id, and its averages by group; None where it divides by zero."""
    categories, pairs = matched_annotations(folder)
    words = (0, pairs, str(folder / "truth"), str(folder / "guess"), categories)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if boundary:
            from boundary_iou.coco_panoptic_api.evaluation import pq_compute_single_core as boundary_single_core

            counts = boundary_single_core(*words, "boundary", RATIO)
        else:
            counts = pq_compute_single_core(*words)
    found: Facts = {
        c: (int(one.tp), int(one.fp), int(one.fn), float(one.iou)) for c in categories if (one := counts[c])
    }
    for name, isthing in GROUPS.items():
        try:
            average = counts.pq_average(categories, isthing)[0]
            found[name] = tuple(float(average[key]) for key in ("pq", "sq", "rq", "n"))
        except ZeroDivisionError:
            found[name] = None
    return found


def ours(folder: Path, boundary: bool, workers: int = 1) -> Facts:
    """Return the same of ours."""
    truth = open_panoptic(folder / "truth.json")
    guess = open_panoptic(folder / "guess.json", beside=truth)
    if boundary:
        quality = boundary_evaluate(truth, guess, ratio=RATIO, rules=PANOPTICAPI, workers=workers).boundary.quality
    else:
        quality = evaluate(truth, guess, rules=PANOPTICAPI, workers=workers).quality
    found: Facts = {one.category.id: (one.tp, one.fp, one.fn, one.iou_sum) for one in quality.categories}
    for name in GROUPS:
        group = getattr(quality, name)
        found[name] = (group.pq, group.sq, group.rq, float(group.n)) if group.n else None
    return found


def differences(folder: Path, boundary: bool, workers: int = 1) -> list[str]:
    """Say what differs on a set, line by line; nothing is the wish."""
    wanted = theirs(folder, boundary)
    lines = []
    for way, pixels in PLAIN_PIXELS.items():
        reading_choice.PLAIN_PIXELS = reading_choice.PLAIN_BAND_PIXELS = pixels
        found = ours(folder, boundary, workers)
        lines += [
            f"{folder}, {way}: {key}: ours {found[key]}, theirs {wanted[key]}"
            for key in wanted
            if found[key] != wanted[key]
        ]
    return lines


def compare_cases(home: Path, seed: int, numbers: range, boundary: bool) -> tuple[int, int, int]:
    """Compare drawn sets; keep the folder of each that differs. Return sets that differ, pictures, matches."""
    bad = pictures = matches = 0
    for number in numbers:
        folder = home / f"case{number}"
        write_case(folder, seed, number)
        pictures += sum(1 for _ in (folder / "truth").iterdir())
        matches += sum(counts[0] for key, counts in theirs(folder, boundary).items() if isinstance(key, int))
        lines = differences(folder, boundary, workers=1 + number % 2)
        print("\n".join(lines), end="\n" if lines else "")
        bad += bool(lines)
        if not lines:
            remove(folder)
    return bad, pictures, matches


def remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


# What each does about input that contradicts itself. A change is told the JSON of both sides.
Change = Callable[[Facts, Facts], object]


def segments(content: Facts) -> list[Facts]:
    """Those of the first picture, which is the one that every fault is planted in."""
    return content["annotations"][0]["segments_info"]


def largest(content: Facts) -> Facts:
    return max(segments(content), key=lambda segment: segment["area"])


def again(content: Facts, **changed: int) -> None:
    """List the largest segment a second time, with something changed."""
    segments(content).append({**largest(content), **changed})


FAULTS: dict[str, Change] = {
    "none": lambda truth, guess: None,
    "the truth lists id 0": lambda truth, guess: again(truth, id=0),
    "the guess lists id 0": lambda truth, guess: again(guess, id=0),
    "the truth lists an id twice, with two categories": lambda truth, guess: again(truth, category_id=1),
    "the guess lists an id twice, with two categories": lambda truth, guess: again(guess, category_id=1),
    "the truth's PNG holds an id that its JSON lacks": lambda truth, guess: segments(truth).remove(largest(truth)),
    "the guess's PNG holds an id that its JSON lacks": lambda truth, guess: segments(guess).remove(largest(guess)),
    "the truth lists an id without a pixel": lambda truth, guess: again(truth, id=7),
    "the guess lists an id without a pixel": lambda truth, guess: again(guess, id=7),
    "the truth has an unknown category": lambda truth, guess: largest(truth).update(category_id=999),
    "the guess has an unknown category": lambda truth, guess: largest(guess).update(category_id=999),
    "an image has no guess": lambda truth, guess: guess["annotations"].pop(0),
    "the truth annotates an image twice": lambda truth, guess: truth["annotations"].append(truth["annotations"][0]),
    "the guess annotates an image twice": lambda truth, guess: guess["annotations"].append(guess["annotations"][0]),
    "the truth lacks an iscrowd": lambda truth, guess: largest(truth).pop("iscrowd"),
    "the truth lacks an area": lambda truth, guess: largest(truth).pop("area"),
    "the truth tells an area ten times too small": lambda truth, guess: largest(truth).update(
        area=largest(truth)["area"] // 10
    ),
}


def compare_faults(home: Path) -> Iterator[str]:
    """Yield a line of Markdown for each fault: what panopticapi says, and what we say."""
    yield "| fault | panopticapi | panscape, its rules |\n|---|---|---|"
    made = home / "sound"
    make_set(Plan(made, COCO, seed=FAULT_SEED), 3)
    for number, (name, change) in enumerate(FAULTS.items()):
        folder = home / f"fault{number}"
        list_again(made, folder, 3)
        paths = folder / "truth.json", folder / "guess.json"
        contents = [json.loads(path.read_bytes()) for path in paths]
        change(*contents)
        for path, content in zip(paths, contents, strict=True):
            path.write_text(json.dumps(content))
        answers = [answer(pq, folder) for pq in (their_pq, our_pq)]
        yield f"| {name} | " + " | ".join(words.replace(f"{folder}/", "") for words in answers) + " |"


def their_pq(folder: Path) -> float:
    """As its command finds it: all processors, from the files."""
    multiprocessing.set_start_method("fork", force=True)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return float(pq_compute(str(folder / "truth.json"), str(folder / "guess.json"))["All"]["pq"])


def our_pq(folder: Path) -> float:
    truth = open_panoptic(folder / "truth.json")
    result = evaluate(truth, open_panoptic(folder / "guess.json", beside=truth), rules=PANOPTICAPI)
    return float(result.quality.all.pq or 0.0)


def answer(pq: Callable[[Path], float], folder: Path) -> str:
    try:
        return f"PQ {pq(folder):.6f}"
    except PanscapeError as error:
        return f"refuses: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="*", help="whole sets to compare as well")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--boundary", action="store_true", help="compare Boundary PQ with boundary-iou-api")
    parser.add_argument("--faults", action="store_true", help="only show what each does about wrong input")
    options = parser.parse_args()
    warnings.simplefilter("error", RuntimeWarning)  # a division by zero would be a case that says nothing
    home = Path(tempfile.mkdtemp(prefix="cases"))
    if options.faults:
        print("\n".join(compare_faults(home)))
        return 0
    numbers = range(options.first, options.first + options.cases)
    bad, pictures, matches = compare_cases(home, options.seed, numbers, options.boundary)
    print(f"{options.cases} drawn sets of {pictures} pictures, {matches} matches: {bad} differ")
    for folder in options.sets:
        lines = differences(folder, options.boundary)
        print("\n".join([*lines, f"{folder}: {'differs' if lines else 'equal to the last bit'}"]))
        bad += bool(lines)
    return int(bad > 0)


if __name__ == "__main__":
    np.seterr(all="warn")
    sys.exit(main())
