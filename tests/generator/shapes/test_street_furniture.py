"""Poles, lights, signs and fences: what is pole and what is board, which way they look, where they end."""

from math import cos, pi, sin

import numpy as np
import pytest

from panscape.seeds import rng_for
from panscape.shapes.fence import FENCE_HEIGHTS, FENCES, PANEL, fence, garden_wall
from panscape.shapes.pole import LAMP_HEIGHTS, LAMPS, lamp, lamp_mesh
from panscape.shapes.traffic_light import lamp_materials, traffic_light
from panscape.shapes.traffic_sign import SIGNS, sign_mesh, traffic_sign


@pytest.mark.parametrize("model", LAMPS)
def test_a_lamp_stands_on_the_ground_as_high_as_it_says(model):
    low, high = lamp(rng_for(0, "l"), (0, 0, 0), 0.0, model).mesh.bounds

    assert low[2] == 0.0
    assert abs(high[2] - LAMP_HEIGHTS[model]) < 0.3


def test_an_arm_reaches_forward():
    low, high = lamp_mesh("arm").bounds

    assert high[0] > 2.0 > -low[0]


@pytest.mark.parametrize("model", SIGNS)
def test_a_sign_shows_its_colors_to_the_front_alone(model):
    mesh = sign_mesh(model)
    corners = mesh.vertices[mesh.triangles]
    facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 0]
    back = mesh.slot == mesh.slots.index("back")

    assert facing[~back].max() > 0.0
    assert corners[~back][facing[~back] > 1e-9][..., 0].min() > corners[back][..., 0].max() - 1e-6
    assert corners[back][..., 0].min() < 1e-6


@pytest.mark.parametrize("model", SIGNS)
def test_each_layer_of_a_sign_lies_before_the_one_below(model):
    mesh = sign_mesh(model)
    last = SIGNS[model].layers[-1][0]
    top = mesh.vertices[mesh.triangles[mesh.slot == mesh.slots.index(last)]][..., 0].max()

    assert top == pytest.approx(mesh.vertices[:, 0].max())


def test_boards_of_one_post_stand_above_each_other_and_apart():
    poles, boards = traffic_sign(rng_for(0, "s"), (3.0, 4.0, 0.1), 1.0, ("no stopping", "speed limit"))

    spans = sorted((p.position[2] + p.mesh.bounds[0][2], p.position[2] + p.mesh.bounds[1][2]) for p in boards)
    assert len(poles) == 1 and len(boards) == 2
    assert spans[0][0] > 2.0
    assert spans[1][0] >= spans[0][1]


@pytest.mark.parametrize("signal", ["red", "amber", "green"])
def test_one_lens_of_a_signal_is_alight(signal):
    lit = {name for name, material in lamp_materials(signal).items() if material.emission > 0}

    assert lit == {signal}


@pytest.mark.parametrize("reach", [4.0, -4.0])
def test_a_second_head_hangs_over_the_road(reach):
    yaw = 0.7
    poles, heads = traffic_light(rng_for(0, "t"), (0.0, 0.0, 0.0), yaw, "red", reach)

    over = heads[1].position
    aside = -over[0] * sin(yaw) + over[1] * cos(yaw)

    assert len(poles) == 1
    assert aside == pytest.approx(reach - 0.25 * np.sign(reach), abs=1e-5)
    assert over[2] > 4.5


@pytest.mark.parametrize("model", FENCES)
@pytest.mark.parametrize("length", [2.0, 5.1, 9.0])
def test_a_fence_ends_where_it_should(model, length):
    panels = fence(rng_for(0, "f"), (1.0, 1.0, 0.0), 0.5 * pi, length, model)

    last = panels[-1]
    end = last.position[1] + last.scale[0] * PANEL

    assert end == pytest.approx(1.0 + length, abs=1e-5)
    assert FENCE_HEIGHTS[model] <= last.mesh.bounds[1][2] < FENCE_HEIGHTS[model] + 0.12


def test_a_garden_wall_is_as_high_as_asked_under_its_coping():
    panels = garden_wall(rng_for(0, "w"), (0.0, 0.0, 0.0), 0.0, 12.0, 0.9)

    plain = panels[1].mesh
    assert plain.vertices[plain.triangles[plain.slot == plain.slots.index("wall")]][..., 2].max() == pytest.approx(0.9)
    assert plain.bounds[1][2] < 1.0
