"""What is behind the windows of a car: its seats, its wheel, the light from the far side, and who is in it."""

import numpy as np

from panscape.scenes import Mesh
from panscape.shapes.form import Form
from panscape.shapes.glazing import Pane, daylight, seat_from_aside, seats_from_ahead, sitter, steering_wheel
from panscape.shapes.hull import Hull


def furnished(form: Form, cabin: Hull) -> list[Mesh]:
    """Return the seats, the wheel and the light beyond them, as seen through every window of a cabin."""
    screen, rear = _screen(cabin), _rear_screen(cabin)
    parts = [*_screen_view(form, screen), *_rear_view(form, rear)]
    for number, pane in enumerate(_side_panes(form, cabin)):
        slot = "beyond" if number == 0 else "beyond rear"
        lowest, highest = form.cowl + 0.10, form.height - 0.20
        parts += daylight(pane, *_ends(form, number), lowest, highest, slot)
    for number, pane in enumerate(_side_panes(form, cabin)):
        parts += seat_from_aside(pane, _seat(form, 0), _roof(form))
        if form.windows_end > 0.5:
            parts += seat_from_aside(pane, _seat(form, 1), _roof(form), number > 0)
        if number == 0:
            parts += steering_wheel(pane, _seat(form, 0) + 0.66, form.cowl + 0.13, 0.05)
    return parts


def crew(form: Form, cabin: Hull, count: int) -> list[Mesh]:
    """Return the driver, who sits to the left, and with a ``count`` of 2 somebody beside."""
    half = 0.19 * form.width
    parts = []
    for side in (1.0, -1.0)[:count]:
        coat = "coat" if side > 0.0 else "coat 2"
        parts += sitter(_screen(cabin, (side,)), half, _roof(form), 0.22, coat)
        aside = _side_panes(form, cabin, (side,))[0]
        parts += sitter(aside, _seat(form, 0) + 0.17, _roof(form), 0.15, coat)
    return parts


def _seat(form: Form, row: int) -> float:
    """Where the back of a seat leans: before the first post, and most of a metre behind it."""
    return _x(form, _post(form, 0)[0] - 0.16 + 0.86 * row)


def _roof(form: Form) -> float:
    """The roof above the seats; a van's is higher than those who sit below it need."""
    return min(form.height, form.cowl + 0.58)


def _x(form: Form, behind_screen: float) -> float:
    return 0.5 * form.length - form.screen - behind_screen


def _ends(form: Form, number: int) -> tuple[float, float]:
    """Where the far side's window is seen through a window: a post's breadth within it."""
    starts = (0.42, *(_post(form, k)[1] + 0.05 for k in range(len(form.pillars))))
    ends = (*(_post(form, k)[0] - 0.04 for k in range(len(form.pillars))), form.windows_end * _reach(form) - 0.05)
    return _x(form, starts[number]), _x(form, ends[number])


def _reach(form: Form) -> float:
    return form.rear_screen - form.screen + 0.24


def _post(form: Form, number: int) -> tuple[float, float]:
    start, end = form.pillars[number]
    return start * _reach(form) - 0.16, end * _reach(form) - 0.16


def _edges(cabin: Hull) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.stack([cabin.points[1, :, 2] + 0.005, cabin.points[-2, :, 2] - 0.005])


def _screen(cabin: Hull, sides: tuple[float, ...] = (1.0, -1.0)) -> Pane:
    return Pane(cabin, 0.0, 2.96, _edges(cabin), "ahead", sides)


def _rear_screen(cabin: Hull, sides: tuple[float, ...] = (1.0, -1.0)) -> Pane:
    last = cabin.points.shape[1] - 1.0
    return Pane(cabin, last - 2.96, last, _edges(cabin), "behind", sides)


def _side_panes(form: Form, cabin: Hull, sides: tuple[float, ...] = (1.0, -1.0)) -> list[Pane]:
    """The windows of a side that open into the cabin, from the front."""
    xs = [form.along().index(share) + 5 for share in (0.045, *(s for p in form.pillars for s in p), form.windows_end)]
    pairs = list(zip(xs[::2], xs[1::2], strict=True))
    # Where panel follows the first post, there is no second window.
    return [
        Pane(cabin, first + 0.03, last - 0.03, _edges(cabin), "aside", sides) for first, last in pairs if last > first
    ]


def _screen_view(form: Form, screen: Pane) -> list[Mesh]:
    roof, half = _roof(form), 0.19 * form.width
    low = form.cowl + 0.16
    dash = [(0.0, form.cowl, form.cowl + 0.075), (0.8 * half, form.cowl, form.cowl + 0.07),
            (half, form.cowl, form.cowl + 0.10), (2.3 * half, form.cowl, form.cowl + 0.06)]  # fmt: skip
    parts = [*daylight(screen, 0.0, 2.1 * half, low, form.height - 0.20, "beyond rear")]
    parts += seats_from_ahead(screen, half, roof, 0.21)
    parts += screen.shows(dash, "dash", 0.014, 1)
    parts += steering_wheel(screen.on(1.0), half, form.cowl + 0.085, 0.16)
    parts += screen.shows(
        ((0.0, form.height - 0.155, form.height - 0.10), (0.11, form.height - 0.15, form.height - 0.105)),
        "ink",
        0.016,
        1,
    )
    return parts


def _rear_view(form: Form, rear: Pane) -> list[Mesh]:
    roof, half = _roof(form), 0.19 * form.width
    parts = daylight(rear, 0.0, 2.0 * half, form.tail + 0.10, form.height - 0.20)
    if form.windows_end > 0.5:
        return parts + seats_from_ahead(rear, half, roof - 0.03)
    # The rear doors of a van meet in the middle, each with its own window.
    parts += rear.shows(((0.0, 0.0, 9.0), (0.05, 0.0, 9.0)), "paint", 0.01)
    return parts
