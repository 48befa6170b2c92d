"""Small charts as inline SVG: they need no script, print well and add a few kilobytes to a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from markupsafe import Markup, escape

# Okabe and Ito 2008: told apart with any colour vision.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6d00", "#555555")
WIDTH = 520
ROW = 30
MARGIN = 12
LINE_HEIGHT = 14


@dataclass(frozen=True)
class Mark:
    """One guess in a chart.

    Attributes
    ----------
    name, color : str
    value : float or None
        Such as PQ in percent.
    low, high : float or None
        Ends of its interval.
    cost : float or None
        Such as hours.
    """

    name: str
    color: str
    value: float | None
    low: float | None = None
    high: float | None = None
    cost: float | None = None


def color_of(place: int) -> str:
    """Return the colour of the guess at that place."""
    return PALETTE[place % len(PALETTE)]


def whiskers(marks: Sequence[Mark], title: str) -> Markup:
    """Return one row for each mark: its name, a dot at its value and a line over its interval."""
    shown = [mark for mark in marks if mark.value is not None]
    if not shown:
        return Markup("")
    names = MARGIN + 7.2 * max(len(mark.name) for mark in shown)
    low, high, step = _axis([v for m in shown for v in (m.value, m.low, m.high) if v is not None])
    scale = _Scale(low, high, min(names, WIDTH / 2), WIDTH - 30)
    height = ROW * len(shown) + 44
    parts = [_vertical(scale.at(tick), 8, height - 36, _number(tick, step)) for tick in _ticks(low, high, step)]
    for k, mark in enumerate(shown):
        y = ROW * k + 24
        parts.append(f'<text x="0" y="{y + 4}" class="name">{escape(mark.name)}</text>')
        if mark.low is not None and mark.high is not None:
            parts.append(
                _line(scale.at(mark.low), y, scale.at(mark.high), y, f'stroke="{mark.color}" stroke-width="3"')
            )
        parts.append(_dot(scale.at(mark.value or 0.0), y, mark.color))
    return _svg(parts, height, title, "PQ, %")


def scatter(marks: Sequence[Mark], title: str, cost_name: str) -> Markup:
    """Return value against cost, for the marks that have both."""
    shown = [mark for mark in marks if mark.value is not None and mark.cost is not None]
    if not shown:
        return Markup("")
    height, bottom = 310, 266
    low, high, step = _axis([v for m in shown for v in (m.value, m.low, m.high) if v is not None])
    costs = [mark.cost or 0.0 for mark in shown]
    left, right, stride = _axis([0.0, *costs])
    across, up = _Scale(left, right, 46, WIDTH - 20), _Scale(low, high, bottom, 24)
    parts = [_vertical(across.at(tick), 24, bottom, _number(tick, stride)) for tick in _ticks(left, right, stride)]
    parts += [_horizontal(up.at(tick), 46, WIDTH - 20, _number(tick, step)) for tick in _ticks(low, high, step)]
    taken: list[float] = []
    for mark in sorted(shown, key=lambda mark: -(mark.value or 0.0)):
        x, y = across.at(mark.cost or 0.0), up.at(mark.value or 0.0)
        if mark.low is not None and mark.high is not None:
            parts.append(_line(x, up.at(mark.low), x, up.at(mark.high), f'stroke="{mark.color}" stroke-width="2.5"'))
        parts.append(_dot(x, y, mark.color))
        anchor, shift = ("end", -11) if x > WIDTH * 0.7 else ("start", 11)
        beside = _free(y - 7, taken)
        parts.append(
            f'<text x="{x + shift:.1f}" y="{beside:.1f}" class="name" text-anchor="{anchor}">{escape(mark.name)}</text>'
        )
    parts.append('<text x="46" y="2" class="axis" text-anchor="end">PQ, %</text>')
    return _svg(parts, height, title, cost_name)


def _free(y: float, taken: list[float]) -> float:
    """The first height from y downwards at which no name is written yet."""
    while any(abs(y - other) < LINE_HEIGHT for other in taken):
        y += 1.0
    taken.append(y)
    return y


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def _axis(values: Sequence[float]) -> tuple[float, float, float]:
    """Ends that hold the values, on round numbers, and the step between ticks."""
    low, high = min(values), max(values)
    if high - low < 1e-9:
        low, high = low - max(0.5, abs(low) * 0.05), high + max(0.5, abs(high) * 0.05)
    power = 10.0 ** floor(log10((high - low) / 4))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if (high - low) / (factor * power) <= 6)
    start, end = floor(low / step + 1e-9) * step, -floor(-high / step + 1e-9) * step
    return start, end, step


def _ticks(low: float, high: float, step: float) -> list[float]:
    return [low + k * step for k in range(round((high - low) / step) + 1)]


def _number(value: float, step: float) -> str:
    digits = (
        0
        if step >= 1 and step == int(step)
        else max(1, -floor(log10(step)) + (step * 10 ** -floor(log10(step)) == 2.5))
    )
    return f"{value:.{digits}f}"


def _vertical(x: float, top: float, bottom: float, text: str) -> str:
    label = f'<text x="{x:.1f}" y="{bottom + 16}" class="axis" text-anchor="middle">{text}</text>'
    return _line(x, top, x, bottom, 'class="grid"') + label


def _horizontal(y: float, left: float, right: float, text: str) -> str:
    label = f'<text x="{left - 7}" y="{y + 4:.1f}" class="axis" text-anchor="end">{text}</text>'
    return _line(left, y, right, y, 'class="grid"') + label


def _line(x0: float, y0: float, x1: float, y1: float, style: str) -> str:
    return f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" {style}/>'


def _dot(x: float, y: float, color: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{color}" stroke="#fff" stroke-width="1.5"/>'


def _svg(parts: Sequence[str], height: float, title: str, below: str) -> Markup:
    axis = f'<text x="{WIDTH - 20}" y="{height - 4}" class="axis" text-anchor="end">{escape(below)}</text>'
    head = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
    return Markup(f"{head}<title>{escape(title)}</title>{''.join(parts)}{axis}</svg>")
