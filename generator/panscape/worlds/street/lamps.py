"""What is alight in a street at night beside its street lamps: shop fronts, signals, and the lamps of what drives."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from math import cos, radians, sin, sqrt

import numpy as np

from panscape.scenes import Lamp, Material, Mesh, Placement, Stuff, Thing
from panscape.scenes.material import Color
from panscape.shapes.lights import lights_of
from panscape.worlds.street.plan import StreetPlan
from panscape.worlds.street.view import View

Vector = tuple[float, float, float]
FAR = 90.0  # metres; what lamps beyond light is a few pixels
PAIRS = 40.0  # metres; beyond, the two lamps of a pair are drawn as one
# In units of scenes.Lamp, where a street lamp's pool is 0.1 and stands for some 15 lx. A dipped beam throws ten times
# as much far ahead as on the road before it: it is drawn as a flood from each lamp and one beam between them.
_FLOOD: Color = (0.75, 0.69, 0.59)
_BEAM: Color = (15.0, 13.8, 12.0)
_TAIL: Color = (0.050, 0.0016, 0.0012)
_SHOP: Color = (0.42, 0.36, 0.28)
_SIGNAL = 0.03
_ON = {
    "headlight": Material((0.95, 0.93, 0.86), roughness=0.1, f0=0.1, emission=0.5, night=3.0),
    "daylamp": Material((0.90, 0.90, 0.86), roughness=0.15, f0=0.1, emission=0.25, night=0.8),
    "taillight": Material((0.60, 0.012, 0.012), roughness=0.12, f0=0.08, emission=0.1, night=0.9),
}
_OFF = {
    "headlight": Material((0.72, 0.73, 0.74), roughness=0.1, f0=0.1),
    "daylamp": Material((0.60, 0.61, 0.62), roughness=0.15, f0=0.1),
    "taillight": Material((0.40, 0.010, 0.010), roughness=0.12, f0=0.08),
    "brakelight": Material((0.40, 0.010, 0.010), roughness=0.12, f0=0.08),
    "tail": Material((0.20, 0.006, 0.007), roughness=0.1, f0=0.09),
    "amber": Material((0.60, 0.24, 0.02), roughness=0.2),
}


def lamps_of(plan: StreetPlan, view: View, stuff: Iterable[Stuff], rng: np.random.Generator) -> list[Lamp]:
    """Return the light that signals and, on a high street, shop windows throw on what is before them."""
    shop = float(rng.uniform(0.6, 1.5))
    found: list[Lamp] = []
    for part in stuff:
        if part.category == "traffic light":
            found += _signals(part.placements, view)
        elif part.category == "building" and plan.kind == "high_street":
            found += _shops(part.placements, view, shop)
    return found


def driving(thing: Thing, view: View) -> Thing:
    """Return a vehicle with its lamps on or, if it is parked, with none of them burning; anything else as it is."""
    parked = bool(thing.facts.get("parked"))
    dress = _OFF if parked else _ON
    placements = tuple(_dressed(placement, dress) for placement in thing.placements)
    return replace(thing, placements=placements, lamps=() if parked else _of_vehicle(thing, view))


def _dressed(placement: Placement, dress: dict[str, Material]) -> Placement:
    worn = {slot: dress[slot] for slot in placement.mesh.slots if slot in dress}
    return replace(placement, materials={**placement.materials, **worn}) if worn else placement


def _signals(placements: Iterable[Placement], view: View) -> list[Lamp]:
    found = []
    for placement in placements:
        if not _near(view, placement.position, PAIRS):
            continue
        ahead = (cos(placement.yaw), sin(placement.yaw), 0.0)
        for slot in placement.mesh.slots:
            material = placement.materials[slot]
            if material.emission >= 1.0:
                x, y, z = _middle(placement.mesh, slot)
                red, green, blue = material.color
                shine = (_SIGNAL * red, _SIGNAL * green, _SIGNAL * blue)
                found.append(Lamp(_put(placement, (x + 0.12, y, z)), shine, ahead, radians(80.0), 9.0))
    return found


def _shops(placements: Iterable[Placement], view: View, power: float) -> list[Lamp]:
    """One lamp for each five metres of front, at head height."""
    red, green, blue = (power * part for part in _SHOP)
    found = []
    for placement in placements:
        if not _near(view, placement.position, PAIRS + 10.0):
            continue
        low, high = _box(placement.mesh)
        width = high[1] - low[1]
        count = int(width / 5.0)
        out = (0.82 * cos(placement.yaw), 0.82 * sin(placement.yaw), -0.5724)
        for k in range(count):
            at = _put(placement, (high[0] - 0.5, low[1] + width * (k + 0.5) / count, 2.2))
            if _near(view, at, PAIRS):
                found.append(Lamp(at, (red, green, blue), out, radians(75.0), 7.0))
    return found


def _of_vehicle(thing: Thing, view: View) -> tuple[Lamp, ...]:
    """Dipped head lights and the glow of tail lights."""
    first = thing.placements[0]
    if not _near(view, first.position, FAR):
        return ()
    share = 0.08 if thing.category in ("bicycle", "rider") else 1.0
    paired = not _near(view, first.position, PAIRS)
    found = []
    heads: list[Vector] = []
    for kind, (x, y, z), count in _places(thing, paired):
        if kind == "head":
            heads.append((x + 0.05, y, z))
            if not paired:
                found.append(_beam(first, heads[-1], (1.0, 0.0, -0.10), _FLOOD, share, 50.0, 12.0))
        elif kind == "tail" and not paired:
            found.append(_beam(first, (x - 0.05, y, z), (-1.0, 0.0, -0.3), _TAIL, count, 85.0, 7.0))
    if heads:
        # A little to the side where one walks, and down.
        found.append(_beam(first, _mean(heads), (1.0, -0.02, -0.05), _BEAM, share, 13.0, 60.0))
    return tuple(found)


def _places(thing: Thing, paired: bool) -> list[tuple[str, Vector, int]]:
    """The kind and the place of each of a vehicle's lamps, or of each pair, and how many it stands for."""
    lights = lights_of(thing)
    if not paired:
        return [(light.kind, light.position, 1) for light in lights]
    by_kind: dict[str, list[Vector]] = {}
    for light in lights:
        by_kind.setdefault(light.kind, []).append(light.position)
    return [(kind, _mean(spots), len(spots)) for kind, spots in by_kind.items()]


def _mean(spots: Sequence[Vector]) -> Vector:
    x, y, z = (sum(parts) / len(spots) for parts in zip(*spots, strict=True))
    return (x, y, z)


def _beam(
    placement: Placement, at: Vector, way: Vector, color: Color, power: float, cone_deg: float, reach: float
) -> Lamp:
    ahead = placement.matrix @ np.array(way)
    x, y, z = (ahead / sqrt(sum(part * part for part in way))).tolist()
    shine = (power * color[0], power * color[1], power * color[2])
    return Lamp(_put(placement, at), shine, (x, y, z), radians(cone_deg), reach)


def _near(view: View, at: Sequence[float], far: float) -> bool:
    return view.away(at[0], at[1]) < far


def _put(placement: Placement, spot: Vector) -> Vector:
    x, y, z = (placement.matrix @ (np.array(placement.scale) * np.array(spot)) + np.array(placement.position)).tolist()
    return (round(x, 4), round(y, 4), round(z, 4))


@cache
def _box(mesh: Mesh) -> tuple[Vector, Vector]:
    low, high = mesh.vertices.min(axis=0).tolist(), mesh.vertices.max(axis=0).tolist()
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


@cache
def _middle(mesh: Mesh, slot: str) -> Vector:
    points = mesh.vertices[mesh.triangles[mesh.slot == mesh.slots.index(slot)].ravel()]
    x, y, z = (0.5 * (points.min(axis=0) + points.max(axis=0))).tolist()
    return (x, y, z)
