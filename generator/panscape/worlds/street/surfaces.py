"""What lies in and on the ground of a street: manholes, drains, covers, trenches, wheel tracks, cracks, litter."""

from dataclasses import dataclass, field, replace
from math import pi

import numpy as np

from panscape.scenes import Material, Placement, Stuff
from panscape.shapes.castings import casting_dress, casting_mesh
from panscape.shapes.litter import LITTER, litter_dress, litter_mesh
from panscape.shapes.paving import plate
from panscape.shapes.wear import VARIANTS, seam_mesh, skid_mesh, stain_mesh, tracks_mesh
from panscape.worlds.street.ground import Grounds, bay_ends, flat
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.plan import Side
from panscape.worlds.street.site import Site

FAR = 55.0  # metres; a manhole beyond is two rows of pixels high
NEAR = 28.0  # metres; a can beyond is two pixels long


@dataclass(frozen=True)
class _Found:
    """Placements by what they lie on."""

    road: list[Placement] = field(default_factory=list)
    walk: list[Placement] = field(default_factory=list)


def surfaces(params: StreetParams, site: Site, looks: Grounds, rng: np.random.Generator) -> list[Stuff]:
    """Return what lies on road and sidewalk. It carries the label of what it lies on, as in Cityscapes."""
    found = _Found()
    _tracks(site, looks, found)
    _trenches(site, looks, rng, found)
    _marks(site, looks, rng, found)
    _castings(site, rng, found)
    for side in site.plan.sides:
        _drains(site, side, rng, found)
        _covers(site, side, rng, found)
        if side.parking:
            _stains(site, side, looks, rng, found)
        _litter(site, side, params.litter.sample(rng), rng, found)
    return [Stuff("road", tuple(found.road)), Stuff("sidewalk", tuple(found.walk))]


def tinted(material: Material, factor: float) -> Material:
    """Return the material with both of its colours multiplied."""
    red, green, blue = (min(1.0, factor * part) for part in material.color)
    other = tuple(min(1.0, factor * part) for part in material.second or material.color)
    return replace(material, color=(red, green, blue), second=(other[0], other[1], other[2]))


def _tracks(site: Site, looks: Grounds, found: _Found) -> None:
    """Where wheels roll, the asphalt is darker; up to the bend, in the very frame of the road's plate."""
    plan = site.plan
    last = min(plan.end, plan.spine.bend_at)
    middle = 0.5 * (plan.sides[0].kerb - plan.sides[1].kerb)
    half = int(0.5 * (last - plan.start) / 5.0) * 5
    lanes = tuple(round(side.sign * off - middle, 4) for side in plan.sides for off in side.lane_middles())
    dress = {"edge": tinted(looks.road, 0.95), "track": tinted(looks.road, 0.9)}
    found.road.append(Placement(tracks_mesh(half, lanes), (0.5 * (plan.start + last), middle, 0.001), dress))


def _trenches(site: Site, looks: Grounds, rng: np.random.Generator, found: _Found) -> None:
    """Where pipes were laid: across the road or along a lane, in newer asphalt between two seams of tar."""
    plan = site.plan
    for _ in range(int(rng.random() * 3.2)):
        along, across, tone = 3.0 + 40.0 * rng.random(), rng.random() < 0.55, 0.6 + 0.9 * rng.random()
        place, share = int(rng.random() * 2), rng.random()
        if plan.on_crossing(along, 3.0) or along > min(plan.end, plan.spine.bend_at) - 8.0:
            continue
        side = plan.sides[place]
        if across:
            size, left = (0.7 + 0.5 * share, side.kerb - 0.05), 0.5 * side.kerb
        else:
            size, left = (5.0 + 9.0 * share, 0.6), side.lane_middles()[0] + 0.4 * (share - 0.5)
        spot = plan.spine.spot(along, side.sign * left)
        for grown, z, material in ((0.05, 0.0022, _TAR), (0.0, 0.003, tinted(looks.road, tone))):
            length, width = (size[0] + grown, size[1]) if across else (size[0] + grown, size[1] + grown)
            found.road.append(flat(plate(), material, spot.x, spot.y, z, length, width, spot.yaw))


def _marks(site: Site, looks: Grounds, rng: np.random.Generator, found: _Found) -> None:
    """Sealed cracks anywhere, skid marks before crossings."""
    plan = site.plan
    for _ in range(int(1 + rng.random() * 7)):
        along, share, turn = 2.0 + 42.0 * rng.random(), rng.random(), rng.normal()
        variant = int(rng.random() * VARIANTS)
        side = plan.sides[int(rng.random() * 2)]
        spot = plan.spine.spot(along, side.sign * (side.median + 0.4 + share * (side.cycle_from - side.median - 0.8)))
        yaw = spot.yaw + (0.1 * turn if abs(turn) < 1.1 else 0.5 * pi)
        reach = 1.0 if abs(turn) < 1.1 else min(0.35, 0.1 * side.kerb)
        if along < plan.end - 6.0 and not plan.on_crossing(along, 3.0):
            place = (spot.x, spot.y, 0.0034)
            found.road.append(Placement(seam_mesh(variant), place, {"tar": _TAR}, yaw, (reach, 1.0, 1.0)))
    for zebra in plan.zebras:
        variant, chance, lane = int(rng.random() * VARIANTS), rng.random(), rng.random()
        side = plan.own
        off = side.lane_middles()[int(lane * side.lanes)] + 0.3 * (lane - 0.5)
        if chance < 0.4 and zebra > 10.0:
            spot = plan.spine.spot(zebra - 11.0, side.sign * off)
            dress = {"rubber": tinted(looks.road, 0.8)}
            found.road.append(Placement(skid_mesh(variant), (spot.x, spot.y, 0.0036), dress, spot.yaw))


def _castings(site: Site, rng: np.random.Generator, found: _Found) -> None:
    """Manholes in the lanes."""
    plan = site.plan
    model = "ribbed manhole" if rng.random() < 0.5 else "manhole"
    dress = casting_dress(rng)
    for side in plan.sides:
        along = -6.0 + 22.0 * rng.random()
        while along < min(plan.end, FAR):
            off = side.lane_middles()[0] + 1.2 * (rng.random() - 0.5)
            spot = plan.spine.spot(along, side.sign * off)
            if not plan.on_crossing(along, 0.0):
                found.road.append(Placement(casting_mesh(model), (spot.x, spot.y, 0.0042), dress, spot.yaw))
            along += 13.0 + 20.0 * rng.random()


def _drains(site: Site, side: Side, rng: np.random.Generator, found: _Found) -> None:
    """A drain in the gutter each 15 m or so."""
    plan, dress = site.plan, casting_dress(rng)
    along = -8.0 + 14.0 * rng.random()
    while along < min(plan.end, 40.0):
        if not plan.on_crossing(along, 3.5):
            spot = plan.spine.spot(along, side.sign * (side.kerb - 0.22))
            found.road.append(Placement(casting_mesh("drain"), (spot.x, spot.y, 0.0045), dress, spot.yaw))
        along += 12.0 + 8.0 * rng.random()


def _covers(site: Site, side: Side, rng: np.random.Generator, found: _Found) -> None:
    """Covers of cables and hydrants in the sidewalk."""
    plan, dress = site.plan, casting_dress(rng)
    along = -4.0 + 12.0 * rng.random()
    while along < min(plan.end, 35.0):
        model = ("cover", "double cover", "manhole")[int(rng.random() * 3)]
        off = side.walk_from + 0.8 + (side.walk - 1.3) * rng.random()
        blocked = any(low - 4.0 < along < high + 4.0 for low, high in plan.gaps(side)) or plan.on_crossing(along, 1.0)
        if not blocked:
            spot = plan.spine.spot(along, side.sign * off)
            place = (spot.x, spot.y, plan.step + 0.004)
            found.walk.append(Placement(casting_mesh(model), place, dress, spot.yaw))
        along += 6.0 + 12.0 * rng.random()


def _stains(site: Site, side: Side, looks: Grounds, rng: np.random.Generator, found: _Found) -> None:
    """Oil where engines stand."""
    dress = {"edge": tinted(looks.road, 0.82), "stain": tinted(looks.road, 0.62)}
    for along in bay_ends(site.plan, side):
        chance, variant, turn = rng.random(), int(rng.random() * VARIANTS), 2 * pi * rng.random()
        if chance < 0.5 and along < NEAR:
            spot = site.plan.spine.spot(along + 1.6 + chance, side.sign * (side.parking_from + 0.5 * side.parking))
            size = 0.6 + chance
            place = (spot.x, spot.y, 0.003)
            found.road.append(Placement(stain_mesh(variant), place, dress, round(turn, 6), (size, size, 1.0)))


def _litter(site: Site, side: Side, amount: float, rng: np.random.Generator, found: _Found) -> None:
    """Paper, cans and bottles: most of it in the gutter and along the walls."""
    plan = site.plan
    for _ in range(rng.poisson(11.0 * amount)):
        along, share, turn = -2.0 + (NEAR + 2.0) * rng.random(), rng.random(), 2 * pi * rng.random()
        model, where, dress = LITTER[int(rng.random() * len(LITTER))], rng.random(), litter_dress(rng)
        if where < 0.45:
            off, z, ground = side.kerb - 0.08 - 0.5 * share * share, 0.001, found.road
        elif where < 0.75:
            off, z, ground = side.lot - 0.5 - 0.4 * share, plan.step, found.walk
        else:
            off, z, ground = side.walk_from + 0.75 + (side.walk - 1.3) * share, plan.step, found.walk
        spot = plan.spine.spot(along, side.sign * off)
        near_corner = any(low - 4.0 < along < high + 4.0 for low, high in plan.gaps(side))
        if not near_corner and site.view.sees(spot.x, spot.y, 0.3) and along < plan.end - 2.0:
            ground.append(Placement(litter_mesh(model), (round(spot.x, 6), round(spot.y, 6), z), dress, round(turn, 6)))


_TAR = Material((0.014, 0.014, 0.015), roughness=0.45)
