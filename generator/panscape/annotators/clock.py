"""How long an annotator needs, act by act."""

from collections.abc import Iterable
from dataclasses import dataclass

from panscape.annotators.traits import N, Traits, trait

# 25 s a segment and 2.1 s a vertex give 79.6 s at 26 vertices; COCO reports 22 h for 1000 masks, 79.2 s each.
ANCHOR = "sum anchored to COCO's 79.2 s a mask (Lin et al. 2014); how it divides is assumed"
ACTIVITIES = ("find", "name", "zoom", "click", "close")


class Pace(Traits[N]):
    """Seconds for each act."""

    factor: N = trait("multiplies every time", 0.1, 10, rest=1.0)
    find_s: N = trait("seconds to find a region", 0, 600, source=ANCHOR)
    name_s: N = trait("seconds to choose its category", 0, 600, source=ANCHOR)
    zoom_s: N = trait("seconds to zoom to it", 0, 600, source=ANCHOR)
    click_s: N = trait("seconds for each vertex", 0, 60, source=ANCHOR)
    close_s: N = trait("seconds to close a ring", 0, 60, source=ANCHOR)


@dataclass(frozen=True)
class Work:
    """What was done for one region."""

    vertices: int
    rings: int


def seconds(pace: Pace[float], work: Iterable[Work]) -> dict[str, float]:
    """Return the seconds spent on each of ``ACTIVITIES``; their sum is the time for the picture."""
    done = list(work)
    regions, rings, vertices = len(done), sum(one.rings for one in done), sum(one.vertices for one in done)
    each = (
        regions * pace.find_s,
        regions * pace.name_s,
        regions * pace.zoom_s,
        vertices * pace.click_s,
        rings * pace.close_s,
    )
    return {name: pace.factor * value for name, value in zip(ACTIVITIES, each, strict=True)}
