"""Distributions that a configuration may name wherever it needs a number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, isfinite, log
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

from panscape.errors import ConfigError
from panscape.names import nearest

if TYPE_CHECKING:
    import numpy as np
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Kind = Literal["fixed", "uniform", "log_uniform", "normal", "choice"]
FORMS = {
    "uniform": "{uniform: [low, high]}",
    "log_uniform": "{log_uniform: [low, high]}",
    "normal": "{normal: [mean, sd], clip: [low, high]}",
    "choice": "{choice: [a, b], weights: [1, 3]}",
}
SMALLEST_CHANCE = 2.0**-54


@dataclass(frozen=True)
class Draw:
    """A number that is drawn: fixed, from an interval, from a clipped normal, or from a list.

    Every kind, the fixed one too, takes exactly one number from the stream. So a parameter can be fixed
    or widened, and whatever is drawn after it from the same stream stays as it was.

    Attributes
    ----------
    kind : "fixed", "uniform", "log_uniform", "normal" or "choice"
    values : tuple of float
        The value; low and high; mean, standard deviation, low and high; or the values to choose from.
    weights : tuple of float
        Of a choice: one for each value, none below 0, not all 0.

    Raises
    ------
    ConfigError
        If the numbers make no distribution.

    Examples
    --------
    >>> Draw.uniform(1.2, 2.6).high
    2.6
    >>> Draw.parse({"choice": [2, 4], "weights": [1, 0]}).sample(np.random.default_rng(0))
    2.0
    """

    kind: Kind
    values: tuple[float, ...]
    weights: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not all(isfinite(value) for value in (*self.values, *self.weights)):
            raise ConfigError(f"found {self.spelled()}, wanted finite numbers")
        fault = _fault(self.kind, self.values, self.weights)
        if fault:
            raise ConfigError(f"found {self.spelled()}, wanted {fault}")

    @classmethod
    def fixed(cls, value: float) -> "Draw":
        """Always ``value``."""
        return cls("fixed", (float(value),))

    @classmethod
    def uniform(cls, low: float, high: float) -> "Draw":
        """Any number from ``low`` to ``high``, each as likely as another."""
        return cls("uniform", (float(low), float(high)))

    @classmethod
    def log_uniform(cls, low: float, high: float) -> "Draw":
        """Any number from ``low`` to ``high``, each factor as likely as another; ``low`` is above 0."""
        return cls("log_uniform", (float(low), float(high)))

    @classmethod
    def normal(cls, mean: float, sd: float, low: float, high: float) -> "Draw":
        """Normal; what falls outside ``low`` to ``high`` is moved to the nearer of them."""
        return cls("normal", (float(mean), float(sd), float(low), float(high)))

    @classmethod
    def choice(cls, values: Sequence[float], weights: Sequence[float] | None = None) -> "Draw":
        """One of ``values``, with chances in proportion to ``weights``; without weights, all alike."""
        numbers = tuple(float(value) for value in values)
        return cls("choice", numbers, tuple(float(w) for w in ([1.0] * len(numbers) if weights is None else weights)))

    @classmethod
    def parse(cls, spelling: object) -> "Draw":
        """Return the draw that a configuration spells: a number, or one of ``FORMS``.

        Raises
        ------
        ConfigError
            If it is neither; the message shows the form that was meant.
        """
        if isinstance(spelling, Draw):
            return spelling
        if _is_number(spelling):
            return cls.fixed(spelling)  # type: ignore[arg-type]
        if not isinstance(spelling, Mapping):
            raise ConfigError(f"found {spelling!r}, wanted a number or one of {', '.join(FORMS.values())}")
        return _parse_form(spelling)

    @property
    def low(self) -> float:
        """The least number that can be drawn."""
        return self._support[0]

    @property
    def high(self) -> float:
        """The greatest number that can be drawn."""
        return self._support[1]

    @property
    def _support(self) -> tuple[float, float]:
        if self.kind == "normal":
            return self.values[2], self.values[3]
        if self.kind == "choice":
            possible = [value for value, weight in zip(self.values, self.weights, strict=True) if weight > 0]
            return min(possible), max(possible)
        return self.values[0], self.values[-1]

    def sample(self, rng: "np.random.Generator") -> float:
        """Return one number; the stream moves on by exactly one uniform number."""
        return self.quantile(float(rng.random()))

    def quantile(self, chance: float) -> float:
        """Return the number below which a draw falls with the given chance, in [0, 1)."""
        first, last = self.values[0], self.values[-1]
        if self.kind == "fixed":
            return first
        if self.kind == "choice":
            return self._chosen(chance)
        if self.kind == "normal":
            mean, sd, low, high = self.values
            return min(max(mean + sd * NormalDist().inv_cdf(max(chance, SMALLEST_CHANCE)), low), high)
        if self.kind == "log_uniform":
            return min(max(exp(log(first) + chance * (log(last) - log(first))), first), last)
        return min(first + chance * (last - first), last)

    def _chosen(self, chance: float) -> float:
        left = chance * sum(self.weights)
        for value, weight in zip(self.values, self.weights, strict=True):
            if left < weight:
                return value
            left -= weight
        # Rounding alone can lead here: the last that has any chance.
        return next(value for value, weight in zip(self.values[::-1], self.weights[::-1], strict=True) if weight > 0)

    def spelled(self) -> float | dict[str, list[float]]:
        """Return what a configuration would say for this draw, ready for YAML and JSON."""
        if self.kind == "fixed":
            return self.values[0]
        if self.kind == "normal":
            return {"normal": list(self.values[:2]), "clip": list(self.values[2:])}
        if self.kind == "choice":
            return {"choice": list(self.values), "weights": list(self.weights)}
        return {self.kind: list(self.values)}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.plain_serializer_function_ser_schema(cls.spelled)
        )


@dataclass(frozen=True)
class Within:
    """For ``Annotated[Draw, Within(low, high)]``: whatever can be drawn lies from ``low`` to ``high``."""

    low: float
    high: float

    def check(self, draw: Draw) -> Draw:
        """Return the draw; ConfigError if a number outside the bounds can be drawn."""
        if not (self.low <= draw.low and draw.high <= self.high):
            raise ConfigError(
                f"found {draw.spelled()}, which draws from {draw.low:g} to {draw.high:g}; "
                f"wanted nothing outside {self.low:g} to {self.high:g}"
            )
        return draw

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))


def _fault(kind: Kind, values: tuple[float, ...], weights: tuple[float, ...]) -> str | None:
    """What would make a distribution of these numbers, or None if they do."""
    wanted = {"fixed": 1, "uniform": 2, "log_uniform": 2, "normal": 4}.get(kind, len(values))
    if len(values) != wanted or not values:
        return FORMS.get(kind, "one number")
    if kind in ("uniform", "log_uniform") and values[0] > values[1]:
        return "the lower number first"
    if kind == "log_uniform" and values[0] <= 0.0:
        return "numbers above 0, since their logarithm is drawn"
    if kind == "normal" and (values[1] < 0.0 or values[2] > values[3]):
        return "a standard deviation of 0 or more, and a clip with the lower number first"
    if kind == "choice" and (len(weights) != len(values) or min(weights) < 0.0 or sum(weights) <= 0.0):
        return "one weight for each value, none below 0 and not all 0"
    return None


def _parse_form(spelling: Mapping[Any, Any]) -> Draw:
    for key in spelling:
        if key not in (*FORMS, "clip", "weights"):
            raise ConfigError(f"found a draw of kind {key!r}{nearest(str(key), FORMS)}; there are: {', '.join(FORMS)}")
    kinds = [kind for kind in FORMS if kind in spelling]
    if len(kinds) != 1:
        raise ConfigError(f"found {dict(spelling)}, wanted exactly one of {', '.join(FORMS)}")
    kind = kinds[0]
    second = {"normal": "clip", "choice": "weights"}.get(kind)
    for key, numbers in spelling.items():
        if key not in (kind, second):
            raise ConfigError(f"found {key!r} beside {kind!r}, wanted {FORMS[kind]}")
        if not (isinstance(numbers, Sequence) and all(_is_number(number) for number in numbers)):
            raise ConfigError(f"found {numbers!r} for {key!r}, wanted a list of numbers: {FORMS[kind]}")
    values, others = spelling[kind], spelling.get(second)
    if kind == "choice":
        return Draw.choice(values, others)
    if kind == "normal" and (len(values) != 2 or others is None or len(others) != 2):
        raise ConfigError(f"found {dict(spelling)}, wanted {FORMS[kind]}")
    return Draw(kind, tuple(float(value) for value in (*values, *(others or ()))))  # type: ignore[arg-type]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
