"""Drawn inputs that more than one test needs."""

import numpy as np
from hypothesis import strategies as st

from panscape.categories import Category
from panscape.labels import PanopticLabel

CATEGORIES = (
    Category(1, "cat", True, (220, 20, 60)),
    Category(2, "dog", True, (0, 0, 142)),
    Category(3, "grass", False, (107, 142, 35)),
    Category(4, "sky", False, (70, 130, 180)),
)


@st.composite
def id_maps(draw, most_ids=6, most_pixels=12):
    """A map of small ids with gaps, void among them, in blocks: (H, W) uint32."""
    height, width = draw(st.integers(1, most_pixels)), draw(st.integers(1, most_pixels))
    values = draw(st.lists(st.integers(0, most_ids), min_size=height * width, max_size=height * width))
    ids = np.array(values, np.uint32).reshape(height, width)
    block = draw(st.integers(1, 3))
    return np.repeat(np.repeat(ids, block, 0), block, 1)


@st.composite
def labels(draw, most_ids=6, most_pixels=12):
    """A panoptic label over CATEGORIES; several segments may share a category, stuff too."""
    ids = draw(id_maps(most_ids, most_pixels))
    categories = draw(st.lists(st.sampled_from([c.id for c in CATEGORIES]), min_size=most_ids, max_size=most_ids))
    return PanopticLabel.from_ids(ids, categories)
