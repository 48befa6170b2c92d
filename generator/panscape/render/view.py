"""A camera as the kernels read it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.render.lens import pinhole_size
from panscape.scenes import Camera

NEAR = 0.08  # metres before the camera where the world begins


@dataclass(frozen=True, eq=False)
class View:
    """A camera as the kernels read it: the pinhole, with its margin if the lens bends.

    Attributes
    ----------
    axes : (3, 3) float64; eye : (3,) float64
    lens : (3,) float64: focal length, centre x, centre y, pixels
    size : (2,) float64: width, height, pixels
    """

    axes: npt.NDArray[np.float64]
    eye: npt.NDArray[np.float64]
    lens: npt.NDArray[np.float64]
    size: npt.NDArray[np.float64]

    @classmethod
    def of(cls, camera: Camera) -> "View":
        width, height = pinhole_size(camera)
        return cls(
            camera.axes,
            np.array(camera.position, np.float64),
            np.array([camera.focal, 0.5 * width, 0.5 * height]),
            np.array([width, height], np.float64),
        )
