"""The scene that renderers are compared by: 25 meshes of 46,536 triangles in all on a ground, one sun, 640 x 480.

The same draws give the same shapes, places and colours as the scene that the peers' figures were measured with.
"""

from collections.abc import Callable
from math import asin, atan2, hypot, pi, radians

import numpy as np
import numpy.typing as npt

from panscape.categories import taxonomy
from panscape.scenes import Camera, Light, Material, Mesh, Placement, Scene, Stuff, Texture, Thing, Weather

EYE, TARGET, SUN = (9.0, -7.5, 6.0), (0.0, 0.0, 0.4), (0.4, -0.35, 0.85)
FOV_DEG = 45.0  # across
Shape = tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]


def scene25(width: int = 640, height: int = 480) -> Scene:
    """Return the scene: things 1 to 25 in the order in which they were drawn, then road and sky."""
    rng = np.random.default_rng(7)
    things, places = [], []
    for k in range(25):
        points, triangles = SHAPES[k % 4]()
        size = rng.uniform(0.35, 0.8)
        places.append((*_free_place(rng, size, places), size))
        turn = rng.uniform(0.0, 2.0 * pi)
        points = (
            points * size @ np.array([[np.cos(turn), np.sin(turn), 0], [-np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
        )
        points[:, 2] -= points[:, 2].min()
        points += [*places[-1][:2], 0.0]
        color = rng.uniform(0.1, 0.9, 3)
        things.append(Thing("car", (_placed(points, triangles, color, k % 4 == 2, 3.0, 0.35),)))
    corners = np.array([[-30.0, -30, 0], [30, -30, 0], [30, 30, 0], [-30, 30, 0]])
    ground = _placed(corners, np.array([[0, 1, 2], [0, 2, 3]], np.int32), np.array([0.5, 0.5, 0.48]), True, 0.8, 0.9)
    ahead = np.array(TARGET) - EYE
    camera = Camera(
        EYE, atan2(ahead[1], ahead[0]), atan2(ahead[2], hypot(*ahead[:2])), 0.0, radians(FOV_DEG), width, height
    )
    light = Light(atan2(SUN[1], SUN[0]), asin(SUN[2] / float(np.linalg.norm(SUN))), 0.2)
    return Scene(taxonomy("cityscapes"), tuple(things), (Stuff("road", (ground,)),), "sky", camera, light, Weather())


def sphere(around: int = 36, rings: int = 20) -> Shape:
    """A ball of radius 1."""
    turn, polar = 2 * pi * np.arange(around) / around, pi * np.arange(1, rings)[:, None] / rings
    belt = np.stack([np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar) + 0 * turn], -1)
    last, low = 1 + around * (rings - 1), 1 + around * (rings - 2)
    triangles = [(0, 1 + i, 1 + (i + 1) % around) for i in range(around)]
    for j in range(rings - 2):
        for i in range(around):
            a, b = 1 + j * around + i, 1 + j * around + (i + 1) % around
            triangles += [(a, a + around, b), (b, a + around, b + around)]
    triangles += [(last, low + (i + 1) % around, low + i) for i in range(around)]
    return np.concatenate([[[0.0, 0, 1]], belt.reshape(-1, 3), [[0.0, 0, -1]]]), np.array(triangles, np.int32)


def torus(around: int = 48, tube: int = 18, thick: float = 0.35) -> Shape:
    """A ring of outer radius 1."""
    a, b = 2 * pi * np.arange(around)[:, None] / around, 2 * pi * np.arange(tube) / tube
    reach = 1 - thick + thick * np.cos(b)
    points = np.stack([reach * np.cos(a), reach * np.sin(a), thick * np.sin(b) + 0 * a], -1).reshape(-1, 3)
    triangles = []
    for i in range(around):
        for j in range(tube):
            i2, j2 = (i + 1) % around, (j + 1) % tube
            triangles += [
                (i * tube + j, i2 * tube + j, i2 * tube + j2),
                (i * tube + j, i2 * tube + j2, i * tube + j2),
            ]
    return points, np.array(triangles, np.int32)


def box(steps: int = 16) -> Shape:
    """A cube of side 1.6, each face a grid."""
    points, triangles = [], []
    for axis in range(3):
        for side in (-1, 1):
            base = len(points)
            for i in range(steps + 1):
                for j in range(steps + 1):
                    point = [0.0, 0.0, 0.0]
                    point[axis], point[(axis + 1) % 3], point[(axis + 2) % 3] = (
                        side,
                        2 * i / steps - 1,
                        2 * j / steps - 1,
                    )
                    points.append(point)
            for i in range(steps):
                for j in range(steps):
                    a = base + i * (steps + 1) + j
                    b = a + steps + 1
                    pair = [(a, b, b + 1), (a, b + 1, a + 1)]
                    triangles += pair if side > 0 else [(x, z, y) for x, y, z in pair]
    return 0.8 * np.array(points), np.array(triangles, np.int32)


def cylinder(around: int = 40, steps: int = 16) -> Shape:
    """An upright cylinder of radius 0.75 and height 2."""
    turn, height = 2 * pi * np.arange(around) / around, 2 * np.arange(steps + 1)[:, None] / steps - 1
    wall = np.stack([0.75 * np.cos(turn) + 0 * height, 0.75 * np.sin(turn) + 0 * height, height + 0 * turn], -1)
    centre, top = around * (steps + 1), steps * around
    triangles = []
    for j in range(steps):
        for i in range(around):
            a, b = j * around + i, j * around + (i + 1) % around
            triangles += [(a, b, b + around), (a, b + around, a + around)]
    for i in range(around):
        triangles += [(centre, (i + 1) % around, i), (centre + 1, top + i, top + (i + 1) % around)]
    return np.concatenate([wall.reshape(-1, 3), [[0.0, 0, -1], [0, 0, 1]]]), np.array(triangles, np.int32)


SHAPES: tuple[Callable[[], Shape], ...] = (sphere, torus, box, cylinder)


def _free_place(rng: np.random.Generator, size: float, places: list[tuple[float, float, float]]) -> tuple[float, float]:
    for _ in range(200):
        x, y = rng.uniform(-4.5, 4.5, 2)
        if all((x - a) ** 2 + (y - b) ** 2 > (0.7 * (size + other)) ** 2 for a, b, other in places):
            break
    return x, y


def _placed(
    points: npt.NDArray[np.float64],
    triangles: npt.NDArray[np.int32],
    color: npt.NDArray[np.float64],
    flat: bool,
    scale: float,
    roughness: float,
) -> Placement:
    """A mesh where it stands, its colour mottled by three octaves of noise."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    normals = np.zeros_like(points)
    for k in range(3):
        np.add.at(normals, triangles[:, k], np.cross(b - a, c - a))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    count = len(triangles)
    part = np.arange(count, dtype=np.int32) // 2 if flat else np.zeros(count, np.int32)
    shape = Mesh(points, triangles, normals, np.full(count, flat), np.zeros(count, np.int16), part, ("body",))
    red, green, blue = color.tolist()
    second = (0.6 * red, 0.6 * green, 0.6 * blue)
    body = Material((red, green, blue), second, Texture.NOISE, scale=scale, roughness=roughness, contrast=1.5)
    return Placement(shape, (0.0, 0.0, 0.0), {"body": body})
