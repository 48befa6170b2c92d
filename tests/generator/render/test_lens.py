"""A lens bends rays as Brown says, ids are those of the rays, and what would fold is refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.render import look, render
from panscape.render.lens import FINE, bend, nearest, pinhole_size, resample, undistorted
from panscape.render.view import View
from panscape.scenes import Camera, Lens
from panscape.seeds import rng_for

from solids import camera, crowd, scene


def seen_through(width=64, height=48, fov=1.0, **lens):
    return Camera((0.0, 0.0, 0.0), 0.0, 0.0, 0.0, fov, width, height, lens=Lens(**lens))


def distorted(camera, where):
    """Where Brown's formula puts rays, given in pixels of the pinhole picture, in pixels of the picture."""
    x = (where[..., 0] - 0.5 * pinhole_size(camera)[0]) / camera.focal
    y = (where[..., 1] - 0.5 * pinhole_size(camera)[1]) / camera.focal
    r2 = x * x + y * y
    stretch = 1 + camera.lens.k1 * r2 + camera.lens.k2 * r2 * r2
    center = 0.5 * np.array([camera.width, camera.height])
    return np.stack([x * stretch, y * stretch], -1) * camera.focal + center


@given(st.floats(-0.35, 0.3), st.floats(0.06, 0.2), st.integers(5, 40), st.integers(5, 40), st.floats(0.3, 1.5))
def test_each_pixel_looks_where_the_formula_brings_back_to_it(k1, k2, width, height, fov):
    view = seen_through(width, height, fov, k1=k1, k2=k2)

    where = undistorted(view)

    y, x = np.indices((height, width)) + 0.5
    np.testing.assert_allclose(distorted(view, where), np.stack([x, y], -1), atol=1e-6)


@given(st.floats(-0.35, 0.3), st.floats(0.06, 0.2), st.integers(5, 40), st.integers(5, 40), st.floats(0.3, 1.5))
def test_the_pinhole_picture_holds_every_ray(k1, k2, width, height, fov):
    view = seen_through(width, height, fov, k1=k1, k2=k2)

    where = undistorted(view)

    assert (where >= 1.5).all()
    assert (where <= np.array(pinhole_size(view)) - 1.5).all()


def test_without_distortion_nothing_moves():
    view = seen_through(7, 5)

    y, x = np.indices((5, 7)) + 0.5

    assert pinhole_size(view) == (7, 5)
    np.testing.assert_array_equal(undistorted(view), np.stack([x, y], -1))


@pytest.mark.parametrize(
    ("lens", "words"),
    [({"k1": -0.35}, "folds the picture"), ({"k1": 0.0, "k2": -0.2}, "folds the picture")],
)
def test_a_distortion_that_folds_the_picture_is_refused_with_the_way_out(lens, words):
    with pytest.raises(ValueError, match=words) as refusal:
        undistorted(seen_through(fov=1.4, **lens))

    assert "smaller fov" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@given(st.floats(-0.6, 0.6), st.floats(-0.4, 0.4), st.floats(0.2, 3.0))
def test_what_is_not_refused_needs_a_picture_little_more_than_twice_as_wide(k1, k2, fov):
    view = seen_through(640, 480, fov, k1=k1, k2=k2)
    try:
        width, height = pinhole_size(view)
    except ValueError:
        return

    assert max(width / 640, height / 480) < 2.15


def test_a_plane_of_colours_stays_a_plane_and_a_step_gets_no_rim():
    view = seen_through(k1=-0.2, k2=0.05)
    width, height = pinhole_size(view)
    y, x = (np.indices((height, width)) + 0.5).astype(np.float32)
    step = (x > 0.5 * width).astype(np.float32)
    where = undistorted(view)

    out = resample(np.stack([x, y, step], -1), where)

    np.testing.assert_allclose(out[..., :2], where, atol=1e-3)
    assert out[..., 2].min() == 0.0
    assert out[..., 2].max() == 1.0


def test_ids_are_taken_from_the_nearest_sample_whatever_the_layer_is():
    view = seen_through(k1=0.2)
    width, height = pinhole_size(view)
    where = undistorted(view)
    fine = np.arange(FINE * FINE * width * height).reshape(FINE * height, FINE * width)
    layer = np.random.default_rng(0).random((height, width, 2))

    x, y = np.floor(where[..., 0]).astype(int), np.floor(where[..., 1]).astype(int)
    fine_x, fine_y = np.floor(FINE * where[..., 0]).astype(int), np.floor(FINE * where[..., 1]).astype(int)

    np.testing.assert_array_equal(nearest(fine, where), fine_y * FINE * width + fine_x)
    np.testing.assert_array_equal(bend(layer, where), layer[y, x])


def bent(lens, seed=0):
    things = crowd(rng_for(seed, "lens"))
    return scene(things, view=replace(camera(), lens=lens))


def test_a_bent_picture_has_the_ids_of_a_pinhole_picture_along_the_bent_rays():
    lens = Lens(k1=-0.25, k2=0.06)
    crowded = bent(lens)

    seen = look(crowded)

    # Independently: a pinhole camera of the pinhole picture's size, at twice the resolution.
    wide, high = pinhole_size(crowded.camera)
    fov = 2 * np.arctan(0.5 * wide / crowded.camera.focal)
    ids, where = seen.ids.copy(), undistorted(crowded.camera)
    straight = replace(crowded.camera, fov=float(fov), width=2 * wide, height=2 * high, lens=Lens())
    other = look(replace(crowded, camera=straight)).ids
    x, y = np.floor(2 * where[..., 0]).astype(int), np.floor(2 * where[..., 1]).astype(int)
    assert (ids == other[y, x]).mean() > 0.9999


def test_depth_is_that_of_the_exact_ray():
    lens = Lens(k1=-0.25, k2=0.06)
    floor_only = bent(lens)
    floor_only = replace(floor_only, things=())

    seen = look(floor_only)

    view = View.of(floor_only.camera)
    where = undistorted(floor_only.camera)
    down = (where[..., 1] - view.lens[2]) / view.lens[0]
    ground = seen.depth > 0
    assert ground.sum() > 1000
    np.testing.assert_allclose(seen.depth[ground], 1.5 / down[ground], rtol=1e-4)
    assert (ground == ((1.5 / np.maximum(down, 1e-9) < 100.0) & (down > 0)))[np.abs(down) > 0.02].all()


def test_a_barrel_shows_more_of_the_world_than_a_pinhole():
    pinhole, barrel = (render(bent(lens), rng_for(0, "s")) for lens in (Lens(), Lens(k1=-0.3, k2=0.08)))

    assert barrel.image.shape == pinhole.image.shape == (120, 160, 3)
    assert len(np.unique(barrel.ids)) > len(np.unique(pinhole.ids))
