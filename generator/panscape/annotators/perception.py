"""What there is to see in a picture: its regions, how they stand out, and which of them an annotator notices."""

from dataclasses import dataclass, field
from math import exp, log
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.annotators.kernels import connected_regions, list_borders, soften
from panscape.annotators.traits import N, Traits, trait
from panscape.kernels import measure_segments
from panscape.labels import PanopticLabel

Floats = npt.NDArray[np.float64]
WANTED_CONTRAST = 25.0  # grey levels; assumed: below it, edges cost attention
LEAST_EDGES = 4  # pixel edges that two regions share before they count as touching


class Eye(Traits[N]):
    """How well somebody sees: noticing is a logistic of log area, contrast and the object's own difficulty."""

    smallest_thing_px: N = trait("visible px of a thing that is noticed half of the time", 0, 1e6)
    smallest_stuff_px: N = trait("visible px of a piece of stuff that is noticed half of the time", 0, 1e6)
    area_width: N = trait("log areas over which noticing rises", 0.01, 10, rest=0.9)
    contrast_weight: N = trait("logits lost for each grey level below 25", 0, 1)
    difficulty: N = trait("logits for one sd of the object's difficulty, which all annotators share", 0, 10)


@dataclass(frozen=True, eq=False)
class View:
    """A picture as annotators meet it: the same for all of them, so it is made once.

    A region is what is found and drawn in one go: a thing, or a piece of stuff that hangs together.
    Arrays over regions have an entry 0 for void.

    Attributes
    ----------
    truth : PanopticLabel
    soft : (H, W, 3) uint16
        The picture, slightly blurred, in 8.8 fixed point.
    regions : (H, W) uint32
        0 is void; numbered in scan order.
    segment : (N + 1,) int64
        The truth's segment that each region belongs to.
    category : (N + 1,) int64
    isthing : (N + 1,) bool
    area : (N + 1,) int64, px
    corners : (N + 1, 4) int64
        x, y of the first and of the last pixel.
    contrast : (N + 1,) float64
        The mean over its border, in grey levels.
    touching : (M, 2) int64
        Pairs of regions, lower first, that share at least four pixel edges.
    sketches : dict
        The rings around regions, kept once they are made: see annotation.py.
    """

    truth: PanopticLabel
    soft: npt.NDArray[np.uint16]
    regions: npt.NDArray[np.uint32]
    segment: npt.NDArray[np.int64]
    category: npt.NDArray[np.int64]
    isthing: npt.NDArray[np.bool_]
    area: npt.NDArray[np.int64]
    corners: npt.NDArray[np.int64]
    contrast: Floats
    touching: npt.NDArray[np.int64]
    sketches: dict[Any, Any] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """The number of regions."""
        return len(self.area) - 1


def view_of(image: npt.NDArray[np.uint8], truth: PanopticLabel, things: frozenset[int]) -> View:
    """Return the view of a picture.

    Parameters
    ----------
    image : (H, W, 3) uint8
    truth : PanopticLabel
        Of the same size.
    things : frozenset of int
        Ids of the categories whose instances are counted.
    """
    height, width = truth.ids.shape
    soft = np.empty((height, width, 3), np.uint16)
    padded = np.pad(image, ((4, 4), (4, 4), (0, 0)), mode="edge")
    soften(padded, np.empty((height + 8, width, 3), np.uint16), soft)
    categories = np.array([0, *(segment.category_id for segment in truth.segments)], np.int64)
    isthing = np.array([False, *(segment.category_id in things or segment.iscrowd for segment in truth.segments)])
    regions = np.empty((height, width), np.uint32)
    owners = np.zeros(height * width + 1, np.int32)
    count = connected_regions(truth.ids, ~isthing, np.empty(height * width + 1, np.int32), regions, owners)
    segment = owners[: count + 1].astype(np.int64)
    area = np.zeros(count + 1, np.int64)
    corners = np.tile(np.array([width, height, -1, -1], np.int64), (count + 1, 1))
    measure_segments(regions, area, corners)
    contrast, touching = _borders(regions, soft, count)
    return View(truth, soft, regions, segment, categories[segment], isthing[segment], area, corners, contrast, touching)


def chance_to_notice(eye: Eye[float], isthing: bool, area_px: float, contrast: float, difficulty: float) -> float:
    """Return the probability that a region is noticed.

    Parameters
    ----------
    eye : Eye[float]
    isthing : bool
    area_px : float
        Visible pixels, at least 1.
    contrast : float
        Mean over the border, grey levels.
    difficulty : float
        In standard deviations; a high one is easy to notice.
    """
    half = eye.smallest_thing_px if isthing else eye.smallest_stuff_px
    if half <= 0.0:
        return 1.0
    logit = (log(area_px) - log(half)) / eye.area_width
    return logistic(logit + eye.difficulty * difficulty - eye.contrast_weight * max(0.0, WANTED_CONTRAST - contrast))


def logistic(logit: float) -> float:
    """Return 1 / (1 + e^-logit), without overflow."""
    return 1.0 / (1.0 + exp(-min(max(logit, -700.0), 700.0)))


def _borders(
    regions: npt.NDArray[np.uint32], soft: npt.NDArray[np.uint16], count: int
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The mean contrast around each region, and the pairs that touch."""
    size = 2 * regions.size
    first, second, contrast = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size)
    found = list_borders(regions, soft, first, second, contrast)
    ends = np.concatenate([first[:found], second[:found]])
    total = np.bincount(ends, np.tile(contrast[:found], 2), count + 1)
    edges = np.bincount(ends, minlength=count + 1)
    low = np.minimum(first[:found], second[:found]).astype(np.int64)
    high = np.maximum(first[:found], second[:found]).astype(np.int64)
    keys, lengths = np.unique(low * (count + 1) + high, return_counts=True)
    keys = keys[(lengths >= LEAST_EDGES) & (keys > count)]  # the lower one is not void
    mean = np.where(edges > 0, total / np.maximum(edges, 1), 255.0)
    return mean, np.stack(np.divmod(keys, count + 1), axis=1)
