"""Riders on bicycles and motorcycles: one thing for the rider, one for the machine."""

from functools import cache

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Thing
from panscape.shapes.bicycle import CRANKS, bicycle_materials, bicycle_mesh, bicycle_seat
from panscape.shapes.body import Outfit, dressed
from panscape.shapes.cycle import Seat, pedals
from panscape.shapes.figure import Build, figure, reaching
from panscape.shapes.motorcycle import motorcycle_materials, motorcycle_mesh, motorcycle_seat
from panscape.shapes.person import HEAVY, MAN, REST, SLIM, WOMAN, YOUTH
from panscape.shapes.size import Size
from panscape.shapes.skinning import posed
from panscape.shapes.surface import Floats
from panscape.shapes.wardrobe import person_materials

RIDING_SIZES = {"bicycle": Size(1.90, 0.95, 2.00), "motorcycle": Size(2.25, 1.05, 1.85)}
# Who rides what, and how the cranks stand.
_CYCLISTS: tuple[tuple[Build, Outfit, str, int], ...] = (
    (MAN, Outfit(), "mountain", 0),
    (MAN, Outfit("jacket", hair="helmet", bag="backpack"), "city", 1),
    (SLIM, Outfit("shirt", "short", "shorts", "helmet"), "sports", 0),
    (SLIM, Outfit("shirt", "short", "shorts", "helmet"), "sports", 2),
    (WOMAN, Outfit("jacket", hair="long"), "city", 0),
    (WOMAN, Outfit("shirt", "short", "shorts", "tail"), "city", 2),
    (WOMAN, Outfit(hair="helmet", bag="backpack"), "mountain", 1),
    (HEAVY, Outfit("jacket", hair="beanie"), "city", 1),
    (YOUTH, Outfit("shirt", "short", bag="backpack"), "mountain", 2),
)
_MOTORCYCLISTS: tuple[tuple[Build, Outfit, str], ...] = (
    (MAN, Outfit("jacket", hair="helmet"), "roadster"),
    (HEAVY, Outfit("jacket", hair="helmet"), "roadster"),
    (SLIM, Outfit("jacket", hair="helmet", bag="backpack"), "scooter"),
    (WOMAN, Outfit("jacket", hair="helmet"), "scooter"),
)


def riding_bicycle(rng: np.random.Generator, position: tuple[float, float, float], yaw: float) -> tuple[Thing, Thing]:
    """Return a rider and the bicycle under them.

    Parameters
    ----------
    rng : numpy.random.Generator
    position : (x, y, z) metres
        Of the ground below the bicycle's middle.
    yaw : float, radians
        Where they ride.

    Returns
    -------
    (rider, bicycle)
    """
    cyclist = int(rng.integers(len(_CYCLISTS)))
    _, _, model, crank = _CYCLISTS[cyclist]
    rider = Placement(cyclist_mesh(cyclist), position, _rider_materials(rng), yaw)
    machine = Placement(bicycle_mesh(model, crank, parked=False), position, bicycle_materials(rng), yaw)
    facts = {"model": model, "parked": False}
    return Thing("rider", (rider,), {"rides": "bicycle"}), Thing("bicycle", (machine,), facts)


def riding_motorcycle(
    rng: np.random.Generator, position: tuple[float, float, float], yaw: float
) -> tuple[Thing, Thing]:
    """Return a rider and the motorcycle under them; as ``riding_bicycle``."""
    motorcyclist = int(rng.integers(len(_MOTORCYCLISTS)))
    model = _MOTORCYCLISTS[motorcyclist][2]
    rider = Placement(motorcyclist_mesh(motorcyclist), position, _rider_materials(rng), yaw)
    machine = Placement(motorcycle_mesh(model, parked=False), position, motorcycle_materials(rng), yaw)
    facts = {"model": model, "parked": False}
    return Thing("rider", (rider,), {"rides": "motorcycle"}), Thing("motorcycle", (machine,), facts)


@cache
def cyclist_mesh(cyclist: int) -> Mesh:
    """Return the mesh of a rider on a bicycle, in the bicycle's frame: hands on the grips, feet on the pedals."""
    build, outfit, model, crank = _CYCLISTS[cyclist]
    seat = bicycle_seat(model)
    return _seated(build, outfit, seat, pedals(seat, CRANKS[crank], 0.11), above=0.075)


@cache
def motorcyclist_mesh(motorcyclist: int) -> Mesh:
    """Return the mesh of a rider on a motorcycle, in the motorcycle's frame."""
    build, outfit, model = _MOTORCYCLISTS[motorcyclist]
    seat = motorcycle_seat(model)
    x, y, z = seat.crank
    return _seated(build, outfit, seat, (np.array([x, y, z]), np.array([x, -y, z])), above=0.085)


def _seated(build: Build, outfit: Outfit, seat: Seat, feet: tuple[Floats, Floats], above: float) -> Mesh:
    h = build.height
    sole = np.array([-0.045 * h, 0.0, 0.044 * h + 0.012])
    ankles = [foot + sole for foot in feet]
    x, y, z = seat.grip
    # The wrist lies behind the grip and above it, so that the palm does.
    wrists = [np.array([x - 0.055 * h, side * y, z + 0.028 * h]) for side in (1.0, -1.0)]
    pelvis = np.array(seat.saddle) + np.array([-0.01, 0.0, above])
    tilt = (0.12, 0.12) if seat.arm else (0.0, 0.0)
    body = dressed(figure(build, REST), outfit)
    return posed(body, reaching(build, pelvis, seat.lean, ankles, wrists, tilt, (-0.55 * seat.lean, 0.0), 0.7))


def _rider_materials(rng: np.random.Generator) -> dict[str, Material]:
    """As a person's, the hat being a helmet: hard, glossy, of one colour."""
    materials = person_materials(rng)
    return materials | {"hat": Material(materials["hat"].color, roughness=0.2, f0=0.05)}
