"""The picture depends on the scene, the truth on its geometry alone, and both on nothing else."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from panscape.render import labels, render
from panscape.render.studio import studio
from panscape.scenes import Lens, Light, Material, Placement, Sensor, Stuff, Texture, Thing, Weather
from panscape.seeds import rng_for

from solids import GREY, ball, box, camera, crowd, scene

LIGHTS = {
    "noon": (Light(0.5, 1.2, 0.1), Weather()),
    "low sun": (Light(2.0, 0.08, 0.2), Weather()),
    "overcast": (Light(0.5, 0.9, 1.0), Weather()),
    "wet": (Light(2.8, 0.5, 0.6), Weather(3000.0, 1.0)),
    "mist": (Light(0.1, 0.5, 0.7), Weather(60.0, 0.2)),
}


def drawn(seed=0, **changes):
    return scene(crowd(rng_for(seed, "crowd"), 25), **changes)


def digest(rendering):
    return hashlib.sha256(rendering.image.tobytes() + rendering.ids.tobytes() + rendering.depth.tobytes()).hexdigest()


@pytest.mark.parametrize("name", LIGHTS)
def test_neither_light_weather_nor_sensor_touches_ids_or_depth(name):
    light, weather = LIGHTS[name]
    plain = render(drawn(), rng_for(0, "sensor"))

    other = render(
        drawn(light=light, weather=weather, view=camera(exposure=2.0, noise=0.2, vignette=1.0)), rng_for(1, "sensor")
    )

    np.testing.assert_array_equal(other.ids, plain.ids)
    np.testing.assert_array_equal(other.depth, plain.depth)
    assert (other.image != plain.image).any()


def test_the_generator_feeds_the_noise_and_nothing_else():
    silent = drawn(view=camera(noise=0.0))
    first, second = render(silent, rng_for(0, "sensor")), render(silent, rng_for(1, "sensor"))

    np.testing.assert_array_equal(first.image, second.image)


def test_noise_is_that_of_the_sensor_to_within_a_tenth():
    wall = Placement(box(), (5.0, 0.0, -5.0), GREY, scale=(1.0, 40.0, 40.0))
    view = camera(vignette=0.0)
    clean, noisy = (
        render(
            scene([wall], ground=False, view=replace(view, sensor=Sensor(noise=noise))), rng_for(3, "x")
        ).image.astype(float)
        for noise in (0.0, 0.05)
    )

    linear = clean / 255.0
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    back = noisy / 255.0
    back = np.where(back <= 0.04045, back / 12.92, ((back + 0.055) / 1.055) ** 2.4)
    assert np.std((back - linear) / np.sqrt(linear + 0.01)) == pytest.approx(0.05, rel=0.1)


def test_two_runs_and_two_processes_give_the_same_bytes():
    program = (
        "from test_renderer import digest, drawn, render, rng_for; print(digest(render(drawn(), rng_for(0, 'sensor'))))"
    )
    here = Path(__file__).parent

    other = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=here,
        env={"PYTHONPATH": f"{here}:{here.parent.parent}"},
    )

    first, second = (digest(render(drawn(), rng_for(0, "sensor"))) for _ in range(2))
    assert first == second == other.stdout.strip()


def test_what_was_drawn_before_leaves_no_trace():
    alone = digest(render(drawn(), rng_for(0, "sensor")))

    render(drawn(7, view=camera(width=200, height=90)), rng_for(0, "sensor"))
    render(drawn(8), rng_for(0, "sensor"))

    assert digest(render(drawn(), rng_for(0, "sensor"))) == alone


@pytest.mark.parametrize("lens", [Lens(), Lens(k1=-0.2, k2=0.05)], ids=["pinhole", "bent"])
def test_labels_alone_are_those_of_the_picture(lens):
    built = drawn(view=replace(camera(), lens=lens))
    rendering = render(built, rng_for(0, "sensor"))

    ids, depth = labels(built)

    np.testing.assert_array_equal(ids, rendering.ids)
    np.testing.assert_array_equal(depth, rendering.depth)


def test_things_are_numbered_first_and_stuff_by_the_taxonomys_order():
    things = [Placement(ball(), (6.0, y, 1.0), GREY, scale=(0.5, 0.5, 0.5)) for y in (-2.0, 0.0, 2.0)]
    built = scene(things)
    wall = Placement(box(), (20.0, 0.0, 0.0), GREY, scale=(1.0, 5.0, 5.0))
    built = replace(built, stuff=(Stuff("building", (wall,)), *built.stuff))

    rendering = render(built, rng_for(0, "sensor"))

    taxonomy = built.taxonomy
    names = ["car", "car", "car", "road", "building", "sky"]
    assert rendering.category_ids == tuple(taxonomy[name].id for name in names)
    assert set(np.unique(rendering.ids).tolist()) == {1, 2, 3, 4, 5, 6}
    assert rendering.ids[0, 0] == 6
    assert rendering.ids[-1, 0] == 4


def test_a_misspelt_category_is_answered_with_the_nearest():
    built = replace(scene([]), things=(Thing("cars", ()),))

    with pytest.raises(KeyError, match="did you mean 'car'"):
        render(built, rng_for(0, "sensor"))


def test_a_scene_of_nothing_is_sky():
    rendering = render(scene([], ground=False), rng_for(0, "sensor"))

    assert (rendering.ids == 1).all()
    assert (rendering.depth == 0).all()


@pytest.mark.parametrize("name", LIGHTS)
def test_pictures_are_neither_black_nor_burnt_out(name):
    light, weather = LIGHTS[name]

    image = render(drawn(light=light, weather=weather), rng_for(0, "sensor")).image

    assert 55 < np.median(image) < 225
    assert np.mean(image.max(-1) < 8) < 0.05
    assert np.mean(image.min(-1) > 250) < 0.10


@pytest.mark.parametrize("texture", list(Texture), ids=lambda texture: texture.name)
def test_every_texture_is_seen_near_and_averages_out_afar(texture):
    dress = {"body": Material((0.1, 0.3, 0.2), (0.8, 0.7, 0.6), texture, scale=1.0)}
    quiet = camera(noise=0.0, vignette=0.0)

    def spread(distance):
        wall = Placement(box(), (distance, 0.0, 0.0), dress, scale=(0.5, 6.0, 6.0))
        rendering = render(scene([wall], view=quiet, ground=False, light=Light(3.0, 0.6, 1.0)), rng_for(0, "x"))
        image = rendering.image.astype(float)
        inside = rendering.ids == 1
        steps = np.abs(np.diff(image, axis=1)).mean(-1)[inside[:, 1:] & inside[:, :-1]]
        return steps.mean()

    near = spread(4.0)

    assert (near > 0.05) == (texture != Texture.PLAIN)
    assert spread(400.0) < 12.0


def test_the_sun_throws_a_shadow_and_overcast_hardly_does():
    post = Placement(box(), (8.0, 0.0, 0.0), GREY, scale=(0.6, 0.6, 3.0))
    shaded = (slice(88, 90), slice(20, 60))  # on the ground to the left of the post

    def step(cloud):
        lit = [
            render(scene(things, light=Light(-1.4, 0.6, cloud), view=camera(noise=0.0)), rng_for(0, "x")).image
            for things in ([post], [])
        ]
        return float(np.mean(lit[1][shaded]) - np.mean(lit[0][shaded]))

    assert step(0.0) > 15
    assert abs(step(1.0)) < 0.5 * step(0.0)


def test_the_studio_shows_a_shape_whole():
    picture = studio(Placement(box(), (3.0, 4.0, 0.0), {"body": Material((0.7, 0.05, 0.05))}), size=96)

    red = picture[..., 0] > picture[..., 1].astype(int) + 40
    assert picture.shape == (96, 96, 3)
    assert 0.05 < red.mean() < 0.75
    assert not red[0].any()
    assert not red[:, [0, -1]].any()
