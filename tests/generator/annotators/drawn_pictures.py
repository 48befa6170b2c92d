"""Drawn pictures for the annotators' tests."""

import numpy as np
from hypothesis import strategies as st

from panscape.annotators import Annotator, Guideline, Streams, annotate_picture, person, view_of
from panscape.categories import Category
from panscape.draws import Draw
from panscape.labels import PanopticLabel

from strategies import id_maps

CATEGORIES = (
    Category(1, "car", True, (0, 0, 142), "vehicle"),
    Category(2, "truck", True, (0, 0, 70), "vehicle"),
    Category(3, "person", True, (220, 20, 60), "human"),
    Category(4, "road", False, (128, 64, 128), "flat"),
    Category(5, "sidewalk", False, (244, 35, 232), "flat"),
    Category(6, "sky", False, (70, 130, 180), "sky"),
)
THINGS = frozenset({1, 2, 3})
EXACT = Guideline.model_validate({"vertices": {"rule": "exact"}})


def disks(radii, height=240, width=320, contrast=60, category=1, seed=0):
    """Disks on a road, apart from one another: the picture and its truth; disk k is segment k + 1."""
    rng = np.random.default_rng(seed)
    ids = np.full((height, width), len(radii) + 1, np.uint32)
    y, x = np.mgrid[:height, :width]
    across = 60.0
    columns = int(width // across)
    for number, radius in enumerate(radii):
        center_x, center_y = across * (number % columns + 0.5), across * (number // columns + 0.5)
        ids[(x + 0.5 - center_x) ** 2 + (y + 0.5 - center_y) ** 2 < radius**2] = number + 1
    label = PanopticLabel.from_ids(ids, [category] * len(radii) + [4])
    image = np.where(ids <= len(radii), 90 + contrast, 90)[..., None] + rng.integers(-2, 3, (height, width, 3))
    return image.astype(np.uint8), label


def annotator(**sections):
    """A person with the given traits, at rest in all others."""
    return person(Annotator[Draw].model_validate(sections), 0, "ann")


def annotated(image, label, who=None, guideline=EXACT, picture="000000.jpg", seed=0, amodal=None):
    view = view_of(image, label, THINGS)
    streams = Streams(seed, "solo", "ann", picture)
    return annotate_picture(view, CATEGORIES, guideline, who or annotator(), streams, amodal)


@st.composite
def pictures(draw, fewest=0):
    """A picture of noise and a truth of small segments, void and crowds among them."""
    ids = np.maximum(draw(id_maps(most_ids=6, most_pixels=14)), np.uint32(fewest))
    names = draw(st.lists(st.sampled_from([c.id for c in CATEGORIES]), min_size=6, max_size=6))
    label = PanopticLabel.from_ids(ids, names, crowd=draw(st.sets(st.integers(1, 6), max_size=2)))
    seed = draw(st.integers(0, 2**32 - 1))
    return np.random.default_rng(seed).integers(0, 256, (*ids.shape, 3), np.uint8), label
