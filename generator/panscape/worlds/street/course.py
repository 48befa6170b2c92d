"""How vehicles go on: along the street's line, bends and all, each lane at its own speed."""

from dataclasses import replace

from panscape.scenes import Thing
from panscape.worlds.street.plan import Side, StreetPlan


def on_course(thing: Thing, plan: StreetPlan, side: Side, speed: float) -> Thing:
    """Return the thing with a ``motion`` that keeps its distance from the street's middle line.

    Parameters
    ----------
    thing : Thing
    plan : StreetPlan
    side : Side
        Says which way it drives.
    speed : float, m/s
        Along the middle line; becomes the fact ``speed``.
    """
    x, y, _ = thing.placements[0].position
    along, left = plan.spine.locate(x, y)
    start, way = plan.spine.spot(along, left), speed if plan.heads_out(side) else -speed

    def drives(time: float) -> Thing:
        now = plan.spine.spot(along + way * time, left)
        placements = tuple(
            replace(
                placement,
                position=(
                    placement.position[0] + now.x - start.x,
                    placement.position[1] + now.y - start.y,
                    placement.position[2],
                ),
                yaw=placement.yaw + now.yaw - start.yaw,
            )
            for placement in thing.placements
        )
        return replace(thing, placements=placements, facts=facts)

    facts = {**thing.facts, "speed": round(speed, 2)}
    return replace(thing, facts=facts, motion=drives)


def restyled(thing: Thing, styled: Thing) -> Thing:
    """Return ``styled``, the thing with other meshes or materials, moving as the thing does."""
    motion = thing.motion
    if motion is None:
        return styled

    def moves(time: float) -> Thing:
        later = motion(time)
        placements = tuple(
            replace(look, position=place.position, yaw=place.yaw, rotation=place.rotation)
            for look, place in zip(styled.placements, later.placements, strict=True)
        )
        return replace(styled, placements=placements, motion=None)

    return replace(styled, motion=moves)
