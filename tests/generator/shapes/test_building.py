"""Buildings stand on the ground within their outline, their windows whole, and no two are dressed alike."""

import numpy as np
import pytest

from panscape.seeds import rng_for
from panscape.shapes.building import BUILDINGS, _roof, building, building_mesh
from panscape.shapes.facade import PANES, shell
from panscape.shapes.roof import cornice, flat_roof, gable_front, gable_roof, hip_roof, mansard_roof

EVES = 0.55  # how far roofs, sills and cornices may stand out
CANOPY = 1.25  # balconies and awnings, at the front alone


def is_closed(mesh):
    """Whether every edge between two places is crossed once each way."""
    _, place = np.unique(mesh.vertices.round(6), axis=0, return_inverse=True)
    edges = place.reshape(-1)[mesh.triangles][:, [(0, 1), (1, 2), (2, 0)]].reshape(-1, 2).tolist()
    there = [tuple(edge) for edge in edges]
    return len(set(there)) == len(there) and {(b, a) for a, b in there} == set(there)


@pytest.mark.parametrize("model", BUILDINGS)
@pytest.mark.parametrize("detail", range(3))
def test_a_building_stands_on_the_ground_within_its_outline(model, detail):
    plan = BUILDINGS[model]

    low, high = building_mesh(model, detail).bounds

    assert low[2] == 0.0
    assert plan.height <= high[2] < plan.height + 6.0
    assert -0.5 * plan.depth - EVES <= low[0] and high[0] <= 0.5 * plan.depth + CANOPY
    assert max(-low[1], high[1]) <= 0.5 * plan.width + EVES


@pytest.mark.parametrize("model", BUILDINGS)
def test_every_pane_of_a_front_lies_whole_in_its_bay(model):
    plan, mesh = BUILDINGS[model], building_mesh(model)
    slots = [mesh.slots.index(name) for name in PANES if name in mesh.slots]
    panes = mesh.vertices[mesh.triangles[np.isin(mesh.slot, slots)]]
    front = panes[np.ptp(panes[:, :, 0], axis=1) < 1e-9]
    front = front[(front[:, 0, 0] > 0.3 * plan.depth) & (front[:, :, 2].max(axis=1) < plan.height)]

    bay = np.floor(front[:, :, 1] / plan.facade.bay + 0.5 * plan.facade.bays)

    assert len(front)
    assert (bay == bay[:, :1]).all()
    assert front[:, :, 2].min() > 0.0


@pytest.mark.parametrize("model", BUILDINGS)
def test_a_coarse_building_is_lighter(model):
    fine, middle, far = (len(building_mesh(model, detail).triangles) for detail in range(3))

    assert far < 0.6 * middle and middle <= fine and far < 0.4 * fine


@pytest.mark.parametrize("model", BUILDINGS)
def test_the_walls_of_a_building_are_one_closed_shell(model):
    plan = BUILDINGS[model]

    mesh = shell(plan.facade, plan.depth)

    assert is_closed(mesh)
    a, b, c = mesh.vertices[mesh.triangles].transpose(1, 0, 2)
    volume = (np.cross(a, b) * c).sum() / 6.0
    whole = plan.width * plan.depth * plan.height
    assert 0.9 * whole < volume < whole


@pytest.mark.parametrize(
    "roof",
    [
        flat_roof(12.0, 10.0, 9.0, True),
        gable_roof(12.0, 10.0, 9.0, 3.6, 2, 3),
        gable_front(9.0, 8.0, 6.0, 3.0),
        mansard_roof(12.0, 10.0, 9.0, 4, 3.0),
        hip_roof(12.0, 9.0, 6.0, 2.8),
        cornice(12.0, 10.0, 9.0, 0.4),
    ],
    ids=["flat", "gable", "gable front", "mansard", "hip", "cornice"],
)
def test_roofs_are_closed_but_for_the_panes_on_them(roof):
    for mesh in roof:
        if not {"window", "window2", "window3", "lit_window", "frame"} & set(mesh.slots):
            assert is_closed(mesh)
            a, b, c = mesh.vertices[mesh.triangles].transpose(1, 0, 2)
            assert (np.cross(a, b) * c).sum() > 0.0


@pytest.mark.parametrize("model", ["tenement 4x5 shop", "house 4x2 hip"])
def test_no_roof_shares_an_edge_with_the_walls_below(model):
    plan = BUILDINGS[model]
    walls = {tuple(point) for point in shell(plan.facade, plan.depth).vertices.round(5).tolist()}
    others = [tuple(point) for mesh in _roof(plan) for point in mesh.vertices.round(5).tolist()]

    assert not walls & set(others)


def test_windows_glow_after_dusk_in_some_rooms_and_some_houses():
    looks = [building(rng_for(seed, "look"), (0, 0, 0), 0.0, "tenement 3x5").materials for seed in range(30)]
    glowing = [sum(look[slot].night > 0 for slot in PANES) for look in looks]

    assert all(look["lit_window"].night > 0 for look in looks)
    assert set(glowing) >= {1, 2, 3}
    assert all(look["wall"].night == 0 for look in looks)


@pytest.mark.parametrize("model", ["tenement 5x4 shop", "house 3x2 hip", "house 3x2 gable"])
def test_roofs_look_up(model):
    mesh = building_mesh(model)
    roof = mesh.vertices[mesh.triangles[mesh.slot == mesh.slots.index("roof")]]

    up = np.cross(roof[:, 1] - roof[:, 0], roof[:, 2] - roof[:, 0])[:, 2]

    # All but the undersides of what lies over dormers.
    assert up[np.abs(up) > 10.0].min() > 0.0
    assert up.sum() > 30.0


def test_walls_look_away_from_the_middle():
    mesh = building_mesh("flats 5x4 shop", 2)
    walls = mesh.triangles[mesh.slot == mesh.slots.index("wall")]
    corners = mesh.vertices[walls]
    below = corners[:, :, 2].max(axis=1) <= BUILDINGS["flats 5x4 shop"].height
    below &= np.ptp(corners[:, :, 2], axis=1) > 0.0

    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[below]

    assert (normals * corners[below].mean(axis=1))[:, :2].sum(axis=1).min() > 0.0


def test_seeds_give_the_same_model_other_colors():
    walls = {
        building(rng_for(seed, "look"), (0, 0, 0), 0.0, "tenement 3x5").materials["wall"].color for seed in range(9)
    }

    assert len(walls) > 6
