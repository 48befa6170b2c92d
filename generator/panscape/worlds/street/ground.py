"""What one walks and drives on: carriageway, kerbs, sidewalks, verges, gardens and the land around."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, log, pi

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Stuff, Texture
from panscape.shapes.paving import DROP, KERB, SECTOR, SLOPE, corner, dropped_kerb, plate, ring, ring_wall, stone
from panscape.worlds.street.plan import ZEBRA, Junction, Side, StreetPlan

ARM = 75.0  # how far side streets go before a house closes them
TAIL = 7.0  # width of the street that ours begins at, where it is built so far back


@dataclass(frozen=True)
class Grounds:
    """The materials of one street's ground."""

    road: Material
    cycle: Material
    kerb: Material
    walk: Material
    grass: Material
    garden: Material
    paint: Material
    yellow: Material
    tactile: Material


def grounds(rng: np.random.Generator) -> Grounds:
    """Return materials drawn for one street."""
    dark = 0.045 + 0.05 * rng.random()
    road = Material(
        (dark, dark, 1.04 * dark), (1.9 * dark, 1.88 * dark, 1.85 * dark), Texture.ASPHALT, 1.2, 0.8, contrast=1.4
    )
    green = 0.7 + 0.6 * rng.random()
    grass = Material((0.05 * green, 0.085 * green, 0.024 * green), (0.14, 0.15, 0.06), Texture.GRASS, 2.5, 0.95)
    light = 0.75 + 0.5 * rng.random()
    form = rng.random()
    if form < 0.65:
        tone = (0.30 * light, 0.29 * light, 0.275 * light)
        walk = Material(
            tone, (0.38 * light, 0.37 * light, 0.35 * light), Texture.PAVING, 0.8 + 1.2 * rng.random(), 0.85
        )
    elif form < 0.85:
        walk = Material((0.12 * light,) * 3, (0.17 * light,) * 3, Texture.ASPHALT, 2.0, 0.85)
    else:
        walk = Material((0.28 * light, 0.16 * light, 0.12 * light), (0.22, 0.2, 0.18), Texture.BRICK, 4.5, 0.9)
    colored = rng.random() < 0.5
    cycle = Material((0.22, 0.055, 0.04), (0.28, 0.09, 0.07), Texture.ASPHALT, 1.5, 0.8) if colored else road
    kerb = Material((0.40 * light, 0.39 * light, 0.38 * light), (0.28, 0.28, 0.27), Texture.NOISE, 3.0, 0.85)
    gravel = Material((0.30, 0.27, 0.22), (0.22, 0.20, 0.17), Texture.NOISE, 4.0, 0.95)
    paint = Material((0.70, 0.70, 0.68), road.color, Texture.MARKING, 1.0, 0.6)
    yellow = Material((0.62, 0.42, 0.04), road.color, Texture.MARKING, 1.0, 0.6)
    garden = grass if rng.random() < 0.8 else gravel
    blister = _BLISTERS[int(rng.random() * len(_BLISTERS))]
    tactile = Material(blister, (0.6 * blister[0], 0.6 * blister[1], 0.6 * blister[2]), Texture.PAVING, 2.5, 0.85)
    return Grounds(road, cycle, kerb, walk, grass, garden, paint, yellow, tactile)


# Of the slabs that tell the blind where they may cross.
_BLISTERS = ((0.46, 0.38, 0.22), (0.30, 0.10, 0.075), (0.52, 0.51, 0.48), (0.55, 0.42, 0.08))


def ground(plan: StreetPlan, looks: Grounds) -> list[Stuff]:
    """Return all bare surfaces of a street as stuff: road, sidewalk, terrain."""
    lay = _Layer(plan)
    road = _carriageway(plan, lay, looks)
    walks: list[Placement] = []
    green = [flat(plate(), looks.grass, 0.0, 0.0, -0.06, plan.land, plan.land)]
    for side in plan.sides:
        walks += lay.kerb(side, side.kerb, looks.kerb)
        walks += lay.walk(side, looks)
        if side.verge:
            green += lay.band(side, side.kerb + KERB, side.walk_from, plan.step - 0.002, looks.grass)
        if side.garden or side.park:
            green += lay.band(side, side.lot, side.lot + (120.0 if side.park else 30.0), plan.step + 0.02, looks.garden)
        else:
            walks += lay.band(side, side.lot, side.lot + 14.0, plan.step + 0.002, looks.walk)
        if side.median and side.left:
            green += lay.median(side.median, looks)
            walks += lay.median_kerbs(side.median, looks)
    for junction in plan.junctions:
        walks += _junction_walks(plan, junction, looks)
    if plan.goes_back:
        road += _tail_road(plan, looks)
        walks += _tail_walk(plan, looks)
    return [Stuff("road", tuple(road)), Stuff("sidewalk", tuple(walks)), Stuff("terrain", tuple(green))]


def _tail_road(plan: StreetPlan, looks: Grounds) -> list[Placement]:
    """The street that ours begins at, behind the camera."""
    return [flat(plate(), looks.road, plan.start - 0.5 * TAIL, 0.0, -0.002, TAIL, 2.0 * ARM)]


def _tail_walk(plan: StreetPlan, looks: Grounds) -> list[Placement]:
    """The sidewalk on the far side of that street."""
    edge = plan.start - TAIL
    kerb = Placement(stone(), (edge - 0.5 * KERB, 0.0, 0.0), {"top": looks.kerb}, 0.0, (KERB, 2.0 * ARM, plan.step))
    return [kerb, flat(plate(), looks.walk, edge - KERB - 8.0, 0.0, plan.step - 0.003, 16.0, 2.0 * ARM)]


def corner_radius(side: Side, junction: Junction) -> int:
    """Return the radius in metres of the sidewalk's corner between a side and a street that leaves it."""
    return int(min(side.verge + side.walk, junction.walk, 3.0))


def flat(
    mesh: Mesh, material: Material, x: float, y: float, z: float, length: float, width: float, yaw: float = 0.0
) -> Placement:
    """Return a mesh of one metre, laid flat, stretched to ``length`` and ``width`` and covered with one material."""
    return Placement(mesh, (x, y, z), dict.fromkeys(mesh.slots, material), yaw, (length, width, 1.0))


@dataclass(frozen=True)
class _Layer:
    """Lays strips that run along the street: plates where it is straight, sectors where it bends."""

    plan: StreetPlan

    def band(self, side: Side, near: float, far: float, z: float, material: Material) -> Iterator[Placement]:
        """A flat strip beside the middle line, from ``near`` to ``far`` metres off it, side streets left open."""
        for start, end in self._straights(side, 0.0):
            middle = side.sign * 0.5 * (near + far)
            yield flat(plate(), material, 0.5 * (start + end), middle, z, end - start, far - near)
        if self.plan.spine.bends:
            yield self._sector(side, near, far, z, material)

    def kerb(self, side: Side, at: float, material: Material) -> Iterator[Placement]:
        """A row of kerb stones whose face is ``at`` metres off the middle line."""
        step = self.plan.step
        for start, end in self._straights(side, 0.0):
            for low, high in _between(start, end, self._drops(side, start, end)):
                position = (0.5 * (low + high), side.sign * (at + 0.5 * KERB), 0.0)
                yield Placement(stone(), position, {"top": material}, 0.0, (high - low, KERB, step))
        if self.plan.spine.bends:
            yield self._sector(side, at, at + KERB, step - 0.004, material)
            yield self._wall(side.sign * at, step - 0.004, self._outer(side), material)

    def walk(self, side: Side, looks: Grounds) -> Iterator[Placement]:
        """The sidewalk; at crossings it slopes down to a low kerb, or a path leads to it through the verge."""
        near, far, step = side.walk_from if side.verge else side.kerb + KERB, side.lot, self.plan.step
        for start, end in self._straights(side, 0.0):
            drops = self._drops(side, start, end)
            inner = near + SLOPE if drops else near
            middle = side.sign * 0.5 * (inner + far)
            yield flat(plate(), looks.walk, 0.5 * (start + end), middle, step, end - start, far - inner)
            for low, high in _between(start, end, drops) if drops else ():
                edge = side.sign * 0.5 * (near + inner)
                yield flat(plate(), looks.walk, 0.5 * (low + high), edge, step, high - low, SLOPE)
            for along in drops:
                dress = {"kerb": looks.kerb, "walk": looks.walk, "tactile": looks.tactile}
                place = (along, side.sign * side.kerb, 0.0)
                yield Placement(dropped_kerb(), place, dress, 0.0 if side.left else pi, (1.0, 1.0, step))
        if self.plan.spine.bends:
            yield self._sector(side, near, far, step, looks.walk)
        for along in self.plan.zebras if side.verge else ():
            spot = self.plan.spine.spot(along, side.sign * (side.kerb + KERB + 0.5 * (side.verge - KERB)))
            yield flat(plate(), looks.walk, spot.x, spot.y, step, ZEBRA, side.verge - KERB, spot.yaw)

    def _drops(self, side: Side, start: float, end: float) -> list[float]:
        """The crossings within a straight stretch at which the kerb comes down; none at a verge."""
        reach = DROP + 0.05
        return [along for along in self.plan.zebras if not side.verge and start + reach < along < end - reach]

    def median(self, half: float, looks: Grounds) -> list[Placement]:
        """The strip between the two directions, as wide as its kerbs leave it."""
        z, parts = self.plan.step + 0.004, []
        for start, end in self._open_straights():
            parts.append(flat(plate(), looks.grass, 0.5 * (start + end), 0.0, z, end - start, 2 * half - 2 * KERB))
        return parts

    def median_kerbs(self, half: float, looks: Grounds) -> list[Placement]:
        parts = []
        for start, end in self._open_straights():
            size = (end - start, 2 * half - 0.1, self.plan.step)
            parts.append(Placement(stone(), (0.5 * (start + end), 0.0, 0.0), {"top": looks.kerb}, 0.0, size))
        return parts

    def _open_straights(self) -> Iterator[tuple[float, float]]:
        """Where a median may be: up to the bend, clear of junctions and zebras."""
        start, last = self.plan.start, min(self.plan.end, self.plan.spine.bend_at) - 4.0
        stops = [(j.along - j.half - 7.5, j.along + j.half + 7.5) for j in self.plan.junctions]
        stops += [(z - 0.5 * ZEBRA - 0.3, z + 0.5 * ZEBRA + 0.3) for z in self.plan.zebras]
        for low, high in sorted(stops):
            if low > start:
                yield start, min(low, last)
            start = max(start, high)
        if start < last:
            yield start, last

    def _straights(self, side: Side, wide: float) -> Iterator[tuple[float, float]]:
        """The stretches of a side before the bend, cut where corners of side streets begin."""
        limit = min(self.plan.end, self.plan.spine.bend_at)
        for start, end in self.plan.runs(side, wide):
            low = start + (self._corner_at(side, start) if start > self.plan.start else 0.0)
            high = end - self._corner_at(side, end)
            if low < min(high, limit):
                yield low, min(high, limit)

    def _corner_at(self, side: Side, along: float) -> float:
        """How much of the strip a rounded corner takes at the end of a stretch; 0 where none is."""
        for junction in self.plan.junctions:
            if junction.opens(side) and abs(abs(along - junction.along) - junction.half) < 1e-6:
                return max(float(corner_radius(side, junction)), junction.walk)
        return 0.0

    def _outer(self, side: Side) -> bool:
        """Whether a side lies on the outside of the bend."""
        return (self.plan.spine.radius > 0) != side.left

    def _sector(self, side: Side, near: float, far: float, z: float, material: Material) -> Placement:
        """A strip in the bend. What lies beyond its far (outside) or inner rim is covered by what is laid above."""
        radius = abs(self.plan.spine.radius)
        inner, outer = (radius + near, radius + far) if self._outer(side) else (radius - far, radius - near)
        ratio = min(0.999, max(0.3, inner / outer))
        # Few distinct meshes: the ratio is rounded so that the strip grows away from the road, under the next one.
        grid = 0.99 ** ceil(log(ratio) / log(0.99))
        scale = inner / grid if self._outer(side) else outer
        return self._turned(ring(round(grid, 6)), scale, z, material)

    def _wall(self, left: float, height: float, outer: bool, material: Material) -> Placement:
        scale = abs(self.plan.spine.radius - left)
        mesh = ring_wall(not outer)
        turned = self._turned(mesh, scale, 0.0, material)
        return Placement(mesh, turned.position, turned.materials, turned.yaw, (scale, scale, height))

    def _turned(self, mesh: Mesh, scale: float, z: float, material: Material) -> Placement:
        spine = self.plan.spine
        yaw = -0.5 * pi if spine.radius > 0 else 0.5 * pi - SECTOR
        return flat(mesh, material, spine.bend_at, spine.radius, z, scale, scale, yaw)


def _between(start: float, end: float, drops: list[float]) -> list[tuple[float, float]]:
    """What is left of a stretch when the dropped kerbs are taken out."""
    lows = [start, *(along + DROP for along in drops)]
    return list(zip(lows, [*(along - DROP for along in drops), end], strict=True))


def _carriageway(plan: StreetPlan, lay: _Layer, looks: Grounds) -> list[Placement]:
    """The road itself: one plate to the bend, a sector in it, and an arm for each side street."""
    left, right = (side.kerb + KERB for side in plan.sides)
    last = min(plan.end, plan.spine.bend_at)
    middle = 0.5 * (left - right)
    parts = [flat(plate(), looks.road, 0.5 * (plan.start + last), middle, 0.0, last - plan.start, left + right)]
    if plan.spine.bends:
        parts += [lay._sector(side, 0.0, side.kerb + KERB, 0.0, looks.road) for side in plan.sides]
    for junction in plan.junctions:
        parts += _arms(plan, junction, looks)
    for side in plan.sides:
        if side.cycle and looks.cycle is not looks.road:
            parts += lay.band(side, side.cycle_from + 0.12, side.parking_from, 0.002, looks.cycle)
            if side.parking:
                parts += lay.band(side, side.parking_from, side.kerb, 0.003, looks.road)
    return parts


def _arms(plan: StreetPlan, junction: Junction, looks: Grounds) -> list[Placement]:
    parts = []
    width = 2.0 * junction.half + 2 * KERB
    left, right = plan.sides
    if junction.ends:
        across = left.kerb + right.kerb + 2 * KERB
        parts.append(flat(plate(), looks.road, junction.along, 0.5 * (left.kerb - right.kerb), 0.0, width, across))
    for side in plan.sides:
        if junction.opens(side):
            near = side.kerb + KERB
            parts.append(flat(plate(), looks.road, junction.along, side.sign * (near + 0.5 * ARM), 0.0, width, ARM))
            radius = corner_radius(side, junction)
            for way in (-1.0, 1.0) if not junction.ends else (-1.0,):
                x = junction.along + way * (junction.half + KERB + 0.5 * radius)
                y = side.sign * (near + 0.5 * radius)
                parts.append(flat(plate(), looks.road, x, y, -0.001, radius, radius))
    return parts


def _junction_walks(plan: StreetPlan, junction: Junction, looks: Grounds) -> list[Placement]:
    """Sidewalks along the arms, the round corners that lead there, and the far side where our street ends."""
    parts, step = [], plan.step
    for side in plan.sides:
        if not junction.opens(side):
            continue
        for way in (-1.0, 1.0) if not junction.ends else (-1.0,):
            parts += _corner(plan, junction, side, way, looks)
            start = side.lot
            x = junction.along + way * (junction.half + 0.5 * junction.walk)
            parts.append(
                flat(plate(), looks.walk, x, side.sign * (start + 0.5 * ARM), step - 0.003, junction.walk, ARM)
            )
            kerb_x = junction.along + way * (junction.half + 0.5 * KERB)
            from_y = side.kerb + corner_radius(side, junction)
            position = (kerb_x, side.sign * (from_y + 0.5 * ARM), 0.0)
            parts.append(Placement(stone(), position, {"top": looks.kerb}, 0.0, (KERB, ARM, step)))
    if junction.ends:
        x = junction.along + junction.half
        parts.append(Placement(stone(), (x + 0.5 * KERB, 0.0, 0.0), {"top": looks.kerb}, 0.0, (KERB, 2 * ARM, step)))
        walk = 16.0
        parts.append(flat(plate(), looks.walk, x + KERB + 0.5 * walk, 0.0, step - 0.003, walk, 2 * ARM))
    return parts


def _corner(plan: StreetPlan, junction: Junction, side: Side, way: float, looks: Grounds) -> list[Placement]:
    radius, step = corner_radius(side, junction), plan.step
    x, y = junction.along + way * (junction.half + radius), side.sign * (side.kerb + radius)
    # The quarter opens into +x, +y; turn it so that it opens towards the crossing.
    yaw = {(-1.0, 1.0): -0.5 * pi, (-1.0, -1.0): 0.0, (1.0, 1.0): pi, (1.0, -1.0): 0.5 * pi}[(way, side.sign)]
    parts = [Placement(corner(radius), (x, y, 0.0), {"top": looks.walk, "kerb": looks.kerb}, yaw, (1.0, 1.0, step))]
    deep = max(float(radius), junction.walk)
    if deep > radius:
        far_x = junction.along + way * (junction.half + 0.5 * (radius + deep))
        parts.append(
            flat(
                plate(),
                looks.walk,
                far_x,
                side.sign * 0.5 * (side.kerb + side.lot),
                step,
                deep - radius,
                side.lot - side.kerb,
            )
        )
        edge = (far_x, side.sign * (side.kerb + 0.5 * KERB), 0.0)
        parts.append(Placement(stone(), edge, {"top": looks.kerb}, 0.0, (deep - radius, KERB, step + 0.001)))
    rest = side.lot - side.kerb - radius
    if rest > 0:
        near_x = junction.along + way * (junction.half + 0.5 * radius)
        middle = side.sign * (side.kerb + radius + 0.5 * rest)
        parts.append(flat(plate(), looks.walk, near_x, middle, step, radius, rest))
    return parts


def bay_ends(plan: StreetPlan, side: Side, length: float = 5.75) -> list[float]:
    """Return where the parking bays of a side begin; the next but one ends where another begins."""
    first = plan.first(-8.0)
    count = int((min(plan.end, 150.0) + 2.0 - first) / length)
    starts = [first + k * length for k in range(count)]
    return [along for along in starts if not plan.on_crossing(along + 0.5 * length, 0.5 * length + 2.5)]


def incoming(plan: StreetPlan, side: Side, junction: Junction) -> float:
    """Return how far along, from a side street's middle, the lane lies that leads to our street."""
    right_hand = plan.own is plan.sides[1]
    return (-0.5 if right_hand == side.left else 0.5) * junction.half
