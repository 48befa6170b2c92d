"""What a further light costs of a scene that is there: build, look, truth, picture and files, in processor time.

Run by ``make bench``. The first picture of a scene pays for all of it; each further one only for light and files.
"""

from statistics import mean, median
from time import thread_time

import pytest

from panscape.dataset import FrameOptions, write_frame
from panscape.pipeline import make_frames, taxonomy_of
from panscape.recipe import load_recipe

LIGHTS = (
    "vary=[{name: noon, light: {sun_elevation_deg: 50}}, {name: low, light: {sun_elevation_deg: 8}},"
    " {name: overcast, light: {cloud: 1}}, {name: night, light: {sun_elevation_deg: -25}}]"
)
SCENES = 8
MOST = 0.60  # of the first picture
pytestmark = pytest.mark.benchmark(group="8 streets under 4 lights, 640 x 480, files included, one thread")


@pytest.fixture(scope="module")
def lights():
    return load_recipe("street", [LIGHTS])


def costs(recipe, scene, folder):
    """Seconds of processor time of each picture of a scene, from nothing to its files."""
    options = FrameOptions(taxonomy_of(recipe).categories)
    found, begun = [], thread_time()
    for frame in make_frames(recipe, 0, range(scene * recipe.pictures, (scene + 1) * recipe.pictures)):
        write_frame(folder, "train", frame, options)
        ended = thread_time()
        found.append(ended - begun)
        begun = ended
    return found


def test_each_further_light_costs_less_than_the_first(benchmark, street, lights, tmp_path):
    rounds = []
    benchmark.pedantic(
        lambda: rounds.append([costs(lights, scene, tmp_path) for scene in range(SCENES)]), rounds=5, warmup_rounds=1
    )

    scenes = [cost for one in rounds[1:] for cost in one]
    first, further = median(cost[0] for cost in scenes), median(mean(cost[1:]) for cost in scenes)
    benchmark.extra_info.update(first_ms=round(1e3 * first, 1), further_ms=round(1e3 * further, 1))
    print(f"\nfirst light {1e3 * first:.0f} ms, each further {1e3 * further:.0f} ms: {further / first:.0%}")
    assert further <= MOST * first
