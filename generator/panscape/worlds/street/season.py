"""Which season a street is seen in: what its trees wear, and what lies on the ground below them."""

import numpy as np

from panscape.worlds.street.params import StreetParams


def season(params: StreetParams, rng: np.random.Generator) -> str:
    """Return one of ``panscape.shapes.leafage.SEASONS``."""
    weights = params.seasons.model_dump()
    left = rng.random() * sum(weights.values())
    for name, weight in weights.items():
        if left < weight:
            return str(name)
        left -= weight
    return "summer"
