"""What a user waits for and what it takes, over a whole ``panscape generate``: first image, images a second, memory.

    python benchmarks/whole_process.py 200          # compiled code kept
    python benchmarks/whole_process.py 4 --cold     # nothing compiled: a new folder for numba's cache

Linux alone: memory is the proportional share (PSS) of all processes together, sampled three times a second.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    images = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ)
        if "--cold" in sys.argv:
            environment["NUMBA_CACHE_DIR"] = f"{scratch}/compiled"
        words = ["generate", "street", f"{scratch}/street", "--images", str(images), "--workers", "2"]
        begun = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "panscape.cli", *words], env=environment)
        watch(process, Path(scratch) / "street" / "images" / "train", images, begun)


def watch(process: "subprocess.Popen[bytes]", folder: Path, images: int, begun: float) -> None:
    """Print the first image's time, the rate of each tenth, and the most memory."""
    marks, most, sampled = {}, 0.0, 0.0
    step = max(1, images // 10)
    while process.poll() is None:
        now = time.perf_counter() - begun
        there = sum(1 for entry in os.scandir(folder) if entry.name.endswith(".jpg")) if folder.is_dir() else 0
        for mark in [1, *range(step, images + 1, step)]:
            if there >= mark:
                marks.setdefault(mark, now)
        if now - sampled > 0.3:
            most, sampled = max(most, sum(map(share_mb, family(process.pid)))), now
        time.sleep(0.02)
    print(f"first image {marks.get(1, float('nan')):.1f} s after the command; {most:.0f} MB at most")
    for (low, before), (high, after) in zip(list(marks.items())[1:], list(marks.items())[2:], strict=False):
        print(f"{low} to {high}: {(high - low) / (after - before):.1f} images/s")


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in below for one in family(int(child)))]


def share_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
