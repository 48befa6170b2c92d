"""Lamps are where a vehicle's lamps are: heads ahead, tails behind, in pairs or in the middle."""

import pytest

from panscape.seeds import rng_for
from panscape.shapes.bicycle import bicycle
from panscape.shapes.bus import BUS_MODELS, bus
from panscape.shapes.car import CAR_MODELS, car
from panscape.shapes.lights import lights_of
from panscape.shapes.motorcycle import MOTORCYCLE_MODELS, motorcycle
from panscape.shapes.person import person
from panscape.shapes.truck import TRUCK_MODELS, truck

WIDE = [
    (make, model) for make, models in ((car, CAR_MODELS), (bus, BUS_MODELS), (truck, TRUCK_MODELS)) for model in models
]


@pytest.mark.parametrize(("make", "model"), WIDE)
def test_wide_vehicles_have_two_heads_ahead_and_two_tails_behind(make, model):
    vehicle = make(rng_for(1, "lamps"), (5.0, 6.0, 0.0), 1.0, model)
    low, high = vehicle.placements[0].mesh.bounds

    lights = lights_of(vehicle)

    for kind, ahead in (("head", True), ("tail", False)):
        left, right = (light.position for light in lights if light.kind == kind)
        assert left[1] > 0.4
        assert right == pytest.approx((left[0], -left[1], left[2]), abs=1e-3)
        assert left[0] > 0.8 * high[0] if ahead else left[0] < 0.8 * low[0]
        assert 0.4 < left[2] < 1.3


@pytest.mark.parametrize("model", MOTORCYCLE_MODELS)
def test_motorcycles_have_one_of_each_in_the_middle(model):
    head, tail = lights_of(motorcycle(rng_for(1, "lamps"), (0, 0, 0), 0.0, model))

    assert (head.kind, tail.kind) == ("head", "tail")
    assert head.position[0] > 0.4 and tail.position[0] < -0.8


def test_a_city_bicycle_has_lamps_and_a_sports_bicycle_has_none():
    kinds = [
        [light.kind for light in lights_of(bicycle(rng_for(1, "lamps"), (0, 0, 0), 0.0, model))]
        for model in ("city", "sports")
    ]

    assert kinds == [["head", "tail"], []]


def test_people_have_no_lamps():
    assert lights_of(person(rng_for(1, "lamps"), (0, 0, 0), 0.0)) == ()
