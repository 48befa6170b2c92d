"""Textures keep their mean as they fade, depend on the sample alone, stay finite; their patterns measure up."""

from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from panscape.render.tiles import noise
from panscape.render.tiles.layout import (
    BX,
    BZ,
    EMIT,
    F0,
    FOOT,
    FX,
    GEOMETRY,
    LANES,
    NX,
    NZ,
    POOL,
    PX,
    PZ,
    ROUGH,
    ROWS,
    THROUGH,
    VARIANT,
    B,
    G,
    R,
)  # fmt: skip
from panscape.render.tiles.paint import rows
from panscape.render.tiles.paint.paint import paint
from panscape.scenes import Texture

F = np.float32
UP, FRONT, SLOPE = (0.0, 0.0, 1.0), (0.0, -1.0, 0.0), (0.0, -0.64, 0.768)
# Colours, scale, roughness, contrast and normal of each texture as a street uses it.
LOOKS = {
    Texture.PLAIN: ((0.5, 0.4, 0.3), (0.5, 0.4, 0.3), 1.0, 0.8, 2.0, UP),
    Texture.NOISE: ((0.5, 0.42, 0.3), (0.36, 0.3, 0.22), 0.5, 0.9, 1.6, FRONT),
    Texture.BRICK: ((0.30, 0.12, 0.08), (0.36, 0.34, 0.31), 4.2, 0.9, 2.0, FRONT),
    Texture.ASPHALT: ((0.07, 0.07, 0.073), (0.133, 0.132, 0.13), 1.2, 0.8, 1.4, UP),
    Texture.MARKING: ((0.7, 0.7, 0.68), (0.07, 0.07, 0.073), 1.0, 0.6, 2.0, UP),
    Texture.FACADE: ((0.4, 0.3, 0.22), (0.6, 0.58, 0.54), 0.35, 0.9, 2.0, FRONT),
    Texture.LEAF: ((0.06, 0.10, 0.026), (0.14, 0.20, 0.055), 1.6, 0.75, 2.6, FRONT),
    Texture.PAVING: ((0.3, 0.29, 0.275), (0.38, 0.37, 0.35), 1.4, 0.85, 2.0, UP),
    Texture.GRASS: ((0.05, 0.085, 0.024), (0.14, 0.15, 0.06), 2.5, 0.95, 2.0, UP),
    Texture.ROOF: ((0.25, 0.09, 0.05), (0.15, 0.054, 0.03), 3.0, 0.85, 2.0, SLOPE),
    Texture.PAINT: ((0.35, 0.03, 0.03), (0.2, 0.17, 0.13), 1.0, 0.18, 1.2, FRONT),
    Texture.CLOTH: ((0.06, 0.09, 0.2), (0.037, 0.056, 0.124), 6.0, 0.9, 1.2, FRONT),
    Texture.PLANKS: ((0.23, 0.16, 0.09), (0.13, 0.09, 0.055), 6.0, 0.85, 2.0, FRONT),
    Texture.CONCRETE: ((0.42, 0.40, 0.37), (0.32, 0.30, 0.28), 0.4, 0.85, 2.0, FRONT),
}
every_texture = pytest.mark.parametrize("texture", list(Texture), ids=lambda texture: texture.name)


def material(texture, worn=0.0, **changes):
    color, second, scale, rough, contrast, _ = LOOKS[texture]
    m = np.array([*color, *second, texture, scale, rough, 0.04, 0, 0, contrast, 0, worn, 0], F)
    for place, value in changes.items():
        m[int(place[1:])] = value
    return m


def samples(texture, points, foot, variant=0.37):
    """(ROWS, N) float32: geometry of points (3, N) that face the way the texture is used."""
    table = np.zeros((ROWS, points.shape[1]), F)
    table[PX : PZ + 1] = points
    table[NX : NZ + 1] = np.array(LOOKS[texture][5], F)[:, None]
    table[FX : FOOT + 1] = foot
    table[VARIANT] = variant
    return table


def painted(table, m, switched=0.0):
    """The samples with what ``paint`` makes of them, tile by tile."""
    out = table.copy()
    for start in range(0, table.shape[1], LANES):
        part = table[:, start : start + LANES]
        tile = np.full((ROWS, LANES), 7.0, F)
        tile[:GEOMETRY, : part.shape[1]] = part[:GEOMETRY]
        flat = tile.ravel()
        paint(flat, part.shape[1], m, F(switched))
        out[:, start : start + LANES] = flat.reshape(ROWS, LANES)[:, : part.shape[1]]
    return out


def drawn_points(texture, count, reach, seed=3):
    points = np.random.default_rng(seed).uniform(-reach, reach, (3, count))
    if texture in (Texture.FACADE, Texture.PAINT, Texture.BRICK):
        # Whole storeys above the shops; above the mud and the damp.
        points[2] = np.abs(points[2]) % 12.8 + 3.2
    return points


@every_texture
def test_a_texture_keeps_its_mean_as_it_fades(texture):
    points = drawn_points(texture, 256 * 120, 300.0)

    near = painted(samples(texture, points, 0.001), material(texture))[R : B + 1].mean(axis=1)
    middle = painted(samples(texture, points, 0.05), material(texture))[R : B + 1].mean(axis=1)
    far = painted(samples(texture, points, 1e3), material(texture))[R : B + 1].mean(axis=1)

    assert near == pytest.approx(far, rel=0.05)
    assert middle == pytest.approx(far, rel=0.05)


@every_texture
def test_a_texture_has_faded_wholly_where_pixels_are_wide(texture):
    points = drawn_points(texture, 2560, 300.0)

    far = painted(samples(texture, points, 1e3), material(texture, worn=1.0))[R : POOL + 1]

    colors, bumps = far[:3], far[BX - R : BZ - R + 1]
    assert np.ptp(colors, axis=1).max() < 0.02 * colors.mean()
    assert np.abs(bumps).max() < 1e-3


@every_texture
def test_a_sample_is_painted_alike_wherever_it_lies_in_a_tile(texture):
    points = drawn_points(texture, 400, 30.0)
    foot = np.random.default_rng(4).uniform(0.001, 0.3, 400)
    table, order = samples(texture, points, foot), np.random.default_rng(5).permutation(400)

    first, other = painted(table, material(texture)), painted(table[:, order[:300]], material(texture))

    np.testing.assert_array_equal(first[R : POOL + 1, order[:300]], other[R : POOL + 1])


@every_texture
@pytest.mark.parametrize("foot", [0.0, 1e-3, 1.0, 1e3])
def test_a_texture_is_finite_and_not_negative_at_all_extremes(texture, foot):
    corners = np.array(np.meshgrid(*[[-1e4, -1.0, 0.0, 1e4]] * 3), F).reshape(3, -1)

    made = painted(samples(texture, corners, foot), material(texture, worn=1.0), 1.0)[R : POOL + 1]

    assert np.isfinite(made).all()
    signed = [BX - R, BX - R + 1, BZ - R]
    assert (np.delete(made, signed, axis=0) >= 0.0).all()
    assert made[ROUGH - R].max() <= 1.0
    assert made[:3].max() < 1.5


@every_texture
def test_each_texture_but_plain_shows_near_by(texture):
    made = painted(samples(texture, drawn_points(texture, 2560, 20.0), 0.001), material(texture))

    shown = made[R : B + 1].std(axis=1).max() / made[R : B + 1].mean()

    assert shown < 1e-6 if texture == Texture.PLAIN else shown > 0.002


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_a_wave_is_what_its_definition_says(x, y):
    x, y = F(x), F(y)

    assert wave2(x, y) == pytest.approx(slow_wave2(float(x), float(y)), abs=2e-4)


@given(st.integers(1, LANES), st.integers(0, 2**32 - 1))
def test_the_least_of_a_row_is_found_whatever_lies_behind_it(count, seed):
    tile = np.random.default_rng(seed).uniform(0.0, 9.0, ROWS * LANES).astype(F)
    row = tile[rows.SCRATCH * LANES :][:count].copy()

    assert least(tile, count) == row.min()


def test_an_octave_is_skipped_only_where_it_has_faded():
    table = samples(Texture.ASPHALT, drawn_points(Texture.ASPHALT, LANES, 30.0), 1.2)
    table[rows.U : rows.FV + 1] = table[[PX, PX + 1, FX, FX + 1]]
    taken, skipped = table.copy().ravel(), table.copy().ravel()

    octave(taken, LANES, F(0.0), rows.WAVES[0], F(0.8), F(0.9), F(0.5), F(0.0), F(1.0))
    octave(skipped, LANES, F(1.2), rows.WAVES[0], F(0.9), F(0.9), F(0.5), F(0.0), F(1.0))

    np.testing.assert_array_equal(skipped, table.ravel())
    assert (taken == table.ravel()).all()


def test_mortar_takes_the_share_of_a_wall_that_its_joints_have():
    points = drawn_points(Texture.BRICK, 256 * 80, 100.0)
    m = material(Texture.BRICK, _0=0.0, _1=0.0, _2=0.0, _3=0.3, _4=0.3, _5=0.3)
    table = samples(Texture.BRICK, points, 0.0005)
    table[NX : NZ + 1] = np.array(UP, F)[:, None]

    mortar = painted(table, m)[R].mean() / (0.8 * 0.3)

    # Joints of 0.042 of a brick's length and 0.13 of its height; three courses to a length.
    assert mortar == pytest.approx(1.0 - (1.0 - 0.042) * (1.0 - 0.13), rel=0.02)


def test_a_course_of_bricks_is_a_third_of_their_length():
    heights = np.stack([np.full(4000, 0.56), np.linspace(0.0, 4.0, 4000), np.zeros(4000)])
    m = material(Texture.BRICK, _0=0.0, _1=0.0, _2=0.0, _7=4.0)
    table = samples(Texture.BRICK, heights, 1e-4)
    table[NX : NZ + 1] = np.array(UP, F)[:, None]

    bright = painted(table, m)[R] > 0.1

    assert (np.diff(bright.astype(int)) == 1).sum() == pytest.approx(4 * 4 * 3, abs=1)


def test_slabs_have_as_many_joints_as_their_scale_says():
    line = np.stack([np.linspace(0.0, 20.0, 20000), np.full(20000, 0.3), np.zeros(20000)])

    made = painted(samples(Texture.PAVING, line, 1e-4), material(Texture.PAVING, _7=1.5))[ROUGH]

    joints = (np.diff((made > 0.9).astype(int)) == 1).sum()
    assert joints == pytest.approx(30, abs=1)


def test_tyres_wear_two_tracks_into_each_lane():
    across = np.linspace(0.0, 3.25, 66)
    points = np.stack(np.meshgrid(np.linspace(-200, 200, 400), across)).reshape(2, -1)
    table = samples(Texture.ASPHALT, np.concatenate([points, np.zeros((1, points.shape[1]))]), 0.1)

    bare, worn = (painted(table, material(Texture.ASPHALT, worn=wear))[R] for wear in (0.0, 1.0))

    lighter = (worn - bare).reshape(66, 400).mean(axis=1) / bare.mean()
    assert lighter[[17, 48]].min() > 0.04  # 0.78 m to either side of the lane's middle
    assert lighter[32] < -0.05  # and oil in it
    assert np.abs(lighter[[0, 65]]).max() < 0.01


def test_windows_are_lit_at_night_and_seldom_by_day():
    points = np.random.default_rng(6).uniform(0.0, 200.0, (3, 256 * 40))
    table = samples(Texture.FACADE, points, 0.01)

    day, night = (painted(table, material(Texture.FACADE), on) for on in (0.0, 1.0))

    pane = day[F0] > 0.09
    assert 0.05 < pane.mean() < 0.4
    assert (day[EMIT][pane] > 0.01).mean() < 0.1
    assert 0.3 < (night[EMIT][pane] > 0.1).mean() < 0.6
    assert night[EMIT][~(day[F0] > 0.041)].max() < 0.01
    warm = night[R] / night[B]
    lit = pane & (night[EMIT] > 0.1)
    assert (warm[lit] > 2.0).mean() > 0.4
    assert (warm[lit] < 1.0).mean() > 0.1


def test_what_is_bright_at_night_is_sent_out_in_its_measure():
    table = samples(Texture.PLAIN, np.zeros((3, 5)), 0.01)

    made = painted(table, material(Texture.PLAIN, _11=0.25, _13=2.0), 0.5)

    assert (made[EMIT] == F(1.25)).all()


def test_only_an_upright_mirror_is_bent_like_a_pane():
    points = drawn_points(Texture.PLAIN, LANES, 9.0)
    m = material(Texture.PLAIN, _8=0.03, _9=0.08)
    upright, level = samples(Texture.PLAIN, points, 0.01), samples(Texture.PLAIN, points, 0.01)
    upright[NX : NZ + 1] = np.array(FRONT, F)[:, None]

    assert np.abs(painted(upright, m)[BX : BZ + 1]).max(axis=1).min() > 0.005
    assert not painted(level, m)[BX : BZ + 1].any()


def test_light_comes_through_leaves_and_grass_alone():
    through = {
        texture: painted(samples(texture, drawn_points(texture, 9, 9.0), 0.01), material(texture))[THROUGH].max()
        for texture in Texture
    }

    assert {texture for texture, much in through.items() if much > 0} == {Texture.LEAF, Texture.GRASS}


def test_vehicle_paint_is_dirty_below_and_clean_above():
    low, high = drawn_points(Texture.PAINT, 2560, 3.0), drawn_points(Texture.PAINT, 2560, 3.0)
    low[2], high[2] = 0.2, 1.2

    dirt = [painted(samples(Texture.PAINT, points, 0.01), material(Texture.PAINT))[G].mean() for points in (low, high)]

    assert dirt[0] > 2.0 * dirt[1]
    assert painted(samples(Texture.PAINT, low, 0.01), material(Texture.PAINT, _12=0.0))[G] == pytest.approx(0.03)


def test_some_cloth_is_striped_or_checked_by_its_variant():
    """Of 300 persons about a third; stripes run around, so that the colour changes with height alone."""
    height = np.stack([np.full(128, 0.1), np.full(128, -0.2), np.linspace(0.0, 1.0, 128)])

    contrast = []
    for k in range(300):
        tone = painted(samples(Texture.CLOTH, height, 0.004, k / 300.0), material(Texture.CLOTH))[R]
        contrast.append(np.abs(np.diff(tone)).max() / tone.mean())

    assert 0.1 < np.mean(np.array(contrast) > 0.15) < 0.4


def slow_wave2(x, y):
    i, j = floor(x), floor(y)
    u, v = (3.0 * t * t - 2.0 * t**3 for t in (x - i, y - j))
    corner = [[slow_hash2(i + a, j + b) for a in (0, 1)] for b in (0, 1)]
    low, high = (row[0] + u * (row[1] - row[0]) for row in corner)
    return low + v * (high - low)


def slow_hash2(x, y):
    def int32(h):
        return (h + 2**31) % 2**32 - 2**31

    h = int32(x * int(noise.STEP_X)) ^ int32(y * int(noise.STEP_Y))
    h = int32((h ^ (h >> 15)) * int(noise.MIX))
    h = int32((h ^ (h >> 12)) * int(noise.MIX))
    return ((h ^ (h >> 15)) & 0xFFFFFF) / 2**24


@njit
def wave2(x, y):
    return noise.wave2(x, y)


@njit
def least(t, count):
    return rows.least(t, count)


@njit
def octave(t, count, near, out, fx, fy, dx, dy, swing):
    rows.octave(t, count, near, out, fx, fy, dx, dy, swing)
