"""Simple meshes and scenes that tests of the renderer and of the truth share."""

from math import pi

import numpy as np

from panscape.categories import taxonomy
from panscape.scenes import Camera, Lens, Light, Material, Mesh, Placement, Scene, Sensor, Stuff, Thing, Weather

GREY = {"body": Material((0.4, 0.4, 0.4))}


def mesh(vertices, triangles, flat=True, normals=None):
    vertices, triangles = np.array(vertices, np.float64), np.array(triangles, np.int32)
    if normals is None:
        normals = np.tile([0.0, 0.0, 1.0], (len(vertices), 1))
    count = len(triangles)
    part = np.arange(count, dtype=np.int32) if flat else np.zeros(count, np.int32)
    return Mesh(vertices, triangles, normals, np.full(count, flat), np.zeros(count, np.int16), part, ("body",))


def square():
    """The unit square about the origin, facing up."""
    return mesh([[-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]], [[0, 1, 2], [0, 2, 3]])


def box():
    """The unit cube that stands on the origin."""
    corners = [(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (0, 1)]
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return mesh(corners, [t for a, b, c, d in faces for t in ((a, b, c), (a, c, d))])


def ball(around=24):
    """The unit sphere about the origin, smooth."""
    polar = np.linspace(0.01, pi - 0.01, around // 2 + 1)[:, None]
    turn = 2 * pi * np.arange(around) / around
    points = np.stack(
        [np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), -np.cos(polar) + 0 * turn], -1
    ).reshape(-1, 3)
    triangles = []
    for ring in range(around // 2):
        for k in range(around):
            a, b = ring * around + k, ring * around + (k + 1) % around
            triangles += [(a, b, b + around), (a, b + around, a + around)]
    return mesh(points, triangles, flat=False, normals=points)


def camera(
    position=(0.0, 0.0, 1.5), yaw=0.0, pitch=0.0, roll=0.0, fov=1.0, width=160, height=120, vignette=0.25, **sensor
):
    return Camera(position, yaw, pitch, roll, fov, width, height, Sensor(**sensor), Lens(vignette=vignette))


def scene(things, ground=True, view=None, light=None, weather=None):
    """A scene of placements, one thing each, on a road."""
    floor = Placement(square(), (0.0, 0.0, 0.0), GREY, scale=(200.0, 200.0, 1.0))
    return Scene(
        taxonomy("cityscapes"),
        tuple(Thing("car", (placement,)) for placement in things),
        (Stuff("road", (floor,)),) if ground else (),
        "sky",
        view or camera(),
        light or Light(1.0, 0.7, 0.2),
        weather or Weather(),
    )


def crowd(rng, count=60):
    """Boxes and balls of many sizes, turned every way, before, beside and behind a camera at the origin."""
    shapes = (box(), ball())
    things = []
    for _ in range(count):
        turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
        turn *= np.sign(np.linalg.det(turn))
        position = tuple(rng.uniform([-2, -8, 0], [25, 8, 3]).tolist())
        size = tuple(rng.uniform(0.05, 2.5, 3).tolist())
        things.append(Placement(shapes[rng.integers(2)], position, GREY, scale=size, rotation=turn))
    return things
