"""What the suites share: streets, and a dataset of them that three annotators labelled; everything in one thread."""

from pathlib import Path

import cv2
import pytest

from panscape.cli import application
from panscape.pipeline import make_frame, make_scene
from panscape.recipe import load_recipe

SEED = 0
SCENES = 8  # a round handles all of them, since one street costs more than another
PAIRS = 24


@pytest.fixture(scope="session")
def street():
    cv2.setNumThreads(1)
    recipe = load_recipe("street")
    make_frame(recipe, SEED, 0)  # compiles, and makes meshes
    return recipe


@pytest.fixture(scope="session")
def scenes(street):
    return [make_scene(street, SEED, index) for index in range(SCENES)]


@pytest.fixture(scope="session")
def labelled(tmp_path_factory) -> Path:
    """A dataset folder with the guesses of one annotator."""
    folder = tmp_path_factory.mktemp("bench") / "street"
    for words in (["generate", "street", str(folder), "--images", str(PAIRS)], ["annotate", str(folder), "solo"]):
        application()(args=words, standalone_mode=False)
    return folder
