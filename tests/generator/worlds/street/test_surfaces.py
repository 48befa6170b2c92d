"""What furnishes and litters a street carries the right label, keeps out of the way, and follows the season."""

import numpy as np
import pytest

from panscape.scenes import VOID
from panscape.shapes.amenity import AMENITIES, amenity_mesh
from panscape.shapes.coarse import coarse
from panscape.shapes.litter import LITTER, VARIANTS, carpet_mesh, drift_mesh, litter_mesh
from panscape.shapes.paving import DROP, KERB, SLOPE, dropped_kerb
from panscape.worlds.street import StreetParams
from streets import lies, points_of, side_at, street

FURNISHED = StreetParams.model_validate({"amenities": 20, "litter": 2})
ONLY = {
    season: {name: float(name == season) for name in ("spring", "summer", "autumn", "winter")}
    for season in ("autumn", "summer")
}
COUNT = 20


@pytest.fixture(scope="module")
def furnished():
    return [street(index, FURNISHED) for index in range(COUNT)]


def placed(built, category):
    return [p for stuff in built.scene.stuff if stuff.category == category for p in stuff.placements]


def test_benches_and_bins_are_void_and_stand_on_the_sidewalk(furnished):
    seen = 0
    models = {mesh for model in AMENITIES for mesh in _forms(amenity_mesh(model))}
    for built in furnished:
        for placement in placed(built, VOID):
            assert placement.mesh in models
            _, left = lies(built.plan, *placement.position[:2])
            side = side_at(built.plan, left)
            assert side.kerb + 0.2 < abs(left) < side.line - 0.2
            assert placement.position[2] == built.plan.step
            seen += 1
    assert seen > 5 * COUNT


def _forms(mesh):
    return [mesh, coarse(mesh, 0.1), coarse(mesh, 0.2)]


def test_some_of_every_sidewalk_stays_free(furnished):
    for built in furnished:
        for placement in placed(built, VOID):
            points = points_of(placement)
            off = np.array([abs(lies(built.plan, x, y)[1]) for x, y, z in points if z < 1.9])
            side = side_at(built.plan, lies(built.plan, *placement.position[:2])[1])
            assert max(side.lot - off.max(), off.min() - (side.walk_from if side.verge else side.kerb)) > 1.0


def test_no_amenities_and_no_litter_where_none_are_wanted():
    bare = [street(index, StreetParams.model_validate({"amenities": 0, "litter": 0})) for index in range(4)]
    meshes = {litter_mesh(model) for model in LITTER}

    for built in bare:
        assert not placed(built, VOID)
        assert not any(p.mesh in meshes for name in ("road", "sidewalk") for p in placed(built, name))


def test_litter_lies_on_what_it_is_labelled_as(furnished):
    meshes, seen = {litter_mesh(model) for model in LITTER}, 0
    for built in furnished:
        for category in ("road", "sidewalk"):
            for placement in placed(built, category):
                if placement.mesh in meshes:
                    _, left = lies(built.plan, *placement.position[:2])
                    assert (abs(left) < side_at(built.plan, left).kerb) == (category == "road")
                    assert placement.position[2] == pytest.approx(
                        0.0 if category == "road" else built.plan.step, abs=2e-3
                    )
                    seen += 1
    assert seen > COUNT


def test_leaves_lie_about_in_autumn_alone():
    meshes = {make(k, fine) for make in (carpet_mesh, drift_mesh) for k in range(VARIANTS) for fine in (True, False)}
    counts = dict.fromkeys(ONLY, 0)
    for season, weights in ONLY.items():
        params = StreetParams.model_validate({"seasons": weights, "trees": 1})
        for index in range(6):
            built = street(index, params)
            ground = [p for name in ("road", "sidewalk", "terrain") for p in placed(built, name)]
            counts[season] += sum(p.mesh in meshes for p in ground)

    assert counts["summer"] == 0 < counts["autumn"]


def test_a_dropped_kerb_joins_what_lies_beside_it():
    mesh = dropped_kerb()
    x, y, z = mesh.vertices.T
    ends = np.abs(x) == DROP

    assert set(z[ends & (y > 0)].tolist()) == {1.0}
    assert set(z[y == KERB + SLOPE].tolist()) == {1.0}
    assert z[(np.abs(x) < 1.0 + DROP - 0.45) & (y == KERB) & ~ends].max() == pytest.approx(0.2)


def test_kerbs_come_down_at_zebras_and_nowhere_else(furnished):
    found = 0
    for built in furnished:
        for placement in placed(built, "sidewalk"):
            if placement.mesh is dropped_kerb():
                assert min(abs(placement.position[0] - zebra) for zebra in built.plan.zebras) < 1e-9
                left = placement.position[1]
                assert abs(left) == side_at(built.plan, left).kerb
                inward = points_of(placement)[:, 1] * np.sign(left) - abs(left)
                assert inward.min() > -1e-9 and inward.max() == pytest.approx(KERB + SLOPE)
                found += 1
    assert found > 5


def test_every_street_lamp_shines_from_its_head(furnished):
    found = 0
    for built in furnished:
        lights = np.array([lamp.position for lamp in built.scene.lamps]).reshape(-1, 3)
        for mast in placed(built, "pole"):
            if "lamp" in mast.mesh.slots:
                top = mast.position[2] + mast.mesh.bounds[1][2]
                near = np.hypot(*(lights[:, :2] - mast.position[:2]).T) < 2.0
                assert any(top - 0.6 < z < top for z in lights[near, 2])
                found += 1
    assert found > COUNT
