"""Where a vehicle's lamps are, for those who light a scene by night."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from panscape.scenes import Mesh, Thing
from panscape.shapes.bicycle import bicycle_mesh
from panscape.shapes.bus import bus_mesh
from panscape.shapes.car import car_mesh
from panscape.shapes.motorcycle import motorcycle_mesh
from panscape.shapes.truck import truck_mesh

SLOTS = {"headlight": "head", "taillight": "tail", "brakelight": "brake"}
_MESHES = {"car": car_mesh, "bus": bus_mesh, "truck": truck_mesh}
_NARROW = 0.2  # metres; lamps nearer to the middle than this are one


@dataclass(frozen=True)
class VehicleLight:
    """A lamp of a vehicle.

    Attributes
    ----------
    kind : "head", "tail" or "brake"
    position : (x, y, z) metres
        In the vehicle's frame: x ahead, y to the left, z up from the ground below its middle.
    """

    kind: str
    position: tuple[float, float, float]


def lights_of(vehicle: Thing) -> tuple[VehicleLight, ...]:
    """Return the lamps of a car, bus, truck, motorcycle or bicycle; none of anything else.

    Heads shine along +x, tails along -x; ``placements[0]`` puts both into the world.

    Examples
    --------
    >>> from panscape.seeds import rng_for
    >>> from panscape.shapes.car import car
    >>> [light.kind for light in lights_of(car(rng_for(1, "car"), (0, 0, 0), 0.0, "saloon"))]
    ['head', 'head', 'tail', 'tail', 'brake']
    """
    model = str(vehicle.facts.get("model", ""))
    if vehicle.category in _MESHES:
        return lamps(_MESHES[vehicle.category](model))
    if vehicle.category == "motorcycle":
        return lamps(motorcycle_mesh(model, parked=bool(vehicle.facts.get("parked"))))
    if vehicle.category == "bicycle":
        return lamps(bicycle_mesh(model, 0, parked=bool(vehicle.facts.get("parked"))))
    return ()


@cache
def lamps(mesh: Mesh) -> tuple[VehicleLight, ...]:
    """Return the lamps of a mesh: the middles of what each side has in the slots ``SLOTS``."""
    found = []
    for slot, kind in SLOTS.items():
        if slot not in mesh.slots:
            continue
        points = mesh.vertices[mesh.triangles[mesh.slot == mesh.slots.index(slot)]].reshape(-1, 3)
        aside = [points[side * points[:, 1] > _NARROW] for side in (1.0, -1.0)]
        middle = points[np.abs(points[:, 1]) <= _NARROW]
        found += [VehicleLight(kind, _middle(lamp)) for lamp in (*aside, middle) if len(lamp)]
    return tuple(found)


def _middle(points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> tuple[float, float, float]:
    x, y, z = (0.5 * (points.min(axis=0) + points.max(axis=0))).round(4).tolist()
    return x, y, z
