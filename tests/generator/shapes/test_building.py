"""Buildings stand on the ground within their outline, their windows whole, and no two are dressed alike."""

import numpy as np
import pytest

from panscape.seeds import rng_for
from panscape.shapes.building import BUILDINGS, building, building_mesh

EVES = 0.55  # how far roofs, sills and cornices may stand out
CANOPY = 1.25  # balconies and awnings, at the front alone


@pytest.mark.parametrize("model", BUILDINGS)
@pytest.mark.parametrize("fine", [True, False])
def test_a_building_stands_on_the_ground_within_its_outline(model, fine):
    plan = BUILDINGS[model]

    low, high = building_mesh(model, fine).bounds

    assert low[2] == 0.0
    assert plan.height <= high[2] < plan.height + 6.0
    assert -0.5 * plan.depth - EVES <= low[0] and high[0] <= 0.5 * plan.depth + CANOPY
    assert max(-low[1], high[1]) <= 0.5 * plan.width + EVES


@pytest.mark.parametrize("model", BUILDINGS)
def test_every_pane_of_a_front_lies_whole_in_its_bay(model):
    plan, mesh = BUILDINGS[model], building_mesh(model, True)
    panes = mesh.vertices[mesh.triangles[np.isin(mesh.slot, [mesh.slots.index("glass")])]]
    front = panes[np.ptp(panes[:, :, 0], axis=1) < 1e-9]
    front = front[front[:, 0, 0] > 0.2 * plan.depth]

    bay = np.floor(front[:, :, 1] / plan.facade.bay + 0.5 * plan.facade.bays)

    assert len(front)
    assert (bay == bay[:, :1]).all()
    assert front[:, :, 2].min() > 0.0


@pytest.mark.parametrize("model", BUILDINGS)
def test_a_coarse_building_is_lighter(model):
    assert 1.5 * len(building_mesh(model, False).triangles) < len(building_mesh(model, True).triangles)


@pytest.mark.parametrize("model", ["tenement 5x4 shop", "house 3x2 hip", "house 3x2 gable"])
def test_roofs_look_up(model):
    mesh = building_mesh(model, True)
    roof = mesh.vertices[mesh.triangles[mesh.slot == mesh.slots.index("roof")]]

    up = np.cross(roof[:, 1] - roof[:, 0], roof[:, 2] - roof[:, 0])[:, 2]

    assert up.min() >= 0.0


def test_walls_look_away_from_the_middle():
    mesh = building_mesh("flats 5x4 shop", False)
    walls = mesh.triangles[mesh.slot == mesh.slots.index("wall")]
    corners = mesh.vertices[walls]
    below = corners[:, :, 2].max(axis=1) <= BUILDINGS["flats 5x4 shop"].height

    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[below]

    assert (normals * corners[below].mean(axis=1))[:, :2].sum(axis=1).min() > 0.0


def test_seeds_give_the_same_model_other_colors():
    walls = {
        building(rng_for(seed, "look"), (0, 0, 0), 0.0, "tenement 3x5").materials["wall"].color for seed in range(9)
    }

    assert len(walls) > 6
