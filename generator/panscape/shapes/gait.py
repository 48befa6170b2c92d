"""How people walk: the pose of a body at any phase of its gait, so that one foot stands while the other swings."""

from dataclasses import dataclass

import numpy as np

from panscape.shapes.figure import Pose

PHASES = 24
_STANCE = 0.62  # of the cycle, a foot is on the ground
_BALL, _HEEL, _ANKLE = 0.068, 0.040, 0.044  # ahead of the ankle, behind it, height of it; shares of the body's height


@dataclass(frozen=True)
class Gait:
    """A way of walking; lengths are shares of the body's height.

    Attributes
    ----------
    step : float
        How far a foot comes down ahead of the hips.
    swing : float, radians
        Of the arms.
    lean : float, radians
    twist : float, radians
        Of the shoulders against the hips.
    bent : float
        How far the elbows are bent: 0 straight, 0.06 as in a run.
    carries : (bool, bool)
        Left, right: the arm hangs still.
    """

    step: float = 0.19
    swing: float = 0.42
    lean: float = 0.04
    twist: float = 0.09
    bent: float = 0.012
    carries: tuple[bool, bool] = (False, False)

    @property
    def stride(self) -> float:
        """How far a body comes in one cycle, two steps."""
        return 2.0 * self.step / _STANCE


def step_pose(gait: Gait, phase: float) -> Pose:
    """Return the pose at a phase in [0, 1): at 0 the left heel comes down, at 0.5 the right.

    While a foot stands, it stays where it is on the ground if the body advances by ``gait.stride`` a cycle.
    """
    feet = [_foot(gait, (phase + offset) % 1.0) for offset in (0.0, 0.5)]
    ankles = [(x, side * 0.042, z) for (x, z, _), side in zip(feet, (1.0, -1.0), strict=True)]
    reach = min(float(np.sqrt(max(0.476**2 - x * x, 0.01))) + z for x, _, z in ankles)
    # The hips sink at each double step and rise over the standing leg, never further than the legs are long.
    pelvis = min(reach, 0.521)
    turn = float(np.cos(2.0 * np.pi * phase))
    wrists = []
    for side, still in zip((-1.0, 1.0), gait.carries, strict=True):
        angle = 0.02 if still else side * gait.swing * turn + 0.08
        length = 0.315 - (0.003 if still else gait.bent * (1.3 + side * turn))
        wrists.append((length * float(np.sin(angle)), 0.045, -length * float(np.cos(angle))))
    pitches = (feet[0][2], feet[1][2])
    return Pose((ankles[0], ankles[1]), (wrists[0], wrists[1]), pelvis, gait.lean, pitches, (0.02, 0.0),
                -gait.twist * turn)  # fmt: skip


def _foot(gait: Gait, phase: float) -> tuple[float, float, float]:
    """How far ahead of the hips an ankle is, how high, and how far its foot points down."""
    if phase < _STANCE:
        flat = gait.step * (1.0 - 2.0 * phase / _STANCE)
        pitch = float(np.interp(phase, (0.0, 0.09, 0.34, _STANCE), (-0.34, 0.0, 0.0, 0.85)))
        if pitch < 0.0:
            return flat + _HEEL * (1.0 - float(np.cos(pitch))), _ANKLE - _HEEL * float(np.sin(pitch)), pitch
        return flat + _BALL * (1.0 - float(np.cos(pitch))), _ANKLE + _BALL * float(np.sin(pitch)), pitch
    t = (phase - _STANCE) / (1.0 - _STANCE)
    smooth = t * t * (3.0 - 2.0 * t)
    pitch = float(np.interp(t, (0.0, 0.45, 0.8, 1.0), (0.85, 0.35, -0.2, -0.34)))
    start, end = _foot(gait, _STANCE - 1e-9), _foot(gait, 0.0)
    lift = 0.030 * float(np.sin(np.pi * min(1.0, 1.15 * t))) if t < 1.0 / 1.15 else 0.0
    return start[0] + smooth * (end[0] - start[0]), start[1] + t * (end[1] - start[1]) + lift, pitch
