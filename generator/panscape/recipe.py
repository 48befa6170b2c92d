"""What a recipe says: which world, with which parameters, in what size, with which truth, split how."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, Field

from panscape.conditions import CameraParams, LensParams, LightParams, SensorParams, WeatherParams
from panscape.config import load_config
from panscape.errors import ConfigError
from panscape.names import resolve
from panscape.variants import SECTIONS, Variant, VariantGrid, VariantList, overlaid, variants_of
from panscape.worlds import WORLDS

SCHEMA_VERSION: Literal[1] = 1
TruthName = Literal[
    "amodal", "depth", "depth_m", "normals", "object_coords", "boxes", "truncation", "coverage", "ambiguity",
    "albedo", "shading", "shadow", "flow_forward", "flow_backward",
]  # fmt: skip
Params = TypeVar("Params", bound=BaseModel)
Vary = TypeVar("Vary")


class ImageParams(BaseModel):
    """The size of the pictures, and how they are kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: int = Field(640, ge=16, le=16384, description="pixels")
    height: int = Field(480, ge=16, le=16384, description="pixels")
    jpeg_quality: int = Field(95, ge=1, le=100)


class FrameParams(BaseModel):
    """How many pictures of a scene follow each other, and how fast; things and camera move between them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    count: int = Field(1, ge=1, le=10000)
    rate: float = Field(10.0, gt=0.0, le=1000.0, description="a second")


@dataclass(frozen=True)
class Shot:
    """Which picture a number stands for: the scene, the variant of it, and the frame of its sequence, from 0."""

    scene: int
    variant: int
    frame: int


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
    light, weather, lens, sensor, camera : LightParams, WeatherParams, LensParams, SensorParams, CameraParams
        How the world is lit and photographed; drawn apart from what is in it, once a scene.
    vary : tuple of Variant
        Each scene is photographed once for each; empty for once as it is.
    frames : FrameParams
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
    camera: CameraParams
    vary: tuple[Variant, ...]
    frames: FrameParams
    image: ImageParams
    truth: frozenset[str]
    splits: Mapping[str, float]

    @property
    def build(self) -> Callable[..., Any]:
        """The world's function: ``build(params, rng) -> Scene``."""
        return resolve(self.world, WORLDS, "world")

    @property
    def pictures(self) -> int:
        """How many pictures of each scene there are: one for each variant and frame."""
        return max(1, len(self.vary)) * self.frames.count

    def scenes(self, count: int) -> int:
        """How many scenes ``count`` pictures show; the last may be cut."""
        return -(-count // self.pictures)

    def shot(self, index: int) -> Shot:
        """Return what picture ``index`` shows: scene by scene, then variant by variant, then frame by frame."""
        scene, place = divmod(index, self.pictures)
        variant, frame = divmod(place, self.frames.count)
        return Shot(scene, variant, frame)

    def varied(self, variant: int) -> "Recipe":
        """Return the recipe as one variant has it, without any variant itself."""
        if not self.vary:
            return self
        sections = {name: overlaid(name, getattr(self, name), self.vary[variant]) for name in SECTIONS}
        return replace(self, vary=(), **sections)

    def split_of_each(self, count: int) -> Iterator[str]:
        """Yield the split of pictures 0 to ``count - 1``; all pictures of a scene are in one.

        Each scene goes where the share is furthest behind, so the counts of scenes are right to within one at any
        ``count``, and a picture keeps its split when more are made.
        """
        total = sum(self.splits.values())
        behind = dict.fromkeys(self.splits, 0.0)
        for scene in range(self.scenes(count)):
            for name, share in self.splits.items():
                behind[name] += share / total
            chosen = max(behind, key=behind.__getitem__)
            behind[chosen] -= 1.0
            yield from repeat(chosen, min(self.pictures, count - scene * self.pictures))

    def facts(self) -> dict[str, Any]:
        """What a manifest says of it, ready for JSON: every parameter, defaults written out."""
        return {
            "name": self.name,
            "world": self.world,
            "params": self.params.model_dump(mode="json"),
            **{name: getattr(self, name).model_dump(mode="json") for name in SECTIONS},
            "vary": [variant.facts() for variant in self.vary],
            "frames": self.frames.model_dump(),
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
    head = load_config(_Head, name_or_path, kind="recipe", overrides=overrides)
    world, vary = head.world, VariantGrid if isinstance(head.vary, Mapping) else VariantList
    model = get_type_hints(resolve(world, WORLDS, "world")).get("params")
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise ConfigError(
            f"world {world!r}: its first argument, params, must be annotated with a pydantic model; found {model}"
        )
    schema: type[_Schema[Any, Any]] = _Schema[model, vary]  # type: ignore[valid-type]
    read = load_config(schema, name_or_path, kind="recipe", overrides=overrides)
    return Recipe(
        name=Path(name_or_path).stem,
        world=world,
        params=read.params,
        **{name: getattr(read, name) for name in SECTIONS},
        vary=variants_of(read.vary),
        frames=read.frames,
        image=read.image,
        truth=frozenset(get_args(TruthName) if read.truth == "all" else read.truth),
        splits=read.splits,
    )


class _Head(BaseModel):
    """As much of a recipe's file as says which model reads the rest."""

    model_config = ConfigDict(extra="ignore")

    world: str
    vary: Any = None


class _Schema(BaseModel, Generic[Params, Vary]):
    """A recipe's file. (Not the recipe itself: a model made for one world's parameters cannot be sent to a process.)"""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1] = SCHEMA_VERSION
    world: str
    params: Params
    light: LightParams = LightParams()  # type: ignore[call-arg]
    weather: WeatherParams = WeatherParams()
    lens: LensParams = LensParams()
    sensor: SensorParams = SensorParams()  # type: ignore[call-arg]
    camera: CameraParams = CameraParams()  # type: ignore[call-arg]
    vary: Vary = ()  # type: ignore[assignment]
    frames: FrameParams = FrameParams()  # type: ignore[call-arg]
    image: ImageParams = ImageParams()  # type: ignore[call-arg]
    truth: Literal["all"] | tuple[TruthName, ...] = ("amodal", "depth")
    splits: dict[str, Annotated[float, Field(gt=0)]] = Field(default={"train": 1.0}, min_length=1)
