"""Spruces: tiers of boughs that hang outwards from a straight trunk, each a fan of needles."""

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh, join
from panscape.shapes.foliage import blades, directions
from panscape.shapes.solids import lathe, tube

Floats = npt.NDArray[np.float64]

# By detail: blades, their length in metres, tiers, sides of a tier's dark cone.
_DETAIL = ((5200, 0.26, 15, 8), (1800, 0.43, 12, 7), (560, 0.78, 9, 6), (150, 1.35, 6, 5), (60, 1.9, 4, 4))


def spruce_mesh(
    height: float, radius: float, clear: float, trunk: float, rng: np.random.Generator, detail: int
) -> Mesh:
    """Return a spruce; slots bark, core, leaf, sunlit.

    Parameters
    ----------
    height, radius, clear, trunk : float, metres
        As in ``panscape.shapes.tree.Tree``.
    rng : numpy.random.Generator
    detail : int
        0 to 4, from fine to coarse.
    """
    count, length, tiers, sides = _DETAIL[detail]
    up = 1.0 - np.linspace(1.0, 0.22, tiers) ** 1.15 + rng.uniform(-0.012, 0.012, tiers)
    reach = radius * (1.0 - up) * rng.uniform(0.78, 1.14, tiers) + 0.06
    foot = clear + up * (height - clear)
    meshes = [tube((0, 0, 0), (0, 0, 0.93 * height), trunk, 0.02, max(4, 8 - detail), "bark")]
    step = (height - clear) / tiers
    for k in range(tiers):
        rise = min(1.15 * step + 0.3 * reach[k], height - foot[k] - 0.05)
        skirt = [(0.08, foot[k] + 0.1), (0.6 * reach[k], foot[k] - 0.12 * reach[k]), (0.02, foot[k] + rise)]
        meshes.append(lathe(skirt, sides, "core", 60.0))
    chosen = rng.choice(tiers, count, p=reach**1.6 / (reach**1.6).sum())
    boughs = 6 + chosen % 3
    bough = np.floor(rng.random(count) * boughs)
    angle = 2 * np.pi * (bough + 0.37 * chosen) / boughs + rng.normal(size=count) * 0.2
    share = np.sqrt(rng.uniform(0.12, 1.0, count))
    level = np.stack([np.cos(angle), np.sin(angle), np.zeros(count)], axis=1)
    off = reach[chosen] * share * (1.0 + 0.06 * rng.normal(size=count))
    # A bough hangs, and its tip turns up again.
    sag = -0.42 * off + 0.2 * off * share * share + rng.uniform(-0.12, 0.3, count) * (1.2 - share)
    places = off[:, None] * level + np.array([0.0, 0.0, 1.0]) * (foot[chosen] + 0.25 * step + sag)[:, None]
    along = level + 0.75 * directions(count, rng) + np.array([0.0, 0.0, -0.35])
    shading = level + np.array([0.0, 0.0, 0.55]) + 0.5 * directions(count, rng)
    meshes.append(blades(places, along, shading, length, 0.4 * length, rng))
    tip = np.linspace(0.9, 1.0, 4 * (3 - min(detail, 2)))
    ends = np.stack([np.zeros(len(tip)), np.zeros(len(tip)), height * tip], axis=1)
    upward = np.array([0.0, 0.0, 1.2]) + 0.5 * directions(len(tip), rng)
    meshes.append(blades(ends - 0.12, upward, upward, 0.45, 0.12, rng))
    return join(meshes)
