"""The materials of vehicles: paints as common as in real traffic, glass, rubber, lamps, plates."""

from collections.abc import Mapping

import numpy as np

from panscape.scenes import Material, Texture
from panscape.scenes.material import Color

# Linear reflectances, and the share of each in traffic; the shares are assumed.
PAINTS: Mapping[str, tuple[Color, float]] = {
    "white": ((0.74, 0.75, 0.74), 0.25),
    "black": ((0.012, 0.012, 0.014), 0.20),
    "grey": ((0.085, 0.09, 0.098), 0.17),
    "silver": ((0.42, 0.43, 0.44), 0.11),
    "blue": ((0.025, 0.075, 0.24), 0.10),
    "red": ((0.34, 0.022, 0.022), 0.07),
    "green": ((0.035, 0.09, 0.055), 0.025),
    "beige": ((0.40, 0.34, 0.25), 0.02),
    "orange": ((0.58, 0.16, 0.025), 0.02),
    "yellow": ((0.62, 0.42, 0.03), 0.015),
    "light blue": ((0.16, 0.33, 0.46), 0.02),
}
_DIRT = (0.16, 0.14, 0.11)


def painted(rng: np.random.Generator, vans: bool = False) -> Material:
    """Return a paint as common as in traffic, a little off its catalogue tone; ``vans`` are white more often."""
    colors, shares = zip(*PAINTS.values(), strict=True)
    weights = np.array(shares) + (np.arange(len(shares)) == 0) * (1.2 if vans else 0.0)
    color = np.array(colors[int(rng.choice(len(colors), p=weights / weights.sum()))])
    tone = color * rng.uniform(0.85, 1.15) * rng.uniform(0.94, 1.06, 3)
    red, green, blue = tone.clip(0.004, 0.95).tolist()
    return paint((red, green, blue), float(rng.uniform(0.2, 1.6)))


def paint(color: Color, dirt: float = 0.3) -> Material:
    """Return vehicle paint: glossy, with dust towards the ground; 0 is washed, 2 is never."""
    return Material(color, _DIRT, Texture.PAINT, scale=1.0, roughness=0.18, f0=0.055, contrast=dirt)


def vehicle_materials(rng: np.random.Generator) -> dict[str, Material]:
    """Return what every motor vehicle wears beside its paint, slot by slot; its lamps are off."""
    tint = float(rng.uniform(0.7, 1.4))
    bright = float(rng.uniform(0.75, 1.1))
    rim: Color = (0.42 * bright, 0.43 * bright, 0.44 * bright) if rng.random() < 0.8 else (0.02, 0.02, 0.022)
    ground, badge = _PLATES[int(rng.choice(len(_PLATES), p=(0.55, 0.25, 0.2)))]
    return _BARE | {
        "glass": pane((0.012 * tint, 0.016 * tint, 0.018 * tint)),
        "rim": Material(rim, roughness=0.3, f0=0.4, metal=0.5),
        "plate": Material(ground, roughness=0.4),
        "badge": Material(badge, roughness=0.4),
        **_cabin(rng),
    }


def pane(color: Color) -> Material:
    """Return what is seen of a colour behind a window: dim, under the reflections of the pane."""
    return Material(color, roughness=0.06, f0=0.08)


# Number plates: their ground, and the strip at their left end.
_PLATES: tuple[tuple[Color, Color], ...] = (
    ((0.78, 0.78, 0.74), (0.02, 0.06, 0.42)),
    ((0.78, 0.78, 0.74), (0.78, 0.78, 0.74)),
    ((0.74, 0.52, 0.03), (0.02, 0.06, 0.42)),
)
_BARE = {
    "tyre": Material((0.018, 0.018, 0.019), (0.05, 0.048, 0.045), Texture.NOISE, 9.0, roughness=0.9, contrast=1.0),
    "black": Material((0.008, 0.008, 0.008), roughness=0.95, f0=0.02),
    "trim": Material((0.016, 0.016, 0.017), roughness=0.5, f0=0.04),
    "pillar": Material((0.012, 0.012, 0.013), roughness=0.2, f0=0.05),
    "ink": Material((0.012, 0.012, 0.013), roughness=0.8, f0=0.03),
    "grille": Material((0.01, 0.01, 0.011), roughness=0.45, f0=0.04),
    "chrome": Material((0.55, 0.56, 0.57), roughness=0.15, f0=0.6, metal=0.8),
    "lens": Material((0.20, 0.21, 0.225), roughness=0.06, f0=0.12),
    "headlight": Material((0.90, 0.90, 0.86), roughness=0.1, f0=0.1, emission=0.5),
    "daylamp": Material((0.85, 0.86, 0.88), roughness=0.15, f0=0.1, emission=0.25),
    "rail": Material((0.28, 0.285, 0.29), roughness=0.3, f0=0.3, metal=0.4),
    "amber": Material((0.70, 0.28, 0.02), roughness=0.2, emission=0.1),
    "tail": Material((0.20, 0.006, 0.007), roughness=0.1, f0=0.09, emission=0.1),
    "taillight": Material((0.55, 0.012, 0.012), roughness=0.12, f0=0.08, emission=0.3),
    "brakelight": Material((0.45, 0.010, 0.010), roughness=0.12, f0=0.08, emission=0.15),
}  # fmt: skip
_SEATS: tuple[Color, ...] = ((0.030, 0.031, 0.034), (0.022, 0.022, 0.023), (0.10, 0.085, 0.065), (0.05, 0.032, 0.022))
_FACES: tuple[Color, ...] = ((0.17, 0.11, 0.085), (0.20, 0.14, 0.11), (0.12, 0.075, 0.05), (0.045, 0.028, 0.02))
_COATS: tuple[Color, ...] = (
    (0.16, 0.16, 0.155), (0.02, 0.022, 0.026), (0.02, 0.035, 0.08), (0.11, 0.018, 0.018), (0.05, 0.085, 0.12),
    (0.035, 0.06, 0.04), (0.11, 0.08, 0.045),
)  # fmt: skip
_HAIRS: tuple[Color, ...] = ((0.008, 0.007, 0.006), (0.022, 0.014, 0.009), (0.06, 0.04, 0.02), (0.08, 0.08, 0.078))


def _cabin(rng: np.random.Generator) -> dict[str, Material]:
    """Seats, the light of the windows beyond them, and who sits there: all of it dimmed by the glass before it."""
    seats, face, coat, other, hair = (
        palette[int(rng.integers(len(palette)))] for palette in (_SEATS, _FACES, _COATS, _COATS, _HAIRS)
    )
    light = float(rng.uniform(0.75, 1.2))
    # Every third car has dark glass from the second row on.
    dim = 0.25 if rng.random() < 0.35 else 1.0
    return {
        "seats": pane(seats),
        "dash": pane((0.026, 0.027, 0.028)),
        "beyond": pane((0.115 * light, 0.128 * light, 0.134 * light)),
        "beyond rear": pane((0.115 * light * dim, 0.128 * light * dim, 0.134 * light * dim)),
        "face": pane(face),
        "hair": pane(hair),
        "coat": pane(coat),
        "coat 2": pane(other),
    }
