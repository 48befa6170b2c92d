# mypy: allow-untyped-defs
"""Which function paints which texture."""

from panscape.render.jit import kernel
from panscape.render.tiles.paint.asphalt import asphalt
from panscape.render.tiles.paint.bricks import bricks
from panscape.render.tiles.paint.cloth import cloth
from panscape.render.tiles.paint.concrete import concrete
from panscape.render.tiles.paint.facade import facade
from panscape.render.tiles.paint.grass import grass
from panscape.render.tiles.paint.lacquer import lacquer
from panscape.render.tiles.paint.leaf import leaf
from panscape.render.tiles.paint.marking import marking
from panscape.render.tiles.paint.mottle import mottle
from panscape.render.tiles.paint.paving import paving
from panscape.render.tiles.paint.plain import plain, start
from panscape.render.tiles.paint.planks import planks
from panscape.render.tiles.paint.roof import roof


@kernel
def paint(t, count, m, switched):
    """Describe the surface of a tile: fill its rows from R to POOL.

    t : (ROWS * LANES,) float32, see layout; count : int, its lanes
    m : (16,) float32, a row of pack.Packed.materials, for all of them
    switched : float32, how far the lamps are on, in [0, 1]

    Whatever a pixel is too wide to show has faded into its mean. The numbers are those of ``scenes.Texture``.
    """
    start(t, count, m, switched)
    kind = int(m[6])
    if kind == 0:
        plain(t, count, m)
    elif kind == 1:
        mottle(t, count, m)
    elif kind == 2:
        bricks(t, count, m)
    elif kind == 3:
        asphalt(t, count, m)
    elif kind == 4:
        marking(t, count, m)
    elif kind == 5:
        facade(t, count, m, switched)
    elif kind == 6:
        leaf(t, count, m)
    elif kind == 7:
        paving(t, count, m)
    elif kind == 8:
        grass(t, count, m)
    elif kind == 9:
        roof(t, count, m)
    elif kind == 10:
        lacquer(t, count, m)
    elif kind == 11:
        cloth(t, count, m)
    elif kind == 12:
        planks(t, count, m)
    else:
        concrete(t, count, m)
