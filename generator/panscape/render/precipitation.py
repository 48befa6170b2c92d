# mypy: allow-untyped-defs
"""Rain and snow in the air before the camera, and splashes where drops hit the ground: light only, never the truth.

Every drop within reach is drawn where it is: at its distance, hidden by what is nearer, as long as it falls while the
shutter is open, as wide as it is, out of focus as the lens makes it. A drop that crosses a pixel in a small part of
that time covers it by that part (K. Garg and S. K. Nayar 2007, Vision and rain), and shows what is around it, mostly
the sky, since it refracts as a fisheye lens does.
"""

from dataclasses import dataclass
from math import ceil, exp, floor, log, pi, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from panscape.render.glare import soft
from panscape.render.jit import inner, kernel
from panscape.render.noise import hash2, hash3
from panscape.scenes import Camera, Weather

QUANTILES = 64
BLOCK = 16  # pixels along a side of those whose mean is what a drop sees beside the sky
FROZEN = 1.0 / 125  # seconds: what falls is smeared for so long if the shutter is said to freeze the world (assumed)
FEWEST, MOST = 6.0, 9.0  # metres: how far drops are drawn, at least and at most
DROPS = 150_000  # drawn at most, if they reach farther than FEWEST
MARGIN = 1.2  # times the picture, where drops are: those beside it may fall into it
CLOSEST = 0.25  # metres
WATER_SIGHT = 2.5  # times as opaque as Garg and Nayar's mean: drops swing, and pictures are sharpened (assumed)
RAIN_SKY, SNOW_SKY = 0.7, 0.85  # share of the sky in what a drop shows; the rest is what is behind and around (assumed)
RAIN_WIND, SNOW_WIND = 1.6, 1.0  # metres a second along each axis, standard deviation (assumed)
SPLASH = 0.004  # seconds times the share of drops whose splash is seen: a twentieth, the largest (assumed)
SPLASHES = 14.0  # metres as far as which they are


@dataclass(frozen=True, eq=False)
class Fall:
    """What falls: how much of it there is, how large it is and how fast.

    Attributes
    ----------
    density : float, a cubic metre
    diameters : (64,) float64, metres, equally likely
    speeds : (64,) float64, metres a second
    sky : float, the share of the sky in what each of them shows
    sight : float, how many times as much it covers as it does by its size alone
    """

    density: float
    diameters: npt.NDArray[np.float64]
    speeds: npt.NDArray[np.float64]
    sky: float
    sight: float


class Eye(NamedTuple):
    """The camera, as the kernels read it."""

    lens: npt.NDArray[np.float64]  # focal length, optical axis; pixels
    cone: float  # half the aperture times the focal length, metres times pixels
    focus: float  # metres
    shutter: float  # seconds
    down: npt.NDArray[np.float64]  # (3,) in camera space
    drift: npt.NDArray[np.float64]  # (3,) metres a second in camera space: wind, less the camera's own velocity


def rain(rate: float) -> Fall:
    """Return the rain of so many millimetres an hour, drops of 0.8 mm and more.

    References
    ----------
    Sizes: J. S. Marshall and W. M. Palmer 1948, The distribution of raindrops with size: 8000 exp(-4.1 R^-0.21 D) a
    cubic metre and millimetre. Speeds: D. Atlas, R. C. Srivastava and R. S. Sekhon 1973, eq. 4, a fit to R. Gunn and
    G. D. Kinzer 1949: 9.65 - 10.3 exp(-0.6 D) m/s, 6.5 for a drop of 2 mm and 9.1 for one of 5 mm.

    Examples
    --------
    >>> [round(rain(rate).density) for rate in (2, 10, 50)]
    [132, 419, 1049]
    """
    smallest, steep = 0.8, 4.1 * rate**-0.21
    diameters = [min(6.0, smallest + d / steep) for d in _exponential()]
    speeds = [9.65 - 10.3 * exp(-0.6 * d) for d in diameters]
    density = 8000.0 / steep * exp(-steep * smallest)
    return Fall(density, 0.001 * _rounded(diameters), _rounded(speeds), RAIN_SKY, WATER_SIGHT)


def snow(rate: float) -> Fall:
    """Return the snow of so many millimetres of water an hour, flakes of 0.4 mm of water and more.

    References
    ----------
    Sizes: K. L. S. Gunn and J. S. Marshall 1958, The distribution with size of aggregate snowflakes: 3800 R^-0.87
    exp(-2.55 R^-0.48 D) a cubic metre and millimetre of melted diameter. Speeds: M. P. Langleben 1954, The terminal
    velocity of snowflakes: 0.98 D^0.31 m/s. A flake has a tenth of the density of water (assumed).
    """
    smallest, steep = 0.4, 2.55 * rate**-0.48
    melted = [min(6.0, smallest + d / steep) for d in _exponential()]
    density = 3800.0 * rate**-0.87 / steep * exp(-steep * smallest)
    diameters = [d * 10.0 ** (1.0 / 3.0) for d in melted]
    return Fall(density, 0.001 * _rounded(diameters), _rounded([0.98 * d**0.31 for d in melted]), SNOW_SKY, 1.0)


def precipitate(
    radiance: npt.NDArray[np.float32],
    nearness: npt.NDArray[np.float32],
    camera: Camera,
    lens: npt.NDArray[np.float64],
    weather: Weather,
    sky: npt.NDArray[np.float64],
    rng: np.random.Generator,
) -> npt.NDArray[np.float32]:
    """Return the picture with rain and snow in it; the picture itself if there is neither.

    Parameters
    ----------
    radiance : (H, W, 3) float32
    nearness : (H, W) float32, 1 / metres, 0 where there is nothing
    camera : Camera
    lens : (3,) float64
        Focal length and optical axis in this picture, pixels.
    weather : Weather
    sky : (3,) float64
        Mean radiance of what is above.
    rng : numpy.random.Generator
        Draws the wind and where each drop is.

    Returns
    -------
    (H, W, 3) float32
    """
    if weather.rain <= 0.0 and weather.snow <= 0.0:
        return radiance
    out, sky = radiance.copy(), np.asarray(sky, np.float64)
    around = _around(radiance)
    axes = camera.axes
    velocity = np.array(camera.velocity)
    for rate, made, gusts in ((weather.snow, snow, SNOW_WIND), (weather.rain, rain, RAIN_WIND)):
        wind = np.array([*rng.normal(0.0, gusts, 2), 0.0])
        key = int(rng.integers(1 << 30))
        if rate <= 0.0:
            continue
        fall = made(rate)
        blown = wind - velocity
        drift = axes[:, 0] * blown[0] + axes[:, 1] * blown[1] + axes[:, 2] * blown[2]
        eye = Eye(
            lens, 0.5 * camera.lens.aperture * float(lens[0]), camera.lens.focus, camera.lens.shutter or FROZEN,
            -axes[:, 2].copy(), drift,
        )  # fmt: skip
        if made is rain:
            flux = fall.density * float(fall.speeds.mean())
            splash(nearness, axes, eye, flux * SPLASH, sky, key, out)
        _drop(fall, nearness, around, sky, eye, key, out)
    return out


def _drop(
    fall: Fall,
    nearness: npt.NDArray[np.float32],
    around: npt.NDArray[np.float32],
    sky: npt.NDArray[np.float64],
    eye: Eye,
    key: int,
    out: npt.NDArray[np.float32],
) -> None:
    """Draw all drops as far as it pays."""
    height, width = nearness.shape
    wide, high = MARGIN * width / float(eye.lens[0]), MARGIN * height / float(eye.lens[0])
    # The volume of the view as far as z is wide high z^3 / 3.
    far = min(MOST, max(FEWEST, (3.0 * DROPS / (fall.density * wide * high)) ** (1.0 / 3.0)))
    far = round(far, 6)
    count = int(fall.density * wide * high * far * far * far / 3.0)
    draw_drops(
        count, far, wide, high, fall.diameters, fall.speeds, fall.sky, fall.sight, eye, nearness, around, sky, key, out
    )


def _around(radiance: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What is seen about each block of pixels, blurred: (3, h, w)."""
    height, width, _ = radiance.shape
    blocks = np.zeros((3, -(-height // BLOCK), -(-width // BLOCK)), np.float32)
    average(radiance, blocks)
    return soft(blocks, 1)


def _exponential() -> list[float]:
    """The middles of equally likely parts of the exponential distribution."""
    return [-log(1.0 - (k + 0.5) / QUANTILES) for k in range(QUANTILES)]


def _rounded(values: list[float]) -> npt.NDArray[np.float64]:
    """To nine places, so that no last bit of a library's logarithm shows."""
    return np.array([round(value, 9) for value in values])


@kernel
def average(radiance, blocks):
    """Add the means of BLOCK x BLOCK pixels: (H, W, 3) to (3, h, w) float32, zero before."""
    height, width, _ = radiance.shape
    part = np.float32(1.0 / (BLOCK * BLOCK))
    for y in range(height):
        for x in range(width):
            for c in range(3):
                blocks[c, y // BLOCK, x // BLOCK] += part * radiance[y, x, c]


@kernel
def draw_drops(count, far, wide, high, diameters, speeds, share, sight, eye, nearness, around, sky, key, out):
    """Draw drops into a picture.

    count, far  : int and float, how many there are up to which depth, metres
    wide, high  : float, of the view one metre away, metres
    diameters, speeds, share, sight : see Fall
    eye         : Eye
    nearness    : (H, W) float32
    around      : (3, h, w) float32, what is about each block of pixels
    sky         : (3,) float64
    out         : (H, W, 3) float32
    """
    focal = eye.lens[0]
    light = np.empty(3)
    for k in range(count):
        # The largest of three even draws has the cube of one: as many drops in each cubic metre.
        z = far * max(hash3(k, 0, key), hash3(k, 1, key), hash3(k, 2, key))
        if z < CLOSEST:
            continue
        x, y = (hash3(k, 3, key) - 0.5) * wide * z, (hash3(k, 4, key) - 0.5) * high * z
        which = int(hash3(k, 5, key) * diameters.shape[0])
        gust = (0.85 + 0.3 * hash3(k, 6, key)) * 0.5 * eye.shutter
        half = 0.5 * eye.shutter * speeds[which]
        mx, my = eye.down[0] * half + eye.drift[0] * gust, eye.down[1] * half + eye.drift[1] * gust
        mz = eye.down[2] * half + eye.drift[2] * gust
        z0, z1 = z - mz, z + mz
        if min(z0, z1) < 0.4 * CLOSEST:
            continue
        ax, ay = (x - mx) / z0 * focal + eye.lens[1], (y - my) / z0 * focal + eye.lens[2]
        bx, by = (x + mx) / z1 * focal + eye.lens[1], (y + my) / z1 * focal + eye.lens[2]
        true = 0.5 * diameters[which] * focal / z
        # A pixel is not less than half a pixel to each side, and what is out of focus is wider.
        radius = max(true, 0.5) + eye.cone * abs(1.0 / z - 1.0 / eye.focus)
        length = sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay))
        cover = min(1.0, sight * pi * true * true / (2.0 * radius * length + pi * radius * radius))
        if cover < 0.002:
            continue
        i = min(around.shape[1] - 1, max(0, int(0.5 * (ay + by)) // BLOCK))
        j = min(around.shape[2] - 1, max(0, int(0.5 * (ax + bx)) // BLOCK))
        for c in range(3):
            light[c] = share * sky[c] + (1.0 - share) * around[c, i, j]
        stroke(ax, ay, bx, by, radius, cover, np.float32(1.0 / z), light, nearness, out)


@inner
def stroke(ax, ay, bx, by, radius, cover, here, light, nearness, out):
    """Draw the disc that moves from a to b, where nothing nearer than ``here`` is in its way."""
    height, width = nearness.shape
    reach = radius + 0.5
    left, right = max(0, floor(min(ax, bx) - reach)), min(width, ceil(max(ax, bx) + reach))
    top, bottom = max(0, floor(min(ay, by) - reach)), min(height, ceil(max(ay, by) + reach))
    dx, dy = bx - ax, by - ay
    scale = 1.0 / max(1e-9, dx * dx + dy * dy)
    for y in range(top, bottom):
        for x in range(left, right):
            if nearness[y, x] >= here:
                continue
            px, py = x + 0.5 - ax, y + 0.5 - ay
            t = min(1.0, max(0.0, (px * dx + py * dy) * scale))
            px, py = px - t * dx, py - t * dy
            apart2 = px * px + py * py
            if apart2 >= reach * reach:
                continue
            share = cover * min(1.0, reach - sqrt(apart2))
            for c in range(3):
                out[y, x, c] += np.float32(share * (light[c] - out[y, x, c]))


@kernel
def splash(nearness, axes, eye, many, sky, key, out):
    """Draw a crown of spray where drops have just hit what faces up.

    axes : (3, 3) float64, Camera.axes
    many : float, how many there are at a time, a square metre
    """
    height, width = nearness.shape
    focal = eye.lens[0]
    light = np.empty(3)
    for y in range(height - 2):
        for x in range(width - 2):
            near = float(nearness[y, x])
            if near * SPLASHES < 1.0:
                continue
            depth = 1.0 / near
            side = depth / focal
            chance = hash3(x, y, key + 1)
            # On the ground a pixel is as long as it is wide over the sine at which it is seen: at least its width.
            if chance > 12.0 * many * side * side:
                continue
            u, v = (x + 0.5 - eye.lens[1]) / focal, (y + 0.5 - eye.lens[2]) / focal
            slant = facing_up(nearness, axes, eye, x, y, depth, u, v)
            if slant <= 0.0 or chance * slant > many * side * side:
                continue
            size = (0.004 + 0.009 * hash2(x, y + key)) * focal / depth
            for c in range(3):
                light[c] = 0.5 * sky[c] + 0.6 * out[y, x, c]
            ring(x + 0.5, y + 0.5, size, max(0.6, size * slant), 0.3, near, light, nearness, out)
            # Spray: some drops above the crown.
            for k in range(2):
                px = x + 0.5 + (hash3(x, y, k) - 0.5) * 2.0 * size
                py = y + 0.5 - (0.3 + hash3(y, x, k)) * 1.2 * size
                radius = max(0.5, 0.12 * size)
                stroke(px, py, px, py + 0.5 * size, radius, min(0.35, 0.15 * size), 1.02 * near, light, nearness, out)


@inner
def facing_up(nearness, axes, eye, x, y, depth, u, v):
    """Return the sine of the angle at which a level surface is seen here, or 0 if it is not level."""
    right, below = float(nearness[y, x + 2]), float(nearness[y + 2, x])
    if right <= 0.0 or below <= 0.0:
        return 0.0
    step = 2.0 / eye.lens[0]
    # Two edges of the surface in camera space, and their cross product.
    zr, zb = 1.0 / right, 1.0 / below
    ax, ay, az = (u + step) * zr - u * depth, v * zr - v * depth, zr - depth
    bx, by, bz = u * zb - u * depth, (v + step) * zb - v * depth, zb - depth
    nx, ny, nz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
    size = sqrt(nx * nx + ny * ny + nz * nz) + 1e-30
    up = (axes[0, 2] * nx + axes[1, 2] * ny + axes[2, 2] * nz) / size
    if abs(up) < 0.96:
        return 0.0
    return abs(nx * u + ny * v + nz) / (size * sqrt(u * u + v * v + 1.0))


@inner
def ring(cx, cy, wide, high, cover, here, light, nearness, out):
    """Draw an ellipse's rim."""
    height, width = nearness.shape
    left, right = max(0, floor(cx - wide - 1.0)), min(width, ceil(cx + wide + 1.0))
    top, bottom = max(0, floor(cy - high - 1.0)), min(height, ceil(cy + high + 1.0))
    for y in range(top, bottom):
        for x in range(left, right):
            if nearness[y, x] > 1.1 * here:
                continue
            dx, dy = (x + 0.5 - cx) / max(0.5, wide), (y + 0.5 - cy) / max(0.5, high)
            off = abs(sqrt(dx * dx + dy * dy) - 1.0) * max(0.5, high)
            share = cover * max(0.0, 1.0 - off / 0.8) * min(1.0, wide)
            for c in range(3):
                out[y, x, c] += np.float32(share * (light[c] - out[y, x, c]))
