# mypy: allow-untyped-defs
"""What each texture does to a surface: colour, roughness, reflectance and bumps at a point, over a pixel's footprint.

``surface`` is a row of numbers that is written: 0-2 colour, 3 roughness, 4 reflectance at normal incidence, 5 metal,
6 emission, 7 mirror (how much of it is a clear pane), 8-10 bump (added to the unit normal, in the placement's frame),
11 light let through from behind.
"""

from numba import njit

from panscape.render.noise import waves3


@njit(cache=True, nogil=True, error_model="numpy")
def paint(m, x, y, z, nx, ny, nz, foot_x, foot_y, foot_z, foot, variant, surface):
    """Describe the surface of material row ``m`` at a point, in metres of the placement's own frame."""
    for c in range(3):
        surface[c] = m[c]
    for c in range(3, 7):
        surface[c] = m[5 + c]
    for c in range(7, 12):
        surface[c] = 0.0
    kind = int(m[6])
    if kind == 0:
        return
    t = waves3(x * m[7], y * m[7], z * m[7] + 7.0 * variant, foot * m[7], 3)
    mix(m, (t - 0.5) * m[12] + 0.5, surface)
    if kind == 6:
        surface[11] = 0.5


@njit(cache=True, nogil=True, error_model="numpy")
def mix(m, t, surface):
    """Mix the material's two colours."""
    t = min(1.0, max(0.0, t))
    for c in range(3):
        surface[c] = m[c] + (m[3 + c] - m[c]) * t
