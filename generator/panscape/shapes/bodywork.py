"""The bodywork of a car: body, cabin, lamps, doors and wheels, all drawn from one row of measures."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from panscape.scenes import Mesh, join
from panscape.shapes.hull import Hull, both_sides, lid, patch, rounded_plan, skin
from panscape.shapes.solids import box, moved, sheet, sphere, tube
from panscape.shapes.surface import Floats
from panscape.shapes.wheel import wheel

MIRROR = 0.15  # how far a door mirror stands out beyond the body, metres


@dataclass(frozen=True)
class Form:
    """What makes one model of car differ from another; metres. Distances "behind" are measured from the nose.

    Attributes
    ----------
    length, width, height : float
        Without mirrors.
    wheelbase, overhang, wheel : float
        Between the axles; from the nose to the front axle; radius of a tyre.
    nose, cowl, tail : float
        Height of the bonnet's front edge, of the windscreen's base, of the rear screen's base.
    screen, roof, roof_end, rear_screen : float
        How far behind the nose the windscreen's base, its top, the roof's end and the rear screen's base lie.
    pillars : tuple of (start, end)
        Posts between the side windows, as shares of the way along them.
    shut_lines : tuple of float
        How far behind the nose the doors begin and end.
    windows_end : float
        Share of the side beyond which there is panel and no window.
    cladding : bool
        Black sills and arches.
    sharpness : (front, rear)
        Of the outline seen from above.
    spokes : int
    """

    length: float
    width: float
    height: float
    wheelbase: float
    overhang: float
    wheel: float
    nose: float
    cowl: float
    tail: float
    screen: float
    roof: float
    roof_end: float
    rear_screen: float
    pillars: tuple[tuple[float, float], ...]
    shut_lines: tuple[float, ...]
    windows_end: float = 0.96
    cladding: bool = False
    sharpness: tuple[float, float] = (6.0, 8.0)
    spokes: int = 5


def bodywork(form: Form) -> Mesh:
    """Return the mesh of a car; slots as in ``finishes.vehicle_materials``, and ``paint``."""
    body = _body(form)
    cabin = _cabin(form)
    parts = [
        *_shell(form, body),
        *_glasshouse(form, cabin),
        *_front(form, body),
        *_rear(form, body, cabin),
        *_doors(form, body),
        *_mirrors(form, body),
        *_running_gear(form, body),
    ]
    return join(parts)


def _sill(form: Form) -> float:
    return 0.19 + 0.3 * (form.wheel - 0.3)


def _axles(form: Form) -> tuple[float, float]:
    front = 0.5 * form.length - form.overhang
    return front, front - form.wheelbase


def _arch(form: Form) -> tuple[Floats, Floats]:
    """The rim of a wheel's opening, from front to rear: how far ahead of the axle, and how high."""
    reach, sill = form.wheel + 0.065, _sill(form)
    turns = np.linspace(0.1, np.pi - 0.1, 10)
    x = np.concatenate([[reach + 0.008], reach * np.cos(turns), [-reach - 0.008]])
    return x, np.concatenate([[sill], form.wheel + reach * np.sin(turns), [sill]])


def _behind(form: Form, distance: float) -> float:
    return 0.5 * form.length - distance


def _body(form: Form) -> Hull:
    """The skin from the sills to bonnet, belt and boot."""
    sill, (arch_x, arch_z) = _sill(form), _arch(form)
    front, rear = _axles(form)
    between = np.linspace(front + arch_x[-1] - 0.1, rear + arch_x[0] + 0.1, 5)
    xs = np.concatenate([front + arch_x, between, rear + arch_x])
    faces = (0, 0.25, 0.5, 0.68, 0.8, 0.88, 0.94)
    plan, normals = rounded_plan(form.length, form.width, form.sharpness, faces, xs)
    level = np.full(len(faces), sill)
    low = np.concatenate([level, arch_z, np.full(5, sill), arch_z, level])
    behind = 0.5 * form.length - plan[:, 0]
    high = np.interp(
        behind, (0, 0.06, form.screen, form.rear_screen, form.length),
        (form.nose - 0.03, form.nose, form.cowl - 0.02, form.tail - 0.01, form.tail - 0.04),
    )  # fmt: skip
    t = np.array([0, 0.1, 0.22, 0.36, 0.5, 0.62, 0.74, 0.85, 0.94, 1.0])[:, None]
    heights = low + t * (high - low)
    return Hull(_drawn_in(form, plan, normals, heights, high), normals)


def _drawn_in(form: Form, plan: Floats, normals: Floats, heights: Floats, high: Floats) -> Floats:
    """The outline at every height: tucked under at the sill, fullest at the bumpers, sloping in at the shoulder."""
    sill, belt = _sill(form), max(form.cowl, form.tail)
    flank = np.interp(
        heights, (sill, sill + 0.09, 0.42, 0.60 * belt, 0.66 * belt, belt), (0.055, 0.018, 0.0, 0.006, 0.022, 0.065)
    )
    nose = np.interp(
        heights, (sill, 0.30, 0.42, 0.52, 0.58, form.nose - 0.06, form.nose), (0.10, 0.02, 0.0, 0.01, 0.035, 0.09, 0.16)
    )
    back = np.interp(
        heights, (sill, 0.30, 0.42, 0.56, 0.62, form.tail - 0.04, form.tail), (0.10, 0.02, 0.0, 0.01, 0.05, 0.085, 0.13)
    )
    shoulder = 0.03 * np.clip((heights - high + 0.06) / 0.06, 0, 1) ** 2
    ends = np.where(plan[:, 0] > 0, nose, back) + shoulder
    ahead = normals[:, 0] ** 2
    depth = ahead * ends + (1.0 - ahead) * (flank + shoulder)
    points = np.empty((*heights.shape, 3))
    points[..., :2] = plan - normals * depth[..., None]
    points[..., 2] = heights
    # In the middle of nose and tail the mirrored halves meet.
    points[:, [0, -1], 1] = 0.0
    return points


def _shell(form: Form, body: Hull) -> list[Mesh]:
    slots = np.full((body.points.shape[0] - 1, body.points.shape[1] - 1), "paint", dtype=object)
    # Above an arch the rows are pressed together, so the black of the sill ends there.
    flat = body.points[0, :, 2] < _sill(form) + 0.005
    slots[: 1 + form.cladding, flat[1:] & flat[:-1]] = "trim"
    behind = 0.5 * form.length - body.points[-1, :, 0]
    across = np.array([1.0, 0.975, 0.93, 0.8, 0.55, 0.28, 0.0])
    crown = np.array([0.0, 0.014, 0.02, 0.028, 0.042, 0.05, 0.052])
    swell = np.interp(behind, (0.0, 0.3, form.screen, form.length - 0.2, form.length), (0.2, 0.9, 1.0, 0.6, 0.2))
    columns = np.flatnonzero((behind > form.screen + 0.25) & (behind < form.rear_screen - 0.2))
    top = lid(body, across, crown[:, None] * swell, "paint", (int(columns[0]), int(columns[-1])))
    floor = box(
        -0.46 * form.length, 0.46 * form.length, -0.3 * form.width, 0.3 * form.width, _sill(form) + 0.01, 0.55, "black"
    )
    return [skin(body, slots), top, floor]


def _cabin(form: Form) -> Hull:
    """Windows, pillars and roof edge, from the belt up. Columns: 6 across a screen, 2 at a corner, the rest aside."""
    behind = (form.screen, form.roof, form.roof_end, form.rear_screen)
    screen, roof, roof_end, rear_screen = (_behind(form, distance) for distance in behind)
    half_base, half_top = 0.5 * form.width - 0.075, 0.5 * form.width * (0.72 if form.height < 1.7 else 0.80)
    bow, crown = 0.16, 0.065
    along = np.array(_along(form))
    shares = np.array([0.0, 0.3, 0.6, 0.88, 0.95])
    lines = []
    for front, back, half, bend in ((screen, rear_screen, half_base, bow), (roof, roof_end, half_top, 0.7 * bow)):
        first, last = front - bend, back + 0.5 * bend
        nose = np.stack([front - bend * shares**2.4, half * shares], axis=1)
        side = np.stack([first + along * (last - first), half * (1.0 - 0.04 * (2 * along - 1) ** 2)], axis=1)
        tail = np.stack([back + 0.5 * bend * shares**2.4, half * shares], axis=1)[::-1]
        lines.append(np.concatenate([nose, side, tail]))
    base, top = lines
    x = (base[:, 0] - screen) / (rear_screen - screen)
    low = form.cowl + (form.tail - form.cowl) * np.clip(x, 0, 1) - 0.03
    normals = np.concatenate(
        [np.tile([1.0, 0.1], (5, 1)), np.tile([0.0, 1.0], (len(along), 1)), np.tile([-1.0, 0.1], (5, 1))]
    )
    normals /= np.sqrt((normals * normals).sum(axis=1, keepdims=True))
    t = np.array([0.0, 0.11, 0.35, 0.65, 0.9, 1.0])[:, None]
    points = np.empty((len(t), len(base), 3))
    swell = 4 * t * (1 - t) * np.where(np.abs(normals[:, 0]) > 0.5, 0.03, 0.02)
    points[..., :2] = base + t[..., None] * (top - base) + swell[..., None] * normals
    from_middle = np.concatenate([np.ones(5), np.abs(2.0 * along - 1.0) ** 2.2, np.ones(5)])
    edge = form.height - crown - 0.055 * from_middle
    points[..., 2] = low + t * (edge - low)
    points[:, [0, -1], 1] = 0.0
    return Hull(points, normals)


def _along(form: Form) -> list[float]:
    """Where the side of the cabin has a column, as shares of the way from the windscreen to the rear."""
    posts = [share for pillar in form.pillars for share in pillar]
    return sorted({0.0, 0.045, 0.5 * (0.045 + posts[0]), *posts, form.windows_end, 1.0})


def _glasshouse(form: Form, cabin: Hull) -> list[Mesh]:
    rows, columns = cabin.points.shape[0] - 1, cabin.points.shape[1] - 1
    slots = np.full((rows, columns), "paint", dtype=object)
    along = _along(form)
    glazed = ["glass" if start >= 0.04 and end <= form.windows_end else "paint" for start, end in pairwise(along)]
    side = ["trim" if post in form.pillars else kind for post, kind in zip(pairwise(along), glazed, strict=True)]
    kinds = ["glass"] * 3 + ["trim", "paint", *side, "paint", "trim"] + ["glass"] * 3
    for column, kind in enumerate(kinds):
        slots[1:-1, column] = kind
        slots[0, column] = "paint" if kind == "paint" else "trim"
    behind = 0.5 * form.length - cabin.points[-1, :, 0]
    middle = 0.5 * (form.roof + form.roof_end)
    reach = 0.5 * (form.roof_end - form.roof)
    fore = 1.0 - 0.6 * np.minimum(1.0, np.abs(behind - middle) / reach) ** 2.5
    across = np.array([1.0, 0.96, 0.88, 0.7, 0.4, 0.0])
    crown = np.array([0.0, 0.022, 0.038, 0.053, 0.062, 0.065])
    return [skin(cabin, slots, 35.0), lid(cabin, across, crown[:, None] * fore, "paint")]


def _front(form: Form, body: Hull) -> list[Mesh]:
    half = 0.5 * form.width
    lamp = body.between(body.front(0.56 * half), body.side(_behind(form, 0.34)))
    top = np.interp(lamp, (lamp[0], lamp[-1]), (form.nose - 0.075, form.nose - 0.035))
    low = np.interp(lamp, (lamp[0], lamp[-2], lamp[-1]), (form.nose - 0.20, form.nose - 0.18, form.nose - 0.07))
    inner = lamp[(lamp > lamp[0]) & (lamp < lamp[-2])]
    grille = body.between(0.0, body.front(0.50 * half))
    intake = body.between(0.0, body.front(0.62 * half))
    fog = body.between(body.front(0.70 * half), body.front(0.86 * half))
    plate = body.between(0.0, body.front(0.26))
    parts = [
        patch(body, lamp, low - 0.012, top + 0.010, "trim", 0.004),
        patch(body, lamp, low, top, "lens", 0.009),
        patch(body, inner, form.nose - 0.165, form.nose - 0.095, "lamp", 0.013),
        patch(body, grille, form.nose - 0.22, form.nose - 0.085, "grille"),
        patch(body, grille, form.nose - 0.16, form.nose - 0.145, "chrome", 0.012, 1),
        patch(body, intake, 0.27, 0.37, "grille"),
        patch(body, fog, 0.31, 0.37, "grille", 0.005),
        patch(body, body.between(0.0, body.front(0.055)), form.nose - 0.185, form.nose - 0.11, "chrome", 0.018, 2),
        patch(body, plate, 0.405, 0.515, "plate", 0.014, 1),
        patch(body, body.between(body.front(0.03), body.front(0.20)), 0.43, 0.49, "ink", 0.022, 1),
    ]
    return parts


def _rear(form: Form, body: Hull, cabin: Hull) -> list[Mesh]:
    half, top = 0.5 * form.width, form.tail - 0.06
    lamp = body.between(body.side(_behind(form, form.length - 0.24)), body.rear(0.52 * half))
    tall = form.tail - 0.04 - 0.62
    low = np.interp(lamp, (lamp[0], lamp[1], lamp[-1]), (top - 0.45 * tall, top - 0.62 * tall, top - 0.5 * tall))
    white = lamp[lamp >= lamp[-1] - 1.2]
    last = body.points.shape[1] - 1.0
    plate_z = 0.70 if form.tail < 1.1 and form.rear_screen > form.length - 0.5 else 0.60
    parts = [
        patch(body, lamp, low - 0.01, top + 0.01, "trim", 0.004),
        patch(body, lamp, low, top, "tail", 0.009),
        patch(body, white, top - 0.34 * tall, top - 0.2 * tall, "lens", 0.012, 1),
        patch(body, body.between(body.rear(0.80 * half), last), 0.20, 0.33, "trim", 0.006),
        patch(body, body.between(body.rear(0.26), last), plate_z, plate_z + 0.11, "plate", 0.014, 1),
        patch(body, body.between(body.rear(0.20), body.rear(0.03)), plate_z + 0.025, plate_z + 0.085, "ink", 0.022, 1),
        patch(body, body.between(body.rear(0.06), last), plate_z + 0.16, plate_z + 0.22, "chrome", 0.014, 1),
        patch(body, body.between(body.rear(0.86 * half), last), 0.585, 0.593, "ink", 0.004, 1),
        patch(
            cabin,
            cabin.between(cabin.rear(0.2), cabin.points.shape[1] - 1.0),
            form.height - 0.185,
            form.height - 0.160,
            "tail",
            0.012,
            1,
        ),
    ]
    return parts


def _doors(form: Form, body: Hull) -> list[Mesh]:
    sill, belt = _sill(form), form.cowl - 0.03
    parts = []
    for distance in form.shut_lines:
        line = [body.side(_behind(form, distance + part)) for part in (0.0, 0.009)]
        parts.append(patch(body, line, sill + 0.06, belt, "ink", 0.006, 6))
    for start, end in pairwise(form.shut_lines):
        at = _behind(form, end - 0.12)
        spot = body.at([body.side(at)], [0.80 * form.cowl], 0.012)[0]
        parts.append(both_sides(moved(sphere((0, 0, 0), (0.10, 0.022, 0.016), "paint", 6, 4), spot)))
        parts.append(patch(body, body.between(body.side(_behind(form, start)), body.side(_behind(form, end))),
                           sill + 0.055, sill + 0.063, "ink", 0.003, 1))  # fmt: skip
    if len(form.shut_lines) == 1 or form.windows_end < 0.5:
        parts.append(patch(body, body.between(body.side(_behind(form, 2.2)), body.side(_behind(form, 4.6))),
                           1.0, 1.012, "ink", 0.003, 1))  # fmt: skip
    return parts


def _mirrors(form: Form, body: Hull) -> list[Mesh]:
    foot = body.at([body.side(_behind(form, form.screen + 0.30))], [form.cowl - 0.02])[0]
    middle = np.array([foot[0], 0.5 * form.width + MIRROR - 0.10, foot[2] + 0.10])
    shell = sphere(middle, (0.065, 0.10, 0.068), "paint", 10, 6)
    pane = middle + np.array(
        [[(-0.066, -0.07, 0.045), (-0.066, 0.07, 0.045)], [(-0.066, -0.07, -0.045), (-0.066, 0.07, -0.045)]]
    )
    arm = tube(foot + np.array([0.0, -0.03, 0.03]), middle, 0.022, sides=6, slot="trim")
    return [both_sides(shell), both_sides(sheet(pane, "glass")), both_sides(arm)]


def _running_gear(form: Form, body: Hull) -> list[Mesh]:
    width, (arch_x, arch_z) = 0.21, _arch(form)
    lane = 0.5 * form.width - 0.5 * width - 0.035
    turned = wheel(form.wheel, width, form.wheel * 0.68, form.spokes)
    parts = []
    for axle in _axles(form):
        parts.append(both_sides(moved(turned, (axle, lane, form.wheel))))
        columns = [body.side(axle + x) for x in arch_x]
        outer = body.at(columns, arch_z, 0.002)
        inner = outer * np.array([1.0, 0.0, 1.0]) + np.array([0.0, lane - 0.22, 0.0])
        parts.append(both_sides(sheet([outer, inner], "black")))
        if form.cladding:
            swollen = 1.17 * arch_x
            columns = [body.side(axle + x) for x in swollen]
            wide = body.at(columns, np.maximum(_sill(form), arch_z + 0.17 * (arch_z - form.wheel)), 0.004)
            lip = outer + np.array([0.0, 0.02, 0.0])
            parts.append(both_sides(sheet([wide, lip, lip - np.array([0.0, 0.06, 0.0])], "trim", 50.0)))
    return parts
