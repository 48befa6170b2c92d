"""The random streams of one annotator at one picture, each for a purpose of its own."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from panscape.seeds import Key, rng_for


@dataclass(frozen=True)
class Streams:
    """Where the chance in an annotation comes from.

    Attributes
    ----------
    seed : int
    protocol : str
    annotator : str
    picture : str
        The picture's name in its dataset, after that of its split: ``val/000000.jpg``.
    """

    seed: int
    protocol: str
    annotator: str
    picture: str

    def habit(self, *purpose: Key) -> np.random.Generator:
        """What this annotator does in every picture."""
        return rng_for(self.seed, "annotator", self.annotator, *purpose)

    def act(self, *purpose: Key) -> np.random.Generator:
        """What this annotator does in this picture."""
        return rng_for(self.seed, "act", self.protocol, self.annotator, self.picture, *purpose)

    def difficulty(self, *purpose: Key) -> np.random.Generator:
        """What is hard about this picture, for everybody alike."""
        return rng_for(self.seed, "difficulty", self.picture, *purpose)


def numbered(rng: np.random.Generator) -> Callable[[int], np.random.Generator]:
    """Return a function that gives each region's own stream by its number, all of them from one: 8 us, not 150."""
    key = int.from_bytes(rng.bytes(16), "little")
    return lambda number: np.random.Generator(np.random.Philox(key=(key + number) % 2**128))
