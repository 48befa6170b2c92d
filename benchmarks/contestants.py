"""One evaluator, or one part of ours, run once in a process of its own; what it took is printed as a line of JSON.

    python benchmarks/contestants.py panscape SET --threads 2 --warm SMALL_SET

SET is a folder that ``data.py`` made. With ``--warm``, another set is scored first and not timed: it imports, loads
compiled code, and lets allocators settle, for every contestant alike. ``evaluator_table.py`` runs this file.
"""

import argparse
import contextlib
import io
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BEGUN = time.perf_counter()
Facts = dict[str, Any]
Run = Callable[[Path], Facts]
ARRAY_PIXELS = 2**25  # of a truth: with its guess 256 MB, far above any cache


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("contestant", choices=CONTESTANTS)
    parser.add_argument("set", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--core", type=int, help="stay on this processor")
    parser.add_argument("--warm", type=Path, help="score this set first, untimed")
    options = parser.parse_args()
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    try:
        print(json.dumps(measured(CONTESTANTS[options.contestant](options.threads), options.set, options.warm)))
    except ImportError as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))


def measured(run: Run, folder: Path, warm: Path | None) -> Facts:
    """Return what a run found, and what it took: seconds, CPU seconds, MB."""
    with contextlib.redirect_stdout(io.StringIO()):
        if warm is not None:
            run(warm)
        ready, busy = time.perf_counter(), cpu_seconds()
        facts = run(folder)
        wall, cpu = time.perf_counter() - ready, cpu_seconds() - busy
    return {"start_s": ready - BEGUN, "wall_s": wall, "cpu_s": cpu, "peak_mb": peak_mb(), **facts}


def cpu_seconds() -> float:
    """Of this process and of its ended children."""
    import resource  # which Windows lacks; tests of this folder run there too

    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


def peak_mb() -> float:
    """The most memory this process held; getrusage would tell its parent's peak where that is higher."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def places(folder: Path) -> tuple[Path, Path]:
    return folder / "truth.json", folder / "guess.json"


def opened(folder: Path) -> list[Any]:
    """Our two sets, their JSON scanned however small: the set that warms up loads what the set that is timed needs."""
    from panscape.formats import open_panoptic

    return [open_panoptic(place, scan_from=0) for place in places(folder)]


def panscape(threads: int) -> Run:
    from panscape.metrics import evaluate

    def run(folder: Path) -> Facts:
        truth, guess = opened(folder)
        return {"pq": evaluate(truth, guess, workers=threads).quality.all.pq}

    return run


def panscape_boundary(threads: int) -> Run:
    """Plain and Boundary PQ together: ours has no way to find the second alone."""
    from panscape.metrics.boundary import boundary_evaluate

    def run(folder: Path) -> Facts:
        truth, guess = opened(folder)
        return {"pq": boundary_evaluate(truth, guess, workers=threads).boundary.quality.all.pq}

    return run


def panscape_open(threads: int) -> Run:
    """The two JSON files alone: what memory they take, to tell it from the scoring's."""
    kept: list[Any] = []

    def run(folder: Path) -> Facts:
        kept[:] = opened(folder)
        return {}

    return run


def panopticapi(threads: int) -> Run:
    """As its command does it, on all processors; one thread means its single-core function."""
    from panopticapi.evaluation import pq_compute, pq_compute_single_core

    def all_cores(folder: Path) -> Facts:
        truth, guess = map(str, places(folder))
        return {"pq": pq_compute(truth, guess)["All"]["pq"]}

    def one_core(folder: Path) -> Facts:
        categories, pairs = matched_annotations(folder)
        counts = pq_compute_single_core(0, pairs, str(folder / "truth"), str(folder / "guess"), categories)
        return {"pq": counts.pq_average(categories, None)[0]["pq"]}

    multiprocessing.set_start_method("fork", force=True)
    return one_core if threads == 1 else all_cores


def boundary_iou_api(threads: int) -> Run:
    """Its panoptic part; one thread means its single-core function, with OpenCV on one thread as well."""
    import cv2
    from boundary_iou.coco_panoptic_api.evaluation import pq_compute, pq_compute_single_core

    def all_cores(folder: Path) -> Facts:
        truth, guess = map(str, places(folder))
        return {"pq": pq_compute(truth, guess, iou_type="boundary")["All"]["pq"]}

    def one_core(folder: Path) -> Facts:
        categories, pairs = matched_annotations(folder)
        folders = str(folder / "truth"), str(folder / "guess")
        counts = pq_compute_single_core(0, pairs, *folders, categories, "boundary", 0.02)
        return {"pq": counts.pq_average(categories, None)[0]["pq"]}

    cv2.setNumThreads(threads)
    return one_core if threads == 1 else all_cores


def matched_annotations(folder: Path) -> tuple[dict[int, Facts], list[tuple[Facts, Facts]]]:
    """The categories by id, and each truth's annotation with its guess's, as panopticapi pairs them."""
    truth, guess = (json.loads(path.read_bytes()) for path in places(folder))
    guesses = {entry["image_id"]: entry for entry in guess["annotations"]}
    pairs = [(entry, guesses[entry["image_id"]]) for entry in truth["annotations"]]
    return {entry["id"]: entry for entry in truth["categories"]}, pairs


def hotcoco(threads: int) -> Run:
    from hotcoco import panoptic

    def run(folder: Path) -> Facts:
        truth, guess = map(str, places(folder))
        folders = {"gt_folder": str(folder / "truth"), "pred_folder": str(folder / "guess")}
        evaluation = panoptic.PanopticEval(truth, guess, **folders)
        evaluation.evaluate()
        return {"pq": evaluation.results()["All"]["pq"]}

    return run


def vernier(threads: int) -> Run:
    """From PNG bytes, in its background evaluator: its fastest way from disk; it opens no COCO folder itself."""
    from vernier.panoptic import Evaluator

    def run(folder: Path) -> Facts:
        truth, guess = (json.loads(path.read_bytes()) for path in places(folder))
        guesses = {entry["image_id"]: entry for entry in guess["annotations"]}
        categories = json.dumps(truth["categories"]).encode()
        with Evaluator(parity_mode="strict").background(categories, num_threads=threads, worker_nice=0) as queue:
            for one in truth["annotations"]:
                other = guesses[one["image_id"]]
                queue.submit_png(
                    one["image_id"],
                    (folder / "truth" / one["file_name"]).read_bytes(),
                    json.dumps(one["segments_info"]).encode(),
                    (folder / "guess" / other["file_name"]).read_bytes(),
                    json.dumps(other["segments_info"]).encode(),
                )
            return {"pq": queue.finalize().pq}

    return run


def pyspng(threads: int) -> Run:
    """Decoding alone, of files that are in memory already: no evaluator that makes pixel maps can be below it."""
    import pyspng as library

    def run(folder: Path) -> Facts:
        truth, guess = (json.loads(path.read_bytes())["annotations"] for path in places(folder))
        files = [(folder / "truth" / entry["file_name"]).read_bytes() for entry in truth]
        files += [(folder / "guess" / entry["file_name"]).read_bytes() for entry in guess]
        begun, busy = time.perf_counter(), cpu_seconds()
        for file in files:
            library.load(file)
        return {"wall_s": time.perf_counter() - begun, "cpu_s": cpu_seconds() - busy}

    return run


def arrays(threads: int) -> Run:
    """Our joint table of two uint32 maps beside ``numpy.sum`` of both, turn about, over maps that no cache holds."""
    from panscape.formats import open_panoptic
    from panscape.metrics import raw_overlap

    def run(folder: Path) -> Facts:
        sets = [open_panoptic(path) for path in places(folder)]
        images = max(1, ARRAY_PIXELS // sets[0].raw_ids(0).size)
        maps = [[one.raw_ids(k) for one in sets] for k in range(min(images, len(sets[0])))]
        ids = [[_known(one) for one in pair] for pair in maps]
        kernel, scan = [], []
        for _ in range(5):
            begun = time.perf_counter()
            for pair, known in zip(maps, ids, strict=True):
                raw_overlap(*pair, *known)
            kernel.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            for truth, guess in maps:
                truth.sum(), guess.sum()
            scan.append(time.perf_counter() - begun)
        return {"wall_s": sorted(kernel)[2] / len(maps), "sum_s": sorted(scan)[2] / len(maps), "maps": len(maps)}

    return run


def _known(ids: Any) -> Any:
    import numpy as np

    found = np.unique(ids)
    return found[found > 0]


def bootstrap(threads: int) -> Run:
    """10,000 resamples of a result that is there, to the interval of its PQ; the first time, and once it is loaded."""
    from panscape.comparison.intervals import resampled
    from panscape.formats import open_panoptic
    from panscape.metrics import evaluate
    from panscape.seeds import rng_for

    def run(folder: Path) -> Facts:
        result = evaluate(*map(open_panoptic, places(folder)), workers=os.cpu_count() or 1)
        seconds = []
        for _ in range(2):
            begun = time.perf_counter()
            drawn = resampled([result.counts], result.categories, rng_for(0, "bootstrap"), 10_000, workers=threads)
            interval = drawn.interval(0)
            seconds.append(time.perf_counter() - begun)
        return {"wall_s": seconds[1], "first_s": seconds[0], "low": interval.low, "high": interval.high}

    return run


CONTESTANTS: dict[str, Callable[[int], Run]] = {
    "panscape": panscape,
    "panscape-boundary": panscape_boundary,
    "panscape-open": panscape_open,
    "panopticapi": panopticapi,
    "boundary-iou-api": boundary_iou_api,
    "hotcoco": hotcoco,
    "vernier": vernier,
    "pyspng": pyspng,
    "arrays": arrays,
    "bootstrap": bootstrap,
}

if __name__ == "__main__":
    sys.exit(main())
