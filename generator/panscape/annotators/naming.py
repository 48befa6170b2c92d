"""What an annotator calls what is seen: confusion grows with little evidence and with likeness in the label tree."""

from collections.abc import Sequence
from math import log

from panscape.annotators.perception import WANTED_CONTRAST, logistic
from panscape.annotators.traits import N, Traits, trait
from panscape.categories import Category

CERTAIN_PX = 1000.0  # visible px at which evidence neither helps nor harms; assumed
SIBLING_WEIGHT = 8.0  # how much likelier a category of the same branch is than one of another; assumed


class Judgement(Traits[N]):
    """How surely somebody names things."""

    confusion: N = trait("probability to confuse a region of 1000 px, of average difficulty", 0, 0.99)
    difficulty: N = trait("logits for one sd of the region's ambiguity, which all annotators share", 0, 10)
    evidence: N = trait("logits for each halving of the area, over ln 2", 0, 5)
    contrast_weight: N = trait("logits for each grey level below 25", 0, 1)


def chance_to_confuse(judgement: Judgement[float], area_px: float, contrast: float, ambiguity: float) -> float:
    """Return the probability that a region gets a wrong name.

    Parameters
    ----------
    judgement : Judgement[float]
    area_px : float
        Visible pixels, at least 1.
    contrast : float
        Mean over the border, grey levels.
    ambiguity : float
        In standard deviations; a high one is easily confused.
    """
    base = judgement.confusion
    if base <= 0.0:
        return 0.0
    logit = log(base / (1.0 - base)) + judgement.difficulty * ambiguity
    logit += judgement.evidence * log(CERTAIN_PX / area_px)
    logit += judgement.contrast_weight * max(0.0, WANTED_CONTRAST - contrast)
    return logistic(logit)


def confused_name(category: Category, categories: Sequence[Category], pull: float) -> Category:
    """Return what a region is called by those who confuse it; the category itself if it is alone of its kind.

    Parameters
    ----------
    category : Category
    categories : sequence of Category
        Things are taken for things and stuff for stuff; those of the same supercategory are eight times as likely.
    pull : float
        In [0, 1): where in the list the lot falls. It is the region's own, so all who err say the same.
    """
    others = [other for other in categories if other.isthing == category.isthing and other.id != category.id]
    if not others:
        return category
    weights = [SIBLING_WEIGHT if other.supercategory == category.supercategory else 1.0 for other in others]
    left = pull * sum(weights)
    for other, weight in zip(others, weights, strict=True):
        left -= weight
        if left < 0.0:
            return other
    return others[-1]
