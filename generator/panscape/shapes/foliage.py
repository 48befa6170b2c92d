"""Leaves: single blades in the skin of a crown, dark lumps inside it that keep the sky out."""

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh
from panscape.shapes.solids import sphere
from panscape.shapes.surface import snapped

Floats = npt.NDArray[np.float64]
SUNLIT = 0.4  # share of the leaves that wear the brighter of a tree's two greens


def blades(
    places: Floats, along: Floats, shading: Floats, length: float, width: float, rng: np.random.Generator
) -> Mesh:
    """Return one slender triangle for each place; slots leaf and sunlit, one part.

    Parameters
    ----------
    places, along, shading : (N, 3) float64
        Middles in metres; the way that each blade points; the normals that they are shaded with. The last two need
        not be unit.
    length, width : float, metres
        Of a blade; each is drawn between 0.6 and 1.4 times as large.
    rng : numpy.random.Generator
    """
    count = len(places)
    along = _unit(along)
    across = _unit(np.cross(along, rng.normal(size=(count, 3))))
    size = rng.uniform(0.6, 1.4, (count, 1))
    foot, edge = places - 0.45 * length * size * along, 0.5 * width * size * across
    corners = np.stack([foot - edge, foot + edge, places + 0.55 * length * size * along], axis=1)
    corners[..., 2] = np.maximum(corners[..., 2], 0.02)  # no leaf grows into the ground
    return Mesh(
        snapped(corners.reshape(-1, 3)),
        np.arange(3 * count, dtype=np.int32).reshape(-1, 3),
        np.repeat(_unit(shading), 3, axis=0),
        np.zeros(count, np.bool_),
        (rng.random(count) < SUNLIT).astype(np.int16),
        np.zeros(count, np.int32),
        ("leaf", "sunlit"),
    )


def lumps(centers: Floats, radii: Floats, sides: int, rows: int, slot: str = "core") -> Mesh:
    """Return one smooth closed ball for each centre, all of them one part.

    Parameters
    ----------
    centers, radii : (N, 3) float64, metres
    sides, rows : int
    slot : str
    """
    ball = sphere((0.0, 0.0, 0.0), 1.0, slot, sides, rows)
    count, corners, faces = len(centers), len(ball.vertices), len(ball.triangles)
    first = (corners * np.arange(count, dtype=np.int32))[:, None, None]
    return Mesh(
        snapped((centers[:, None] + radii[:, None] * ball.vertices).reshape(-1, 3)),
        (first + ball.triangles).reshape(-1, 3).astype(np.int32),
        _unit((ball.normals / radii[:, None]).reshape(-1, 3)),
        np.zeros(count * faces, np.bool_),
        np.zeros(count * faces, np.int16),
        np.zeros(count * faces, np.int32),
        (slot,),
    )


def directions(count: int, rng: np.random.Generator) -> Floats:
    """Return (N, 3) unit vectors, every way as likely as another."""
    return _unit(rng.normal(size=(count, 3)))


def _unit(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)), 1e-9)
