"""What one picture brings into a dataset: its pixels, its label, and what else is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.labels import PanopticLabel

Rle = dict[str, Any]  # COCO's: {"size": [height, width], "counts": compressed str}


@dataclass(frozen=True, eq=False)
class Frame:
    """A picture and its truth, ready to be written into a dataset folder.

    Attributes
    ----------
    index : int
        Its place in the recipe, from 0; the stem of its files is the index in six digits or more.
    image : (H, W, 3) uint8, RGB
    label : PanopticLabel
        Each segment's facts hold ``visible_fraction``, ``amodal_area``, ``amodal_bbox``, ``occluded_by`` (ids
        of segments), ``truncated`` and ``depth`` (metres, the median of its pixels), where the recipe asks for them.
    amodal : mapping of segment id to Rle
        The whole shape of each thing, hidden parts included, inside the picture.
    layers : mapping of str to array
        Further truth by name: ``"depth"`` is (H, W) float32, metres along the optical axis, 0 where there is none.
    facts : mapping
        Of the picture, ready for JSON: ``camera``, ``light``, ``weather``, ``seed``, ``index``, ``scene``.
    cast : tuple of int
        The category id of everything that the scene could show; a segment's ``track_id`` is its place there, from 1.
        So a thing has one id on disk in every picture of its scene. Empty: ids are given out picture by picture.
    """

    index: int
    image: npt.NDArray[np.uint8]
    label: PanopticLabel
    amodal: Mapping[int, Rle] = field(default_factory=dict)
    layers: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    cast: tuple[int, ...] = ()

    @property
    def stem(self) -> str:
        return f"{self.index:06d}"
