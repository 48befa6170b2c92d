"""What lies about: fallen leaves, paper, cans, bottles; thin or small, and never a segment of its own."""

from collections.abc import Mapping
from functools import cache
from math import pi

import numpy as np
import numpy.typing as npt

from panscape.scenes import Material, Mesh, join
from panscape.scenes.material import Color
from panscape.seeds import rng_for
from panscape.shapes.blocks import blocks
from panscape.shapes.solids import moved, rotation, tube

LITTER = ("paper", "flyer", "can", "bottle", "cup", "carton")
DRIFT = 4.0  # metres of one drift of leaves
VARIANTS = 4


@cache
def drift_mesh(variant: int, fine: bool) -> Mesh:
    """Return leaves that the wind has laid along a kerb: ``DRIFT`` metres along x, thick at y = 0, out to y = 0.8."""
    rng = rng_for(variant, "drift")
    count = 150 if fine else 45
    off = np.abs(rng.normal(0.0, 0.26, count)).clip(0.0, 0.8)
    places = np.stack([rng.uniform(-0.5 * DRIFT, 0.5 * DRIFT, count), off, rng.uniform(0.004, 0.02, count)], axis=1)
    return _flat_leaves(places, 0.11 if fine else 0.19, rng)


@cache
def carpet_mesh(variant: int, fine: bool) -> Mesh:
    """Return leaves on the ground below a tree: within 2.5 m of the origin, on the side of +y, thick near it."""
    rng = rng_for(variant, "carpet")
    count = 170 if fine else 50
    angle, radius = rng.uniform(0.0, pi, count), 2.5 * rng.random(count) ** 0.7
    places = np.stack([radius * np.cos(angle), radius * np.sin(angle), rng.uniform(0.004, 0.016, count)], axis=1)
    return _flat_leaves(places, 0.11 if fine else 0.2, rng)


@cache
def litter_mesh(model: str) -> Mesh:
    """Return one piece, lying on the ground; slots paper or metal or glass, and mark."""
    rng = rng_for(0, "litter", model)
    if model in ("paper", "flyer"):
        x, y = (0.15, 0.1) if model == "paper" else (0.105, 0.074)
        corners = np.array([(-x, -y), (x, -y), (x, y), (-x, y), (0.0, 0.0)])
        heights = np.array([0.006, 0.045, 0.008, 0.05, 0.012]) * (1.0 if model == "paper" else 0.3)
        points = np.column_stack([corners, heights])
        faces = np.array([(0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4)], np.int32)
        return _sheet(points, faces, "paper")
    if model == "carton":
        return join([blocks([(-0.1, 0.1, -0.07, 0.07, 0.0, 0.06)], "paper")])
    radius, length = {"can": (0.033, 0.12), "bottle": (0.036, 0.2), "cup": (0.042, 0.12)}[model]
    slot = {"can": "metal", "bottle": "glass", "cup": "paper"}[model]
    body = tube((-0.5 * length, 0, radius), (0.5 * length, 0, radius), radius, 0.72 * radius, 7, slot)
    neck = [tube((0.5 * length, 0, radius), (0.5 * length + 0.07, 0, radius), 0.014, 0.014, 5, slot)]
    return moved(join([body, *(neck if model == "bottle" else [])]), rotation=rotation("z", float(rng.random())))


def litter_dress(rng: np.random.Generator) -> dict[str, Material]:
    """Return materials for every slot of a piece of litter."""
    paper, metal, glass = rng.random(3).tolist()
    return {
        "paper": _PAPERS[int(paper * len(_PAPERS))],
        "metal": _METALS[int(metal * len(_METALS))],
        "glass": _GLASSES[int(glass * len(_GLASSES))],
    }


def leaf_dress(leaves: Mapping[str, Material]) -> dict[str, Material]:
    """Return materials for the slots fresh and dry: leaves that have fallen from a tree that wears ``leaves``."""
    color = leaves["sunlit"].color
    return _fallen(color)


@cache
def _fallen(color: Color) -> dict[str, Material]:
    red, green, blue = color
    dry = (0.5 * red + 0.03, 0.35 * green + 0.03, 0.4 * blue + 0.015)
    return {"fresh": Material(color, roughness=0.85), "dry": Material(dry, roughness=0.9)}


def _flat_leaves(places: npt.NDArray[np.float64], length: float, rng: np.random.Generator) -> Mesh:
    """A triangle for each leaf that lies nearly flat; slots fresh, dry; one part."""
    count = len(places)
    angle, size = rng.uniform(0.0, 2.0 * pi, count), length * rng.uniform(0.6, 1.3, count)
    turns = angle[:, None] + np.array([0.0, 2.3, -2.3])
    reach = size[:, None] * np.array([0.6, 0.42, 0.42])
    corners = np.empty((count, 3, 3))
    corners[..., 0] = places[:, :1] + reach * np.cos(turns)
    corners[..., 1] = np.maximum(places[:, 1:2] + reach * np.sin(turns), 0.0)
    corners[..., 2] = places[:, 2:] + rng.uniform(0.0, 0.25, (count, 3)) * size[:, None] * 0.4
    normals = np.repeat(np.array([0.0, 0.0, 1.0]) + 0.35 * rng.normal(size=(count, 3)), 3, axis=0)
    normals /= np.sqrt((normals * normals).sum(axis=1, keepdims=True))
    return Mesh(
        np.round(corners.reshape(-1, 3) * 1048576.0) / 1048576.0,
        np.arange(3 * count, dtype=np.int32).reshape(-1, 3),
        normals,
        np.zeros(count, np.bool_),
        (rng.random(count) < 0.45).astype(np.int16),
        np.zeros(count, np.int32),
        ("fresh", "dry"),
    )


def _sheet(points: npt.NDArray[np.float64], faces: npt.NDArray[np.int32], slot: str) -> Mesh:
    count = len(faces)
    normals = np.tile(np.array([0.0, 0.0, 1.0]), (len(points), 1))
    flat, slots, parts = np.ones(count, np.bool_), np.zeros(count, np.int16), np.zeros(count, np.int32)
    return Mesh(points, faces, normals, flat, slots, parts, (slot,))


_PAPERS = tuple(
    Material(color, roughness=0.8)
    for color in ((0.68, 0.67, 0.63), (0.62, 0.58, 0.48), (0.34, 0.25, 0.16), (0.55, 0.08, 0.06), (0.1, 0.2, 0.42))
)
_METALS = tuple(
    Material(color, roughness=0.3, f0=0.4, metal=0.5)
    for color in ((0.5, 0.03, 0.03), (0.5, 0.5, 0.5), (0.03, 0.1, 0.3))
)
_GLASSES = tuple(Material(color, roughness=0.08, f0=0.07) for color in ((0.02, 0.06, 0.025), (0.07, 0.035, 0.01)))
