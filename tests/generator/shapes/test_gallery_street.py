"""Everything that stands in a street has an example, each of which can be placed."""

import numpy as np

from panscape.scenes import Stuff
from panscape.seeds import rng_for
from panscape.shapes.gallery import GALLERY
from panscape.shapes.gallery_street import STREET
from panscape.shapes.tree import TREES


def test_every_example_has_triangles_on_or_above_the_ground():
    for name, show in STREET.items():
        shown = show(rng_for(0, "gallery", name))
        placements = shown.placements if isinstance(shown, Stuff) else shown
        low = min(float(p.mesh.bounds[0][2] * p.scale[2] + p.position[2]) for p in placements)

        assert sum(len(p.mesh.triangles) for p in placements) > 0, name
        assert low > -0.3, name
        assert all(np.isfinite(p.mesh.vertices).all() for p in placements), name


def test_the_gallery_shows_every_tree_in_every_season():
    assert set(STREET) <= set(GALLERY)
    assert sum(name.startswith("tree, ") for name in GALLERY) == 4 * len(TREES)
