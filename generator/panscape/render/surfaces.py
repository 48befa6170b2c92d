# mypy: allow-untyped-defs
"""How textures write a surface: the row of numbers that is described in textures.py."""

from panscape.render.jit import inner, kernel


@inner
def start(m, surface):
    """Describe a plain surface of the material's first colour."""
    for c in range(3):
        surface[c] = m[c]
    surface[3], surface[4], surface[5], surface[6] = m[8], m[9], m[10], m[11]
    for c in range(7, 12):
        surface[c] = 0.0


@inner
def mix(m, t, surface):
    """Mix the material's two colours."""
    t = min(1.0, max(0.0, t))
    for c in range(3):
        surface[c] = m[c] + (m[3 + c] - m[c]) * t


@inner
def tint(surface, factor):
    """Make the colour lighter or darker."""
    factor = max(0.0, factor)
    for c in range(3):
        surface[c] *= factor


@kernel
def cover(surface, r, g, b, share):
    """Lay another colour over a share of the surface."""
    surface[0] += (r - surface[0]) * share
    surface[1] += (g - surface[1]) * share
    surface[2] += (b - surface[2]) * share
