"""Imports point one way: evaluation and generator onto core, never onto each other, and downwards within each."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# From the top down; a module may import what stands in a later group, or in its own. DESIGN, section 1.
GENERATOR = [
    "commands",
    "pipeline",
    "recipe",
    "variants",
    "conditions",
    "protocols",
    "annotators",
    "truth",
    "render",
    "worlds",
    "shapes",
    "scenes",
]
EVALUATION = ["commands", "report", "comparison", "explanation", "agreement metrics", "overlaps"]
CORE = [
    "commands cli",
    "checks",
    "dataset executor",
    "formats",
    "frames",
    "labels polygons colors",
    "categories config",
    "draws names seeds kernels locks memory opencv progress storage",
    "errors",
]
KERNEL_IMPORTS = {"llvmlite", "math", "numba", "numpy"}  # llvmlite is what numba is made of


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def modules(root):
    folder = ROOT / root / "panscape"
    return {path: path.relative_to(folder).with_suffix("").parts for path in sorted(folder.rglob("*.py"))}


def names_in(root):
    # `commands` is one namespace over the three roots, so its name tells nothing about whose it is.
    return {parts[0] for parts in modules(root).values()} - {"commands"}


def trespasses(root, forbidden):
    for path, parts in modules(root).items():
        for name in imports_of(path):
            words = name.split(".")
            if words[0] == "panscape" and len(words) > 1 and words[1] in forbidden:
                yield f"{root}/panscape/{'/'.join(parts)}.py imports {name}"


@pytest.mark.parametrize(
    ("root", "others"), [("core", "generator evaluation"), ("generator", "evaluation"), ("evaluation", "generator")]
)
def test_a_root_imports_no_other_root_but_core(root, others):
    forbidden = set().union(*(names_in(other) for other in others.split())) - names_in("core")

    assert list(trespasses(root, forbidden)) == []


@pytest.mark.parametrize(("root", "layers"), [("core", CORE), ("generator", GENERATOR), ("evaluation", EVALUATION)])
def test_imports_within_a_root_point_downwards(root, layers):
    level = {name: depth for depth, group in enumerate(layers) for name in group.split()}
    upward = []
    for path, parts in modules(root).items():
        assert parts[0] in level, f"{path} has no place in the order of {root}: {' > '.join(layers)}"
        for name in imports_of(path):
            words = name.split(".")
            if words[0] == "panscape" and len(words) > 1 and level.get(words[1], len(layers)) < level[parts[0]]:
                upward.append(f"{path.relative_to(ROOT)} imports {name}")

    assert upward == []


def test_kernels_import_numpy_and_numba_alone():
    foreign = [
        f"{path.relative_to(ROOT)} imports {name}"
        for root in ("core", "generator", "evaluation")
        for path, parts in modules(root).items()
        if parts[-1] == "kernels"
        for name in imports_of(path)
        if name.split(".")[0] not in KERNEL_IMPORTS and not name.endswith("kernels")
    ]

    assert foreign == []


def test_the_import_package_is_a_namespace_in_every_root():
    found = [
        str(path) for root in ("core", "generator", "evaluation") for path in ROOT.glob(f"{root}/panscape/__init__.py")
    ]

    assert found == []
