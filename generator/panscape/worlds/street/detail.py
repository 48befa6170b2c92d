"""How fine a thing is by its distance: what is narrower than a pixel is not made."""

from collections.abc import Sequence
from dataclasses import replace

from panscape.scenes import Thing
from panscape.shapes.coarse import coarse
from panscape.worlds.street.view import View

# From this distance in metres on, vertices within a cell of this width are one. A pixel of a picture 640 wide at
# 70 degrees is 5 cm at 22 m, 7 cm at 30 m and 13 cm at 60 m.
_VEHICLES = ((80.0, 0.3), (48.0, 0.18), (34.0, 0.13), (22.0, 0.09), (14.0, 0.06))
# What lies upon a vehicle's skin goes where it is narrower than a pixel: gaps and signs first, small lamps and bars
# next, and last what is seen through its glass.
_GAPS = frozenset(("ink", "badge", "dash", "pole"))
_BARS = _GAPS | {"chrome", "amber", "lens", "daylamp", "face", "hair", "rail", "seats", "coat", "coat 2",
                  "brakelight"}  # fmt: skip
_VIEWS = _BARS | {"beyond", "beyond rear", "plate", "grille", "stripe", "sign"}
_LEFT_OUT = {0.06: _GAPS, 0.09: _GAPS, 0.13: _BARS, 0.18: _BARS, 0.3: _VIEWS}
_RIDERS = ((60.0, 0.13), (36.0, 0.09), (20.0, 0.05))


def eased(thing: Thing, view: View, detail: float, places: Sequence[tuple[float, float]] = ()) -> Thing:
    """Return the thing with as many triangles as its distance from the camera asks for.

    Parameters
    ----------
    thing : Thing
    view : View
    detail : float
        Multiplies the distances; 1 suits pictures 640 pixels wide, 3 those of 1920.
    places : sequence of (x, y), metres
        Where it comes by, if it moves: it has as many triangles as it needs where it is nearest, everywhere.
    """
    if thing.category == "person":
        return thing  # made as fine as need be: who walks must have the same triangles at every step
    distance = min(view.away(*place) for place in places or (thing.placements[0].position[:2],)) / detail
    steps = _RIDERS if thing.category in ("rider", "bicycle") else _VEHICLES
    cell = next((cell for start, cell in steps if distance > start), 0.0)
    if cell == 0.0:
        return thing
    left_out = _LEFT_OUT[cell] if steps is _VEHICLES else frozenset()
    placements = tuple(replace(p, mesh=coarse(p.mesh, cell, left_out)) for p in thing.placements)
    return replace(thing, placements=placements)
