"""City buses: a low-floor single decker, and a longer coach-like one, in a town's livery."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Texture, Thing, join
from panscape.shapes.finishes import paint, vehicle_materials
from panscape.shapes.hull import Hull, both_sides, lid, patch, rounded_plan, skin
from panscape.shapes.size import Size
from panscape.shapes.solids import box, moved, pipe, sheet
from panscape.shapes.surface import Floats
from panscape.shapes.wheel import wheel


@dataclass(frozen=True)
class _Form:
    """Measures of a bus, metres; doors and axles by how far behind the nose they lie."""

    length: float
    width: float
    height: float
    axles: tuple[float, ...]
    doors: tuple[tuple[float, float], ...]
    window: tuple[float, float]  # heights of the side windows' edges
    panes: int


_FORMS = {
    "city": _Form(11.95, 2.55, 3.05, (2.75, 8.65), ((0.55, 1.75), (5.35, 6.65), (9.6, 10.8)), (1.15, 2.50), 8),
    "midi": _Form(9.40, 2.40, 2.95, (2.45, 6.75), ((0.50, 1.60), (4.35, 5.45)), (1.20, 2.42), 6),
    "coach": _Form(12.80, 2.55, 3.60, (2.85, 9.35), ((0.50, 1.40), (6.9, 7.7)), (1.75, 3.05), 8),
}
BUS_MODELS = {name: Size(f.length + 0.1, f.width + 0.5, f.height + 0.25) for name, f in _FORMS.items()}
_LIVERIES = (
    ((0.55, 0.03, 0.03), (0.62, 0.62, 0.60)),
    ((0.62, 0.63, 0.62), (0.05, 0.16, 0.42)),
    ((0.60, 0.38, 0.03), (0.03, 0.03, 0.035)),
    ((0.07, 0.30, 0.12), (0.64, 0.64, 0.60)),
    ((0.04, 0.14, 0.36), (0.60, 0.61, 0.62)),
    ((0.63, 0.63, 0.62), (0.45, 0.05, 0.06)),
    ((0.10, 0.42, 0.50), (0.62, 0.63, 0.62)),
)
_WHEEL, _SKIRT, _REACH = 0.48, 0.30, 0.57


def bus(rng: np.random.Generator, position: tuple[float, float, float], yaw: float, model: str | None = None) -> Thing:
    """Return a bus in a livery; ``model`` is a key of ``BUS_MODELS``, None draws one.

    Parameters
    ----------
    rng : numpy.random.Generator
    position : (x, y, z) metres
        Of the ground below its middle.
    yaw : float, radians
    model : str or None

    Raises
    ------
    KeyError
        If there is no such model.
    """
    if model is None:
        model = ("city", "midi", "coach")[int(rng.choice(3, p=(0.65, 0.2, 0.15)))]
    color, band = _LIVERIES[int(rng.integers(len(_LIVERIES)))]
    materials = vehicle_materials(rng) | {
        "paint": paint(color, float(rng.uniform(0.2, 1.2))),
        "band": paint(band, float(rng.uniform(0.2, 1.2))),
        "roof": Material((0.55, 0.55, 0.54), (0.36, 0.35, 0.33), Texture.NOISE, 0.7, roughness=0.6),
        "amber": Material((0.85, 0.42, 0.04), roughness=0.4, emission=0.9),
    }
    return Thing("bus", (Placement(bus_mesh(model), position, materials, yaw),), {"model": model})


@cache
def bus_mesh(model: str) -> Mesh:
    """Return the mesh of a model, a key of ``BUS_MODELS``."""
    form = _FORMS[model]
    hull = _hull(form)
    return join([*_shell(hull), *_windows(form, hull), *_doors(form, hull), *_front(form, hull), *_rear(form, hull),
                 *_roof(form), *_running_gear(form, hull)])  # fmt: skip


def _x(form: _Form, behind: float) -> float:
    return 0.5 * form.length - behind


def _arch() -> tuple[Floats, Floats]:
    turns = np.linspace(0.1, np.pi - 0.1, 9)
    x = np.concatenate([[_REACH + 0.01], _REACH * np.cos(turns), [-_REACH - 0.01]])
    return x, np.concatenate([[_SKIRT], _WHEEL + _REACH * np.sin(turns), [_SKIRT]])


def _hull(form: _Form) -> Hull:
    arch_x, arch_z = _arch()
    faces = (0.0, 0.4, 0.7, 0.86, 0.93)
    xs, lows = [], []
    start = 0.47 * form.length
    for behind in (*form.axles, form.length - 0.14):
        end = _x(form, behind) + (_REACH + 0.06 if behind in form.axles else 0.0)
        straight = np.linspace(start, end, 4)
        xs.append(straight)
        lows.append(np.full(4, _SKIRT))
        if behind in form.axles:
            xs.append(_x(form, behind) + arch_x)
            lows.append(arch_z)
            start = _x(form, behind) - _REACH - 0.06
    plan, normals = rounded_plan(form.length, form.width, (11.0, 22.0), faces, np.concatenate(xs))
    level = np.full(len(faces), _SKIRT)
    low = np.concatenate([level, *lows, level])
    t = np.array([0.0, 0.08, 0.3, 0.42, 0.6, 0.8, 0.9, 0.96, 0.99, 1.0])[:, None]
    heights = low + t * (form.height - 0.16 - low)
    ahead = normals[:, 0] ** 2 * (plan[:, 0] > 0)
    lean = np.interp(heights, (_SKIRT, 1.0, form.height - 0.5, form.height), (0.0, 0.0, 0.16, 0.26))
    side = np.interp(heights, (_SKIRT, 0.5, 1.2, form.height - 0.45, form.height - 0.15), (0.02, 0.0, 0.0, 0.035, 0.09))
    points = np.empty((*heights.shape, 3))
    points[..., :2] = plan - normals * (ahead * lean + (1.0 - ahead) * side)[..., None]
    points[..., 2] = heights
    points[:, [0, -1], 1] = 0.0
    return Hull(points, normals)


def _shell(hull: Hull) -> list[Mesh]:
    top = lid(hull, (1.0, 0.97, 0.92, 0.6, 0.0), (0.0, 0.05, 0.09, 0.13, 0.15), "roof")
    x, z = hull.points[..., 0], _SKIRT + 0.02
    floor = box(x.min() + 0.3, x.max() - 0.4, -0.8, 0.8, z, 1.1, "black")
    return [skin(hull, "paint"), top, floor]


def _windows(form: _Form, hull: Hull) -> list[Mesh]:
    low, high = form.window
    first, last = 0.42, form.length - 0.35
    parts = [patch(hull, hull.between(hull.side(_x(form, first)), hull.side(_x(form, last))), low - 0.04, high + 0.05,
                   "trim", 0.010, 2)]  # fmt: skip
    edges = np.linspace(first + 0.06, last - 0.06, form.panes + 1)
    for start, end in pairwise(edges.tolist()):
        columns = hull.between(hull.side(_x(form, start + 0.035)), hull.side(_x(form, end - 0.035)))
        parts.append(patch(hull, columns, low, high, "glass", 0.018, 2))
    columns = hull.between(hull.side(_x(form, 0.5)), hull.side(_x(form, form.length - 0.3)))
    parts.append(patch(hull, columns, low - 0.34, low - 0.14, "band", 0.008, 2))
    return parts


def _doors(form: _Form, hull: Hull) -> list[Mesh]:
    """Two leaves of glass at each door, on the right, where the kerb is."""
    parts = []
    for start, end in form.doors:
        for a, b, low, high, slot, lift in (
            (start, end, _SKIRT + 0.04, form.window[1] + 0.05, "trim", 0.022),
            (start + 0.06, 0.5 * (start + end) - 0.03, _SKIRT + 0.16, form.window[1] - 0.05, "glass", 0.03),
            (0.5 * (start + end) + 0.03, end - 0.06, _SKIRT + 0.16, form.window[1] - 0.05, "glass", 0.03),
        ):
            us = hull.between(hull.side(_x(form, a)), hull.side(_x(form, b)))
            heights = np.linspace(high, low, 7)
            left = hull.at(np.tile(us, 7), np.repeat(heights, len(us)), lift).reshape(7, len(us), 3)
            parts.append(sheet(left[:, ::-1] * np.array([1.0, -1.0, 1.0]), slot))
    return parts


def _front(form: _Form, hull: Hull) -> list[Mesh]:
    half = 0.5 * form.width
    screen = hull.between(0.0, hull.side(_x(form, 0.30)))
    sign = hull.between(0.0, hull.front(0.72 * half))
    lamp = hull.between(hull.front(0.62 * half), hull.front(0.93 * half))
    top = form.height - 0.22
    parts = [
        patch(hull, screen, form.window[0] - 0.12, top, "trim", 0.008, 6),
        patch(hull, hull.between(0.0, hull.front(0.93 * half)), form.window[0] - 0.05, top - 0.36, "glass", 0.016, 6),
        patch(hull, sign, top - 0.31, top - 0.06, "grille", 0.016, 1),
        patch(
            hull,
            hull.between(hull.front(0.1 * half), hull.front(0.6 * half)),
            top - 0.25,
            top - 0.12,
            "amber",
            0.022,
            1,
        ),
        patch(hull, lamp, 0.62, 0.80, "trim", 0.008, 2),
        patch(hull, lamp[1:-1] if len(lamp) > 3 else lamp, 0.64, 0.78, "lamp", 0.014, 2),
        patch(hull, hull.between(0.0, hull.side(_x(form, 0.35))), _SKIRT, 0.42, "trim", 0.008, 2),
        patch(hull, hull.between(0.0, hull.front(0.26)), 0.44, 0.55, "plate", 0.014, 1),
        patch(hull, hull.between(hull.front(0.03), hull.front(0.2)), 0.465, 0.525, "ink", 0.022, 1),
        patch(hull, hull.between(0.0, hull.front(0.10)), 0.72, 0.86, "chrome", 0.012, 1),
    ]
    for side in (1.0, -1.0):
        foot = np.array([0.5 * form.length - 0.32, side * (half - 0.12), form.height - 0.55])
        tip = foot + np.array([0.30, side * 0.17, -0.14])
        parts.append(pipe([foot, foot + np.array([0.28, side * 0.12, 0.05]), tip], 0.025, 6, "trim"))
        parts.append(moved(box(-0.05, 0.05, -0.11, 0.11, -0.40, 0.02, "trim"), tip))
    return parts


def _rear(form: _Form, hull: Hull) -> list[Mesh]:
    half, last = 0.5 * form.width, hull.points.shape[1] - 1.0
    lamp = hull.between(hull.rear(0.95 * half), hull.rear(0.80 * half))
    return [
        patch(hull, hull.between(hull.rear(0.86 * half), last), 1.55, form.height - 0.55, "glass", 0.012, 2),
        patch(hull, hull.between(hull.rear(0.60 * half), last), 0.62, 1.15, "grille", 0.010, 1),
        patch(hull, hull.between(hull.rear(0.60 * half), last), 0.80, 0.83, "paint", 0.014, 1),
        patch(hull, hull.between(hull.rear(0.60 * half), last), 0.96, 0.99, "paint", 0.014, 1),
        patch(hull, lamp, 0.75, 1.25, "tail", 0.012, 2),
        patch(hull, lamp, 1.27, 1.37, "amber", 0.012, 1),
        patch(hull, hull.between(hull.rear(0.26), last), 0.45, 0.56, "plate", 0.014, 1),
        patch(hull, hull.between(hull.rear(0.2), hull.rear(0.03)), 0.475, 0.535, "ink", 0.022, 1),
        patch(hull, hull.between(hull.rear(0.97 * half), last), _SKIRT, 0.42, "trim", 0.008, 1),
        patch(
            hull, hull.between(hull.rear(0.30 * half), last), form.height - 0.45, form.height - 0.28, "grille", 0.01, 1
        ),
    ]


def _roof(form: _Form) -> list[Mesh]:
    z = form.height
    unit = box(-1.0, 1.0, -0.75, 0.75, 0.0, 0.17, "roof")
    return [moved(unit, (0.12 * form.length, 0, z)), moved(unit, (-0.28 * form.length, 0, z), scale=(1.4, 1.0, 0.9))]


def _running_gear(form: _Form, hull: Hull) -> list[Mesh]:
    arch_x, arch_z = _arch()
    lane = 0.5 * form.width - 0.18
    turned = wheel(_WHEEL, 0.28, 0.29, 0)
    parts = []
    for behind in form.axles:
        axle = _x(form, behind)
        parts.append(both_sides(moved(turned, (axle, lane, _WHEEL))))
        outer = hull.at([hull.side(axle + x) for x in arch_x], arch_z, 0.002)
        inner = outer * np.array([1.0, 0.0, 1.0]) + np.array([0.0, lane - 0.35, 0.0])
        parts.append(both_sides(sheet([outer, inner], "black")))
    return parts
