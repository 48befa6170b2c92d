"""Where along a line a person clicks, and how far each click misses it."""

import numpy as np
import numpy.typing as npt

from panscape.annotators.guideline import Exact, Spacing, Tolerance
from panscape.annotators.outline import Hand, Sketch, zoom_factor
from panscape.annotators.ring_kernels import EXACT, SPACING, TOLERANCE, choose_vertices, round_off
from panscape.polygons import Rings

VertexRule = Exact | Tolerance | Spacing


def clicked(
    sketch: Sketch,
    displaced: npt.NDArray[np.float64],
    rule: VertexRule,
    detail_px: float,
    hand: Hand[float],
    frame: tuple[int, int],
    rng: np.random.Generator,
) -> Rings:
    """Return the polygons that a person clicks along a displaced line.

    Parameters
    ----------
    sketch : Sketch
    displaced : (N,) float64, px outwards
    rule : VertexRule
        ``exact`` keeps every corner of the pixels' edges, so without an error it gives the region back. The others
        click on the smooth curve; a tolerance follows the zoom, since it is judged on the screen.
    detail_px : float
        What is finer than this is not followed, but under ``exact``. It too follows the zoom.
    hand : Hand[float]
    frame : (height, width) of the picture, px
        No vertex leaves it.
    rng : numpy.random.Generator

    Returns
    -------
    Rings
        Rounded to 1/256 px.
    """
    height, width = frame
    zoom = zoom_factor(hand, sketch.half_width)
    exact = isinstance(rule, Exact)
    curves = sketch.corners.points if exact else _followed(sketch, min(detail_px * zoom, 0.5 * sketch.half_width))
    line = curves + displaced[:, None] * sketch.normals
    code, pixels = EXACT, 0.0
    if isinstance(rule, Tolerance):
        code, pixels = TOLERANCE, min(rule.px * zoom, 0.15 * sketch.half_width + 0.2)
    elif isinstance(rule, Spacing):
        code, pixels = SPACING, rule.px
    keep = np.zeros(len(line), np.bool_)
    starts = sketch.corners.starts
    choose_vertices(
        line, starts, sketch.lengths, sketch.framed, sketch.hidden, width, height, code, pixels, keep,
        np.zeros_like(keep), np.empty((len(line) + 1, 2), np.int64),
    )  # fmt: skip
    vertices = line[keep]
    slip = min(hand.click_px * zoom, 0.12 * sketch.half_width)
    vertices += slip * rng.standard_normal(vertices.shape) * ~sketch.framed[keep, None]
    np.clip(vertices, 0.0, (width, height), out=vertices)
    counts = np.concatenate([[0], np.cumsum(keep)])[starts]
    return Rings(np.floor(vertices * 256.0 + 0.5) / 256.0, counts.astype(np.int64))


def _followed(sketch: Sketch, detail_px: float) -> npt.NDArray[np.float64]:
    """The curves without what is finer than a person follows."""
    if detail_px <= 0.0:
        return sketch.curves
    count = len(sketch.curves)
    out = np.empty((count, 2))
    round_off(
        sketch.curves, sketch.corners.starts, sketch.lengths, sketch.framed, detail_px, np.empty(count),
        np.empty(count), out,
    )  # fmt: skip
    return out
