"""What a surface looks like: two colours, a procedural texture that mixes them, and how it reflects."""

from dataclasses import dataclass
from enum import IntEnum

Color = tuple[float, float, float]


class Texture(IntEnum):
    """How ``color`` and ``second`` are mixed over the surface, in the placement's own metres.

    The renderer keeps one function for each; every one fades to its mean where the pixel's footprint passes
    its period, so that nothing shimmers or aliases.
    """

    PLAIN = 0  # color alone
    NOISE = 1  # three octaves of value noise; scale = cycles a metre of the first
    BRICK = 2  # courses with mortar of ``second``; scale = bricks a metre
    ASPHALT = 3  # aggregate, patches, cracks and stains
    MARKING = 4  # road paint, worn to ``second`` (the asphalt) in spots
    FACADE = 5  # window bays of 1/scale metres by storeys of 3.2 m, a shop front at the ground; ``second`` = trim
    LEAF = 6  # noise, with light let through from behind
    PAVING = 7  # square slabs, scale = slabs a metre, joints, tone by slab
    GRASS = 8  # blades, clumps and bare spots of ``second``
    ROOF = 9  # rows of tiles, scale = tiles a metre
    PAINT = 10  # vehicle paint: slight dirt of ``second`` near the ground (low z)
    CLOTH = 11  # folds and weave
    PLANKS = 12  # upright boards, scale = boards a metre
    CONCRETE = 13  # cast panels with joints and streaks


@dataclass(frozen=True)
class Material:
    """A surface.

    Attributes
    ----------
    color, second : (red, green, blue)
        Linear reflectance, each in [0, 1]. Real asphalt is near 0.08, white paint 0.75.
    texture : Texture
    scale : float
        Cycles (slabs, bricks, bays) a metre.
    roughness : float
        GGX roughness, in [0.02, 1].
    f0 : float
        Reflectance at normal incidence; 0.04 for most, 0.08 for glass, 0.5 and more for metal.
    metal : float
        In [0, 1]; 1 takes the diffuse part away.
    emission : float
        Radiance sent out, in multiples of ``color``.
    night : float
        How much it shines besides while the lamps are on (``Light.switched``), in multiples of ``color``: a lit window
        has 0.1 to 0.7, a lamp's glass 4.
    contrast : float
        How far the texture swings between the two colours; 1 is half way.
    """

    color: Color
    second: Color | None = None
    texture: Texture = Texture.PLAIN
    scale: float = 1.0
    roughness: float = 0.8
    f0: float = 0.04
    metal: float = 0.0
    emission: float = 0.0
    contrast: float = 2.0
    night: float = 0.0

    def __post_init__(self) -> None:
        for name in ("color", "second"):
            value = getattr(self, name)
            if value is not None and not all(0.0 <= part <= 1.0 for part in value):
                raise ValueError(f"material: {name} is {value}; a reflectance lies in [0, 1]")
        if not 0.02 <= self.roughness <= 1.0:
            raise ValueError(f"material: roughness is {self.roughness}; it lies in [0.02, 1]")
        if self.scale <= 0.0:
            raise ValueError(f"material: scale is {self.scale}; it is above 0")
