"""A scene: which meshes stand where, what each belongs to, and from where, in which light, it is seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import cos, sin
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.categories import Taxonomy
from panscape.scenes.camera import Camera
from panscape.scenes.light import Lamp, Light, Weather
from panscape.scenes.material import Material
from panscape.scenes.mesh import Mesh

VOID = "void"  # the category of stuff that the taxonomy has no name for; its pixels are in no segment


@dataclass(frozen=True, eq=False)
class Placement:
    """One mesh put into the world: ``rotation @ (scale * vertex) + position``.

    Attributes
    ----------
    mesh : Mesh
    position : (x, y, z), metres
    yaw : float, radians
        Turns left about z. For any other rotation give ``rotation``.
    scale : (x, y, z)
        Along the mesh's own axes. Textures live in scaled metres, so a brick keeps its size on a longer wall.
    materials : mapping of str to Material
        One for each of the mesh's slots.
    rotation : (3, 3) float64 or None
        Orthonormal; replaces ``yaw``.
    """

    mesh: Mesh
    position: tuple[float, float, float]
    materials: Mapping[str, Material]
    yaw: float = 0.0
    scale: tuple[float, float, float] = (1.0, 1.0, 1.0)
    rotation: npt.NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        missing = [name for name in self.mesh.slots if name not in self.materials]
        if missing:
            raise ValueError(f"placement: no material for slot {missing[0]!r}; the mesh has {self.mesh.slots}")

    @property
    def matrix(self) -> npt.NDArray[np.float64]:
        """(3, 3): the rotation, without the scale."""
        if self.rotation is not None:
            return self.rotation
        c, s = cos(self.yaw), sin(self.yaw)
        return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


@dataclass(frozen=True, eq=False)
class Thing:
    """A countable object: one segment of its own.

    Attributes
    ----------
    category : str
        A name of the scene's taxonomy.
    placements : tuple of Placement
        The first one's rotation is the thing's own: its x axis is where the thing faces.
    facts : mapping
        What the world knows of it, ready for JSON: ``parked``, ``speed``, …
    lamps : tuple of Lamp
        That go where its first placement goes; ``motion`` need not move them.
    motion : callable or None
        ``motion(time) -> Thing``: the thing so many seconds later, with as many placements, in the same order, each of
        a mesh with the same triangles; so a point of its surface can be followed. None: it stays.
    """

    category: str
    placements: tuple[Placement, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    lamps: tuple[Lamp, ...] = ()
    motion: "Callable[[float], Thing] | None" = None


@dataclass(frozen=True, eq=False)
class Stuff:
    """Some surface of an uncountable class; all of one category in a picture make one segment, but for ``VOID``."""

    category: str
    placements: tuple[Placement, ...]


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything that the renderer needs.

    Attributes
    ----------
    taxonomy : Taxonomy
    things : tuple of Thing
    stuff : tuple of Stuff
    background : str
        The category of a pixel whose ray meets nothing, such as ``"sky"``.
    camera : Camera
    light : Light
    weather : Weather
    lamps : tuple of Lamp
        Those that belong to no thing.
    path : callable or None
        ``path(time) -> Camera``: the camera so many seconds later. None: it stays.
    facts : mapping
        What the world knows of the scene as a whole, ready for JSON: ``season``, …
    room : callable or None
        ``room((x, y, z)) -> bool``: whether a camera can be there, in no house and not below the ground. None:
        anywhere.
    """

    taxonomy: Taxonomy
    things: tuple[Thing, ...]
    stuff: tuple[Stuff, ...]
    background: str
    camera: Camera
    light: Light
    weather: Weather
    lamps: tuple[Lamp, ...] = ()
    path: Callable[[float], Camera] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    room: Callable[[tuple[float, float, float]], bool] | None = None

    def at(self, time: float) -> "Scene":
        """Return the scene so many seconds later: things and camera where they are by then, all else as it is.

        What moves goes on from there: ``scene.at(2.0).at(1.0)`` is ``scene.at(3.0)``.
        """
        things = tuple(_later(thing, time) for thing in self.things)
        if self.path is None:
            return replace(self, things=things)
        path = self.path
        return replace(self, things=things, camera=path(time), path=lambda more: path(time + more))


def _later(thing: Thing, time: float) -> Thing:
    if thing.motion is None:
        return thing
    motion = thing.motion
    later = motion(time)
    lamps = _carried(thing.lamps, thing.placements[0], later.placements[0])
    return replace(later, lamps=lamps, motion=lambda more: motion(time + more))


def _carried(lamps: tuple[Lamp, ...], before: Placement, after: Placement) -> tuple[Lamp, ...]:
    """The lamps of a thing whose first placement went from one place to another."""
    if not lamps:
        return ()
    turn = after.matrix @ before.matrix.T
    found = []
    for lamp in lamps:
        x, y, z = (turn @ (np.array(lamp.position) - before.position) + after.position).tolist()
        u, v, w = (turn @ np.array(lamp.direction)).tolist()
        found.append(replace(lamp, position=(x, y, z), direction=(u, v, w)))
    return tuple(found)
