"""Blur moves light and makes none: sharp where nothing moves and at the focus, as wide as optics and motion say."""

from dataclasses import replace
from math import pi

import numpy as np
import pytest

from panscape.render import look
from panscape.render.focus import RADII, defocus
from panscape.render.glare import BRIGHT, fringe, glow
from panscape.render.motion import motions, smear
from panscape.scenes import Lens, Thing

from solids import GREY, box, camera, scene

FOCAL = 400.0


def flat(distance, shape=(60, 80)):
    return np.full(shape, 1.0 / distance, np.float32)


def dot(shape=(60, 80), light=100.0):
    picture = np.zeros((*shape, 3), np.float32)
    picture[shape[0] // 2, shape[1] // 2] = light
    return picture


@pytest.mark.parametrize(("aperture", "distance"), [(0.03, 1.0), (0.02, 10.0), (0.1, 6.0), (0.06, 1.2)])
def test_a_dot_becomes_a_disc_as_wide_as_the_lens_says(aperture, distance):
    focus = 3.0

    out = defocus(dot(), flat(distance), FOCAL, aperture, focus)[..., 0]

    diameter = aperture * FOCAL * abs(1 / distance - 1 / focus)
    y, x = np.indices(out.shape)
    spread = ((y - 30) ** 2 + (x - 40) ** 2) * out
    assert out.sum() == pytest.approx(100.0, rel=1e-3)
    # Of an even disc, the mean square distance from its centre is half the square of its radius.
    assert np.sqrt(2 * spread.sum() / out.sum()) == pytest.approx(diameter / 2, rel=0.12, abs=0.35)


def test_a_disc_is_as_bright_in_its_middle_as_at_its_side():
    out = defocus(dot(), flat(1.0), FOCAL, 0.05, 3.0)[..., 0]

    radius = 0.5 * 0.05 * FOCAL * (1 - 1 / 3)
    y, x = np.indices(out.shape)
    inside = np.hypot(y - 30, x - 40) < 0.75 * radius
    assert out[inside].std() < 0.2 * out[inside].mean()


def test_what_is_sharp_gets_no_halo_from_behind_it_and_gives_none():
    picture, nearness = np.zeros((60, 80, 3), np.float32), flat(30.0)
    picture[:, :40], picture[:, 40:] = 1.0, 5.0
    nearness[:, :40] = 1 / 3.0  # sharp and dark before what is bright and blurred

    out = defocus(picture, nearness, FOCAL, 0.06, 3.0)

    np.testing.assert_allclose(out[:, :40], 1.0, rtol=1e-4)
    np.testing.assert_allclose(out[:, 40:], 5.0, rtol=1e-4)


def test_what_is_near_and_blurred_spreads_over_what_is_sharp_on_both_sides_of_its_rim():
    picture, nearness = np.zeros((60, 80, 3), np.float32), flat(3.0)
    picture[:, :40], picture[:, 40:] = 1.0, 5.0
    nearness[:, :40] = 1 / 0.8

    across = defocus(picture, nearness, FOCAL, 0.03, 3.0)[30, :, 0]

    assert 1.05 < across[36] < across[39] < across[41] < across[44] < 4.95
    assert np.abs(np.diff(across)).max() < 0.8
    assert across[10] == pytest.approx(1.0, abs=0.01)
    assert across[70] == pytest.approx(5.0, abs=0.01)


def test_an_even_picture_stays_even_at_any_depth_up_to_its_edges():
    nearness = (0.02 + 0.01 * np.arange(80) * np.ones((60, 1))).astype(np.float32)
    picture = np.full((60, 80, 3), 2.0, np.float32)

    out = defocus(picture, nearness, FOCAL, 0.1, 3.0)

    np.testing.assert_allclose(out, 2.0, rtol=1e-3)


def test_at_the_focus_and_through_a_pinhole_nothing_changes():
    picture = dot()

    assert defocus(picture, flat(3.0), FOCAL, 0.05, 3.0) is picture
    assert defocus(picture, flat(0.5), FOCAL, 0.0, 3.0) is picture


def test_discs_grow_no_larger_than_the_largest():
    out = defocus(dot((200, 240)), flat(0.2, (200, 240)), FOCAL, 0.2, 3.0)[..., 0]

    assert (out > 0.5 * out.max()).sum() == pytest.approx(pi * RADII[-1] ** 2, rel=0.1)


def seen(moving=None, **lens):
    """A box ahead, which may move, on a road; and what is seen of it."""
    body = box()
    things = scene([], view=replace(camera(width=200, height=100), lens=Lens(**lens)))
    from panscape.scenes import Placement

    def at(time):
        place = (8.0, 0.0, 1.0) if moving is None else tuple(np.array([8.0, 0.0, 1.0]) + np.array(moving) * time)
        return Thing("car", (Placement(body, place, GREY),), motion=at if moving else None)

    made = replace(things, things=(at(0.0),))
    return made, look(made)


def smeared(made, sight, radiance):
    return smear(radiance, made, sight.packed, sight.view.lens, sight.space, 5)


def test_a_still_scene_is_not_smeared():
    made, sight = seen(shutter=0.1)
    picture = np.random.default_rng(0).random((100, 200, 3)).astype(np.float32)

    assert smeared(made, sight, picture) is picture


@pytest.mark.parametrize("speed", [3.0, 6.0])
def test_a_thing_that_crosses_is_smeared_by_as_much_as_it_moves(speed):
    made, sight = seen((0.0, -speed, 0.0), shutter=0.1)
    inside = sight.ids == 1
    picture = np.repeat(inside[..., None], 3, axis=2).astype(np.float32)

    out = smeared(made, sight, picture)[..., 0]

    row = np.flatnonzero(inside.any(axis=1))[len(np.flatnonzero(inside.any(axis=1))) // 2]
    moved = speed * 0.1 * made.camera.focal / (8.0 - 0.5)
    ramp = np.flatnonzero((out[row] > 0.03) & (out[row] < 0.97))
    left = ramp[ramp < np.flatnonzero(inside[row]).mean()]
    assert len(left) == pytest.approx(moved, rel=0.35, abs=3)
    assert out[row].sum() == pytest.approx(inside[row].sum(), rel=0.15)


def test_a_camera_that_drives_smears_what_is_near_and_at_the_side_and_not_what_is_ahead():
    made, sight = seen(shutter=0.05)
    made = replace(made, camera=replace(made.camera, velocity=(15.0, 0.0, 0.0)))
    picture = np.random.default_rng(0).random((100, 200, 3)).astype(np.float32)

    out = smeared(made, sight, picture)

    changed = np.abs(out - picture).mean(axis=2)
    assert changed[85:, :60].mean() > 0.1
    assert changed[:30].max() == 0.0


def test_motion_is_that_of_the_points_of_the_thing_as_the_camera_sees_them():
    made, _ = seen((1.0, -2.0, 0.5), shutter=0.1)
    made = replace(made, camera=replace(made.camera, velocity=(3.0, 1.0, 0.0), yaw=0.3, pitch=-0.1))
    point = np.array([8.2, 0.1, 1.3])
    eye, axes = np.array(made.camera.position), made.camera.axes

    rows = motions(made)

    seen_at = axes @ (point - eye)
    later = axes @ (point + np.array([1.0, -2.0, 0.5]) * 0.1 - eye - np.array([3.0, 1.0, 0.0]) * 0.1)
    np.testing.assert_allclose(rows[0, :9].reshape(3, 3) @ seen_at + rows[0, 9:], later - seen_at, atol=1e-12)
    np.testing.assert_allclose(rows[1, 9:], -axes @ [0.3, 0.1, 0.0], atol=1e-12)


def test_only_what_is_brighter_than_white_glows_and_by_the_share_that_is_asked_for():
    dim, ones = np.full((60, 80, 3), 0.9 * BRIGHT, np.float32), np.ones(3)
    bright = np.zeros((480, 640, 3), np.float32)
    bright[236:244, 316:324] = BRIGHT + 100.0

    out = glow(bright, ones, 0.1) - bright

    assert glow(dim, ones, 0.1) is dim
    assert glow(bright, ones, 0.0) is bright
    assert out[..., 0].sum() == pytest.approx(0.1 * 100.0 * 64, rel=0.02)
    assert out[240, 320, 0] > out[240, 340, 0] > out[240, 380, 0] > 0.0


def test_red_is_magnified_and_blue_made_smaller_about_the_centre():
    ramp = np.repeat((np.arange(81, dtype=np.float32) - 40)[None, :, None], 3, axis=2).repeat(61, axis=0)

    out = fringe(ramp, 0.01)

    np.testing.assert_allclose(out[30, 5:-5, 0], ramp[30, 5:-5, 0] / 1.01, atol=1e-4)
    np.testing.assert_array_equal(out[..., 1], ramp[..., 1])
    np.testing.assert_allclose(out[30, 5:-5, 2], ramp[30, 5:-5, 2] / 0.99, atol=1e-4)
    assert fringe(ramp, 0.0) is ramp
