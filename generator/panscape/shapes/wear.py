"""What traffic and time leave on a road: wheel tracks, sealed cracks, stains, skid marks; all of it lies flat."""

from functools import cache
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh, join
from panscape.seeds import rng_for
from panscape.shapes.panels import quads

Floats = npt.NDArray[np.float64]
VARIANTS = 4
GAUGE = 1.5  # metres between the middles of a car's wheel tracks


@cache
def tracks_mesh(half: int, lanes: tuple[float, ...]) -> Mesh:
    """Return the wheel tracks of lanes along x: a wide band for each wheel, and a narrow one on it.

    Parameters
    ----------
    half : int, metres
        They reach from -half to half.
    lanes : tuple of float, metres
        y of the lanes' middles.

    Returns
    -------
    Mesh
        Slots edge and track; in the same place and of the same texture as the road below, they go on with its pattern.
    """
    wheels = [y + way * 0.5 * GAUGE for y in lanes for way in (-1.0, 1.0)]
    bands = []
    for slot, wide, short, z in (("edge", 0.42, 0.0, 0.0), ("track", 0.24, 1.5, 0.001)):
        x = half - short
        bands.append(
            quads([((-x, y - wide, z), (x, y - wide, z), (x, y + wide, z), (-x, y + wide, z)) for y in wheels], slot)
        )
    return join(bands)


@cache
def seam_mesh(variant: int) -> Mesh:
    """Return a crack that was sealed with tar, about 7 m along x; slot tar."""
    rng = rng_for(variant, "seam")
    count = 15
    x = np.linspace(-3.5, 3.5, count) + rng.uniform(-0.1, 0.1, count)
    y = np.cumsum(rng.uniform(-0.16, 0.16, count))
    y -= y.mean()
    wide = rng.uniform(0.018, 0.04, count) * np.minimum(
        1.0, np.minimum(np.arange(count), np.arange(count)[::-1]) + 0.15
    )
    return _ribbon(x, y, wide, "tar")


@cache
def skid_mesh(variant: int) -> Mesh:
    """Return the two marks of a car that braked along x, 5 to 8 m long; slot rubber."""
    rng = rng_for(variant, "skid")
    length, bend = 5.0 + 3.0 * rng.random(), 0.02 * rng.normal()
    x = np.linspace(0.0, length, 7)
    wide = np.full(7, 0.062) * np.minimum(1.0, np.array([0.3, 0.8, 1, 1, 1, 0.9, 0.2]))
    return join([_ribbon(x, bend * x * x + way * 0.5 * GAUGE, wide, "rubber") for way in (-1.0, 1.0)])


@cache
def stain_mesh(variant: int) -> Mesh:
    """Return a stain of oil of about 0.5 m, darker in its middle; slots edge and stain."""
    rng = rng_for(variant, "stain")
    sides = 12
    turns = 2.0 * pi * np.arange(sides) / sides
    reach = 0.36 * (1.0 + 0.3 * rng.normal(size=sides)).clip(0.5, 1.4)
    reach = 0.5 * reach + 0.25 * (np.roll(reach, 1) + np.roll(reach, -1))
    parts = []
    for slot, share, z in (("edge", 1.0, 0.0), ("stain", 0.62, 0.001)):
        rim = [(share * r * cos(a), 0.75 * share * r * sin(a), z) for r, a in zip(reach, turns, strict=True)]
        parts.append(
            quads([((0.0, 0.0, z), rim[k], rim[k + 1], rim[(k + 2) % sides]) for k in range(0, sides, 2)], slot)
        )
    return join(parts)


def _ribbon(x: Floats, y: Floats, half: Floats, slot: str) -> Mesh:
    """A strip along a line that goes towards +x, ``half`` metres to either side of it."""
    zero = np.zeros_like(x)
    low, high = np.stack([x, y - half, zero], axis=1), np.stack([x, y + half, zero], axis=1)
    return quads(np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1), slot)
