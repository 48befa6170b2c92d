"""Vehicles stand on the ground, fit the room that the tables promise, and differ from draw to draw."""

import numpy as np
import pytest

from panscape.categories import taxonomy
from panscape.seeds import rng_for
from panscape.shapes.bicycle import BICYCLE_MODELS, CRANKS, bicycle, bicycle_mesh
from panscape.shapes.bus import BUS_MODELS, bus
from panscape.shapes.car import CAR_MODELS, car
from panscape.shapes.motorcycle import MOTORCYCLE_MODELS, motorcycle, motorcycle_mesh
from panscape.shapes.truck import TRUCK_MODELS, truck

KINDS = {
    "car": (car, CAR_MODELS),
    "bus": (bus, BUS_MODELS),
    "truck": (truck, TRUCK_MODELS),
    "bicycle": (bicycle, BICYCLE_MODELS),
    "motorcycle": (motorcycle, MOTORCYCLE_MODELS),
}
EACH = [(kind, model) for kind, (_, models) in KINDS.items() for model in models]


def made(kind, model, index=0):
    return KINDS[kind][0](rng_for(5, kind, index), (3.0, -2.0, 0.5), 0.7, model)


@pytest.mark.parametrize(("kind", "model"), EACH)
def test_a_vehicle_stands_on_the_ground_exactly(kind, model):
    (placement,) = made(kind, model).placements

    assert placement.mesh.vertices[:, 2].min() == 0.0
    assert placement.position == (3.0, -2.0, 0.5)
    assert placement.yaw == 0.7


@pytest.mark.parametrize(("kind", "model"), EACH)
def test_a_vehicle_fits_the_room_in_its_table_and_fills_most_of_it(kind, model):
    size = KINDS[kind][1][model]
    (placement,) = made(kind, model).placements
    low, high = placement.mesh.bounds

    room = 0.5 * np.array([size.length, size.width])
    assert (np.abs(low[:2]) <= room).all()
    assert (high[:2] <= room).all()
    assert high[2] <= size.height
    assert high[0] - low[0] > 0.93 * size.length
    assert high[2] > 0.9 * size.height


@pytest.mark.parametrize(("kind", "model"), EACH)
def test_a_vehicle_has_no_more_triangles_than_a_street_can_bear(kind, model):
    (placement,) = made(kind, model).placements

    assert 1500 < len(placement.mesh.triangles) <= 6200


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_thing_of_its_own_category(kind):
    thing = made(kind, None)

    assert thing.category == kind
    assert taxonomy("cityscapes")[kind].isthing


@pytest.mark.parametrize("kind", KINDS)
def test_equal_seeds_make_equal_vehicles_and_others_differ(kind):
    def look(index):
        thing = made(kind, None, index)
        return thing.facts["model"], tuple(thing.placements[0].materials.items())

    looks = [look(index) for index in range(12)]

    assert look(0) == looks[0]
    assert len(set(looks)) == 12
    assert len({model for model, _ in looks}) > 1


def test_vehicles_of_one_model_share_one_mesh():
    parked = [car(rng_for(5, "car", index), (0, 0, 0), 0.0, "saloon", driven=False) for index in range(2)]

    assert parked[0].placements[0].mesh is parked[1].placements[0].mesh
    assert made("truck", "box", 1).placements[0].mesh is made("truck", "box", 2).placements[0].mesh


@pytest.mark.parametrize("model", CAR_MODELS)
def test_somebody_sits_in_a_driven_car_and_nobody_in_a_parked_one(model):
    driven, parked = (
        car(rng_for(1, "car"), (0, 0, 0), 0.0, model, driven).placements[0].mesh for driven in (True, False)
    )

    faces = vertices_of(driven, "face")
    assert faces[:, 1].max() > 0.25  # the driver sits to the left
    assert 0.8 < faces[:, 2].min() < faces[:, 2].max() < driven.bounds[1][2] - 0.1
    assert "face" not in parked.slots
    assert {"seats", "beyond"} <= set(parked.slots)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_model_is_refused(kind):
    with pytest.raises(KeyError):
        made(kind, "hovercraft")


@pytest.mark.parametrize("model", BICYCLE_MODELS)
@pytest.mark.parametrize("crank", range(len(CRANKS)))
def test_a_ridden_bicycle_stands_on_both_its_tyres(model, crank):
    assert both_wheels_touch(bicycle_mesh(model, crank, parked=False))


@pytest.mark.parametrize("model", MOTORCYCLE_MODELS)
def test_a_ridden_motorcycle_stands_on_both_its_tyres(model):
    assert both_wheels_touch(motorcycle_mesh(model, parked=False))


@pytest.mark.parametrize("model", CAR_MODELS)
def test_the_wheels_of_a_car_stand_on_the_ground_inside_its_arches(model):
    mesh = car(rng_for(1, "car"), (0, 0, 0), 0.0, model).placements[0].mesh
    tyres = vertices_of(mesh, "tyre")
    body = vertices_of(mesh, "paint")
    corners = [tyres[(np.sign(tyres[:, 0]) == sx) & (np.sign(tyres[:, 1]) == sy)] for sx in (1, -1) for sy in (1, -1)]

    for corner in corners:
        assert corner[:, 2].min() == 0.0
        assert np.abs(corner[:, 1]).max() < np.abs(body[:, 1]).max()
        over = (np.abs(body[:, 0] - corner[:, 0].mean()) < 0.13) & (np.abs(body[:, 1]) > 0.4)
        assert body[over, 2].min() > corner[:, 2].max()


@pytest.mark.parametrize(("kind", "model"), [each for each in EACH if each[0] in ("car", "bus", "truck")])
def test_a_vehicle_is_the_same_on_both_sides_but_for_doors_and_loads(kind, model):
    mesh = made(kind, model).placements[0].mesh
    paint = vertices_of(mesh, "paint")

    mirrored = paint * (1, -1, 1)

    # The flap of the fuel tank is on the right: a few corners.
    assert len(as_set(paint) ^ as_set(mirrored)) <= 24


def vertices_of(mesh, slot):
    triangles = mesh.triangles[mesh.slot == mesh.slots.index(slot)]
    return mesh.vertices[np.unique(triangles)]


def both_wheels_touch(mesh):
    touching = mesh.vertices[mesh.vertices[:, 2] == 0.0]
    return mesh.vertices[:, 2].min() == 0.0 and touching[:, 0].min() < 0.0 < touching[:, 0].max()


def as_set(points):
    return set(map(tuple, np.rint(points * 1e4).astype(int)))
