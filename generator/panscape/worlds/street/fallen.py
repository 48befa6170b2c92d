"""Leaves on the ground in autumn: below trees, and where the wind has laid them along the kerb.

They carry the label of the ground that they lie on, as in Cityscapes.
"""

from dataclasses import dataclass, field
from math import pi

from panscape.scenes import Placement
from panscape.shapes.litter import VARIANTS, carpet_mesh, drift_mesh, leaf_dress
from panscape.shapes.paving import KERB
from panscape.worlds.street.plan import Side
from panscape.worlds.street.site import Site

FAR = 38.0  # metres; a leaf beyond is a fifth of a pixel
FINE = 12.0


@dataclass(frozen=True)
class Fallen:
    """Leaves by what they lie on."""

    road: list[Placement] = field(default_factory=list)
    walk: list[Placement] = field(default_factory=list)
    terrain: list[Placement] = field(default_factory=list)

    def below(self, site: Site, side: Side, off: float, along: float, plant: Placement) -> None:
        """Add what has fallen from a street tree ``off`` metres from the middle line, in autumn and near the camera."""
        far, plan = site.far(plant.position), site.plan
        if site.season != "autumn" or far > FAR:
            return
        dress, fine = leaf_dress(plant.materials), far < FINE
        number = int(31.0 * plant.yaw) % VARIANTS
        width = plant.scale[0]
        if off == 0.0:
            place = (plant.position[0], plant.position[1], plan.step + 0.004)
            narrow = 0.4 * (side.median - KERB)
            self.terrain.append(Placement(carpet_mesh(number, fine), place, dress, 0.0, (width, narrow, 1.0)))
            return
        spot = plan.spine.spot(along, side.sign * (side.kerb + KERB))
        deep = (side.verge - KERB if side.verge else min(side.walk, 3.0)) / 2.5
        turn = spot.yaw + (0.0 if side.left else pi)
        ground, z = (self.terrain, plan.step - 0.002) if side.verge else (self.walk, plan.step)
        place = (round(spot.x, 6), round(spot.y, 6), z)
        ground.append(Placement(carpet_mesh(number, fine), place, dress, turn, (width, deep, 1.0)))
        gutter = plan.spine.spot(along + 0.7, side.sign * side.kerb)
        place = (round(gutter.x, 6), round(gutter.y, 6), 0.0)
        if not plan.on_crossing(along, 4.5):
            self.road.append(Placement(drift_mesh(number, fine), place, dress, turn + pi, (width, 1.0, 1.0)))
