"""What the suites share: the street, its frames, and one thread."""

import cv2
import pytest
from panscape.pipeline import make_frame, make_scene
from panscape.recipe import load_recipe

SEED = 0


@pytest.fixture(scope="session")
def street():
    cv2.setNumThreads(1)
    recipe = load_recipe("street")
    make_frame(recipe, SEED, 0)  # compile, and make the meshes
    return recipe


@pytest.fixture(scope="session")
def scenes(street):
    """Eight scenes, since one street costs more than another."""
    return [make_scene(street, SEED, index) for index in range(8)]
