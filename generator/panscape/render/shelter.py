# mypy: allow-untyped-defs
"""How much of the sky is hidden by what stands overhead: under a car it is dark on a grey day too."""

from math import floor

from panscape.render.jit import inline


@inline
def sheltered(x, y, z, nx, ny, nz, window, heights):
    """Return the share, in [0, 1], of the light from above that something overhead takes from a point.

    window  : (4,) float64, lowest and highest x and y of the map; heights : (S, S) float32, the highest surface, metres

    Nine texels about the point say what is above it. Low cover takes nearly all of the light, a tree top a quarter:
    more comes in from the sides below it.
    """
    size = heights.shape[0]
    # A step off the surface, so that a wall does not lie below its own eaves.
    u = (x + 0.12 * nx - window[0]) / (window[1] - window[0]) * size - 0.5
    v = (y + 0.12 * ny - window[2]) / (window[3] - window[2]) * size - 0.5
    i, j = floor(u), floor(v)
    if i < 1 or j < 1 or i >= size - 2 or j >= size - 2:
        return 0.0
    u, v = u - i, v - j
    total = 0.0
    for row in range(-1, 3):
        high = 1.0 - v if row == -1 else (v if row == 2 else 1.0)
        for column in range(-1, 3):
            above = heights[j + row, i + column] - z - 0.12 * nz
            if above > 0.15:
                wide = 1.0 - u if column == -1 else (u if column == 2 else 1.0)
                total += high * wide / (1.0 + 0.06 * above * above)
    return min(1.0, total * (1.0 / 9.0)) * min(1.0, max(0.0, 0.6 + 0.5 * nz))
