"""What a protocol says: who labels, by which guideline, how many each picture, and what becomes of it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from panscape.annotators import Annotator, Guideline, person
from panscape.config import load_config
from panscape.draws import Draw
from panscape.errors import ConfigError
from panscape.seeds import rng_for

FINAL = "final"  # the folder of the consensus, beside those of the annotators
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=64)]


class Protocol(BaseModel):
    """How pictures are labelled.

    Attributes
    ----------
    guideline : str
        A built-in's name, or a path.
    pool : mapping of name to profile
        Who may label: each name is one person, drawn from the population that the profile describes.
    redundancy : int or None
        How many of the pool label each picture; None for all.
    consensus : "none" or "majority"
        Whether one label is made of what all have drawn.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1] = 1
    name: Name
    guideline: str
    pool: dict[Name, str] = Field(min_length=1)
    redundancy: int | None = Field(None, ge=1)
    consensus: Literal["none", "majority"] = "none"

    @model_validator(mode="after")
    def _pool_suffices(self) -> "Protocol":
        if FINAL in self.pool:
            raise ConfigError(f"pool: nobody can be named {FINAL!r}; that folder holds the consensus")
        if self.redundancy is not None and self.redundancy > len(self.pool):
            raise ConfigError(f"redundancy: found {self.redundancy}, wanted at most the {len(self.pool)} of the pool")
        return self


class Plan(BaseModel):
    """A protocol with all that it names, and a seed: everything that its labels depend on, but the pictures."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    protocol: Protocol
    guideline: Guideline
    profiles: dict[str, Annotator[Draw]]
    seed: int

    def people(self) -> dict[str, Annotator[float]]:
        """The persons of the pool, by name."""
        return {name: person(self.profiles[profile], self.seed, name) for name, profile in self.protocol.pool.items()}

    def labellers(self, picture: str) -> list[str]:
        """Who labels a picture, in the order of the pool."""
        names = list(self.protocol.pool)
        count = self.protocol.redundancy or len(names)
        chosen = rng_for(self.seed, "assign", self.protocol.name, picture).permutation(len(names))[:count]
        return [names[place] for place in sorted(chosen.tolist())]


def plan_of(name_or_path: str, seed: int) -> Plan:
    """Return the plan of a protocol: a built-in's name, or the path of a YAML file.

    Raises
    ------
    ConfigError
        With file, line and key, if it, its guideline or a profile is not there or not sound.
    """
    protocol = load_config(Protocol, name_or_path, kind="protocol")
    guideline = load_config(Guideline, protocol.guideline, kind="guideline")
    names = sorted(set(protocol.pool.values()))
    profiles = {name: load_config(Annotator[Draw], name, kind="annotator") for name in names}
    return Plan(protocol=protocol, guideline=guideline, profiles=profiles, seed=seed)
