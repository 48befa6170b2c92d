"""Streets to test: what was planned for each, and what was built; and footprints of things."""

from dataclasses import dataclass
from math import atan2, hypot

import numpy as np
from shapely import MultiPoint

from panscape.scenes import Scene
from panscape.seeds import rng_for
from panscape.worlds.street import StreetParams, build
from panscape.worlds.street.plan import StreetPlan, street_plan


@dataclass(frozen=True, eq=False)
class Street:
    """A scene, and the plan that it follows."""

    scene: Scene
    plan: StreetPlan


def street(index, params=None):
    params = params or StreetParams()
    seed = int(rng_for(7, "scene", index).integers(2**62))
    return Street(build(params, rng_for(7, "scene", index)), street_plan(params, rng_for(seed, "plan")))


def points_of(placement):
    """All vertices of a placement, in the world."""
    scaled = placement.mesh.vertices * np.array(placement.scale)
    return scaled @ placement.matrix.T + np.array(placement.position)


def footprint(placements):
    """The smallest convex outline on the ground that holds the placements."""
    return MultiPoint(np.concatenate([points_of(p)[:, :2] for p in placements])).convex_hull


def lies(plan, x, y):
    """Where a place is by the street's own measure: (along, metres left of the middle line)."""
    spine = plan.spine
    if not spine.bends or x <= spine.bend_at:
        return x, y
    across = spine.radius - y if spine.radius > 0 else y - spine.radius
    angle = atan2(x - spine.bend_at, across)
    reach = hypot(x - spine.bend_at, across)
    left = abs(spine.radius) - reach
    return spine.bend_at + angle * abs(spine.radius), left if spine.radius > 0 else -left


def side_at(plan, left):
    return plan.sides[0] if left > 0 else plan.sides[1]


def in_junction(plan, x, y, margin=0.0):
    """Whether a place is in the carriageway of a street that crosses ours."""
    return any(abs(x - j.along) <= j.half + margin and (j.opens(side_at(plan, y)) or j.ends) for j in plan.junctions)
