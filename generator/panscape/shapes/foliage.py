"""Leaves: cards scattered about a dark core, with normals that point out of the crown as a whole."""

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh
from panscape.shapes.solids import sphere
from panscape.shapes.surface import snapped

Floats = npt.NDArray[np.float64]


def leaf_cards(
    places: Floats,
    outward: Floats,
    shading: Floats,
    length: float,
    width: float,
    rng: np.random.Generator,
    spread: float = 1.0,
) -> Mesh:
    """Return one diamond for each place; slot leaf, one part.

    Parameters
    ----------
    places, outward, shading : (N, 3) float64
        Middles in metres; the way out of the crown at each, unit, about which cards are tilted; the normals
        that they are shaded with, unit.
    length, width : float, metres
        Of a card; each is drawn between 0.7 and 1.3 times as large.
    rng : numpy.random.Generator
    spread : float
        How far cards tilt from lying on the crown's surface; 0 not at all.
    """
    count = len(places)
    along = _unit(_without(rng.normal(size=(count, 3)), outward, 0.75))
    across = _unit(np.cross(outward + spread * 0.6 * rng.normal(size=(count, 3)), along))
    size = rng.uniform(0.7, 1.3, (count, 1))
    tip, edge = 0.5 * length * size * along, 0.5 * width * size * across
    corners = np.stack([places - tip, places + edge, places + 1.1 * tip, places - edge], axis=1)
    corners[..., 2] = np.maximum(corners[..., 2], 0.02)  # no leaf grows into the ground
    first = 4 * np.arange(count)[:, None]
    triangles = np.concatenate([first + np.array([[0, 1, 2]]), first + np.array([[0, 2, 3]])], axis=1)
    return Mesh(
        snapped(corners.reshape(-1, 3)),
        triangles.reshape(-1, 3).astype(np.int32),
        np.repeat(_unit(shading), 4, axis=0),
        np.zeros(2 * count, np.bool_),
        np.zeros(2 * count, np.int16),
        np.zeros(2 * count, np.int32),
        ("leaf",),
    )


def cores(centers: Floats, radii: Floats, sides: int, rows: int) -> Mesh:
    """Return one smooth ball for each centre; slot core, each ball a part.

    Parameters
    ----------
    centers, radii : (N, 3) float64, metres
    sides, rows : int
    """
    ball = sphere((0.0, 0.0, 0.0), 1.0, "core", sides, rows)
    count, corners, faces = len(centers), len(ball.vertices), len(ball.triangles)
    first = (corners * np.arange(count, dtype=np.int32))[:, None, None]
    return Mesh(
        snapped((centers[:, None] + radii[:, None] * ball.vertices).reshape(-1, 3)),
        (first + ball.triangles).reshape(-1, 3).astype(np.int32),
        _unit((ball.normals / radii[:, None]).reshape(-1, 3)),
        np.zeros(count * faces, np.bool_),
        np.zeros(count * faces, np.int16),
        np.repeat(np.arange(count, dtype=np.int32), faces),
        ("core",),
    )


def directions(count: int, rng: np.random.Generator) -> Floats:
    """Return (N, 3) unit vectors, every way as likely as another."""
    return _unit(rng.normal(size=(count, 3)))


def _unit(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)), 1e-9)


def _without(vectors: Floats, axis: Floats, share: float) -> Floats:
    """The vectors with a share of what lies along the axis taken away."""
    return vectors - share * (vectors * axis).sum(axis=1, keepdims=True) * axis
