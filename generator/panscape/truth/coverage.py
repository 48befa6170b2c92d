"""How much of each pixel's area its own segment covers."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from panscape.render import Rendering
from panscape.render.lens import bend, pinhole_size, undistorted
from panscape.render.survey import Maps, take_in
from panscape.render.view import View
from panscape.render.workspace import workspace
from panscape.scenes import Scene
from panscape.truth.windows import count_own

SAMPLES = 4  # along each side of a pixel


def coverage(scene: Scene, rendering: Rendering, samples: int = SAMPLES) -> npt.NDArray[np.float32]:
    """Return the share of each pixel's area that its own segment, the one of its centre, covers.

    Parameters
    ----------
    scene : Scene
    rendering : Rendering
        Of that scene.
    samples : int
        Along each side of a pixel: the share is a count of its square's rays.

    Returns
    -------
    (H, W) float32
        1 where no boundary passes; 0 for what is so thin that the ray through the centre alone meets it.
    """
    packed = rendering.packed
    camera = replace(scene.camera, width=samples * scene.camera.width, height=samples * scene.camera.height)
    view = View.of(camera)
    space = workspace(*pinhole_size(scene.camera), packed.vertex_count, packed.triangle_count)
    shown = np.empty((int(view.size[1]), int(view.size[0])), np.int32)
    take_in(packed, view, Maps.centres(np.empty(shown.shape, np.float32), shown), space)
    if rendering.where is not None:
        shown = bend(shown, undistorted(camera))
    out = np.empty(rendering.ids.shape, np.float32)
    count_own(shown, rendering.ids, packed.table, packed.segment, packed.background, samples, out)
    return out
