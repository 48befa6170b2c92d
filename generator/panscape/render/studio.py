"""A look at one shape: on a grey floor, in the sun, from where it can be seen whole."""

from collections.abc import Sequence
from math import atan2, cos, radians, sin, sqrt, tan

import numpy as np
import numpy.typing as npt

from panscape.categories import taxonomy
from panscape.render.renderer import render
from panscape.scenes import (
    Camera,
    Lens,
    Light,
    Material,
    Mesh,
    Placement,
    Scene,
    Sensor,
    Stuff,
    Texture,
    Thing,
    Weather,
)
from panscape.seeds import rng_for


def studio(
    subject: Thing | Stuff | Placement | Sequence[Placement],
    azimuth_deg: float = 35.0,
    elevation_deg: float = 12.0,
    size: int = 480,
    sun_azimuth_deg: float = 75.0,
    sun_elevation_deg: float = 42.0,
    cloud: float = 0.2,
    closer: float = 1.0,
) -> npt.NDArray[np.uint8]:
    """Return a picture of a thing, a stuff or some placements: (size, size, 3) uint8, RGB.

    Parameters
    ----------
    subject : Thing, Stuff, Placement or sequence of Placement
    azimuth_deg, elevation_deg : float
        Of the camera as seen from the subject; azimuth 0 looks at the side that +x points from.
    size : int, pixels
    sun_azimuth_deg, sun_elevation_deg : float
        Of the sun, by the same measure.
    cloud : float, in [0, 1]
    closer : float
        2 halves the distance.

    Examples
    --------
    >>> from panscape.scenes import Material
    >>> from panscape.shapes.solids import box
    >>> red = {"body": Material((0.5, 0.1, 0.1))}
    >>> studio(Placement(box(-1, 1, -1, 1, 0, 1, "body"), (0, 0, 0), red), size=64).shape
    (64, 64, 3)
    """
    return render(
        studio_scene(subject, azimuth_deg, elevation_deg, size, sun_azimuth_deg, sun_elevation_deg, cloud, closer),
        rng_for(0, "studio"),
    ).image


def studio_scene(
    subject: Thing | Stuff | Placement | Sequence[Placement],
    azimuth_deg: float = 35.0,
    elevation_deg: float = 12.0,
    size: int = 480,
    sun_azimuth_deg: float = 75.0,
    sun_elevation_deg: float = 42.0,
    cloud: float = 0.2,
    closer: float = 1.0,
) -> Scene:
    """Return the scene that ``studio`` takes its picture of."""
    placements = _placements(subject)
    low, high = _bounds(placements)
    middle, reach = 0.5 * (low + high), 0.5 * sqrt(float((high - low) @ (high - low)))
    fov = radians(38.0)
    distance = 1.05 * reach / tan(0.5 * fov) / closer
    azimuth, elevation = radians(azimuth_deg), radians(elevation_deg)
    away = np.array([cos(elevation) * cos(azimuth), cos(elevation) * sin(azimuth), sin(elevation)])
    eye = middle + distance * away
    eye[2] = max(eye[2], low[2] + 0.15)
    toward = middle - eye
    camera = Camera(
        position=(float(eye[0]), float(eye[1]), float(eye[2])),
        yaw=atan2(toward[1], toward[0]),
        pitch=atan2(toward[2], sqrt(float(toward[0] ** 2 + toward[1] ** 2))),
        roll=0.0,
        fov=fov,
        width=size,
        height=size,
        sensor=Sensor(noise=0.004),
        lens=Lens(vignette=0.1),
    )
    return Scene(
        taxonomy=taxonomy("cityscapes"),
        things=(Thing("car", tuple(placements)),),
        stuff=(Stuff("road", (_floor(float(middle[0]), float(middle[1]), float(low[2])),)),),
        background="sky",
        camera=camera,
        light=Light(radians(sun_azimuth_deg), radians(sun_elevation_deg), cloud),
        weather=Weather(),
    )


def _placements(subject: Thing | Stuff | Placement | Sequence[Placement]) -> list[Placement]:
    if isinstance(subject, (Thing, Stuff)):
        return list(subject.placements)
    return [subject] if isinstance(subject, Placement) else list(subject)


def _bounds(placements: list[Placement]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    points = np.concatenate(
        [p.mesh.vertices * np.asarray(p.scale) @ p.matrix.T + np.asarray(p.position) for p in placements]
    )
    return points.min(axis=0), points.max(axis=0)


def _floor(x: float, y: float, z: float) -> Placement:
    square = np.array([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
    mesh = Mesh(
        square,
        np.array([[0, 1, 2], [0, 2, 3]], np.int32),
        np.tile([0.0, 0, 1], (4, 1)),
        np.ones(2, np.bool_),
        np.zeros(2, np.int16),
        np.zeros(2, np.int32),
        ("floor",),
    )
    floor = Material((0.22, 0.22, 0.21), (0.18, 0.18, 0.175), Texture.CONCRETE, scale=0.5, contrast=1.0)
    return Placement(mesh, (x, y, z - 0.001), {"floor": floor}, scale=(150.0, 150.0, 1.0))
