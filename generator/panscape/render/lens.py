# mypy: allow-untyped-defs
"""Radial distortion: how large a pinhole picture a bent one is cut from, and where in it each pixel looks.

The world is drawn through a pinhole, with a margin, at the same focal length; then each pixel of the picture takes what
the pinhole picture has at its own ray. Colours are interpolated, ids are taken from the nearest of 2 x 2 samples a
pixel. The distortion is that of D. C. Brown (Decentering distortion of lenses, 1966) in OpenCV's terms: a ray at radius
r from the axis, in focal lengths, comes to lie at r (1 + k1 r^2 + k2 r^4).
"""

from functools import lru_cache
from math import ceil, floor, inf, sqrt
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from panscape.render.jit import inner, kernel
from panscape.scenes import Camera

FINE = 2  # samples a pixel of the pinhole picture along each axis, of the map that ids are taken from
BORDER = 2  # pixels around the pinhole picture that interpolation may reach for
LEAST_SLOPE = 0.05  # of the distortion: below it the picture all but folds. So no ray moves out by more than 2.12
Scalar = TypeVar("Scalar", bound=np.generic)


def pinhole_size(camera: Camera) -> tuple[int, int]:
    """Return width and height of the pinhole picture that the camera's picture is cut from, pixels.

    Its focal length is ``camera.focal`` and its optical axis in its middle. Without distortion it is the picture.

    Raises
    ------
    ValueError
        If the distortion folds the picture.
    """
    if not camera.lens.bends:
        return camera.width, camera.height
    half_x, half_y, focal = 0.5 * camera.width, 0.5 * camera.height, camera.focal
    # The stretch r / (distorted r) is monotone along an edge or has one turn; these are enough to find its largest.
    steps = [k / 16 for k in range(17)]
    across = max(half_x * _stretch(camera, sqrt(half_x**2 + (half_y * k) ** 2) / focal) for k in steps)
    down = max(half_y * _stretch(camera, sqrt((half_x * k) ** 2 + half_y**2) / focal) for k in steps)
    width = camera.width + 2 * (ceil(across - half_x) + BORDER)
    height = camera.height + 2 * (ceil(down - half_y) + BORDER)
    return width, height


def undistorted(camera: Camera) -> npt.NDArray[np.float64]:
    """Return where in the pinhole picture the ray through each pixel's centre lies.

    Parameters
    ----------
    camera : Camera

    Returns
    -------
    (H, W, 2) float64
        x and y in pixels of the pinhole picture, whose first pixel has its centre at (0.5, 0.5). Not to be written to.

    Raises
    ------
    ValueError
        As :func:`pinhole_size`.

    References
    ----------
    Brown 1966, Decentering distortion of lenses.

    Examples
    --------
    >>> camera = Camera((0.0, 0.0, 0.0), 0.0, 0.0, 0.0, 1.0, 4, 2)
    >>> undistorted(camera)[1, 3].tolist()
    [3.5, 1.5]
    """
    lens = camera.lens
    return _where(camera.width, camera.height, *pinhole_size(camera), camera.focal, lens.k1, lens.k2)


def resample(image: npt.NDArray[np.float32], where: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Return the colours of a pinhole picture at given places.

    Parameters
    ----------
    image : (H', W', C) float32
    where : (H, W, 2) float64, see :func:`undistorted`

    Returns
    -------
    (H, W, C) float32
        By Catmull and Rom's cubic, kept between the four nearest, so that no rim is darker or lighter than its sides.
    """
    out = np.empty((*where.shape[:2], image.shape[2]), np.float32)
    interpolate(np.ascontiguousarray(image), where, out)
    return out


def nearest(fine: npt.NDArray[Scalar], where: npt.NDArray[np.float64]) -> npt.NDArray[Scalar]:
    """Return, for each pixel, the nearest sample of a map of ``FINE`` x ``FINE`` samples a pixel.

    fine : (FINE H', FINE W', ...); where : (H, W, 2) float64, see :func:`undistorted`; returns (H, W, ...)
    """
    return _taken(fine, where, FINE)


def bend(layer: npt.NDArray[Scalar], where: npt.NDArray[np.float64]) -> npt.NDArray[Scalar]:
    """Return, for each pixel, the nearest pixel of a layer of the pinhole picture.

    layer : (H', W', ...); where : (H, W, 2) float64, see :func:`undistorted`; returns (H, W, ...)

    What must agree with the ids to the pixel is drawn at ``FINE`` x ``FINE`` samples and taken by :func:`nearest`.
    """
    return _taken(layer, where, 1)


def _taken(layer: npt.NDArray[Any], where: npt.NDArray[np.float64], samples: int) -> npt.NDArray[Any]:
    height, width = layer.shape[:2]
    x = np.clip((where[..., 0] * samples).astype(np.int64), 0, width - 1)
    y = np.clip((where[..., 1] * samples).astype(np.int64), 0, height - 1)
    taken: npt.NDArray[Any] = layer.reshape(height * width, *layer.shape[2:])[y * width + x]
    return taken


@lru_cache(maxsize=4)
def _where(
    width: int, height: int, wide: int, high: int, focal: float, k1: float, k2: float
) -> npt.NDArray[np.float64]:
    where = np.empty((height, width, 2))
    straighten(0.5 * wide, 0.5 * high, focal, k1, k2, min(_end(k1, k2), 1e9), where)
    where.setflags(write=False)
    return where


def _end(k1: float, k2: float) -> float:
    """The radius from which on the distortion rises by less than ``LEAST_SLOPE``, or infinity."""
    # 1 + 3 k1 s + 5 k2 s^2 = LEAST_SLOPE, s = r^2; its smallest positive root.
    a, b, c = 5.0 * k2, 3.0 * k1, 1.0 - LEAST_SLOPE
    if abs(a) < 1e-12:
        return sqrt(-c / b) if b < 0.0 else inf
    inside = b * b - 4.0 * a * c
    if inside < 0.0:
        return inf
    roots = [s for s in ((-b - sqrt(inside)) / (2.0 * a), (-b + sqrt(inside)) / (2.0 * a)) if s > 0.0]
    return sqrt(min(roots)) if roots else inf


def _stretch(camera: Camera, bent: float) -> float:
    """How much farther out a ray lies without the distortion, for a distorted radius above 0."""
    k1, k2 = camera.lens.k1, camera.lens.k2
    low, high, end = 0.0, bent, _end(camera.lens.k1, camera.lens.k2)
    while high < end and high * (1.0 + high * high * (k1 + high * high * k2)) < bent:
        low, high = high, 2.0 * high
    high = min(high, end)
    reached = high * (1.0 + high * high * (k1 + high * high * k2))
    if reached < bent:
        raise ValueError(
            f"lens: k1 = {k1:g}, k2 = {k2:g} folds the picture at {reached:.3f} focal lengths from the axis, and this "
            f"one reaches {bent:.3f}; use a smaller fov, less k1, or k2 above 0.48 k1^2 = {0.48 * k1 * k1:.3f}, "
            "which never folds"
        )
    for _ in range(60):
        middle = 0.5 * (low + high)
        if middle * (1.0 + middle * middle * (k1 + middle * middle * k2)) < bent:
            low = middle
        else:
            high = middle
    return high / bent


@kernel
def straighten(centre_x, centre_y, focal, k1, k2, end, where):
    """Write where each pixel's ray goes through the pinhole picture whose middle is given: Newton's method.

    end   : float, largest radius to look at
    where : (H, W, 2) float64
    """
    height, width, _ = where.shape
    bent, radius = np.empty(width), np.empty(width)
    for y in range(height):
        dy = (y + 0.5 - 0.5 * height) / focal
        for x in range(width):
            dx = (x + 0.5 - 0.5 * width) / focal
            bent[x] = sqrt(dx * dx + dy * dy)
            radius[x] = min(bent[x], end)
        for _ in range(12):
            for x in range(width):
                r = radius[x]
                s = r * r
                slope = max(0.02, 1.0 + s * (3.0 * k1 + s * 5.0 * k2))
                r += (bent[x] - r * (1.0 + s * (k1 + s * k2))) / slope
                radius[x] = min(end, max(0.0, r))
        for x in range(width):
            stretch = radius[x] / bent[x] if bent[x] > 0.0 else 1.0
            where[y, x, 0] = centre_x + (x + 0.5 - 0.5 * width) * stretch
            where[y, x, 1] = centre_y + (y + 0.5 - 0.5 * height) * stretch


@kernel
def interpolate(image, where, out):
    """Write the colours of a picture at given places.

    image : (H', W', C) float32; where : (H, W, 2) float64, pixels; out : (H, W, C) float32
    """
    high, wide, channels = image.shape
    for y in range(where.shape[0]):
        for x in range(where.shape[1]):
            px = min(wide - 2.0, max(1.0, where[y, x, 0] - 0.5))
            py = min(high - 2.0, max(1.0, where[y, x, 1] - 0.5))
            i, j = min(wide - 3, floor(px)), min(high - 3, floor(py))
            a0, a1, a2, a3 = cubic(px - i)
            b0, b1, b2, b3 = cubic(py - j)
            for c in range(channels):
                r0, r1, r2, r3 = image[j - 1], image[j], image[j + 1], image[j + 2]
                value = (
                    b0 * (a0 * r0[i - 1, c] + a1 * r0[i, c] + a2 * r0[i + 1, c] + a3 * r0[i + 2, c])
                    + b1 * (a0 * r1[i - 1, c] + a1 * r1[i, c] + a2 * r1[i + 1, c] + a3 * r1[i + 2, c])
                    + b2 * (a0 * r2[i - 1, c] + a1 * r2[i, c] + a2 * r2[i + 1, c] + a3 * r2[i + 2, c])
                    + b3 * (a0 * r3[i - 1, c] + a1 * r3[i, c] + a2 * r3[i + 1, c] + a3 * r3[i + 2, c])
                )
                low = min(min(r1[i, c], r1[i + 1, c]), min(r2[i, c], r2[i + 1, c]))
                most = max(max(r1[i, c], r1[i + 1, c]), max(r2[i, c], r2[i + 1, c]))
                out[y, x, c] = min(float(most), max(float(low), value))


@inner
def cubic(t):
    """Return Catmull and Rom's weights of the four values around a place ``t`` in [0, 1] past the second."""
    return (
        0.5 * t * (t * (2.0 - t) - 1.0),
        0.5 * (t * t * (3.0 * t - 5.0) + 2.0),
        0.5 * t * (t * (4.0 - 3.0 * t) + 1.0),
        0.5 * t * t * (t - 1.0),
    )


@kernel
def name_bent(what, where, owner, segment, background, table, triangles, camera, lens, near, ids, depth):
    """Write the segment of every pixel of a bent picture, and the depth where its ray meets the triangle's plane.

    what     : (H, W) int32, the triangle, -1 for none
    where    : (H, W, 2) float64, see undistorted
    owner    : (T,) int32, the placement of each triangle; segment : (N,) uint32, of each placement
    table, triangles, camera, lens, near : see raster.draw
    ids      : (H, W) uint32; depth : (H, W) float32, metres, 0 where there is nothing
    """
    height, width = what.shape
    for y in range(height):
        for x in range(width):
            t = what[y, x]
            if t < 0:
                ids[y, x], depth[y, x] = background, 0.0
                continue
            p = owner[t]
            ids[y, x] = segment[p]
            face = triangles[t - table[p, 5] + table[p, 2]]
            shift = table[p, 4] - table[p, 0]
            u, v = (where[y, x, 0] - lens[1]) / lens[0], (where[y, x, 1] - lens[2]) / lens[0]
            a, b, c = camera[face[0] + shift], camera[face[1] + shift], camera[face[2] + shift]
            depth[y, x] = max(near, plane_depth(a, b, c, u, v))


@inner
def plane_depth(a, b, c, u, v):
    """Return the depth where the ray (u, v, 1) meets the plane of a triangle, kept between those of its corners."""
    ex, ey, ez = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    fx, fy, fz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    nx, ny, nz = ey * fz - ez * fy, ez * fx - ex * fz, ex * fy - ey * fx
    steep = nx * u + ny * v + nz
    low, most = min(a[2], b[2], c[2]), max(a[2], b[2], c[2])
    if abs(steep) < 1e-18:
        return low
    return min(most, max(low, (nx * a[0] + ny * a[1] + nz * a[2]) / steep))
