"""Who annotates: the population that a profile describes, and one person out of it."""

from typing import Literal

from panscape.annotators.clock import Pace
from panscape.annotators.layering import Care
from panscape.annotators.naming import Judgement
from panscape.annotators.outline import Hand
from panscape.annotators.perception import Eye
from panscape.annotators.traits import N, Traits, settled, trait
from panscape.draws import Draw


class Habit(Traits[N]):
    """What somebody does where the guideline is silent, or is not followed."""

    compliance: N = trait(
        "probability that a rule of the guideline is followed, drawn once for each rule", 0, 1, rest=1.0
    )
    tolerance_px: N = trait("how far edges may cut corners; 0 follows every pixel", 0, 50)
    detail_px: N = trait("what is finer than this along an edge is not followed; 0 follows all", 0, 100)
    bridge_px: N = trait("gaps up to this wide, as between bars or leaves, are drawn over", 0, 100)
    place_px: N = trait("on a soft edge, how far outwards the line is put", -10, 10)
    min_part_px: N = trait("px of the smallest hole or loose part that is drawn on its own", 0, 1e6)
    fills_gaps: N = trait("probability to paint what no polygon covers; drawn once", 0, 1)


class Annotator(Traits[N]):
    """An annotator's traits: ``Annotator[Draw]`` is a profile, ``Annotator[float]`` a person."""

    schema_version: Literal[1] = 1
    name: str = ""
    hand: Hand[N] = Hand[N]()
    eye: Eye[N] = Eye[N]()
    judgement: Judgement[N] = Judgement[N]()
    care: Care[N] = Care[N]()
    habit: Habit[N] = Habit[N]()
    pace: Pace[N] = Pace[N]()


def person(profile: Annotator[Draw], seed: int, name: str) -> Annotator[float]:
    """Return the person of that name out of a profile's population: the same one in every picture and protocol."""
    return Annotator[float](**{**settled(profile, Annotator[float], seed, name), "name": name})
