"""Every example of the gallery can be made, and there is something to see of it."""

import pytest

from panscape.scenes import Stuff, Thing
from panscape.seeds import rng_for
from panscape.shapes.gallery import GALLERY


@pytest.mark.parametrize("name", GALLERY)
def test_every_example_gives_something_to_look_at(name):
    made = GALLERY[name](rng_for(1, "gallery", name))

    placements = made.placements if isinstance(made, Thing | Stuff) else made
    assert sum(len(placement.mesh.triangles) for placement in placements) >= 2
