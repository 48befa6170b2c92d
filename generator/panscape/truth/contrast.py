"""How well the picture shows each boundary between two segments: what annotators and models have to go by."""

from functools import lru_cache
from math import erfc, sqrt

import numpy as np
import numpy.typing as npt

from panscape.labels import PanopticLabel
from panscape.truth.covering import gather_values
from panscape.truth.windows import compare_sides, to_lab

REACH = 3  # pixels around the place that are looked at: a window of 7 x 7, about what the fovea takes in at 1 px = 1'
JUST_NOTICEABLE = 2.3  # a difference of CIE Lab (Mahy et al. 1994): two even sides so far apart have d' = 1
HIGHEST = 10.0  # d' beyond which the overlap is below 1e-6
STEPS = 4096
Floats = npt.NDArray[np.float64]


def contrast(image: npt.NDArray[np.uint8], label: PanopticLabel) -> npt.NDArray[np.float32]:
    """Return how far apart the colours on both sides of each boundary are, in terms of their spread: d'.

    Of each pixel within 2 px of another segment, the pixels of its own segment and of the nearest other one in a window
    of 7 x 7 are compared in CIE Lab: d'^2 = D^T S^-1 D, where D is the difference of the two means and S the pooled
    covariance within the sides, to which a variance of ``JUST_NOTICEABLE`` squared is added. That is how well an ideal
    observer tells to which side a pixel's colour belongs.

    Parameters
    ----------
    image : (H, W, 3) uint8, RGB
    label : PanopticLabel

    Returns
    -------
    (H, W) float32
        0 and more; -1 away from boundaries.

    References
    ----------
    Green and Swets 1966, Signal Detection Theory and Psychophysics, ch. 9 (d' of several dimensions);
    Mahy, Van Eycken and Oosterlinck 1994, Evaluation of uniform color spaces (the just noticeable difference).
    """
    lab = np.empty(image.shape, np.float32)
    to_lab(np.ascontiguousarray(image), *_lab_tables(), lab)
    out = np.empty(label.ids.shape, np.float32)
    compare_sides(label.ids, lab, REACH, JUST_NOTICEABLE**2, out)
    return out


def ambiguity(contrasts: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return how far two sides look alike: the area that their distributions have in common, 2 Phi(-d'/2).

    Parameters
    ----------
    contrasts : (H, W) float32
        d', see :func:`contrast`; -1 away from boundaries.

    Returns
    -------
    (H, W) float32
        1 where the two sides are the same, 0.62 at d' = 1, 0.32 at 2, 0.05 at 4; 0 away from boundaries.
    """
    steps = np.minimum(contrasts * np.float32(STEPS / HIGHEST) + np.float32(0.5), np.float32(STEPS)).astype(np.int64)
    return np.where(contrasts < 0.0, np.float32(0.0), _overlaps()[np.maximum(steps, 0)])


def boundary_contrasts(contrasts: npt.NDArray[np.float32], label: PanopticLabel) -> list[float | None]:
    """Return the median d' along the boundary of each segment; None of one that has none, as it fills the picture."""
    medians: list[float | None] = []
    for values in by_segment(contrasts, label.ids, len(label.segments))[1:]:
        found = values[values >= 0.0]
        medians.append(round(float(np.median(found)), 3) if found.size else None)
    return medians


def by_segment(
    values: npt.NDArray[np.float32], ids: npt.NDArray[np.uint32], count: int
) -> list[npt.NDArray[np.float32]]:
    """Return the values of the pixels of each id from 0 to ``count``."""
    areas = np.bincount(ids.ravel(), minlength=count + 1)
    start = np.concatenate([[0], np.cumsum(areas)])
    gathered = np.empty(ids.size, np.float32)
    gather_values(ids, values, start[:-1].copy(), gathered)
    return [gathered[start[k] : start[k + 1]] for k in range(count + 1)]


@lru_cache(maxsize=1)
def _lab_tables() -> tuple[Floats, Floats, Floats]:
    """Linear light of each sRGB code; from it to X, Y, Z over those of D65's white; f of CIE Lab from 0 to 1."""
    codes = np.arange(256) / 255.0
    linear = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    matrix = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    matrix /= matrix.sum(axis=1, keepdims=True)
    share = np.arange(STEPS + 1) / STEPS
    curve = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return linear, matrix, curve


@lru_cache(maxsize=1)
def _overlaps() -> npt.NDArray[np.float32]:
    """2 Phi(-d/2) for d from 0 to ``HIGHEST``."""
    return np.array([erfc(k * HIGHEST / STEPS / 2.0 / sqrt(2.0)) for k in range(STEPS + 1)], np.float32)
