# mypy: allow-untyped-defs
"""What an uncooled camera at 8 to 14 um sees: how warm each surface is, what it mirrors, white for hot.

No scene says how warm it is. The temperatures below are assumed: what a street looks like to such a camera on a mild
day, warm bodies and engines, ground and walls that the sun has heated, a cold clear sky that glass and metal mirror.
"""

from dataclasses import dataclass
from math import floor, sin, sqrt

import numpy as np
import numpy.typing as npt

from panscape.render.glare import soft
from panscape.render.jit import inner, kernel
from panscape.render.noise import fading
from panscape.render.pack import Packed
from panscape.render.workspace import Workspace
from panscape.scenes import Camera, Light, Material, Scene, Thing

# Degrees Celsius or kelvins, all of them assumed.
MILD, RAINY, SNOWY = 16.0, 11.0, -2.0  # the air
SKIN, CLOTHES, HAIR = 33.5, 0.50, 0.35  # skin; what clothes and hair have of the way from the air to it
TYRE, ENGINE, CABIN, LAMP = 20.0, 14.0, 4.0, 14.0  # above the air, of what drives and of what shines
SUN = 24.0  # what full sun adds to a black surface across it
COOLED = 5.0  # what an open, level surface loses to a clear sky
CLEAR, CLOUDY = 52.0, 5.0  # by how much the sky's zenith seems colder than the air
DARKER = 8.0  # by how much what is black may be colder than the coldest surface
SPAN = 12.0  # the least that goes from black to white, so that a dull scene is not all noise
VEHICLES = frozenset({"car", "truck", "bus", "train", "motorcycle"})
PEOPLE = frozenset({"person", "rider"})
BARE, CLAD, HAIRY = frozenset({"skin", "lips"}), frozenset({"top", "bottom"}), frozenset({"hair", "hat"})
# What one sees through a vehicle's glass by day: to such a camera glass is a wall.
INSIDE = frozenset({"glass", "face", "hair", "coat", "coat 2", "seats", "dash", "pillar", "beyond", "beyond rear"})
PLANTS, GROUND = frozenset({"vegetation", "terrain"}), frozenset({"road", "sidewalk"})
WARM_PARTS = {"tyre": TYRE, "rim": 0.8 * TYRE, "grille": ENGINE, "engine": 2.5 * ENGINE}


@dataclass(frozen=True)
class Warmth:
    """How warm a surface is.

    Attributes
    ----------
    base : float, degrees Celsius, out of the sun
    sun : float, kelvins that full sun across it adds
    emissivity : float, what it does not mirror, in [0, 1]
    engine : float, kelvins above ``base`` at the front end of its placement
    cooled : float, kelvins that it loses to a clear sky above
    """

    base: float
    sun: float
    emissivity: float = 0.95
    engine: float = 0.0
    cooled: float = COOLED


def air_temperature(scene: Scene) -> float:
    """Return how warm the air is, degrees Celsius: as the weather makes one think, and warmer under a high sun."""
    weather = scene.weather
    if weather.snow > 0.0 or weather.snow_cover > 0.2:
        return SNOWY
    return (RAINY if weather.rain > 0.0 else MILD) + 4.0 * round(max(-0.5, sin(scene.light.elevation)), 6)


def warmth(category: str, slot: str, material: Material, thing: Thing | None, air: float, lamps: float) -> Warmth:
    """Return how warm a slot of a placement is.

    Parameters
    ----------
    category, slot : str
    material : Material
    thing : Thing or None
        What it belongs to, if it is a thing.
    air : float, degrees Celsius
    lamps : float
        How far lamps are on, in [0, 1].
    """
    dark = 1.0 - (0.2126 * material.color[0] + 0.7152 * material.color[1] + 0.0722 * material.color[2])
    shines = material.emission + lamps * material.night
    if shines > 0.2 and slot != "lit":
        return Warmth(air + LAMP * min(1.0, shines), 0.0)
    if category in PEOPLE:
        return _body(slot, air, dark)
    glass = material.f0 >= 0.06 and material.roughness < 0.15 and material.metal < 0.5 and slot != "paint"
    if glass or (category in VEHICLES and slot in INSIDE):
        return Warmth(air + (CABIN if thing else 2.0), 0.3 * SUN * dark, 0.82)
    if material.metal > 0.5:
        return Warmth(air, 0.2 * SUN * dark, 0.5)
    if category in VEHICLES and thing is not None:
        drives = not thing.facts.get("parked", False)
        if not drives:
            return Warmth(air, 0.7 * SUN * dark, 0.9)
        return Warmth(air + WARM_PARTS.get(slot, 1.5), 0.5 * SUN * dark, 0.92, ENGINE if slot == "paint" else 0.0)
    if category in PLANTS:
        return Warmth(air - 1.0, 0.25 * SUN * dark, 0.98, cooled=0.4 * COOLED)
    if category in GROUND:
        return Warmth(air + 5.0, 0.85 * SUN * dark, 0.95, cooled=0.3 * COOLED)
    return Warmth(air + 1.0, 0.6 * SUN * dark, 0.93)


def heat(
    scene: Scene,
    packed: Packed,
    view_lens: npt.NDArray[np.float64],
    sun: npt.NDArray[np.float64],
    strength: float,
    sun_axes: npt.NDArray[np.float64],
    windows: npt.NDArray[np.float64],
    space: Workspace,
) -> npt.NDArray[np.float32]:
    """Return what a thermal camera sees, for a sensor of gain 1: (H, W, 3) float32, three equal channels.

    Parameters
    ----------
    scene : Scene
    packed : Packed
        Of the scene.
    view_lens : (3,) float64
        Focal length and optical axis, pixels.
    sun : (3,) float64
        Towards it.
    strength : float
        Of the sun's light, 1 at noon.
    sun_axes : (3, 3) float64; windows : (2, 4) float64
        Of the maps of shadows in ``space``.
    space : Workspace
    """
    air = air_temperature(scene)
    radiance = np.empty(space.visible.shape, np.float32)
    camera = scene.camera
    glow(
        space.visible, space.nearness, space.owner, packed.table, packed.poses, packed.bounds, packed.atlas.slot,
        packed.atlas.triangles, space.camera, camera.axes, np.array(camera.position, np.float64), view_lens,
        _table(scene, air), _sky(scene.light, air), 1.5 / scene.weather.visibility, sun, strength, sun_axes, windows,
        space.near_map, space.far_map, radiance,
    )  # fmt: skip
    return _shown(_softened(radiance, camera), space.nearness)


def _body(slot: str, air: float, dark: float) -> Warmth:
    if slot in BARE:
        return Warmth(SKIN, 1.0, 0.98, cooled=0.0)
    part = HAIR if slot in HAIRY else CLOTHES if slot in CLAD else 0.2
    return Warmth(air + part * (SKIN - air), 0.2 * SUN * dark, 0.96, cooled=0.2 * COOLED)


def _table(scene: Scene, air: float) -> npt.NDArray[np.float64]:
    """(S, 5): the warmth of each slot of each placement, in the order of ``Packed.slot_rows``."""
    lamps = scene.light.switched
    rows: list[Warmth] = []
    for category, thing, placements in (
        *((thing.category, thing, thing.placements) for thing in scene.things),
        *((stuff.category, None, stuff.placements) for stuff in scene.stuff),
    ):
        for placement in placements:
            rows += [
                warmth(category, slot, placement.materials[slot], thing, air, lamps) for slot in placement.mesh.slots
            ]
    return np.array([(r.base, r.sun, r.emissivity, r.engine, r.cooled) for r in rows], np.float64).reshape(-1, 5)


def _sky(light: Light, air: float) -> npt.NDArray[np.float64]:
    """(3,): the air, by how much the zenith seems colder, and how clear it is."""
    return np.array([air, CLEAR + light.cloud * (CLOUDY - CLEAR), 1.0 - light.cloud])


def _softened(radiance: npt.NDArray[np.float32], camera: Camera) -> npt.NDArray[np.float32]:
    """Blurred as by the coarse optics of such a camera, about a pixel in 640."""
    reach = max(1, round(camera.width / 640))
    blurred, edge = soft(radiance[None], reach, 1), soft(np.ones((1, *radiance.shape), np.float32), reach, 1)
    result: npt.NDArray[np.float32] = blurred[0] / edge[0]
    return result


def _shown(radiance: npt.NDArray[np.float32], nearness: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """From radiance to what the film curve turns into even steps from black to white, as the camera's own gain does."""
    sparse, near = radiance[::4, ::4], nearness[::4, ::4]
    everything = np.sort(sparse.ravel())
    surface = np.sort(sparse[near > 0.0])
    low = float(everything[len(everything) // 50])
    if len(surface):  # a clear sky is black: it may be DARKER than the coldest surface
        low = max(low, float(surface[len(surface) // 50]) - 4.0 * DARKER / 300.0)
    high = float(everything[-1 - len(everything) // 100])
    # Four times the kelvins over the temperature: radiance goes with its fourth power.
    least = 4.0 * SPAN / 300.0
    low -= 0.06 * (high - low)
    span = max(least, (high - low) * 1.05)
    grey = np.clip((radiance - np.float32(low)) * np.float32(1.0 / span), 0.0, 1.0)
    linear = grey * grey  # about what sRGB is
    # The film curve backwards, see sensor.measure.
    a, b = np.float32(2.3) - np.float32(2.2) * linear, np.float32(0.12) - np.float32(0.68) * linear
    x = (np.sqrt(b * b + np.float32(0.96) * a * linear) - b) / (np.float32(2.0) * a)
    return np.repeat(x[..., None], 3, axis=2)


@kernel
def glow(
    visible, nearness, owner, table, poses, bounds, slot, triangles, camera, axes, eye, lens, surfaces, sky, fog, sun,
    strength, sun_axes, windows, near_map, far_map, radiance,
):  # fmt: skip
    """Write the thermal radiance of each pixel, relative to that of a black body at 300 K.

    visible, nearness : (H, W), see raster.draw; owner : (T,) int32
    table, poses, bounds : see pack.Packed; slot, triangles : of its atlas
    camera   : (V, 3) float64, corners in camera space; axes, eye, lens : of the camera
    surfaces : (S, 5) float64, see Warmth; sky : (3,) float64, air, zenith, how clear
    fog      : float, 1 / metres
    sun, strength, sun_axes, windows, near_map, far_map : see heat
    radiance : (H, W) float32
    """
    height, width = visible.shape
    for y in range(height):
        for x in range(width):
            u, v = (x + 0.5 - lens[1]) / lens[0], (y + 0.5 - lens[2]) / lens[0]
            long = sqrt(u * u + v * v + 1.0)
            rise = (axes[0, 2] * u + axes[1, 2] * v + axes[2, 2]) / long
            t = visible[y, x]
            if t < 0:
                radiance[y, x] = fourth(above(rise, sky))
                continue
            p = owner[t]
            face = t - table[p, 5] + table[p, 2]
            shift = table[p, 4] - table[p, 0]
            a, b, c = triangles[face, 0] + shift, triangles[face, 1] + shift, triangles[face, 2] + shift
            nx, ny, nz = towards(camera[a], camera[b], camera[c])
            facing = -(nx * u + ny * v + nz) / long
            if facing < 0.0:
                nx, ny, nz, facing = -nx, -ny, -nz, -facing
            gx = axes[0, 0] * nx + axes[1, 0] * ny + axes[2, 0] * nz
            gy = axes[0, 1] * nx + axes[1, 1] * ny + axes[2, 1] * nz
            gz = axes[0, 2] * nx + axes[1, 2] * ny + axes[2, 2] * nz
            depth = 1.0 / nearness[y, x]
            px = eye[0] + depth * (axes[0, 0] * u + axes[1, 0] * v + axes[2, 0])
            py = eye[1] + depth * (axes[0, 1] * u + axes[1, 1] * v + axes[2, 1])
            pz = eye[2] + depth * (axes[0, 2] * u + axes[1, 2] * v + axes[2, 2])
            surface = surfaces[table[p, 6] + slot[face]]
            warm = surface[0] - surface[4] * sky[2] * max(0.0, gz)
            slope = gx * sun[0] + gy * sun[1] + gz * sun[2]
            if slope > 0.0 and strength > 0.0:
                lit = in_sun(px + 0.05 * gx, py + 0.05 * gy, pz + 0.05 * gz, sun_axes, windows, near_map, far_map)
                warm += surface[1] * strength * slope * lit
            if surface[3] > 0.0:
                warm += surface[3] * ahead(poses[p], bounds[p], px, py, pz)
            # What is not black mirrors, the more the more aslant it is seen.
            grazing = (1.0 - facing) * (1.0 - facing)
            black = surface[2] * (1.0 - 0.6 * grazing * grazing * (1.0 - facing))
            mirror = above(rise + 2.0 * facing * gz, sky)
            value = black * fourth(warm) + (1.0 - black) * fourth(mirror)
            through = fading(fog * depth * long)
            radiance[y, x] = fourth(sky[0]) + through * (value - fourth(sky[0]))


@inner
def fourth(celsius):
    """Return the radiance of a black body, relative to one at 300 K."""
    t = (celsius + 273.15) * (1.0 / 300.0)
    return t * t * t * t


@inner
def above(rise, sky):
    """Return how warm it seems in a direction, by the sine of its height: the sky, or below the horizon the ground."""
    if rise <= 0.0:
        return sky[0]
    return sky[0] - sky[1] * sqrt(min(1.0, rise))


@inner
def towards(a, b, c):
    """Return a unit normal of a triangle."""
    ex, ey, ez = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    fx, fy, fz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    nx, ny, nz = ey * fz - ez * fy, ez * fx - ex * fz, ex * fy - ey * fx
    scale = 1.0 / sqrt(nx * nx + ny * ny + nz * nz + 1e-30)
    return nx * scale, ny * scale, nz * scale


@inner
def ahead(pose, bound, px, py, pz):
    """Return 1 at the front end of a placement, 0 behind its front third, smooth between."""
    x = pose[0] * (px - pose[12]) + pose[3] * (py - pose[13]) + pose[6] * (pz - pose[14])
    low, high = bound[0] * pose[9], bound[3] * pose[9]
    part = min(1.0, max(0.0, ((x - low) / max(1e-6, high - low) - 0.66) * 4.0))
    return part * part * (3.0 - 2.0 * part)


@inner
def in_sun(x, y, z, sun_axes, windows, near_map, far_map):
    """Return how much of the sun reaches a point, in [0, 1]: warmth has no sharp edge, so from four texels."""
    for m in range(2):
        depth = near_map if m == 0 else far_map
        size = depth.shape[0]
        u = sun_axes[0, 0] * x + sun_axes[0, 1] * y + sun_axes[0, 2] * z - windows[m, 0]
        v = sun_axes[1, 0] * x + sun_axes[1, 1] * y + sun_axes[1, 2] * z - windows[m, 2]
        wide, high = windows[m, 1] - windows[m, 0], windows[m, 3] - windows[m, 2]
        u, v = u / wide * size - 0.5, v / high * size - 0.5
        i, j = floor(u), floor(v)
        if i >= 0 and j >= 0 and i < size - 1 and j < size - 1:
            a, b = u - i, v - j
            w = sun_axes[2, 0] * x + sun_axes[2, 1] * y + sun_axes[2, 2] * z + max(wide, high) / size + 0.02
            top = (1.0 - a if w >= depth[j, i] else 0.0) + (a if w >= depth[j, i + 1] else 0.0)
            low = (1.0 - a if w >= depth[j + 1, i] else 0.0) + (a if w >= depth[j + 1, i + 1] else 0.0)
            return top + b * (low - top)
    return 1.0
