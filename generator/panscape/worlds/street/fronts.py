"""The rows of buildings that line a street, close its ends and stand behind its gaps."""

from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from panscape.scenes import Placement, Stuff
from panscape.shapes.building import BUILDINGS, building
from panscape.shapes.cladding import DRAWS
from panscape.worlds.street.claims import Claims
from panscape.worlds.street.ground import TAIL
from panscape.worlds.street.plan import Junction, Side, StreetPlan
from panscape.worlds.street.site import Site
from panscape.worlds.street.view import View

STEPS = 0.35  # how far plinths and door steps come out
# Within the first distance bars and letters are wider than a pixel of a 640-pixel picture, within the second recesses.
FINE = (20.0, 48.0)

_SHOPS = ("tenement 4x5 shop", "tenement 5x4 shop", "tenement 5x6 shop", "brick 4x3 shop", "brick 3x4 shop",
          "brick 6x3 shop", "flats 5x4 shop", "tenement 3x5", "brick 5x4", "office 6x5")  # fmt: skip
_TALL = ("tenement 6x5", "tenement 5x6 shop", "flats 4x7", "flats 7x6", "office 8x6", "office 10x8", "office 6x5",
         "flats 5x5", "tenement 4x5 shop")  # fmt: skip
_FLATS = ("tenement 3x5", "tenement 6x5", "flats 5x5", "brick 5x4", "tenement 5x4 shop", "brick 4x3 shop")
_HOUSES = ("house 3x2 hip", "house 4x2 hip", "house 3x2 gable", "house 4x1 gable")
_TERRACES = ("terrace 2x2", "terrace 2x3", "terrace 3x2")
_FAR = ("tenement 6x5", "flats 5x5", "brick 5x4", "tenement 3x5", "flats 4x7")


@dataclass(frozen=True)
class Row:
    """What a row is made of: models of buildings, and the least and greatest gap between two, in metres."""

    models: tuple[str, ...]
    spacing: tuple[float, float]


def fronts(site: Site, rng: np.random.Generator) -> Stuff:
    """Return all buildings of a street, and claim the ground that they stand on."""
    plan = site.plan
    builder = _Builder(plan, site.view, site.claims, rng, site.detail)
    found: list[Placement] = []
    for side in plan.sides:
        row = _row(plan, side, rng)
        found += builder.park_rim(side) if side.park else builder.beside(side, row)
    for junction in plan.junctions:
        for side in plan.sides:
            if junction.opens(side):
                found += builder.arm(side, junction)
    found += builder.head()
    if plan.goes_back:
        found += builder.tail()
    return Stuff("building", tuple(found))


def _row(plan: StreetPlan, side: Side, rng: np.random.Generator) -> Row:
    chance = rng.random()
    if plan.kind == "high_street":
        return Row(_SHOPS, (0.0, 0.0))
    if plan.kind == "avenue":
        return Row(_TALL, (0.0, 0.0) if chance < 0.6 else (2.0, 6.0))
    if plan.kind == "residential":
        return Row(_TERRACES, (0.0, 0.0)) if chance < 0.45 else Row(_HOUSES, (3.0, 6.0))
    return Row(_FLATS, (0.0, 0.0)) if chance < 0.6 else Row(_TERRACES, (0.0, 0.0))


@dataclass(frozen=True)
class _Builder:
    """Puts up houses and claims their ground."""

    plan: StreetPlan
    view: View
    claims: Claims
    rng: np.random.Generator
    detail: float

    def beside(self, side: Side, row: Row) -> list[Placement]:
        """The fronts along one side, from the corner of one side street to the next, and a second row behind."""
        found = []
        for start, end in self.plan.runs(side):
            low = start + (self._setback(side, start) if start > self.plan.start else 0.0)
            high = end - self._setback(side, end)
            found += self._fill(side, row, low, high)
        return found + self._behind(side)

    def park_rim(self, side: Side) -> list[Placement]:
        """The houses on the other side of a park."""
        return self._fill(
            side, Row(_FAR, (0.0, 8.0)), self.plan.start, self.plan.end + 60.0, 95.0, self.plan.end + 60.0
        )

    def arm(self, side: Side, junction: Junction) -> list[Placement]:
        """Both rows of a side street, and the house that closes it."""
        found = []
        models = _FLATS if self.plan.kind != "residential" else _TERRACES
        for way in (-1.0, 1.0) if not junction.ends else (-1.0,):
            at = side.line + 17.0
            while at < 62.0:
                model = self._model(models)
                plan = BUILDINGS[model]
                x = junction.along + way * (junction.reach + 0.5 * plan.depth)
                found += self._put(model, x, side.sign * (at + 0.5 * plan.width), pi if way > 0 else 0.0)
                at += plan.width
        close = BUILDINGS["tenement 6x5"]
        y = side.sign * (66.0 + 0.5 * close.depth)
        return found + self._put("tenement 6x5", junction.along, y, -0.5 * pi * side.sign)

    def head(self) -> list[Placement]:
        """The row that one looks at where the street ends; in a bend one house is enough."""
        plan = self.plan
        if plan.spine.bends:
            end = plan.spine.spot(plan.end + 14.0)
            return self._put("tenement 6x5", end.x, end.y, end.yaw + pi)
        junction = next(junction for junction in plan.junctions if junction.ends)
        found, y = [], -48.0
        models = _TERRACES if plan.kind == "residential" else _SHOPS if plan.kind == "high_street" else _FLATS
        while y < 48.0:
            model = self._model(models)
            x = junction.along + junction.reach + 1.0 + 0.5 * BUILDINGS[model].depth
            found += self._put(model, x, y + 0.5 * BUILDINGS[model].width, pi)
            y += BUILDINGS[model].width
        return found

    def tail(self) -> list[Placement]:
        """The row that one looks at where the street begins, behind the camera."""
        found, y = [], -64.0
        models = _TERRACES if self.plan.kind == "residential" else _FLATS
        while y < 64.0:
            model = self._model(models)
            x = self.plan.start - TAIL - 2.5 - 0.5 * BUILDINGS[model].depth
            found += self._put(model, x, y + 0.5 * BUILDINGS[model].width, 0.0)
            y += BUILDINGS[model].width
        return found

    def _fill(
        self, side: Side, row: Row, start: float, end: float, beyond: float = 0.0, last: float = 1e9
    ) -> list[Placement]:
        """Houses shoulder to shoulder from ``start`` to ``end``; the last may be the narrowest that fits."""
        found: list[Placement] = []
        along, narrowest = start, min(BUILDINGS[model].width for model in row.models)
        before = ""
        while along + narrowest / self._stretch(side, along, beyond) <= end:
            fitting = [m for m in row.models if along + BUILDINGS[m].width / self._stretch(side, along, beyond) <= end]
            model = self._model(tuple(m for m in fitting if m != before) or tuple(fitting))
            plan = BUILDINGS[model]
            share = 1.0 / self._stretch(side, along, beyond)
            back = side.sign * (side.line + beyond + 0.5 * plan.depth)
            spot = self.plan.spine.spot(along + 0.5 * plan.width * share, back)
            facing = spot.yaw - 0.5 * pi * side.sign
            last = along + (plan.width + narrowest) * share > end
            found += self._put(model, spot.x, spot.y, facing, corner=last or not before or row.spacing[1] > 0.0)
            gap = row.spacing[0] + (row.spacing[1] - row.spacing[0]) * self.rng.random()
            along += (plan.width + gap) * share
            before = model
        return found

    def _behind(self, side: Side) -> list[Placement]:
        """A taller row behind the first, so that no gap shows an empty horizon."""
        found, along = [], self.plan.start + 20.0
        while along < self.plan.end:
            model = self._model(_FAR)
            width = BUILDINGS[model].width
            if not any(low - 12.0 < along + width and along < high + 12.0 for low, high in self.plan.gaps(side)):
                spot = self.plan.spine.spot(along + 0.5 * width, side.sign * (side.line + 38.0))
                found += self._put(model, spot.x, spot.y, spot.yaw - 0.5 * pi * side.sign, False)
            along += width + 7.0 * self.rng.random()
        return found

    def _stretch(self, side: Side, along: float, beyond: float) -> float:
        """How much longer the row is than the middle line: at its fronts outside a bend, at its backs inside."""
        inside = self.plan.spine.bends and (self.plan.spine.radius > 0) == side.left
        return self.plan.spine.stretch(along + 4.0, side.sign * (side.line + beyond + (0.0 if not inside else 4.0)))

    def _setback(self, side: Side, along: float) -> float:
        for junction in self.plan.junctions:
            if junction.opens(side) and abs(abs(along - junction.along) - junction.half) < 1e-6:
                return junction.walk
        return 0.0

    def _model(self, models: tuple[str, ...]) -> str:
        return models[int(self.rng.random() * len(models))]

    def _put(
        self, model: str, x: float, y: float, facing: float, first: bool = True, corner: bool = False
    ) -> list[Placement]:
        """One house, if it can be seen or throw a shadow into the picture; its ground is claimed either way.

        What does not stand in the first row claims no ground, and is made as if it were far.
        """
        plan = BUILDINGS[model]
        if first:
            ahead = 0.5 * STEPS
            self.claims.take(x + ahead * cos(facing), y + ahead * sin(facing), facing, plan.depth + STEPS, plan.width)
        if not self.view.sees(x, y, 22.0):
            # Draws as much as a house in sight, so that the view changes no other's colours.
            self.rng.random(DRAWS)
            return []
        position = (round(x, 6), round(y, 6), self.plan.step)
        return [building(self.rng, position, facing, model, self._detail(x, y) if first else len(FINE), corner)]

    def _detail(self, x: float, y: float) -> int:
        distance = (self.view.distance(x, y) - 8.0) / self.detail
        return sum(distance > start for start in FINE)
