"""The evaluator beside its peers: interleaved rounds, each contestant in a process of its own, medians, ratios.

    python benchmarks/evaluator_table.py DATA --rounds 5 --json table.json
    python benchmarks/evaluator_table.py DATA --rounds 2 --coco 200 --cityscapes 20 --listed 1000 --more 4000
    python benchmarks/evaluator_table.py DATA --only hotcoco

DATA is a folder for the sets; those that are there are taken as they are. How to install the peers: README.md here.
A time is that inside the process, from JSON and PNG in the page cache to PQ, after a smaller set was scored (imports
and loading of compiled code are told apart); rows of a whole process are from the command to its end. Linux alone.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from data import Plan, list_again, make_set
from drawing import CITYSCAPES, COCO

HERE = Path(__file__).parent
LIBRARIES = ("OMP", "OPENBLAS", "MKL", "RAYON", "NUMBA")
PEERS = ("numpy", "numba", "panopticapi", "boundary_iou", "hotcoco", "vernier", "pyspng")
CORES = os.cpu_count() or 1
Facts = dict[str, Any]
# How a number is told: of seconds and images, or of megabytes.
UNITS: dict[str, Callable[[float, int], float]] = {
    "ms a pair": lambda seconds, images: seconds * 1e3 / images,
    "us": lambda seconds, images: seconds * 1e6,
    "s": lambda seconds, images: seconds,
    "MB": lambda megabytes, images: megabytes,
}


@dataclass(frozen=True)
class Job:
    """What one process does.

    Attributes
    ----------
    contestant : str
        Of ``contestants.py``, or "command" for ``panscape evaluate``.
    set : str
        Its folder's name within DATA.
    threads : int
        1 means one processor as well.
    whole : bool
        Nothing is scored before: the time is that of the process.
    compiled : bool
        False gives numba an empty folder for its cache.
    """

    contestant: str
    set: str
    threads: int = 1
    whole: bool = False
    compiled: bool = True


@dataclass(frozen=True)
class Row:
    """A line of the table: one job's number against another's, or one number alone.

    Attributes
    ----------
    title : str
    ours, other : Job
        The same where one process tells both numbers, or one number stands alone.
    key, other_key : str
        Which facts.
    wanted : str
        Such as ">= 25" or "<= 0.25"; of the first over the second for "<=", else of the second over the first.
    unit : str
        One of ``UNITS``.
    """

    title: str
    ours: Job
    other: Job
    wanted: str
    key: str = "wall_s"
    other_key: str = "wall_s"
    unit: str = "ms a pair"


def rows() -> list[Row]:
    """All lines, in the order of the table."""
    both = CORES
    against_panopticapi = [
        Row(
            f"PNG + JSON to PQ, {name}: panopticapi on {cores(both)} / ours on {cores(threads)}",
            Job("panscape", name, threads),
            Job("panopticapi", name, both),
            wanted,
        )
        for name, wanted in (("coco", ">= 25"), ("cityscapes", ">= 40"))
        for threads in (1, both)
    ]
    against_rust = [
        Row(
            f"PNG + JSON to PQ, {name}: {peer} / ours, {cores(threads)}",
            Job("panscape", name, threads),
            Job(peer, name, threads),
            wanted,
        )
        for peer, name, wanted in (
            ("hotcoco", "coco-listed", ">= 1.8"),
            ("hotcoco", "cityscapes-numbered", ">= 5"),
            ("vernier", "coco", ">= 6"),
            ("vernier", "cityscapes-numbered", ">= 6"),
        )
        for threads in (both, 1)
    ]
    return [*against_panopticapi, *against_rust, *parts(), *memory(), *whole_processes()]


def cores(threads: int) -> str:
    return "one core" if threads == 1 else f"{threads} cores"


def parts() -> list[Row]:
    """Parts of the way, each on one core."""
    arrays, cityscapes_arrays = Job("arrays", "coco"), Job("arrays", "cityscapes")
    bootstrap = Job("bootstrap", "coco-listed", CORES)
    return [
        *(
            Row(
                f"one core, {name}: ours / pyspng's decoding of both PNGs alone",
                Job("panscape", name),
                Job("pyspng", name),
                "<= 0.25",
            )
            for name in ("coco", "cityscapes")
        ),
        Row(
            "joint table of uint32 maps / numpy.sum of both, coco",
            arrays,
            arrays,
            "<= 1.0",
            other_key="sum_s",
            unit="us",
        ),
        Row(
            "joint table of uint32 maps / numpy.sum of both, cityscapes",
            cityscapes_arrays,
            cityscapes_arrays,
            "<= 1.0",
            other_key="sum_s",
            unit="us",
        ),
        *(
            Row(
                f"Boundary PQ, {name}, one core: boundary-iou-api / ours",
                Job("panscape-boundary", name),
                Job("boundary-iou-api", name),
                ">= 20",
            )
            for name in ("coco-80", "cityscapes-10")
        ),
        Row(
            "10,000 bootstrap resamples of the listed set, first call", bootstrap, bootstrap, "<= 1", "first_s", "", "s"
        ),
        Row("10,000 bootstrap resamples, coco-listed, later calls", bootstrap, bootstrap, "", "wall_s", "", "s"),
    ]


def memory() -> list[Row]:
    """Peaks, and what the JSON alone takes."""
    few, many = Job("panscape", "coco-listed", CORES), Job("panscape", "coco-more", CORES)
    few_open, many_open = Job("panscape-open", "coco-listed"), Job("panscape-open", "coco-more")
    return [
        Row("peak memory, coco-listed", few, few, "<= 250", "peak_mb", "", "MB"),
        Row("peak memory, coco-more", many, many, "", "peak_mb", "", "MB"),
        Row("peak memory of opening the JSON files alone, coco-listed", few_open, few_open, "", "peak_mb", "", "MB"),
        Row("peak memory of opening the JSON files alone, coco-more", many_open, many_open, "", "peak_mb", "", "MB"),
    ]


def whole_processes() -> list[Row]:
    """What a person waits for, from the command to its end; and with nothing compiled yet."""
    ours, cold = (Job("command", "coco-20", CORES, True, compiled) for compiled in (True, False))
    return [
        Row("whole process, 20 images, nothing compiled", cold, cold, "<= 1.5", "process_s", "", "s"),
        Row("whole process, 20 images, compiled", ours, ours, "", "process_s", "", "s"),
        *(
            Row(
                f"whole process, {name}: {peer} / ours",
                Job("command", name, CORES, True),
                Job(peer, name, CORES, True),
                "",
                "process_s",
                "process_s",
                "s",
            )
            for peer, name in (("panopticapi", "coco"), ("hotcoco", "coco"), ("hotcoco", "coco-listed"))
        ),
    ]


def make_sets(data: Path, coco: int, cityscapes: int, listed: int, more: int) -> None:
    """Make what is not there: the distinct files once, and the sets that list them."""
    makers: dict[str, Callable[[Path], None]] = {
        "coco": lambda folder: make_set(Plan(folder, COCO), coco, CORES),
        "cityscapes": lambda folder: make_set(Plan(folder, CITYSCAPES), cityscapes, CORES),
        "coco-20": lambda folder: list_again(data / "coco", folder, 20),
        "coco-80": lambda folder: list_again(data / "coco", folder, 80),
        "coco-listed": lambda folder: list_again(data / "coco", folder, listed),
        "coco-more": lambda folder: list_again(data / "coco", folder, more),
        "cityscapes-10": lambda folder: list_again(data / "cityscapes", folder, 10),
        "cityscapes-numbered": lambda folder: list_again(data / "cityscapes", folder, cityscapes),
    }
    for name, make in makers.items():
        if not (data / name / "guess.json").exists():
            make(data / name)


def measured(job: Job, data: Path) -> Facts:
    """Run one job's process; return what it printed, and ``process_s``, ``process_cpu_s`` of all of it."""
    with tempfile.TemporaryDirectory() as empty:
        words = command(job, data, Path(empty) / "scores.json")
        environment = environment_of(job, empty)
        begun = time.perf_counter()
        process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with process:
            said, complaint = process.communicate()
        seconds = time.perf_counter() - begun
        if process.returncode:
            return {"error": complaint.decode(errors="replace").strip()[-300:] or f"exit {process.returncode}"}
        if job.contestant != "command":
            return {**json.loads(said.splitlines()[-1]), "process_s": seconds}
        scores = json.loads((Path(empty) / "scores.json").read_bytes())
        return {"process_s": seconds, "pq": scores["All"]["pq"]}


def command(job: Job, data: Path, scores: Path) -> list[str]:
    """The words of the process."""
    folder = data / job.set
    if job.contestant == "command":
        places = [str(folder / "truth.json"), str(folder / "guess.json")]
        return [
            *(sys.executable, "-m", "panscape.cli", "evaluate", *places),
            *("--workers", str(job.threads), "--json", str(scores)),
        ]
    words = [sys.executable, str(HERE / "contestants.py"), job.contestant, str(folder), "--threads", str(job.threads)]
    if job.threads == 1:
        words += ["--core", str(CORES - 1)]
    if not job.whole and job.contestant not in ("arrays", "bootstrap", "panscape-open"):
        words += ["--warm", str(data / "coco-80")]
    return words


def environment_of(job: Job, empty: str) -> dict[str, str]:
    threads = {f"{name}_NUM_THREADS": str(job.threads) for name in LIBRARIES}
    return {**os.environ, **threads, **({} if job.compiled else {"NUMBA_CACHE_DIR": empty})}


def run_rounds(jobs: Iterable[Job], rounds: int, data: Path) -> dict[Job, list[Facts]]:
    """Run all jobs one after the other, and again, so that what slows the machine slows all of them."""
    jobs = list(dict.fromkeys(jobs))
    found: dict[Job, list[Facts]] = {job: [] for job in jobs}
    for number in range(rounds + 1):  # the first compiles and fills the page cache, and is dropped
        for job in jobs:
            facts = measured(job, data)
            if number:
                found[job].append(facts)
            print(f"round {number} {job.contestant} {job.set} {job.threads}: {_brief(facts)}", file=sys.stderr)
    return found


def table_line(row: Row, found: Mapping[Job, list[Facts]], images: int) -> str:
    """One line of Markdown: title, our number, the other's, the ratio, that of CPU seconds, what was wanted."""
    ours, other = (_median(found[job], key) for job, key in ((row.ours, row.key), (row.other, row.other_key)))
    for number in (ours, other):
        if isinstance(number, str):
            return f"| {row.title} | not measured: {number} | | | | {row.wanted} |"
    scale = UNITS[row.unit]
    first, second = f"{_short(scale(ours, images))} {row.unit}", _short(scale(other, images)) if row.other_key else ""
    ratio = f"{_ratio(row, ours, other):.2f}" if row.other_key else ""
    return f"| {row.title} | {first} | {second} | {ratio} | {_cpu_ratio(row, found)} | {row.wanted} |"


def _ratio(row: Row, ours: float, other: float) -> float:
    return ours / other if row.wanted.startswith("<=") else other / ours


def _cpu_ratio(row: Row, found: Mapping[Job, list[Facts]]) -> str:
    """The ratio of CPU seconds of two jobs of one core: other work on the machine moves it least."""
    if row.ours.threads > 1 or row.other.threads > 1 or (row.key, row.other_key) != ("wall_s", "wall_s"):
        return ""
    return f"{_ratio(row, _median(found[row.ours], 'cpu_s'), _median(found[row.other], 'cpu_s')):.2f}"


def _short(number: float) -> str:
    return f"{number:.3g}" if number < 1000 else f"{number:.0f}"


def _median(found: list[Facts], key: str) -> Any:
    """The median of a fact, or why there is none; nan for no fact."""
    values = [facts[key] for facts in found if key in facts]
    if values or not key:
        return median(values) if values else float("nan")
    return next((facts["error"].splitlines()[-1] for facts in found if "error" in facts), "nothing")


def images_in(folder: Path) -> int:
    """How many pictures a set lists, without parsing it."""
    return (folder / "truth.json").read_bytes().count(b'"image_id"')


def _brief(facts: Facts) -> str:
    return " ".join(
        f"{key}={value:.4g}" if isinstance(value, float) else f"{key}={value}" for key, value in facts.items()
    )


def _listed(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())


def disagreements(found: Mapping[Job, list[Facts]]) -> list[str]:
    """Say which contestants gave another PQ than ours on a set; a fast wrong answer is no answer."""
    pq = {(job.set, job.contestant): facts.get("pq") for job, all_facts in found.items() for facts in all_facts}
    lines = []
    for (folder, contestant), value in pq.items():
        ours = pq.get((folder, "panscape-boundary" if "boundary" in contestant else "panscape"))
        if value is not None and ours is not None and abs(value - ours) > 1e-12:
            lines.append(f"{folder}: {contestant} says PQ {value:.6f}, ours {ours:.6f}")
    return lines


def versions() -> dict[str, str]:
    """What was measured on what."""
    found = {"python": platform.python_version(), "cores": str(CORES), "processor": _processor()}
    for name in ("panscape", *PEERS):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--coco", type=int, default=500, help="different COCO-like images")
    parser.add_argument("--cityscapes", type=int, default=100)
    parser.add_argument("--listed", type=int, default=5000, help="images of the set that lists the COCO-like ones")
    parser.add_argument("--more", type=int, default=50_000)
    parser.add_argument("--only", default="", help="the lines whose title holds this")
    parser.add_argument("--json", type=Path, help="write every single number here")
    options = parser.parse_args()
    make_sets(options.data, options.coco, options.cityscapes, options.listed, options.more)
    chosen = [row for row in rows() if options.only in row.title]
    found = run_rounds((job for row in chosen for job in (row.ours, row.other)), options.rounds, options.data)
    images = {job.set: images_in(options.data / job.set) for job in found}
    about = versions()
    print("\n" + _listed(about) + f"; medians of {options.rounds} rounds")
    print("Images: " + _listed(images) + "\n")
    print("| | ours | other | ratio | of CPU | wanted |\n|---|---|---|---|---|---|")
    print("\n".join(table_line(row, found, images[row.ours.set]) for row in chosen))
    print("\n".join(["", *disagreements(found)]))
    if options.json:
        runs = [{**asdict(job), "rounds": facts} for job, facts in found.items()]
        options.json.write_text(json.dumps({"versions": about, "runs": runs}, indent=1))


if __name__ == "__main__":
    main()
