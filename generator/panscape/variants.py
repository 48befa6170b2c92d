"""The variants of one scene: the same place again under another light, weather, lens, sensor or camera."""

import re
from collections.abc import Mapping
from itertools import product
from math import prod
from typing import Annotated, Any, get_type_hints

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model, field_validator

from panscape.conditions import CameraParams, LensParams, LightParams, SensorParams, WeatherParams
from panscape.draws import Draw
from panscape.errors import ConfigError

SECTIONS: Mapping[str, type[BaseModel]] = {
    "light": LightParams,
    "weather": WeatherParams,
    "lens": LensParams,
    "sensor": SensorParams,
    "camera": CameraParams,
}
MOST = 1000  # variants of one scene
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_ .,=+-]{0,199}")


class Variant(BaseModel):
    """What one variant changes: single parameters of the recipe's sections. What it does not name stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    light: LightParams = LightParams()  # type: ignore[call-arg]
    weather: WeatherParams = WeatherParams()
    lens: LensParams = LensParams()
    sensor: SensorParams = SensorParams()  # type: ignore[call-arg]
    camera: CameraParams = CameraParams()  # type: ignore[call-arg]

    @field_validator("name")
    @classmethod
    def _readable(cls, name: str) -> str:
        if not NAME.fullmatch(name):
            raise ConfigError(
                f"found {name!r:.60}, wanted a letter or digit, then at most 199 more letters, digits, spaces and "
                f"any of _ . , = + -"
            )
        return name

    def facts(self) -> dict[str, Any]:
        """What a manifest says of it, ready for JSON: its name and what it changes."""
        return self.model_dump(mode="json", exclude_unset=True)


def overlaid(section: str, params: Any, variant: Variant) -> Any:
    """Return the parameters of a section with what a variant says of it laid over them, one by one."""
    changes: BaseModel = getattr(variant, section)
    return params.model_copy(update={key: getattr(changes, key) for key in changes.model_fields_set})


def _sound(variants: tuple[Variant, ...]) -> tuple[Variant, ...]:
    if not variants:
        raise ConfigError("found no variant; list one or more, or leave 'vary' out")
    if len(variants) > MOST:
        raise ConfigError(f"found {len(variants)} variants, wanted at most {MOST}")
    seen: set[str] = set()
    for variant in variants:
        if variant.name in seen:
            raise ConfigError(f"found two variants called {variant.name!r}; each has a name of its own")
        seen.add(variant.name)
    return variants


VariantList = Annotated[tuple[Variant, ...], AfterValidator(_sound)]


class _Grid(BaseModel):
    """A list of values for each parameter that is varied; every combination is a variant, the last key fastest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def variants(self) -> tuple[Variant, ...]:
        axes = {key: getattr(self, key) for key in self.model_fields_set}
        ordered = {key: axes[key] for key in type(self).model_fields if key in axes}
        return tuple(_combined(ordered, values) for values in product(*ordered.values()))


def _some(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not values:
        raise ConfigError("found no value; list one or more")
    for number, value in enumerate(values):
        if value in values[:number]:
            raise ConfigError(f"found {_spelled(value)} twice; list each value once")
    return values


def _grid() -> Any:
    """The model of a grid: a field for each parameter of each section, under its dotted name."""
    fields: dict[str, Any] = {}
    for section, model in SECTIONS.items():
        hints = get_type_hints(model, include_extras=True)
        for key in model.model_fields:
            values: Any = tuple.__class_getitem__((hints[key], ...))
            fields[f"{section}.{key}"] = (Annotated[values, AfterValidator(_some)], Field(()))
    return create_model("Grid", __base__=_Grid, **fields)


def _bounded(grid: _Grid) -> _Grid:
    sizes = [len(getattr(grid, key)) for key in grid.model_fields_set]
    if not sizes:
        raise ConfigError("found no parameter; name one, such as light.sun_elevation_deg: [5, 30, 60]")
    if prod(sizes) > MOST:
        raise ConfigError(f"found {prod(sizes)} combinations, wanted at most {MOST}")
    return grid


VariantGrid = Annotated[_grid(), AfterValidator(_bounded)]  # type: ignore[valid-type]


def variants_of(read: Any) -> tuple[Variant, ...]:
    """Return the variants that a recipe's ``vary`` stands for, list or grid."""
    return read.variants() if isinstance(read, _Grid) else tuple(read)


def _combined(axes: Mapping[str, Any], values: tuple[Any, ...]) -> Variant:
    """The variant of one combination, named by its values."""
    changes: dict[str, dict[str, Any]] = {}
    names = []
    for dotted, value in zip(axes, values, strict=True):
        section, _, key = dotted.partition(".")
        changes.setdefault(section, {})[key] = value
        names.append(f"{key}={_spelled(value)}")
    sections = {section: SECTIONS[section](**given) for section, given in changes.items()}
    return Variant(name=",".join(names), **sections)  # type: ignore[arg-type]


def _spelled(value: Any) -> str:
    """A value as a name holds it."""
    if isinstance(value, Draw):
        numbers = [f"{number:g}" for number in value.values]
        return numbers[0] if value.kind == "fixed" else "-".join([value.kind, *numbers])
    if isinstance(value, BaseModel):
        return "-".join(f"{key}-{part:g}" for key, part in value.model_dump().items())
    return str(value).lower()
