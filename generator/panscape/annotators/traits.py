"""How a person's traits are written down: as draws in a profile, as numbers once the person is there."""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from panscape.draws import Draw, Within
from panscape.errors import ConfigError
from panscape.seeds import rng_for

N = TypeVar("N", Draw, float)


class Traits(BaseModel, Generic[N]):
    """Named numbers with units, bounds and sources; ``Traits[Draw]`` is a population, ``Traits[float]`` a person.

    Every trait is at rest by default: a profile that names none describes somebody who makes no error.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _inside_bounds(self) -> "Traits[N]":
        for name, field in type(self).model_fields.items():
            bounds = field.json_schema_extra
            if not isinstance(bounds, dict) or "low" not in bounds:
                continue
            value = getattr(self, name)
            try:
                Within(float(str(bounds["low"])), float(str(bounds["high"]))).check(Draw.parse(value))
            except ConfigError as error:
                raise ConfigError(f"{name}: {error}") from error
        return self


def trait(meaning: str, low: float, high: float, *, rest: float = 0.0, source: str = "assumed") -> Any:
    """Return the field of one trait.

    Parameters
    ----------
    meaning : str
        With its unit.
    low, high : float
        No draw may leave them.
    rest : float
        The value of somebody who makes no error.
    source : str
        Where the number's form or size is taken from; ``"assumed"`` where nobody has measured it.
    """
    extra: dict[str, Any] = {"low": low, "high": high, "source": source}
    return Field(default=rest, validate_default=True, description=meaning, json_schema_extra=extra)


def settled(population: Traits[Draw], person: type[Traits[float]], seed: int, *key: str) -> dict[str, Any]:
    """Return one person's values: each trait drawn from a stream of its own, so that none moves another.

    Parameters
    ----------
    population : Traits[Draw]
        Sections of traits may lie in it.
    person : the same model over float
    seed : int
    *key : str
        Who it is.
    """
    values: dict[str, Any] = {}
    for name, field in person.model_fields.items():
        value = getattr(population, name)
        if isinstance(value, Draw):
            values[name] = value.sample(rng_for(seed, "annotator", *key, name))
        elif isinstance(value, Traits):
            section = field.annotation
            assert isinstance(section, type)
            values[name] = section(**settled(value, section, seed, *key, name))
        else:
            values[name] = value
    return values


def sources(model: type[BaseModel]) -> dict[str, str]:
    """Return where each trait's number comes from: ``{"hand.motor_px": "assumed", …}``."""
    found: dict[str, str] = {}
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found.update({f"{name}.{inner}": source for inner, source in sources(field.annotation).items()})
        elif isinstance(extra, dict) and "source" in extra:
            found[name] = str(extra["source"])
    return found
