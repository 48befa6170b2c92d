# mypy: allow-untyped-defs
"""The sky behind everything: its own tiles."""

from panscape.render.jit import kernel
from panscape.render.sky import sky
from panscape.render.tiles import layout as row
from panscape.render.tiles.layout import LANES
from panscape.render.tiles.noise import ZERO, F


@kernel
def heaven(t, count, light, dome):
    """Write the sky's radiance in each sample's direction, and how far away its haze makes it look: OUT and FAR."""
    for i in range(count):
        dx, dy, dz = float(t[row.DX * LANES + i]), float(t[row.DY * LANES + i]), float(t[row.DZ * LANES + i])
        r, g, b = sky(dx, dy, dz, light, dome)
        t[row.OUT_R * LANES + i], t[row.OUT_G * LANES + i], t[row.OUT_B * LANES + i] = r, g, b
        # It fades into haze near the horizon, as if some kilometres away.
        t[row.FAR * LANES + i] = F(250.0) / (F(0.03) + max(ZERO, t[row.DZ * LANES + i]))
