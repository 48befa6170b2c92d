"""Fuzz the ways in which a PNG of ids is read: no crash, no index out of bounds, and no two answers.

    pip install atheris
    python tests/fuzz/fuzz_png.py FOLDER -max_total_time=600   # what it finds worth keeping goes to FOLDER

Kernels are compiled with checked indices, into a cache of their own.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ["NUMBA_BOUNDSCHECK"] = "1"
os.environ["NUMBA_CACHE_DIR"] = str(Path(tempfile.gettempdir()) / "panscape_fuzz_png")
sys.path.insert(0, str(Path(__file__).parents[1]))

import atheris

ROOTS = [Path(__file__).parents[2] / root for root in ("core", "evaluation")]
KERNELS = [
    ".".join(path.relative_to(root).with_suffix("").parts) for root in ROOTS for path in root.rglob("kernels.py")
]

with atheris.instrument_imports(include=["panscape.formats.png", "fuzz"], exclude=KERNELS):  # numba reads its own code
    from fuzz.agreement import check, file_of
    from fuzz.seeds import SEEDS

counts = {"files": 0, "read": 0}


def one(recipe):
    """Read a file in every way."""
    counts["files"] += 1
    counts["read"] += check(file_of(recipe))
    if counts["files"] % 20000 == 0:
        print(f"{counts['files']} files, {counts['read']} of them read", flush=True)


def mutated(recipe, most, seed):
    """The recipe, or now and then a seed, changed: what happens in kernels tells the fuzzer nothing, so it drops
    most seeds, whose Python is the same."""
    if seed % 3 == 0:
        recipe = list(SEEDS.values())[seed // 3 % len(SEEDS)]
    return atheris.Mutate(recipe, most)


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    for folder in folders[:1]:
        folder.mkdir(parents=True, exist_ok=True)
        for name, recipe in SEEDS.items():
            (folder / name).write_bytes(recipe)
    for recipe in SEEDS.values():
        one(recipe)  # compiles, which would count as a hang
    atheris.Setup(sys.argv, one, custom_mutator=mutated)
    atheris.Fuzz()
