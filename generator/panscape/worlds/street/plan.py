"""The plan of a street: what lies beside what across it, where it bends, meets other streets and ends."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.spine import BEND_ANGLE, Spine

START = -30.0  # how far behind the camera the street begins: its houses still cast shadows into the picture
BACK = -110.0  # where it begins if a camera looks back
ZEBRA = 3.5  # width of a crossing, along the road
ZEBRA_BACK = 4.7  # from a side street's kerb to the crossing's middle: clear of the rounded corner


@dataclass(frozen=True)
class Side:
    """One half of the street's profile; widths in metres, from the middle outwards; 0 where there is none.

    Attributes
    ----------
    left : bool
        Whether it lies to the left of the middle line (positive ``left`` of the spine).
    median : float
        Half of the strip between the two directions.
    lanes : int
    lane, cycle, parking : float
    verge, walk : float
        Grass at the kerb, and the sidewalk beyond.
    garden : float
        Between the sidewalk and the fronts.
    park : bool
        A park instead of fronts.
    """

    left: bool
    median: float
    lanes: int
    lane: float
    cycle: float
    parking: float
    verge: float
    walk: float
    garden: float
    park: bool

    @property
    def sign(self) -> float:
        return 1.0 if self.left else -1.0

    @property
    def cycle_from(self) -> float:
        return self.median + self.lanes * self.lane

    @property
    def parking_from(self) -> float:
        return self.cycle_from + self.cycle

    @property
    def kerb(self) -> float:
        return self.parking_from + self.parking

    @property
    def walk_from(self) -> float:
        return self.kerb + self.verge

    @property
    def lot(self) -> float:
        """Where the sidewalk ends."""
        return self.walk_from + self.walk

    @property
    def line(self) -> float:
        """Where the fronts stand."""
        return self.lot + self.garden

    def lane_middles(self) -> list[float]:
        """How far each lane's middle is from the street's, the innermost first."""
        return [self.median + (k + 0.5) * self.lane for k in range(self.lanes)]


@dataclass(frozen=True)
class Junction:
    """A street that crosses at a right angle; lengths in metres.

    Attributes
    ----------
    along : float
        Of its middle, on the spine.
    half : float
        Half the width between its kerbs.
    walk : float
        Width of its sidewalks.
    left, right : bool
        To which sides it leaves.
    signals, zebra : bool
    ends : bool
        Whether our street ends at it.
    """

    along: float
    half: float
    walk: float
    left: bool
    right: bool
    signals: bool
    zebra: bool
    ends: bool = False

    @property
    def reach(self) -> float:
        """Half its width from front to front."""
        return self.half + self.walk

    def opens(self, side: Side) -> bool:
        return self.left if side.left else self.right


@dataclass(frozen=True)
class StreetPlan:
    """Everything that is fixed before the first house is chosen.

    Attributes
    ----------
    kind : str
        "high_street", "residential", "avenue" or "park_edge".
    spine : Spine
    sides : (Side, Side)
        Left, right.
    step : float, metres
        How far the sidewalk lies above the road.
    end : float, metres along
        Where the street ends, or can no longer be seen.
    junctions : tuple of Junction
    zebras : tuple of float
        Middles of zebra crossings, at junctions and away from them.
    own : Side
        The side whose traffic goes the way that the spine goes.
    start : float, metres along
        Where the street begins, behind the camera.
    onward : float, metres
        How far down it a camera goes.
    land : float, metres
        Width of the land that it lies in.
    """

    kind: str
    spine: Spine
    sides: tuple[Side, Side]
    step: float
    end: float
    junctions: tuple[Junction, ...]
    zebras: tuple[float, ...]
    own: Side
    start: float = START
    onward: float = 0.0
    land: float = 900.0

    @property
    def goes_back(self) -> bool:
        """Whether the street is built behind the camera too, for pictures that look there."""
        return self.start < START

    def first(self, ahead: float) -> float:
        """Return where things on and beside the road begin: ``ahead``, or where a street that goes back begins."""
        return self.start + 4.0 if self.goes_back else ahead

    def heads_out(self, side: Side) -> bool:
        """Whether the traffic of a side goes the way that the spine goes."""
        return side is self.own

    def gaps(self, side: Side, wide: float = 0.0) -> list[tuple[float, float]]:
        """Return where side streets interrupt a side, from kerb to kerb; ``wide`` adds to either end."""
        return [(j.along - j.half - wide, j.along + j.half + wide) for j in self.junctions if j.opens(side)]

    def runs(self, side: Side, wide: float = 0.0) -> Iterator[tuple[float, float]]:
        """Yield the stretches of a side between side streets, as (from, to) along the spine."""
        start = self.start
        for low, high in sorted(self.gaps(side, wide)):
            if low > start:
                yield start, low
            start = max(start, high)
        if start < self.end:
            yield start, self.end

    def on_crossing(self, along: float, margin: float) -> bool:
        """Whether a place is on a zebra crossing or in a junction, or within ``margin`` of one."""
        near_zebra = any(abs(along - zebra) < 0.5 * ZEBRA + margin for zebra in self.zebras)
        return near_zebra or any(abs(along - j.along) < j.half + margin for j in self.junctions)


def street_plan(params: StreetParams, rng: np.random.Generator) -> StreetPlan:
    """Return the plan of one street."""
    kind = _kind(params, rng)
    first, second = _sides(kind, rng)
    mirrored = bool(rng.random() < 0.5)
    sides = (_as_side(first if mirrored else second, True), _as_side(second if mirrored else first, False))
    length = params.length.sample(rng)
    bends = rng.random() < params.bend
    radius = params.bend_radius.sample(rng) * (1.0 if rng.random() < 0.5 else -1.0)
    bend_at = 8.0 + 0.4 * length * rng.random()
    meets = rng.random() < params.junction
    widest = max(side.line for side in sides)
    way = 1.0 if radius > 0 else -1.0
    if any(side.park for side in sides):
        way = -1.0 if sides[0].park else 1.0  # a park lies outside the bend: there it has room
    radius = way * max(abs(radius), 3.0 * widest)
    spine = Spine(bend_at, radius) if bends else Spine()
    end = min(bend_at + BEND_ANGLE * abs(radius), 220.0) if bends else length
    junctions = _junctions(params, rng, sides, meets, bend_at if bends else length, not bends, end, kind)
    zebras = _zebras(params, rng, junctions, end)
    own = sides[1] if params.right_hand_traffic else sides[0]
    return StreetPlan(kind, spine, sides, round(0.12 + 0.03 * rng.random(), 3), end, junctions, zebras, own)


def _kind(params: StreetParams, rng: np.random.Generator) -> str:
    weights = params.kinds.model_dump()
    left = rng.random() * sum(weights.values())
    for name, weight in weights.items():
        if left < weight:
            return name
        left -= weight
    return "high_street"


@dataclass(frozen=True)
class _Widths:
    """A side before it is known which it is."""

    median: float
    lanes: int
    lane: float
    cycle: float
    parking: float
    verge: float
    walk: float
    garden: float
    park: bool


def _as_side(widths: _Widths, left: bool) -> Side:
    return Side(left, **vars(widths))


def _sides(kind: str, rng: np.random.Generator) -> tuple[_Widths, _Widths]:
    """Both halves of a profile: alike in what carriageways must share, drawn apart in the rest."""

    def between(low: float, high: float, grid: float = 0.25) -> float:
        return low + grid * int((high - low) / grid * rng.random() + 0.5)

    lane = between(3.0, 3.5)
    wide = kind == "avenue"
    lanes = 2 if wide else 1
    median = between(1.0, 2.5) if wide and rng.random() < 0.5 else 0.0
    cycle = between(1.5, 2.0) if rng.random() < (0.6 if wide else 0.3) and kind != "residential" else 0.0
    both_park = rng.random() < 0.6
    garden_like = kind == "residential"
    garden = between(3.0, 6.0) if garden_like else 0.0
    halves = []
    for k in range(2):
        parking = 2.25 if both_park or (k == 0) == (rng.random() < 0.8) else 0.0
        verge = between(1.5, 2.5) if rng.random() < {"avenue": 0.8, "residential": 0.45}.get(kind, 0.1) else 0.0
        walk = between(2.0, 3.0) if garden_like else between(2.75, 5.0)
        park = kind == "park_edge" and k == 1
        halves.append(_Widths(median, lanes, lane, cycle, parking, verge, walk, garden, park))
    return halves[0], halves[1]


def _junctions(
    params: StreetParams,
    rng: np.random.Generator,
    sides: tuple[Side, Side],
    meets: bool,
    straight_to: float,
    ends: bool,
    end: float,
    kind: str,
) -> tuple[Junction, ...]:
    found = []
    half, walk = 3.0 + round(rng.random(), 2), 2.0 + round(1.5 * rng.random(), 2)
    along = 14.0 + (straight_to - 40.0) * rng.random() ** 1.5
    form = rng.random()
    left, right = form < 0.7, form > 0.3
    if any(side.park for side in sides):
        left, right = not sides[0].park, not sides[1].park
    signals = rng.random() < params.signals
    if meets and along + half + walk < straight_to - 18.0:
        found.append(Junction(along, half, walk, left, right, signals and kind != "residential", True))
    if ends:
        found.append(Junction(end + half, half, walk, True, True, rng.random() < 0.3, rng.random() < 0.5, True))
    return tuple(found)


def _zebras(
    params: StreetParams, rng: np.random.Generator, junctions: tuple[Junction, ...], end: float
) -> tuple[float, ...]:
    zebras = []
    for junction in junctions:
        if junction.zebra:
            zebras.append(junction.along - junction.half - ZEBRA_BACK)
            if not junction.ends:
                zebras.append(junction.along + junction.half + ZEBRA_BACK)
    extra = 9.0 + 35.0 * rng.random()
    wanted = rng.random() < params.crossing
    clear = all(abs(extra - junction.along) > junction.half + 18.0 for junction in junctions)
    if wanted and clear and extra < end - 12.0:
        zebras.append(extra)
    return tuple(sorted(zebras))
