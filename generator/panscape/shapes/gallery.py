"""One example of everything there is a shape for, by name: what a turntable shows."""

from collections.abc import Callable
from functools import partial

import numpy as np

from panscape.scenes import Placement, Stuff, Thing
from panscape.shapes.bicycle import BICYCLE_MODELS, bicycle
from panscape.shapes.bus import BUS_MODELS, bus
from panscape.shapes.car import CAR_MODELS, car
from panscape.shapes.gallery_street import STREET
from panscape.shapes.motorcycle import MOTORCYCLE_MODELS, motorcycle
from panscape.shapes.person import person
from panscape.shapes.rider import riding_bicycle, riding_motorcycle
from panscape.shapes.truck import TRUCK_MODELS, truck

Example = Callable[[np.random.Generator], Thing | Stuff | list[Placement]]
_HERE = (0.0, 0.0, 0.0)


def _ridden(rng: np.random.Generator, ride: Callable[..., tuple[Thing, Thing]]) -> list[Placement]:
    return [placement for thing in ride(rng, _HERE, 0.0) for placement in thing.placements]


VEHICLES: dict[str, Example] = {
    **{f"car, {model}": partial(car, position=_HERE, yaw=0.0, model=model) for model in CAR_MODELS},
    **{f"bus, {model}": partial(bus, position=_HERE, yaw=0.0, model=model) for model in BUS_MODELS},
    **{f"truck, {model}": partial(truck, position=_HERE, yaw=0.0, model=model) for model in TRUCK_MODELS},
    **{
        f"motorcycle, {model}": partial(motorcycle, position=_HERE, yaw=0.0, model=model) for model in MOTORCYCLE_MODELS
    },
    **{f"bicycle, {model}": partial(bicycle, position=_HERE, yaw=0.0, model=model) for model in BICYCLE_MODELS},
    "rider on a bicycle": partial(_ridden, ride=riding_bicycle),
    "rider on a motorcycle": partial(_ridden, ride=riding_motorcycle),
}
PEOPLE: dict[str, Example] = {
    name: partial(person, position=_HERE, yaw=0.0, activity=activity, character=character)
    for name, activity, character in (
        ("man with a beard", "standing", 0),
        ("man with a briefcase", "walking", 2),
        ("man in shorts", "walking", 3),
        ("worker in bright clothes", "standing", 4),
        ("man with a phone", "standing", 7),
        ("man in a hurry", "walking", 9),
        ("heavy man", "walking", 10),
        ("old man with a cane", "walking", 12),
        ("woman with a handbag", "walking", 13),
        ("woman in a dress", "standing", 14),
        ("woman who sits", "sitting", 17),
        ("woman in a coat", "walking", 16),
        ("woman under an umbrella", "walking", 19),
        ("woman with a pram", "walking", 20),
        ("woman in a headscarf", "walking", 21),
        ("stout woman with her shopping", "walking", 23),
        ("old woman", "standing", 24),
        ("child", "walking", 25),
        ("girl", "standing", 27),
        ("toddler", "walking", 28),
        ("youth in a hood", "walking", 29),
    )
}
GALLERY: dict[str, Example] = {**VEHICLES, **PEOPLE, **STREET}
