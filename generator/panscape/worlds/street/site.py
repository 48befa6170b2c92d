"""Where things of a street are put: its plan, the view, the ledger of what stands already, the season."""

from dataclasses import dataclass

from panscape.worlds.street.claims import Claims
from panscape.worlds.street.plan import Side, StreetPlan
from panscape.worlds.street.view import View


@dataclass(frozen=True)
class Site:
    """Where things are put: the plan, the view, the ledger of what stands already, how fine things are, the season."""

    plan: StreetPlan
    view: View
    claims: Claims
    detail: float
    season: str = "summer"

    def far(self, position: tuple[float, float, float]) -> float:
        """Return how far away a place counts as when its level of detail is chosen: metres, at least 0."""
        return max(0.0, self.view.distance(position[0], position[1])) / self.detail

    def place(self, side: Side, along: float, off: float, height: float) -> tuple[tuple[float, float, float], float]:
        """Return a position ``off`` metres from the middle line on a side, and the street's direction there."""
        spot = self.plan.spine.spot(along, side.sign * off)
        return (round(spot.x, 6), round(spot.y, 6), height), spot.yaw

    def takes(
        self, x: float, y: float, yaw: float, length: float, width: float, reach: float, clear: float = 0.05
    ) -> bool:
        """Whether something may stand here: in sight, and free, in which case it is claimed."""
        return self.view.sees(x, y, reach) and self.claims.claim(x, y, yaw, length, width, clear)
