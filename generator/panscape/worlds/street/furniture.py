"""What stands still beside the road: lamps, trees, signs, signals, bollards, rails."""

from math import pi

import numpy as np

from panscape.scenes import Lamp, Material, Placement, Stuff, Texture
from panscape.seeds import rng_for
from panscape.shapes.fence import fence
from panscape.shapes.paving import plate
from panscape.shapes.pole import bollard, lamp, lamp_lights, utility_pole
from panscape.shapes.traffic_light import Signal, traffic_light
from panscape.shapes.traffic_sign import traffic_sign
from panscape.shapes.tree import TREES, tree
from panscape.worlds.street.fallen import Fallen
from panscape.worlds.street.ground import corner_radius, incoming
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.plan import ZEBRA, ZEBRA_BACK, Junction, Side
from panscape.worlds.street.site import Site

FAR = 130.0  # metres; beyond, poles are thinner than half a pixel
_ORIGIN = (0.0, 0.0, 0.0)
CROWN = 5.0  # no trunk nearer to the camera: it could be among the leaves


def furniture(params: StreetParams, site: Site, rng: np.random.Generator) -> tuple[list[Stuff], list[Lamp]]:
    """Return poles, signals, signs, fences at kerbs, street trees and what lies below them; and what shines."""
    poles: list[Placement] = []
    lights: list[Placement] = []
    signs: list[Placement] = []
    for junction in site.plan.junctions:
        if junction.signals:
            _signals(site, junction, rng, poles, lights)
        else:
            _right_of_way(site, junction, rng, poles, signs)
        _street_names(site, junction, rng, poles, signs)
    for zebra in site.plan.zebras:
        _zebra_signs(site, zebra, rng, poles, signs)
    masts, shining = _lamps(site, rng)
    poles += masts
    rails = [] if site.plan.kind == "residential" else _guard_rails(site, rng)
    trees, pits, leaves = _street_trees(params, site, rng)
    _roadside_signs(site, rng, poles, signs)
    poles += _bollards(site, rng)
    found = {
        "pole": poles,
        "traffic light": lights,
        "traffic sign": signs,
        "fence": rails,
        "vegetation": trees,
        "terrain": pits + leaves.terrain,
        "sidewalk": leaves.walk,
        "road": leaves.road,
    }
    return [Stuff(category, tuple(placements)) for category, placements in found.items() if placements], shining


def kerbside(side: Side) -> float:
    """Return how far off the middle line poles and trees stand: in the verge, or just behind the kerb."""
    return side.kerb + (0.5 * side.verge + 0.1 if side.verge else 0.55)


def _lamps(site: Site, rng: np.random.Generator) -> tuple[list[Placement], list[Lamp]]:
    """Lamps at even distances on both sides or in the median, and where they shine; perhaps a row of wooden poles."""
    plan = site.plan
    model = {"avenue": "double" if plan.sides[0].median >= 1.0 else "arm", "residential": "lantern"}.get(
        plan.kind, "arm"
    )
    if plan.kind in ("high_street", "park_edge") and rng.random() < 0.4:
        model = "globe" if rng.random() < 0.4 else "lantern"
    spacing, shift, look = 22.0 + 8.0 * rng.random(), 20.0 * rng.random(), int(rng.random() * 2**31)
    wooden, warm = plan.kind == "residential" and rng.random() < 0.5, rng_for(look, "warm").random() < 0.45
    first = lamp(rng_for(look, "look"), _ORIGIN, 0.0, model, warm)  # all others are like it
    pole = utility_pole(rng_for(look, "pole"), _ORIGIN, 0.0)
    found: list[Placement] = []
    shining: list[Lamp] = []
    for number, side in enumerate(plan.sides):
        if model == "double" and number:
            continue
        along = plan.start + 15.0 + shift + 0.5 * spacing * number
        while along < min(plan.end, FAR + plan.onward):
            off = 0.0 if model == "double" else kerbside(side)
            position, yaw = site.place(side, along, off, plan.step)
            clear = not plan.on_crossing(along, 1.0)
            if clear and site.takes(position[0], position[1], yaw, 0.3, 0.3, 3.0, 0.2):
                found.append(Placement(first.mesh, position, first.materials, yaw - 0.5 * pi * side.sign))
                shining += lamp_lights(found[-1], model, warm)
            if wooden and number == 0:
                position, yaw = site.place(side, along + 9.0, side.lot - 0.25, plan.step)
                if not plan.on_crossing(along + 9.0, 1.0) and site.takes(
                    position[0], position[1], yaw, 0.35, 0.35, 3.0
                ):
                    found.append(Placement(pole.mesh, position, pole.materials, yaw))
            along += spacing
    return found, shining


def _street_trees(
    params: StreetParams, site: Site, rng: np.random.Generator
) -> tuple[list[Placement], list[Placement], Fallen]:
    """One species at even distances with some missing, in verges and median or in pits of earth; the pits; leaves."""
    plan = site.plan
    found: list[Placement] = []
    pits: list[Placement] = []
    leaves = Fallen()
    share = params.trees.sample(rng)
    species = _STREET_TREES[int(rng.random() * len(_STREET_TREES))]
    spacing, scale = 8.0 + 3.0 * rng.random(), 0.75 + 0.4 * rng.random()
    rows = [(side, kerbside(side)) for side in plan.sides if side.verge or side.walk >= 2.75]
    if plan.sides[0].median >= 1.25:
        rows.append((plan.sides[0], 0.0))
    for side, off in rows:
        along = plan.start + spacing * rng.random()
        while along < plan.end:
            position, yaw = site.place(side, along + 0.8 * rng.random(), off, plan.step)
            stands = rng.random() < share and not plan.on_crossing(along, 3.5)
            stands = stands and not (off == 0.0 and along > plan.spine.bend_at - 6.0)
            if stands and may_grow(site, position, 0.5, TREES[species].radius):
                found.append(tree(rng, position, species, site.far(position), scale, site.season))
                leaves.below(site, side, off, along, found[-1])
                if off and not side.verge:
                    place = (position[0], position[1], plan.step + 0.006)
                    pits.append(Placement(plate(), place, {"top": _EARTH}, yaw, (1.1, 0.75, 1.0)))
            along += spacing
    return found, pits, leaves


_STREET_TREES = ("linden", "linden", "plane", "maple", "maple", "birch", "cherry", "poplar")
_EARTH = Material((0.07, 0.05, 0.035), (0.12, 0.09, 0.065), Texture.NOISE, 5.0, 0.95, contrast=2.5)


def may_grow(site: Site, position: tuple[float, float, float], size: float, radius: float) -> bool:
    """Whether a trunk of ``size`` metres may stand here, its crown clear of the camera; if so, it is claimed."""
    near = site.view.clear_of(position[0], position[1]) < CROWN + 0.3 * radius
    return not near and site.takes(position[0], position[1], 0.0, size, size, radius + 2.0, 0.15)


def _signals(
    site: Site, junction: Junction, rng: np.random.Generator, poles: list[Placement], lights: list[Placement]
) -> None:
    """A mast at each stop line, and one at the mouth of each side street."""
    plan = site.plan
    ours: Signal = "green" if rng.random() < 0.5 else "red"
    theirs: Signal = "red" if ours == "green" else "green"
    gantry, look = plan.kind == "avenue" or rng.random() < 0.4, int(rng.random() * 2**31)
    for side in plan.sides:
        outward = plan.heads_out(side)
        if junction.ends and not outward:
            continue
        back = ZEBRA_BACK + 0.5 * ZEBRA + 0.3 if junction.zebra else 1.0
        along = junction.along + (-1.0 if outward else 1.0) * (junction.half + back)
        position, yaw = site.place(side, along, side.kerb + 0.5, plan.step)
        facing = yaw + (pi if outward else 0.0)
        if site.takes(position[0], position[1], yaw, 0.34, 0.34, 2.0):
            # The arm reaches over the road: to the left of a head that looks back at traffic on the right.
            over = (-1.0 if outward == (side.sign > 0) else 1.0) * (min(side.kerb - 1.0, 4.5) if gantry else 0.0)
            mast, heads = traffic_light(rng_for(look, "look"), position, facing, ours, -over)
            poles += mast
            lights += heads
    for side in plan.sides:
        if not junction.opens(side):
            continue
        corner = incoming(plan, side, junction)
        x = junction.along + (1.0 if corner > 0 else -1.0) * (junction.half + 0.5)
        y = side.sign * (side.kerb + corner_radius(side, junction) + 0.8)
        if site.takes(x, y, 0.0, 0.34, 0.34, 2.0):
            position = (round(x, 6), round(y, 6), plan.step)
            mast, heads = traffic_light(rng_for(look, "look"), position, 0.5 * pi * side.sign, theirs)
            poles += mast
            lights += heads


def _right_of_way(
    site: Site, junction: Junction, rng: np.random.Generator, poles: list[Placement], signs: list[Placement]
) -> None:
    """Give way or stop on the side streets; who is on ours has priority."""
    plan = site.plan
    model = "stop" if rng.random() < 0.4 else "give way"
    for side in plan.sides:
        if junction.opens(side):
            corner = incoming(plan, side, junction)
            x = junction.along + (1.0 if corner > 0 else -1.0) * (junction.half + 0.5)
            y = side.sign * (side.kerb + corner_radius(side, junction) + 0.4)
            _sign(site, rng, (round(x, 6), round(y, 6), plan.step), 0.5 * pi * side.sign, (model,), poles, signs)
        if rng.random() < 0.7 and not junction.ends:
            outward = plan.heads_out(side)
            along = junction.along + (-1.0 if outward else 1.0) * (junction.half + 9.0)
            _along_sign(site, side, along, ("priority",), rng, poles, signs)


def _street_names(
    site: Site, junction: Junction, rng: np.random.Generator, poles: list[Placement], signs: list[Placement]
) -> None:
    for side in site.plan.sides:
        if junction.opens(side) and rng.random() < 0.7:
            x = junction.along - junction.half - 0.6 - corner_radius(side, junction)
            position = (round(x, 6), round(side.sign * (side.lot - 0.4), 6), site.plan.step)
            yaw = pi + side.sign * 0.25 * pi
            _sign(site, rng, position, yaw, ("street name",), poles, signs)


def _zebra_signs(
    site: Site, zebra: float, rng: np.random.Generator, poles: list[Placement], signs: list[Placement]
) -> None:
    near_junction = any(abs(zebra - j.along) < j.half + 8.0 for j in site.plan.junctions)
    for side in site.plan.sides:
        if not near_junction or rng.random() < 0.25:
            before = -0.5 * ZEBRA - 0.5 if site.plan.heads_out(side) else 0.5 * ZEBRA + 0.5
            _along_sign(site, side, zebra + before, ("crossing",), rng, poles, signs)


_ROADSIDE = (("parking",), ("no stopping",), ("speed limit",), ("warning",), ("mandatory",), ("no entry",),
             ("mandatory right",), ("no stopping", "speed limit"), ("parking", "no stopping"))  # fmt: skip


def _roadside_signs(site: Site, rng: np.random.Generator, poles: list[Placement], signs: list[Placement]) -> None:
    """Here and there along the kerbs; on avenues a board with directions too."""
    for side in site.plan.sides:
        along = site.plan.start + 25.0 * rng.random() + 15.0
        while along < min(site.plan.end, 100.0 + site.plan.onward):
            models = _ROADSIDE[int(rng.random() * len(_ROADSIDE))]
            if site.plan.kind == "avenue" and rng.random() < 0.3:
                models = ("direction",)
            if not site.plan.on_crossing(along, 1.5):
                _along_sign(site, side, along, models, rng, poles, signs)
            along += 14.0 + 22.0 * rng.random()


def _along_sign(
    site: Site,
    side: Side,
    along: float,
    models: tuple[str, ...],
    rng: np.random.Generator,
    poles: list[Placement],
    signs: list[Placement],
) -> None:
    """A sign at the kerb that looks against the traffic of its side."""
    if not site.plan.start < along < site.plan.end:
        return
    position, yaw = site.place(side, along, side.kerb + (1.3 if "direction" in models else 0.6), site.plan.step)
    facing = yaw + (pi if site.plan.heads_out(side) else 0.0) + 0.16 * (rng.random() - 0.5)
    _sign(site, rng, position, facing, models, poles, signs)


def _sign(
    site: Site,
    rng: np.random.Generator,
    position: tuple[float, float, float],
    facing: float,
    models: tuple[str, ...],
    poles: list[Placement],
    signs: list[Placement],
) -> None:
    if site.takes(position[0], position[1], facing, 0.2, 0.2, 1.5, 0.15):
        post, boards = traffic_sign(rng, position, facing, models)
        poles += post
        signs += boards


def _bollards(site: Site, rng: np.random.Generator) -> list[Placement]:
    """A row of bollards along some stretch of kerb."""
    plan = site.plan
    found: list[Placement] = []
    for side in plan.sides:
        if rng.random() > 0.35 or side.verge:
            continue
        along, first = 4.0 + 25.0 * rng.random(), bollard(rng, _ORIGIN)
        for _ in range(6 + int(8 * rng.random())):
            position, yaw = site.place(side, along, side.kerb + 0.4, plan.step)
            clear = along < plan.end and not plan.on_crossing(along, 0.3)
            if clear and site.takes(position[0], position[1], yaw, 0.16, 0.16, 1.0):
                found.append(Placement(first.mesh, position, first.materials))
            along += 1.7
    return found


def _guard_rails(site: Site, rng: np.random.Generator) -> list[Placement]:
    """Rails at the kerb beside crossings, where people should not step into the road."""
    plan = site.plan
    found: list[Placement] = []
    spots = [zebra + way * (0.5 * ZEBRA + 0.8) for zebra in plan.zebras for way in (-1.0, 1.0)]
    for side in plan.sides:
        for start in spots:
            way = 1.0 if any(start > zebra for zebra in plan.zebras if abs(start - zebra) < ZEBRA) else -1.0
            length = 6.0 + 2.0 * int(3 * rng.random())
            low, high = sorted((start, start + way * length))
            blocked = any(plan.on_crossing(low + share * (high - low), 0.2) for share in (0.0, 0.5, 1.0))
            if rng.random() > 0.45 or blocked or side.verge or high > min(plan.end, plan.spine.bend_at):
                continue
            position, yaw = site.place(side, low, side.kerb + 0.3, plan.step)
            if site.takes(position[0] + 0.5 * length, position[1], yaw, length, 0.1, length):
                found += fence(rng, position, yaw, length, "guard")
    return found
