# mypy: allow-untyped-defs
"""Vehicle paint: dust on what faces up, runs where rain washed it, mud near the ground where wheels throw it."""

from panscape.render.jit import inner
from panscape.render.tiles.layout import F0, LANES, NZ, PZ, ROUGH, B, G, R
from panscape.render.tiles.noise import HALF, ONE, ZERO, F, clamped, ramp
from panscape.render.tiles.paint.rows import THRICE, WAVES, cloud, clouds, even, through

FILM, RUN = WAVES[:2]


@inner
def lacquer(t, count, m):
    """Texture.PAINT: dirt of the second colour, ``m[12]`` of it."""
    if m[12] <= ZERO:
        return
    near = through(t, count)
    clouds(t, count, near, FILM, F(2.1), F(2.1), ZERO, ZERO, ZERO, THRICE)
    even(t, count, RUN, HALF)
    cloud(t, count, near, RUN, F(11.0), F(0.7), F(5.0), ZERO, ZERO, ONE)
    r, g, b, to_r, to_g, to_b = m[0], m[1], m[2], m[3] - m[0], m[4] - m[1], m[5] - m[2]
    rough, f0, much = m[8], m[9], F(0.35) * m[12]
    for i in range(count):
        film, run, up = t[FILM * LANES + i], t[RUN * LANES + i], max(ZERO, t[NZ * LANES + i])
        splash = ramp(F(0.75), F(0.15), t[PZ * LANES + i])
        side = ramp(F(0.6), F(0.2), up)
        dust = F(0.10) * film + F(0.16) * up * up * film + F(0.14) * side * film * ramp(F(0.5), F(0.8), run)
        dirt = clamped(much * (splash * (F(0.4) + F(1.2) * film) * (F(0.8) + F(0.4) * run) + dust))
        t[R * LANES + i] = r + to_r * dirt
        t[G * LANES + i] = g + to_g * dirt
        t[B * LANES + i] = b + to_b * dirt
        t[ROUGH * LANES + i] = rough + (F(0.8) - rough) * dirt
        t[F0 * LANES + i] = f0 * (ONE - F(0.6) * dirt)
