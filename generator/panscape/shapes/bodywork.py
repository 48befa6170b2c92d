"""The bodywork of a car: body, cabin, lamps, doors and wheels, all drawn from one row of measures."""

from itertools import pairwise

import numpy as np

from panscape.scenes import Mesh, join
from panscape.shapes.facia import front, rear
from panscape.shapes.form import Form
from panscape.shapes.hull import Hull, both_sides, decal, lid, patch, rounded_plan, seam, skin
from panscape.shapes.interior import crew, furnished
from panscape.shapes.solids import box, loft, moved, pipe, sheet, sphere, tube
from panscape.shapes.surface import Floats
from panscape.shapes.wheel import wheel

MIRROR = 0.15  # how far a door mirror stands out beyond the body, metres


def bodywork(form: Form) -> Mesh:
    """Return the mesh of an empty car; slots as in ``finishes.vehicle_materials``, and ``paint``."""
    body, cabin = _body(form), _cabin(form)
    return join(
        [
            *_shell(form, body),
            *_glasshouse(form, cabin),
            *furnished(form, cabin),
            *front(form, body),
            *rear(form, body, cabin),
            *_doors(form, body),
            *_fittings(form, body, cabin),
            *_mirrors(form, body),
            *_running_gear(form, body),
        ]
    )


def seated(form: Form, count: int) -> Mesh:
    """Return the mesh of who sits in a car, to be joined to it: 1 is the driver, 2 has somebody beside them."""
    return join(crew(form, _cabin(form), count))


def _sill(form: Form) -> float:
    return 0.19 + 0.3 * (form.wheel - 0.3)


def _axles(form: Form) -> tuple[float, float]:
    front = 0.5 * form.length - form.overhang
    return front, front - form.wheelbase


def _arch(form: Form) -> tuple[Floats, Floats]:
    """The rim of a wheel's opening, from front to rear: how far ahead of the axle, and how high."""
    reach, sill = form.wheel + 0.065, _sill(form)
    turns = np.linspace(0.1, np.pi - 0.1, 8)
    x = np.concatenate([[reach + 0.03], reach * np.cos(turns), [-reach - 0.03]])
    return x, np.concatenate([[sill], form.wheel + reach * np.sin(turns), [sill]])


def _behind(form: Form, distance: float) -> float:
    return 0.5 * form.length - distance


def _body(form: Form) -> Hull:
    """The skin from the sills to bonnet, belt and boot."""
    sill, (arch_x, arch_z) = _sill(form), _arch(form)
    front, rear = _axles(form)
    between = np.linspace(front + arch_x[-1] - 0.1, rear + arch_x[0] + 0.1, 3)
    xs = np.concatenate([front + arch_x, between, rear + arch_x])
    faces = (0, 0.25, 0.5, 0.68, 0.8, 0.88, 0.94)
    plan, normals = rounded_plan(form.length, form.width, form.sharpness, faces, xs)
    level = np.full(len(faces), sill)
    low = np.concatenate([level, arch_z, np.full(3, sill), arch_z, level])
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
    sill = _sill(form)
    flank = np.interp(heights, _bends(form), (0.055, 0.012, 0.006, 0.020, 0.004, 0.018, 0.065))
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


def _bends(form: Form) -> list[float]:
    """The heights at which the flank bends, from the sill to the belt: its line is the last but two."""
    sill, belt = _sill(form), max(form.cowl, form.tail)
    return [sill, sill + 0.09, 0.44, 0.62 * belt, 0.78 * belt, 0.82 * belt, belt]


def _shell(form: Form, body: Hull) -> list[Mesh]:
    slots = np.full((body.points.shape[0] - 1, body.points.shape[1] - 1), "paint", dtype=object)
    # Above an arch the rows are pressed together, so the black of the sill ends there.
    flat = body.points[0, :, 2] < _sill(form) + 0.005
    slots[: 1 + form.cladding, flat[1:] & flat[:-1]] = "trim"
    behind = 0.5 * form.length - body.points[-1, :, 0]
    across = np.array([1.0, 0.975, 0.92, 0.70, 0.36, 0.0])
    crown = np.array([0.0, 0.014, 0.021, 0.035, 0.049, 0.052])
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
    along = np.array(form.along())
    shares = np.array([0.0, 0.3, 0.6, 0.88, 0.95])
    lines = []
    for ahead, back, half, bend in ((screen, rear_screen, half_base, bow), (roof, roof_end, half_top, 0.7 * bow)):
        first, last = ahead - bend, back + 0.5 * bend
        nose = np.stack([ahead - bend * shares**2.4, half * shares], axis=1)
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


def _glasshouse(form: Form, cabin: Hull) -> list[Mesh]:
    rows, columns = cabin.points.shape[0] - 1, cabin.points.shape[1] - 1
    slots = np.full((rows, columns), "paint", dtype=object)
    along = form.along()
    glazed = ["glass" if start >= 0.04 and end <= form.windows_end else "paint" for start, end in pairwise(along)]
    side = ["pillar" if post in form.pillars else kind for post, kind in zip(pairwise(along), glazed, strict=True)]
    kinds = ["glass"] * 3 + ["trim", "paint", *side, "paint", "trim"] + ["glass"] * 3
    for column, kind in enumerate(kinds):
        slots[1:-1, column] = kind
        slots[0, column] = kind if kind in ("paint", "pillar") else "trim"
    behind = 0.5 * form.length - cabin.points[-1, :, 0]
    middle = 0.5 * (form.roof + form.roof_end)
    reach = 0.5 * (form.roof_end - form.roof)
    fore = 1.0 - 0.6 * np.minimum(1.0, np.abs(behind - middle) / reach) ** 2.5
    across = np.array([1.0, 0.96, 0.88, 0.7, 0.4, 0.0])
    crown = np.array([0.0, 0.022, 0.038, 0.053, 0.062, 0.065])
    return [skin(cabin, slots, 35.0), lid(cabin, across, crown[:, None] * fore, "paint")]


def _doors(form: Form, body: Hull) -> list[Mesh]:
    """Gaps about the doors, handles in their hollows, the line along the flank."""
    sill, belt = _sill(form), form.cowl - 0.03
    parts = []
    for distance in form.shut_lines:
        edges = (body.side(_behind(form, distance)), body.side(_behind(form, distance + 0.014)))
        parts.append(seam(body, edges, [sill + 0.06, *_bends(form)[1:-1], belt + 0.02], "ink"))
    for start, end in pairwise(form.shut_lines):
        at, height = _behind(form, end - 0.14), 0.80 * form.cowl
        spot = body.at([body.side(at)], [height], 0.016)[0]
        hollow = [(body.side(at + x), height - z, height + z) for x, z in ((0.07, 0.012), (0.03, 0.03), (-0.03, 0.03))]
        parts.append(decal(body, hollow, "ink", 0.004, 1))
        parts.append(both_sides(moved(box(-0.10, 0.08, -0.010, 0.012, -0.014, 0.014, "paint"), spot)))
        span = body.between(body.side(_behind(form, start)), body.side(_behind(form, end)))
        parts.append(patch(body, span, sill + 0.055, sill + 0.067, "ink", 0.004, 1))
    if form.windows_end < 0.5:
        rail = body.between(body.side(_behind(form, 2.2)), body.side(_behind(form, form.length - 0.45)))
        parts.append(patch(body, rail, 1.0, 1.022, "trim", 0.005, 1))
    return parts


def _fittings(form: Form, body: Hull, cabin: Hull) -> list[Mesh]:
    """The gap of the bonnet, side lamps, fuel flap, wipers, roof rails, fin."""
    bonnet = body.between(body.front(0.45 * form.width), body.side(_behind(form, form.screen - 0.05)))
    top = np.interp(bonnet, np.arange(body.points.shape[1]), body.points[-1, :, 2])
    flap = [body.side(_behind(form, form.length - 0.62 - x)) for x in (0.17, 0.0)]
    z = 0.78 * form.tail
    wing = body.side(_behind(form, form.overhang + form.wheel + 0.14))
    parts = [
        patch(body, bonnet, top - 0.032, top - 0.020, "ink", 0.004, 1),
        decal(body, [(wing, z - 0.04, z - 0.015), (wing + 0.35, z - 0.035, z - 0.02)], "amber", 0.006, 1),
        decal(body, [(column, z - 0.085, z + 0.085) for column in flap], "ink", 0.004, 1, (-1.0,)),
        decal(body, [(column, z - 0.073, z + 0.073) for column in (flap[0] + 0.06, flap[1] - 0.06)], "paint", 0.006, 1,
              (-1.0,)),
        decal(cabin, [(0.1, form.cowl + 0.055, form.cowl + 0.068), (2.9, form.cowl + 0.125, form.cowl + 0.138)], "ink",
              0.018, 1, (1.0,)),
        decal(cabin, [(0.4, form.cowl + 0.075, form.cowl + 0.088), (2.6, form.cowl + 0.055, form.cowl + 0.068)], "ink",
              0.018, 1, (-1.0,)),
    ]  # fmt: skip
    edge = cabin.points[-1]
    if form.rails:
        shown = edge[7 : len(edge) - 6] + np.array([0.0, -0.035, 0.055])
        ends = shown[[0, -1]] - np.array([0.0, 0.0, 0.05])
        parts.append(both_sides(pipe(np.concatenate([ends[:1], shown, ends[1:]]), 0.018, 5, "rail", crease_deg=180.0)))
    fin = (_behind(form, 0.3 * form.roof + 0.7 * form.roof_end), 0.0, form.height - 0.02)
    parts.append(sphere(fin, (0.09, 0.016, 0.045), "paint", 6, 4))
    return parts


def _mirrors(form: Form, body: Hull) -> list[Mesh]:
    foot = body.at([body.side(_behind(form, form.screen + 0.30))], [form.cowl - 0.02])[0]
    middle = np.array([foot[0], 0.5 * form.width + MIRROR - 0.10, foot[2] + 0.10])
    shell = _rounded(middle)
    pane = middle + np.array(
        [[(-0.066, -0.07, 0.045), (-0.066, 0.07, 0.045)], [(-0.066, -0.07, -0.045), (-0.066, 0.07, -0.045)]]
    )
    arm = tube(foot + np.array([0.0, -0.03, 0.03]), middle, 0.022, sides=6, slot="trim")
    return [both_sides(shell), both_sides(sheet(pane, "glass")), both_sides(arm)]


def _rounded(middle: Floats) -> Mesh:
    """The shell of a mirror: flat behind, blunt ahead."""
    rings = np.array(
        [[(x, b * y, a * z) for y, z in ((-1, -0.55), (-0.6, -1), (0.6, -1), (1, -0.55), (1, 0.6), (0.6, 1), (-0.6, 1),
                                         (-1, 0.6))]
         for x, b, a in ((-0.06, 0.098, 0.064), (0.0, 0.10, 0.068), (0.045, 0.085, 0.055), (0.062, 0.05, 0.03))]
    )  # fmt: skip
    return moved(loft(rings, "paint", 60.0), middle)


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
