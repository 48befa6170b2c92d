"""How a tile is laid out: a flat float32 array of ``ROWS`` rows of ``LANES`` numbers, one lane a sample.

Row r of sample i is ``t[r * LANES + i]``. The width is a constant, so a compiler sees that rows do not overlap and
turns a loop over the lanes into vector instructions, as long as the loop's body has no branch, reads nothing at a
computed place, and stays in float32 and int32. Lanes from the tile's count on hold what they like and are never read.

The rows up to ``GEOMETRY`` depend on camera and scene alone; they are found once, by ``gather``, and kept. The rest is
what the stages after it write, each for those that follow.
"""

LANES = 256

# Where the sample is. P: the point, in the frame of its placement, metres after its scale. N: the unit normal there, in
# the same frame, towards us. F: how far the pixel reaches along that frame's axes; FOOT: its middle reach; metres.
PX, PY, PZ, NX, NY, NZ, FX, FY, FZ, FOOT = range(10)
VARIANT = 10  # in [0, 1), tells placements of one mesh apart
DX, DY, DZ = 11, 12, 13  # the unit ray, world
FAR = 14  # metres along it
WX, WY, WZ = 15, 16, 17  # the point, world, metres
GX, GY, GZ = 18, 19, 20  # the normal, world
WEIGHT = 21  # share of its pixel
GEOMETRY = 22

# What its surface is, by ``paint`` and ``ground``: linear colour, roughness, reflectance head on, metal, radiance sent
# out in multiples of the colour, bump (added to N, in the placement's frame), light let through from behind.
R, G, B, ROUGH, F0, METAL, EMIT, BX, BY, BZ, THROUGH = range(22, 33)
POOL = 33  # how deep water stands, in [0, 1]

# What light falls on it. S: the bumped normal, world. SUN: share of the sun that reaches it; OPEN: of the light from
# everywhere.
SX, SY, SZ, SUN, OPEN = range(34, 39)
LAMP_R, LAMP_G, LAMP_B = 39, 40, 41  # of the lamps: radiance of a white face
GLINT_R, GLINT_G, GLINT_B = 42, 43, 44  # their glints, before the surface's reflectance
MX, MY, MZ = 45, 46, 47  # what it mirrors: radiance from where the mirrored ray goes
OUT_R, OUT_G, OUT_B = 48, 49, 50  # what reaches the eye: radiance
GLEAM, KEEP, CLEAR = (
    51,
    52,
    53,
)  # share of light mirrored; what is left of it by roughness and shade; that the air lets by
SPARE = 54  # rows from here on belong to whoever runs; nothing outlives a stage there
ROWS = SPARE + 16
