"""Buses: a city's low-floor single decker, a midi bus, a coach and a double decker, in a town's livery."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Texture, Thing, join
from panscape.shapes.facia import plate
from panscape.shapes.finishes import paint, pane, vehicle_materials
from panscape.shapes.glazing import Pane, daylight, seat_from_aside, sitter, steering_wheel
from panscape.shapes.hull import Hull, both_sides, decal, lid, patch, rounded_plan, skin
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
    upper: tuple[float, float] | None = None  # heights of the upper deck's windows' edges


_FORMS = {
    "city": _Form(11.95, 2.55, 3.05, (2.75, 8.65), ((0.55, 1.75), (5.35, 6.65), (9.6, 10.8)), (1.15, 2.50), 8),
    "midi": _Form(9.40, 2.40, 2.95, (2.45, 6.75), ((0.50, 1.60), (4.35, 5.45)), (1.20, 2.42), 6),
    "coach": _Form(12.80, 2.55, 3.60, (2.85, 9.35), ((0.50, 1.40), (6.9, 7.7)), (1.75, 3.05), 8),
    "double": _Form(10.90, 2.52, 4.25, (2.60, 8.05), ((0.50, 1.70), (4.9, 6.1)), (1.20, 2.20), 6, (2.68, 3.55)),
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
_ADVERTS = (
    (0.5, 0.05, 0.28),
    (0.03, 0.3, 0.5),
    (0.62, 0.5, 0.05),
    (0.07, 0.32, 0.13),
    (0.6, 0.6, 0.58),
    (0.3, 0.07, 0.4),
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
        model = ("city", "midi", "coach", "double")[int(rng.choice(4, p=(0.55, 0.2, 0.15, 0.1)))]
    color, band = _LIVERIES[int(rng.integers(len(_LIVERIES)))]
    materials = vehicle_materials(rng) | {
        "paint": paint(color, float(rng.uniform(0.2, 1.2))),
        "band": paint(band, float(rng.uniform(0.2, 1.2))),
        "roof": Material((0.55, 0.55, 0.54), (0.36, 0.35, 0.33), Texture.NOISE, 0.7, roughness=0.6),
        "sign": Material((0.85, 0.42, 0.04), roughness=0.4, emission=0.9),
        "advert": paint(_ADVERTS[int(rng.integers(len(_ADVERTS)))], 0.2),
        "pole": pane((0.22, 0.17, 0.02)),
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
    turns = np.linspace(0.1, np.pi - 0.1, 7)
    x = np.concatenate([[_REACH + 0.01], _REACH * np.cos(turns), [-_REACH - 0.01]])
    return x, np.concatenate([[_SKIRT], _WHEEL + _REACH * np.sin(turns), [_SKIRT]])


def _hull(form: _Form) -> Hull:
    arch_x, arch_z = _arch()
    faces = (0.0, 0.4, 0.7, 0.86, 0.93)
    xs, lows = [], []
    start = 0.47 * form.length
    for behind in (*form.axles, form.length - 0.14):
        end = _x(form, behind) + (_REACH + 0.06 if behind in form.axles else 0.0)
        straight = np.linspace(start, end, 3)
        xs.append(straight)
        lows.append(np.full(3, _SKIRT))
        if behind in form.axles:
            xs.append(_x(form, behind) + arch_x)
            lows.append(arch_z)
            start = _x(form, behind) - _REACH - 0.06
    plan, normals = rounded_plan(form.length, form.width, (11.0, 22.0), faces, np.concatenate(xs))
    level = np.full(len(faces), _SKIRT)
    low = np.concatenate([level, *lows, level])
    t = np.array([0.0, 0.08, 0.3, 0.6, 0.84, 0.94, 0.985, 1.0])[:, None]
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
    """A dark band with panes in it, the passengers behind them, and the livery's stripe and advert below."""
    first, last = 0.42, form.length - 0.35
    parts = []
    for deck, (low, high) in enumerate(_decks(form)):
        band = hull.between(hull.side(_x(form, first)), hull.side(_x(form, last)))
        parts.append(patch(hull, band, low - 0.04, high + 0.05, "trim", 0.010, 1))
        edges = np.linspace(first + 0.06, last - 0.06, form.panes + 1)
        for number, (start, end) in enumerate(pairwise(edges.tolist())):
            columns = hull.between(hull.side(_x(form, start + 0.035)), hull.side(_x(form, end - 0.035)))
            parts.append(patch(hull, columns, low, high, "glass", 0.018, 1))
            parts += _passengers(form, _pane(hull, columns, low, high), start, end, 3 * deck + number)
    columns = hull.between(hull.side(_x(form, 0.5)), hull.side(_x(form, form.length - 0.3)))
    low = form.window[0]
    parts.append(patch(hull, columns, low - 0.30, low - 0.14, "band", 0.008, 1))
    tail = hull.between(hull.side(_x(form, 0.80 * form.length)), hull.side(_x(form, form.length - 0.2)))
    parts.append(patch(hull, tail, np.linspace(low - 0.30, 0.95, len(tail)), low - 0.14, "band", 0.009, 1))
    board = (form.axles[0] + 0.9, form.axles[1] - 0.8)
    if form.upper:
        columns = hull.between(*(hull.side(_x(form, behind)) for behind in board))
        parts.append(patch(hull, columns, form.window[1] + 0.12, form.upper[0] - 0.10, "advert", 0.016, 2))
        return parts
    columns = hull.between(hull.side(_x(form, board[0])), hull.side(_x(form, board[1])))
    return [*parts, decal(hull, [(c, 0.42, low - 0.36) for c in columns], "advert", 0.012, 1, (1.0,))]


def _decks(form: _Form) -> list[tuple[float, float]]:
    return [form.window, form.upper] if form.upper else [form.window]


def _pane(hull: Hull, columns: Floats, low: float, high: float, faces: str = "aside", lift: float = 0.018) -> Pane:
    edges = np.repeat([[low + 0.01], [high - 0.01]], hull.points.shape[1], axis=1)
    return Pane(hull, float(columns[0]) + 0.02, float(columns[-1]) - 0.02, edges, faces, lift=lift, rows=1)


def _passengers(form: _Form, window: Pane, start: float, end: float, number: int) -> list[Mesh]:
    """The windows of the far side, two rows of seats, a pole, and in most panes somebody."""
    low = float(window.edges[0, 0])
    roof = low + 0.72  # a little above the heads of those who sit
    parts = daylight(window, _x(form, start + 0.14), _x(form, end - 0.10), low + 0.22, float(window.edges[1, 0]) - 0.12)
    for share in (0.36, 0.86):
        parts += seat_from_aside(window, _x(form, start + share * (end - start)), roof, False)
    where = _x(form, start + (0.24, 0.74)[number % 2] * (end - start))
    if number % 3 != 1:
        parts += sitter(window, where, roof, 0.16, ("coat", "coat 2")[number // 2 % 2])
    if number % 3 == 1 and number > 0:
        middle = _x(form, 0.5 * (start + end))
        parts += window.shows(((middle - 0.018, 0.0, 9.0), (middle + 0.018, 0.0, 9.0)), "pole", 0.012, 1)
        if low < 1.3 and form.window[1] - low > 1.1:
            parts += sitter(window, middle + 0.25, roof + 0.42, 0.2, "coat 2")  # who stands and holds the pole
    return parts


def _doors(form: _Form, hull: Hull) -> list[Mesh]:
    """Two leaves of glass at each door, on the right, where the kerb is."""
    parts = []
    high = form.window[1]
    for start, end in form.doors:
        middle = 0.5 * (start + end)
        leaves = ((start, end, _SKIRT + 0.04, high + 0.05, "trim", 0.026),
                  (start + 0.07, middle - 0.04, _SKIRT + 0.18, high - 0.05, "glass", 0.032),
                  (middle + 0.04, end - 0.07, _SKIRT + 0.18, high - 0.05, "glass", 0.032),
                  (start + 0.20, middle - 0.08, 1.15, high - 0.25, "beyond", 0.037),
                  (middle + 0.10, end - 0.14, 1.15, high - 0.25, "beyond", 0.037),
                  (start + 0.14, start + 0.18, 0.7, high - 0.3, "pole", 0.040),
                  (middle + 0.12, middle + 0.16, 0.7, high - 0.3, "pole", 0.040))  # fmt: skip
        for a, b, low, top, slot, lift in leaves:
            columns = hull.side(_x(form, a)), hull.side(_x(form, b))
            parts.append(
                decal(hull, [(column, low, top) for column in columns], slot, lift, 4 if lift < 0.035 else 2, (-1.0,))
            )
    return parts


def _front(form: _Form, hull: Hull) -> list[Mesh]:
    """Windscreen with the driver behind it, route sign, lamps, plate, mirrors."""
    half, low = 0.5 * form.width, form.window[0] - 0.05
    decks = _decks(form)
    brow = decks[0][1] + 0.30 if form.upper else form.height - 0.22
    glass = hull.between(0.0, hull.front(0.93 * half))
    parts = [
        patch(hull, hull.between(0.0, hull.side(_x(form, 0.30))), low - 0.07, brow, "trim", 0.008, 5),
        patch(hull, glass, low, brow - 0.36, "glass", 0.016, 4),
        *_cockpit(form, _pane(hull, glass, low, brow - 0.36, "ahead", 0.016)),
        patch(hull, hull.between(0.0, hull.front(0.72 * half)), brow - 0.31, brow - 0.06, "grille", 0.016, 1),
        *_route(hull, half, brow - 0.25),
        *_lamps(form, hull),
        patch(hull, hull.between(0.0, hull.side(_x(form, 0.35))), _SKIRT, 0.42, "trim", 0.008, 1),
        *plate(hull, True, 0.45),
        patch(hull, hull.between(0.0, hull.front(0.10)), 0.72, 0.86, "chrome", 0.012, 1),
        patch(hull, [hull.front(0.6), hull.front(0.62)], low + 0.02, low + 0.55, "ink", 0.03, 1),
    ]
    if form.upper:
        upper = hull.between(0.0, hull.front(0.93 * half))
        parts.append(patch(hull, upper, form.upper[0] - 0.05, form.upper[1] + 0.1, "glass", 0.012, 3))
        view = _pane(hull, upper, form.upper[0] - 0.05, form.upper[1] + 0.1, "ahead", 0.012)
        parts += daylight(view, 0.0, 0.85, form.upper[0] + 0.2, form.upper[1])
        parts += sitter(view, 0.62, form.upper[0] + 0.75, 0.2, "coat 2")
    for side in (1.0, -1.0):
        foot = np.array([0.5 * form.length - 0.32, side * (half - 0.12), brow - 0.33])
        tip = foot + np.array([0.30, side * 0.17, -0.14])
        parts.append(pipe([foot, foot + np.array([0.28, side * 0.12, 0.05]), tip], 0.025, 6, "trim"))
        parts.append(moved(box(-0.05, 0.05, -0.11, 0.11, -0.40, 0.02, "trim"), tip))
        parts.append(moved(box(-0.056, -0.05, -0.09, 0.09, -0.37, -0.01, "glass"), tip))
    return parts


_DASHBOARD = ((0.0, 0.10), (0.3, 0.10), (0.45, 0.20), (1.1, 0.20))


def _cockpit(form: _Form, screen: Pane) -> list[Mesh]:
    low = float(screen.edges[0, 0])
    return [
        *daylight(screen, 0.0, 0.42 * form.width, low + 0.30, float(screen.edges[1, 0]) - 0.15, "beyond rear"),
        *screen.shows([(y, low, low + tall) for y, tall in _DASHBOARD], "dash", 0.012, 1),
        *sitter(screen.on(1.0), 0.62, low + 0.86, 0.25),
        *steering_wheel(screen.on(1.0), 0.62, low + 0.26, 0.22),
        *screen.shows(((0.05, 0.0, 9.0), (0.08, 0.0, 9.0)), "pole", 0.010, 1),
    ]  # fmt: skip


def _route(hull: Hull, half: float, low: float) -> list[Mesh]:
    """A number and a destination in lit dots: bars as broad as letters."""
    spans = (
        (-0.62, -0.54), (-0.52, -0.44), (-0.30, -0.25), (-0.23, -0.18), (-0.16, -0.11), (-0.09, -0.04), (0.02, 0.07),
        (0.09, 0.14), (0.16, 0.21), (0.28, 0.33), (0.35, 0.40), (0.42, 0.47), (0.49, 0.54),
    )  # fmt: skip
    parts = []
    for start, end in spans:
        side = -1.0 if end < 0.0 else 1.0  # who reads it stands opposite: their left is the right of the bus
        columns = sorted(hull.front(abs(part) * half) for part in (start, end))
        tall = 0.15 if start < -0.4 else 0.11
        parts.append(decal(hull, [(column, low, low + tall) for column in columns], "sign", 0.022, 1, (side,)))
    return parts


def _lamps(form: _Form, hull: Hull) -> list[Mesh]:
    half = 0.5 * form.width
    housing = hull.between(hull.front(0.58 * half), hull.front(0.95 * half))
    parts = [patch(hull, housing, 0.60, 0.82, "trim", 0.008, 1), patch(hull, housing, 0.62, 0.80, "lens", 0.011, 1)]
    for y in (0.66, 0.80):
        disc = [(hull.front(y * half + 0.075 * x), 0.71 + 0.075 * a, 0.71 + 0.075 * b)
                for x, a, b in ((-1.0, -0.4, 0.4), (-0.5, -0.9, 0.9), (0.5, -0.9, 0.9), (1.0, -0.4, 0.4))]  # fmt: skip
        parts.append(decal(hull, disc, "headlight", 0.018, 1))
    corner = [housing[-1] - 0.45, housing[-1] - 0.1]
    return [*parts, patch(hull, corner, 0.64, 0.78, "amber", 0.016, 1)]


def _rear(form: _Form, hull: Hull) -> list[Mesh]:
    """Rear window, engine grille, three lamps above each other, plate, route number."""
    half, last = 0.5 * form.width, hull.points.shape[1] - 1.0
    lamp = hull.between(hull.rear(0.95 * half), hull.rear(0.82 * half))
    engine = hull.between(hull.rear(0.60 * half), last)
    window = hull.between(hull.rear(0.86 * half), last)
    low, high = (form.upper[0], form.upper[1]) if form.upper else (1.55, form.height - 0.55)
    view = _pane(hull, window, low, high, "behind", 0.012)
    return [
        patch(hull, window, low - 0.03, high + 0.03, "trim", 0.008, 1),
        patch(hull, window, low, high, "glass", 0.012, 2),
        *daylight(view, 0.0, 0.8, low + 0.2, high - 0.15),
        *sitter(view, 0.55, low + 0.62, 0.2, "coat 2", "hair"),
        patch(hull, engine, 0.62, 1.15, "grille", 0.010, 1),
        patch(hull, engine, 0.80, 0.83, "paint", 0.014, 1),
        patch(hull, engine, 0.96, 0.99, "paint", 0.014, 1),
        patch(hull, lamp, 0.68, 1.40, "trim", 0.008, 1),
        patch(hull, lamp, 0.70, 0.88, "taillight", 0.012, 1),
        patch(hull, lamp, 0.92, 1.10, "brakelight", 0.012, 1),
        patch(hull, lamp, 1.14, 1.26, "amber", 0.012, 1),
        patch(hull, lamp, 1.28, 1.38, "lens", 0.012, 1),
        *plate(hull, False, 0.46),
        patch(hull, hull.between(hull.rear(0.97 * half), last), _SKIRT, 0.42, "trim", 0.008, 1),
        patch(
            hull, hull.between(hull.rear(0.30 * half), last), form.height - 0.45, form.height - 0.28, "grille", 0.012, 1
        ),
        patch(
            hull,
            [hull.rear(0.16 * half), hull.rear(0.06 * half)],
            form.height - 0.42,
            form.height - 0.31,
            "sign",
            0.018,
            1,
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
