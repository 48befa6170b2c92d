# mypy: allow-untyped-defs
"""What standing water mirrors of the picture above it."""

from panscape.render.jit import inner

STRIDES = 22


@inner
def mirror_scene(x, y, z, mx, my, mz, top, view, eye, lens, nearness, radiance):
    """Follow a mirrored ray over the screen; return whether it meets something already shaded, and its radiance.

    x, y, z    : the point, world; mx, my, mz : the unit direction
    top        : int, first row that is not shaded yet
    nearness   : (H, W) float32, 1 / metres; radiance : (H, W, 3) float32

    The strides grow by a quarter: what is mirrored far away is small.
    """
    height, width = nearness.shape
    ax, ay, az = x - eye[0], y - eye[1], z - eye[2]
    right = view[0, 0] * ax + view[0, 1] * ay + view[0, 2] * az
    down = view[1, 0] * ax + view[1, 1] * ay + view[1, 2] * az
    forward = view[2, 0] * ax + view[2, 1] * ay + view[2, 2] * az
    step_right = view[0, 0] * mx + view[0, 1] * my + view[0, 2] * mz
    step_down = view[1, 0] * mx + view[1, 1] * my + view[1, 2] * mz
    step_forward = view[2, 0] * mx + view[2, 1] * my + view[2, 2] * mz
    way, stride = 0.25, 0.25
    for _ in range(STRIDES):
        depth = forward + way * step_forward
        if depth < 0.1:
            break
        column = int(lens[0] * (right + way * step_right) / depth + lens[1])
        row = int(lens[0] * (down + way * step_down) / depth + lens[2])
        if column < 0 or column >= width or row < 0 or row >= height:
            break
        there = float(nearness[row, column])
        # Behind the surface seen there, but not by more than the last stride: else the ray passes behind it.
        if row < top and there > 0.0 and there * depth > 1.0 and depth - 1.0 / there < 1.5 * stride + 0.3:
            return (
                True,
                float(radiance[row, column, 0]),
                float(radiance[row, column, 1]),
                float(radiance[row, column, 2]),
            )
        stride *= 1.25
        way += stride
    return False, 0.0, 0.0, 0.0
