"""What a recipe says: which world, with which parameters, in what size, with which truth, split how."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, Field

from panscape.conditions import LensParams, LightParams, SensorParams, WeatherParams
from panscape.config import load_config
from panscape.errors import ConfigError
from panscape.names import resolve
from panscape.worlds import WORLDS

SCHEMA_VERSION: Literal[1] = 1
TruthName = Literal["amodal", "depth"]
CONDITIONS = ("light", "weather", "lens", "sensor")
Params = TypeVar("Params", bound=BaseModel)


class ImageParams(BaseModel):
    """The size of the pictures, and how they are kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: int = Field(640, ge=16, le=16384, description="pixels")
    height: int = Field(480, ge=16, le=16384, description="pixels")
    jpeg_quality: int = Field(95, ge=1, le=100)


@dataclass(frozen=True)
class Recipe:
    """Everything that a dataset depends on, but the seed and the number of pictures.

    Attributes
    ----------
    name : str
    world : str
        A built-in world's name, or ``"module:function"``.
    params : pydantic model
        What the world's function takes as ``params``.
    light, weather, lens, sensor : LightParams, WeatherParams, LensParams, SensorParams
        How the world is lit and photographed; drawn apart from what is in it.
    image : ImageParams
    truth : frozenset of str
        What is written beside the panoptic label: ``"amodal"``, ``"depth"``.
    splits : mapping of str to float
        The share of each split; they need not sum to 1.
    """

    name: str
    world: str
    params: BaseModel
    light: LightParams
    weather: WeatherParams
    lens: LensParams
    sensor: SensorParams
    image: ImageParams
    truth: frozenset[str]
    splits: Mapping[str, float]

    @property
    def build(self) -> Callable[..., Any]:
        """The world's function: ``build(params, rng) -> Scene``."""
        return resolve(self.world, WORLDS, "world")

    def split_of_each(self, count: int) -> Iterator[str]:
        """Yield the split of frames 0 to ``count - 1``.

        Each frame goes where the share is furthest behind, so the counts are right to within one at any
        ``count``, and a frame keeps its split when more are made.
        """
        total = sum(self.splits.values())
        behind = dict.fromkeys(self.splits, 0.0)
        for _ in range(count):
            for name, share in self.splits.items():
                behind[name] += share / total
            chosen = max(behind, key=behind.__getitem__)
            behind[chosen] -= 1.0
            yield chosen

    def facts(self) -> dict[str, Any]:
        """What a manifest says of it, ready for JSON: every parameter, defaults written out."""
        return {
            "name": self.name,
            "world": self.world,
            "params": self.params.model_dump(mode="json"),
            **{name: getattr(self, name).model_dump(mode="json") for name in CONDITIONS},
            "image": self.image.model_dump(),
            "truth": sorted(self.truth),
            "splits": dict(self.splits),
        }


def load_recipe(name_or_path: str, overrides: Sequence[str] = ()) -> Recipe:
    """Return a recipe: a built-in's name, or the path of a YAML file.

    Parameters
    ----------
    name_or_path : str
    overrides : sequence of "key.below=value"
        The value is read as YAML.

    Raises
    ------
    ConfigError
        With file, line and key, and the nearest right name.
    """
    world = load_config(_Head, name_or_path, kind="recipe", overrides=overrides).world
    model = get_type_hints(resolve(world, WORLDS, "world")).get("params")
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise ConfigError(
            f"world {world!r}: its first argument, params, must be annotated with a pydantic model; found {model}"
        )
    schema: type[_Schema[Any]] = _Schema[model]  # type: ignore[valid-type]
    read = load_config(schema, name_or_path, kind="recipe", overrides=overrides)
    conditions = {name: getattr(read, name) for name in CONDITIONS}
    return Recipe(
        name=Path(name_or_path).stem,
        world=world,
        params=read.params,
        **conditions,
        image=read.image,
        truth=frozenset(read.truth),
        splits=read.splits,
    )


class _Head(BaseModel):
    """As much of a recipe's file as says which model reads the rest."""

    model_config = ConfigDict(extra="ignore")

    world: str


class _Schema(BaseModel, Generic[Params]):
    """A recipe's file. (Not the recipe itself: a model made for one world's parameters cannot be sent to a process.)"""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1] = SCHEMA_VERSION
    world: str
    params: Params
    light: LightParams = LightParams()  # type: ignore[call-arg]
    weather: WeatherParams = WeatherParams()
    lens: LensParams = LensParams()
    sensor: SensorParams = SensorParams()  # type: ignore[call-arg]
    image: ImageParams = ImageParams()  # type: ignore[call-arg]
    truth: tuple[TruthName, ...] = ("amodal", "depth")
    splits: dict[str, Annotated[float, Field(gt=0)]] = Field(default={"train": 1.0}, min_length=1)
