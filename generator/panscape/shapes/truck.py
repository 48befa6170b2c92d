"""Trucks: a box truck, a dropside lorry with a load, a tipper and a light delivery truck."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from panscape.scenes import Material, Mesh, Placement, Texture, Thing, join
from panscape.shapes.bodywork import bodywork, seated
from panscape.shapes.cycle import mudguard
from panscape.shapes.facia import plate
from panscape.shapes.finishes import paint, painted, vehicle_materials
from panscape.shapes.form import Form
from panscape.shapes.glazing import Pane, daylight, seat_from_aside, sitter, steering_wheel
from panscape.shapes.hull import Hull, both_sides, lid, patch, rounded_plan, skin
from panscape.shapes.size import Size
from panscape.shapes.solids import box, extrude, lathe, moved, pipe, rotation, sphere, tube
from panscape.shapes.surface import Floats
from panscape.shapes.wheel import wheel


@dataclass(frozen=True)
class _Form:
    """Measures of a truck, metres; axles by how far behind the nose they lie."""

    length: float
    width: float
    height: float
    cab: tuple[float, float, float]  # length, width, height
    axles: tuple[float, ...]
    tyre: float
    deck: float  # height of the load's floor
    load: str


_FORMS = {
    "box": _Form(8.40, 2.50, 3.60, (2.05, 2.36, 2.85), (1.35, 6.35), 0.48, 1.10, "box"),
    "lorry": _Form(8.90, 2.50, 2.95, (2.10, 2.40, 2.90), (1.40, 5.90, 7.20), 0.49, 1.15, "dropside"),
    "tipper": _Form(7.60, 2.50, 2.95, (2.05, 2.40, 2.85), (1.35, 4.75, 6.10), 0.50, 1.15, "tipper"),
    "delivery": _Form(6.30, 2.20, 3.05, (1.90, 2.00, 2.30), (1.00, 4.75), 0.36, 0.72, "box"),
}
# A pickup is a truck in Cityscapes: its cab is a car's, its deck is covered.
_PICKUP = Form(5.30, 1.90, 1.80, 3.20, 0.92, 0.385, 1.02, 1.20, 1.22, 1.40, 2.10, 3.20, 3.46,
               ((0.47, 0.52),), (1.50, 2.46, 3.44), cladding=True, sharpness=(7.0, 16.0), spokes=6)  # fmt: skip
TRUCK_MODELS = {name: Size(f.length + 0.1, f.width + 0.5, f.height + 0.1) for name, f in _FORMS.items()} | {
    "pickup": Size(_PICKUP.length + 0.08, _PICKUP.width + 0.32, _PICKUP.height + 0.03)
}
_BOXES = (
    (0.72, 0.72, 0.71),
    (0.72, 0.72, 0.71),
    (0.62, 0.60, 0.54),
    (0.10, 0.20, 0.42),
    (0.55, 0.06, 0.05),
    (0.62, 0.42, 0.04),
)


def truck(
    rng: np.random.Generator, position: tuple[float, float, float], yaw: float, model: str | None = None
) -> Thing:
    """Return a truck; ``model`` is a key of ``TRUCK_MODELS``, None draws one.

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
        model = ("box", "lorry", "tipper", "delivery", "pickup")[int(rng.choice(5, p=(0.35, 0.1, 0.1, 0.25, 0.2)))]
    body = _BOXES[int(rng.integers(len(_BOXES)))]
    stripe = painted(rng)
    if max(abs(a - b) for a, b in zip(stripe.color, body, strict=True)) < 0.25:
        stripe = paint(_BOXES[3] if sum(body) > 1.0 else _BOXES[0])  # a name that nobody can read is none
    materials = vehicle_materials(rng) | {
        "paint": painted(rng, vans=True),
        "body": paint(body, float(rng.uniform(0.3, 1.8))),
        "stripe": stripe,
        "frame": Material((0.035, 0.036, 0.04), roughness=0.6),
        "planks": Material((0.23, 0.16, 0.09), (0.13, 0.09, 0.055), Texture.PLANKS, 6.0, roughness=0.85),
        "load": Material((0.24, 0.19, 0.13), (0.12, 0.095, 0.07), Texture.NOISE, 4.0, roughness=0.95),
    }
    return Thing("truck", (Placement(truck_mesh(model), position, materials, yaw),), {"model": model})


@cache
def truck_mesh(model: str) -> Mesh:
    """Return the mesh of a model, a key of ``TRUCK_MODELS``, with its driver."""
    if model == "pickup":
        return join([bodywork(_PICKUP), seated(_PICKUP, 1), _tonneau()])
    form = _FORMS[model]
    cab = _cab(form)
    return join([*_cab_parts(form, cab), *_LOADS[form.load](form), *_chassis(form)])


def _tonneau() -> Mesh:
    """The cover of a pickup's deck."""
    half, rear = 0.5 * _PICKUP.width - 0.16, -0.5 * _PICKUP.length
    return box(rear + 0.12, 0.5 * _PICKUP.length - _PICKUP.rear_screen - 0.14, -half, half, 1.15, 1.29, "trim")


def _x(form: _Form, behind: float) -> float:
    return 0.5 * form.length - behind


def _cab(form: _Form) -> Hull:
    length, width, height = form.cab
    sill = form.tyre * 0.9
    reach, axle = form.tyre + 0.08, _x(form, form.axles[0])
    turns = np.linspace(0.15, np.pi - 0.15, 9)
    ahead, behind = axle + reach * np.cos(turns), _x(form, length)
    middle = _x(form, 0.5 * length)
    last = max(behind + 0.04, float(ahead[-1]) - 0.1)
    shown = ahead > behind + 0.05
    xs = np.concatenate([[axle + reach + 0.01], ahead[shown], [last]]) - middle
    arch = form.tyre + reach * np.sin(turns[shown])
    faces = (0.0, 0.35, 0.65, 0.85, 0.93, 0.97)
    plan, normals = rounded_plan(length, width, (8.0, 24.0), faces, xs)
    plan[:, 0] += middle
    end = sill if last < ahead[-1] - 0.05 else float(arch[-1])
    low = np.concatenate([np.full(6, sill), [sill], np.maximum(arch, sill), [end], np.full(6, end)])
    t = np.array([0.0, 0.12, 0.28, 0.42, 0.58, 0.78, 0.93, 0.98, 1.0])[:, None]
    heights = low + t * (height - low)
    lean = np.interp(heights, (sill, 0.8, 0.48 * height, height), (0.05, 0.0, 0.02, 0.34))
    flank = np.interp(heights, (sill, 0.8, 0.48 * height, height), (0.03, 0.0, 0.0, 0.13))
    nose = normals[:, 0] ** 2 * (normals[:, 0] > 0)
    tail = normals[:, 0] ** 2 * (normals[:, 0] < 0)
    points = np.empty((*heights.shape, 3))
    points[..., :2] = plan - normals * (nose * lean + (1.0 - nose - tail) * flank)[..., None]
    points[..., 2] = heights
    points[:, [0, -1], 1] = 0.0
    return Hull(points, normals)


def _cab_parts(form: _Form, cab: Hull) -> list[Mesh]:
    length, width, height = form.cab
    half, sill = 0.5 * width, form.tyre * 0.9
    waist, brow = 0.52 * height, 0.90 * height
    doors = [cab.side(_x(form, behind)) for behind in (0.42, length - 0.28)]
    shut = [cab.side(_x(form, behind)) for behind in (0.36, 0.376)]
    glass = cab.between(0.0, cab.front(0.935 * half))
    side = cab.between(doors[0] + 0.15, doors[1] - 0.05)
    parts = [
        skin(cab, "paint"),
        lid(cab, (1.0, 0.96, 0.88, 0.5, 0.0), (0.0, 0.03, 0.05, 0.07, 0.08), "paint"),
        patch(cab, cab.between(0.0, cab.front(0.955 * half)), waist - 0.06, brow + 0.03, "trim", 0.010, 4),
        patch(cab, glass, waist, brow, "glass", 0.018, 4),
        *_crew(form, _pane(cab, glass, waist, brow, "ahead", 0.018)),
        patch(cab, cab.between(*doors), waist + 0.02, brow - 0.05, "trim", 0.009, 2),
        patch(cab, side, waist + 0.06, brow - 0.09, "glass", 0.016, 2),
        *_driver(form, _pane(cab, side, waist + 0.06, brow - 0.09, "aside", 0.016)),
        patch(cab, shut, sill + 0.25, brow, "ink", 0.008, 4),
        patch(cab, [cab.side(_x(form, length - z)) for z in (0.30, 0.285)], sill + 0.25, brow, "ink", 0.008, 4),
        patch(
            cab, [cab.side(_x(form, length - z)) for z in (0.52, 0.36)], waist - 0.15, waist - 0.10, "trim", 0.018, 1
        ),
        patch(cab, cab.between(0.0, cab.front(0.75 * half)), 0.34 * height, waist - 0.16, "grille", 0.010, 2),
        patch(cab, cab.between(0.0, cab.front(0.70 * half)), 0.395 * height, 0.405 * height, "chrome", 0.018, 1),
        patch(cab, cab.between(0.0, cab.front(0.70 * half)), 0.425 * height, 0.435 * height, "chrome", 0.018, 1),
        patch(cab, cab.between(0.0, cab.front(0.16 * half)), 0.395 * height, 0.435 * height, "chrome", 0.024, 1),
        *_bumper(form, cab),
    ]
    for y in (0.25, -0.25):
        parts.append(sphere((_x(form, 0.42), y * width, height + 0.035), (0.05, 0.07, 0.03), "amber", 6, 4))
    x, edge = _x(form, 0.34), half - 0.03
    arm = pipe(
        [(x, edge, brow - 0.1), (x + 0.08, edge + 0.17, brow - 0.08), (x + 0.08, edge + 0.17, waist + 0.1)],
        0.02,
        6,
        "trim",
    )
    mirror = box(x + 0.03, x + 0.13, edge + 0.09, edge + 0.24, waist + 0.12, brow - 0.14, "trim")
    return [*parts, both_sides(arm), both_sides(mirror)]


def _bumper(form: _Form, cab: Hull) -> list[Mesh]:
    """Bumper, lamps and plate."""
    half, sill = 0.5 * form.cab[1], form.tyre * 0.9
    lamp = cab.between(cab.front(0.58 * half), cab.front(0.94 * half))
    return [
        patch(cab, cab.between(0.0, cab.front(0.97 * half)), sill, sill + 0.16, "trim", 0.012, 1),
        patch(cab, lamp, sill + 0.18, sill + 0.37, "trim", 0.010, 1),
        patch(cab, lamp, sill + 0.20, sill + 0.35, "lens", 0.014, 1),
        patch(cab, [lamp[0] + 0.15, lamp[0] + 0.6], sill + 0.215, sill + 0.335, "headlight", 0.020, 1),
        patch(cab, [lamp[-1] - 0.35, lamp[-1] - 0.1], sill + 0.22, sill + 0.33, "amber", 0.020, 1),
        *plate(cab, True, sill + 0.17, lift=0.018),
    ]


def _pane(cab: Hull, columns: Floats, low: float, high: float, faces: str, lift: float) -> Pane:
    edges = np.repeat([[low + 0.01], [high - 0.01]], cab.points.shape[1], axis=1)
    return Pane(cab, float(columns[0]), float(columns[-1]) - 0.02, edges, faces, lift=lift)


def _crew(form: _Form, screen: Pane) -> list[Mesh]:
    """Who is seen through the windscreen, before a cab's dark rear wall."""
    low, aside = float(screen.edges[0, 0]), 0.24 * form.cab[1]
    return [
        *daylight(screen, 0.30 * form.cab[1], 0.46 * form.cab[1], low + 0.25, low + 0.75, "beyond rear"),
        *sitter(screen.on(1.0), aside, low + 0.80, 0.24),
        *steering_wheel(screen.on(1.0), aside, low + 0.17, 0.20),
        *screen.shows(((0.0, low, low + 0.08), (0.5 * form.cab[1], low, low + 0.08)), "dash", 0.010, 1),
    ]


def _driver(form: _Form, window: Pane) -> list[Mesh]:
    low = float(window.edges[0, 0])
    back = _x(form, form.cab[0] - 0.62)
    return [
        *daylight(window, back + 0.28, back + 0.80, low + 0.16, float(window.edges[1, 0]) - 0.10),
        *seat_from_aside(window, back, low + 0.74),
        *sitter(window.on(1.0), back + 0.17, low + 0.74, 0.16),
        *steering_wheel(window, back + 0.62, low + 0.16, 0.05),
    ]


def _box(form: _Form) -> list[Mesh]:
    """A box body with corner posts, rear doors with bars, and a stripe along its sides."""
    front, rear, half = _x(form, form.cab[0] + 0.12), -0.5 * form.length, 0.5 * form.width
    low, high = form.deck, form.height
    parts = [box(rear, front, -half + 0.02, half - 0.02, low, high - 0.02, "body")]
    for x0, x1 in ((front - 0.06, front + 0.01), (rear - 0.01, rear + 0.06)):
        parts.append(both_sides(box(x0, x1, half - 0.06, half, low, high, "chrome")))
    parts.append(both_sides(box(rear, front, half - 0.06, half, high - 0.07, high, "chrome")))
    parts.append(both_sides(box(rear, front, half - 0.06, half, low, low + 0.08, "chrome")))
    tall = high - low
    parts.append(
        both_sides(box(rear, front, half - 0.03, half - 0.012, low + 0.16 * tall, low + 0.24 * tall, "stripe"))
    )
    # A name in letters as tall as the third of the wall: strokes, some of them with a bar.
    for k, (start, bar) in enumerate(((0.30, 1), (0.38, 0), (0.44, 1), (0.52, 0), (0.58, 1), (0.66, 1))):
        x, wide = rear + start * (front - rear), 0.018 * (front - rear)
        parts.append(
            both_sides(box(x, x + wide, half - 0.03, half - 0.01, low + 0.46 * tall, low + 0.72 * tall, "stripe"))
        )
        if bar:
            z = low + (0.46, 0.56, 0.66)[k % 3] * tall
            parts.append(both_sides(box(x, x + 2.8 * wide, half - 0.03, half - 0.01, z, z + 0.06 * tall, "stripe")))
    parts.append(box(rear - 0.012, rear, -0.012, 0.012, low + 0.08, high - 0.07, "ink"))
    for y in (0.28, 0.72):
        parts.append(
            both_sides(pipe([(rear - 0.025, y, low + 0.1), (rear - 0.025, y, high - 0.1)], 0.018, 6, "chrome"))
        )
        parts.append(both_sides(box(rear - 0.04, rear - 0.015, y - 0.06, y + 0.06, low + 0.5, low + 0.58, "frame")))
    for z in (0.3, 0.6, 0.9):
        parts.append(
            both_sides(box(rear - 0.02, rear, half - 0.14, half - 0.02, low + z * tall - 0.1, low + z * tall, "chrome"))
        )
    for x in np.linspace(rear + 0.3, front - 0.3, 5):
        parts.append(both_sides(box(x, x + 0.10, half - 0.03, half + 0.008, low - 0.06, low - 0.02, "amber")))
    return parts


def _dropside(form: _Form) -> list[Mesh]:
    """A deck with low side boards and stakes, loaded with crates, pipes and sacks of earth."""
    front, rear, half = _x(form, form.cab[0] + 0.15), -0.5 * form.length, 0.5 * form.width
    low = form.deck
    parts = [
        box(rear, front, -half, half, low - 0.12, low, "frame"),
        both_sides(box(rear + 0.02, front - 0.02, half - 0.05, half - 0.01, low, low + 0.48, "body")),
        box(rear, rear + 0.04, -half + 0.02, half - 0.02, low, low + 0.48, "body"),
        box(front - 0.06, front, -half, half, low, low + 1.05, "frame"),
    ]
    for x in np.linspace(rear + 0.03, front - 0.06, 5):
        parts.append(both_sides(box(x - 0.03, x + 0.03, half - 0.04, half + 0.005, low - 0.1, low + 0.52, "frame")))
    for x, y, length, wide, tall in (
        (1.6, 0.5, 1.2, 0.95, 0.95),
        (1.6, -0.55, 1.2, 0.95, 0.7),
        (0.1, 0.0, 1.3, 1.6, 1.15),
    ):
        parts.append(box(x - length / 2, x + length / 2, y - wide / 2, y + wide / 2, low, low + tall, "planks"))
    for k, (y, z) in enumerate(((-0.5, 0.13), (-0.22, 0.13), (0.06, 0.13), (-0.36, 0.37), (-0.08, 0.37))):
        parts.append(pipe([(rear + 0.3, y, low + z), (-0.8, y, low + z)], 0.125, 10, "chrome" if k % 2 else "rim"))
    return parts


def _tipper(form: _Form) -> list[Mesh]:
    """A sloped-tailed steel tub with ribs, heaped with earth."""
    front, rear, half = _x(form, form.cab[0] + 0.15), -0.5 * form.length, 0.5 * form.width
    low, high = form.deck, form.deck + 1.15
    side = [
        (rear + 0.45, low),
        (front, low),
        (front, high + 0.3),
        (front - 0.3, high + 0.3),
        (front - 0.3, high),
        (rear, high),
    ]
    tub = moved(extrude(side, form.width - 0.1, "body"), (0, half - 0.05, 0), rotation("x", 0.5 * np.pi))
    parts = [tub, both_sides(box(rear, front, half - 0.05, half, high - 0.12, high, "body"))]
    for x in np.linspace(rear + 0.75, front - 0.25, 6):
        parts.append(both_sides(box(x - 0.05, x + 0.05, half - 0.06, half - 0.004, low, high - 0.1, "body")))
    heap = lathe([(1.05, 0.0), (0.95, 0.06), (0.6, 0.34), (0.25, 0.48), (1e-3, 0.50)], 14, "load", 180.0)
    length = (front - rear - 0.5) / 4.2
    for x, tall in ((0.24, 1.0), (0.74, 0.75)):
        at = rear + 0.1 + x * (front - rear - 0.4)
        parts.append(moved(heap, (at, 0.0, high - 0.02), scale=(length * 1.05, 1.05, tall)))
    return parts


_LOADS = {"box": _box, "dropside": _dropside, "tipper": _tipper}


def _chassis(form: _Form) -> list[Mesh]:
    """Wheels with guards, axles, and the black of what hides between them."""
    tyre, width = form.tyre, 0.26 if form.tyre > 0.4 else 0.22
    lane = 0.5 * form.width - 0.5 * width - 0.03
    turned = wheel(tyre, width, 0.58 * tyre, 0)
    guard = mudguard(tyre + 0.07, 15.0, 165.0, width, "black")
    parts = [box(-0.5 * form.length + 0.1, _x(form, 0.6), -0.45, 0.45, tyre, form.deck, "black")]
    for k, behind in enumerate(form.axles):
        # The front wheels stand under the cab, which may be narrower than the load.
        y = lane if k else min(lane, 0.5 * form.cab[1] - 0.5 * width - 0.02)
        place = (_x(form, behind), y, tyre)
        parts.append(both_sides(moved(turned, place)))
        parts.append(tube((place[0], -y, tyre), place, 0.09, sides=6, slot="black"))
        if k:
            parts.append(both_sides(moved(guard, place)))
    return [*parts, *_fittings(form, lane)]


def _fittings(form: _Form, lane: float) -> list[Mesh]:
    """Tank, side guards, rear bar with lamps and plate, mud flaps."""
    rear, half, deck = -0.5 * form.length, 0.5 * form.width, form.deck
    start, end = _x(form, form.axles[1]) + 0.9, _x(form, form.axles[0]) - 0.9
    flap = _x(form, form.axles[-1]) - form.tyre - 0.2
    pairs = [
        box(start, end, half - 0.06, half - 0.03, 0.50, 0.60, "frame"),
        box(start, end, half - 0.06, half - 0.03, 0.75, 0.85, "frame"),
        box(rear - 0.02, rear + 0.05, half - 0.46, half - 0.06, deck - 0.33, deck - 0.15, "trim"),
        box(rear - 0.026, rear - 0.01, half - 0.20, half - 0.08, deck - 0.32, deck - 0.16, "taillight"),
        box(rear - 0.026, rear - 0.01, half - 0.31, half - 0.21, deck - 0.32, deck - 0.16, "brakelight"),
        box(rear - 0.026, rear - 0.01, half - 0.38, half - 0.32, deck - 0.32, deck - 0.16, "amber"),
        box(rear - 0.026, rear - 0.01, half - 0.44, half - 0.39, deck - 0.32, deck - 0.16, "lens"),
        *(box(rear - 0.024, rear - 0.02, y, y + 0.04, deck - 0.285, deck - 0.205, "ink") for y in (0.03, 0.09, 0.18)),
        box(flap, flap + 0.03, lane - 0.15, lane + 0.15, 0.15, deck - 0.15, "trim"),
    ]
    return [
        *(both_sides(part) for part in pairs),
        tube((end - 1.1, 0.36 - half, 0.72), (end - 0.2, 0.36 - half, 0.72), 0.24, sides=12, slot="chrome"),
        box(rear, rear + 0.1, -half + 0.1, half - 0.1, 0.48, 0.62, "frame"),
        box(rear - 0.02, rear, -0.26, 0.26, deck - 0.30, deck - 0.19, "plate"),
    ]
