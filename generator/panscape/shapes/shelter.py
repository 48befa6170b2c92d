"""Bus shelters: a roof on posts, frames of clear glass, a bench, a board with the timetable and a lit poster."""

from functools import cache

from panscape.scenes import Material, Mesh, Placement, join
from panscape.shapes.blocks import blocks
from panscape.shapes.size import Size

SHELTER = Size(1.5, 4.2, 2.55)


@cache
def shelter_mesh() -> Mesh:
    """Return a shelter that opens towards +x; slots frame, roof, band, wood, poster, board.

    Its glass is clear: one sees what stands behind it, and what is labelled behind it. Frames and the bands that keep
    people from walking into the panes are there.
    """
    back, y = -0.68, 2.0
    posts = [(back, back + 0.07, e - 0.035, e + 0.035, 0.0, 2.35) for e in (-y, -y / 3, y / 3, y)]
    posts += [(0.35, 0.42, e - 0.035, e + 0.035, 0.0, 2.35) for e in (-y, y)]
    rails = [(back, back + 0.04, -y, y, z, z + 0.05) for z in (0.2, 2.25)]
    rails += [(back, 0.4, e - 0.02, e + 0.02, z, z + 0.05) for e in (-y, y) for z in (0.2, 2.25)]
    bands = [(back + 0.015, back + 0.025, -y, y, z, z + 0.06) for z in (1.05, 1.45)]
    bands += [(back, 0.38, -y - 0.005, -y + 0.005, z, z + 0.06) for z in (1.05, 1.45)]
    return join(
        [
            blocks(posts + rails, "frame"),
            blocks([(-0.75, 0.75, -y - 0.1, y + 0.1, 2.38, 2.5)], "roof"),
            blocks([(0.75, 0.77, -y - 0.1, y + 0.1, 2.36, 2.55)], "frame"),
            blocks(bands, "band"),
            blocks([(-0.6, -0.25, -1.5, 0.7, 0.44, 0.49)], "wood"),
            blocks([(-0.46, -0.4, e - 0.03, e + 0.03, 0.0, 0.44) for e in (-1.3, 0.5)], "frame"),
            blocks([(-0.62, 0.62, y - 0.06, y + 0.12, 0.25, 2.2)], "frame"),
            blocks([(-0.52, 0.52, y - 0.07, y + 0.13, 0.4, 2.05)], "poster"),
            blocks([(back + 0.05, back + 0.08, 0.85, 1.5, 1.0, 1.9)], "board"),
        ]
    )


def shelter(finish: float, position: tuple[float, float, float], yaw: float) -> Placement:
    """Return a dressed shelter that opens along ``yaw``; ``finish`` in [0, 1) chooses its frame and poster."""
    return Placement(shelter_mesh(), position, _dress(int(15 * finish) % 3, int(5 * finish)), yaw)


@cache
def _dress(frame: int, poster: int) -> dict[str, Material]:
    steel = ((0.05, 0.055, 0.06), (0.28, 0.285, 0.29), (0.03, 0.06, 0.05))[frame]
    sheet = ((0.55, 0.10, 0.07), (0.08, 0.25, 0.45), (0.60, 0.48, 0.10), (0.12, 0.36, 0.22), (0.62, 0.60, 0.56))[poster]
    return {
        "frame": Material(steel, roughness=0.4, f0=0.15),
        "roof": Material((0.20, 0.21, 0.21), roughness=0.5),
        "band": Material((0.62, 0.63, 0.63), roughness=0.5),
        "wood": Material((0.16, 0.10, 0.06), roughness=0.7),
        "poster": Material(sheet, roughness=0.15, f0=0.06, night=1.6),
        "board": Material((0.66, 0.66, 0.60), roughness=0.3, night=0.5),
    }
