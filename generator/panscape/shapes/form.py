"""The measures in which one model of car differs from another."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """What makes one model of car differ from another; metres. Distances "behind" are measured from the nose.

    Attributes
    ----------
    length, width, height : float
        Without mirrors.
    wheelbase, overhang, wheel : float
        Between the axles; from the nose to the front axle; radius of a tyre.
    nose, cowl, tail : float
        Height of the bonnet's front edge, of the windscreen's base, of the rear screen's base.
    screen, roof, roof_end, rear_screen : float
        How far behind the nose the windscreen's base, its top, the roof's end and the rear screen's base lie.
    pillars : tuple of (start, end)
        Posts between the side windows, as shares of the way along them.
    shut_lines : tuple of float
        How far behind the nose the doors begin and end.
    windows_end : float
        Share of the side beyond which there is panel and no window.
    cladding : bool
        Black sills and arches.
    sharpness : (front, rear)
        Of the outline seen from above.
    spokes : int
    grille : "barred", "winged" or "plain"
    rails : bool
        Along the edges of the roof.
    """

    length: float
    width: float
    height: float
    wheelbase: float
    overhang: float
    wheel: float
    nose: float
    cowl: float
    tail: float
    screen: float
    roof: float
    roof_end: float
    rear_screen: float
    pillars: tuple[tuple[float, float], ...]
    shut_lines: tuple[float, ...]
    windows_end: float = 0.96
    cladding: bool = False
    sharpness: tuple[float, float] = (6.0, 8.0)
    spokes: int = 5
    grille: str = "barred"
    rails: bool = False

    def along(self) -> list[float]:
        """Where the side of the cabin has a column, as shares of the way from the windscreen to the rear."""
        posts = [share for pillar in self.pillars for share in pillar]
        return sorted({0.0, 0.045, 0.5 * (0.045 + posts[0]), *posts, self.windows_end, 1.0})
