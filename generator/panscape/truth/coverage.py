"""How much of each pixel's area its own segment covers."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from panscape.render import Rendering
from panscape.render.lens import bend, undistorted
from panscape.render.raster import draw
from panscape.render.transform import to_camera
from panscape.render.view import NEAR, View
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
    shown = _triangles(rendering, view)
    if rendering.where is not None:
        shown = bend(shown, undistorted(camera))
    out = np.empty(rendering.ids.shape, np.float32)
    count_own(shown, rendering.ids, packed.table, packed.segment, packed.background, samples, out)
    return out


def _triangles(rendering: Rendering, view: View) -> npt.NDArray[np.int32]:
    """The triangle at each pixel's centre of a picture that is ever so fine."""
    packed = rendering.packed
    points, screen = np.empty((packed.vertex_count, 3)), np.empty((packed.vertex_count, 3))
    seen = np.empty(len(packed.table), np.uint8)
    to_camera(
        packed.poses, packed.table, packed.bounds, packed.atlas.vertices, view.axes, view.eye, view.lens, view.size,
        NEAR, points, screen, seen,
    )  # fmt: skip
    shape = (int(view.size[1]), int(view.size[0]))
    nearness, shown = np.zeros(shape, np.float32), np.full(shape, -1, np.int32)
    draw(
        packed.table, seen, packed.atlas.triangles, points, screen, view.lens, NEAR, 0, len(packed.table), nearness,
        shown, np.empty((0, 0), np.float32), np.empty((0, 0), np.int32),
    )  # fmt: skip
    return shown
