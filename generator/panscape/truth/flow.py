"""Where the point that a pixel shows lies on the picture at another time."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from panscape.render.pack import Packed
from panscape.render.view import View
from panscape.scenes import Scene
from panscape.truth.surface import carry

PINHOLE = np.empty((0, 0, 2))


class Seen(Protocol):
    """What a camera saw: a Rendering or a Sight."""

    @property
    def packed(self) -> Packed: ...
    @property
    def triangles(self) -> npt.NDArray[np.int32]: ...
    @property
    def where(self) -> npt.NDArray[np.float64] | None: ...


def flows_of(scene: Scene, seen: Seen, others: Mapping[str, tuple[Scene, Seen]]) -> dict[str, npt.NDArray[Any]]:
    """Return the layers of flow from a moment of a scene to others.

    Parameters
    ----------
    scene : Scene
    seen : Rendering or Sight
        Of that scene.
    others : mapping of "forward" or "backward" to (Scene, Rendering or Sight)
        Of the moment after, or before.

    Returns
    -------
    dict of str to array
        ``flow_forward`` and ``hidden_forward``, or backward; see :func:`flow`.
    """
    made: dict[str, npt.NDArray[Any]] = {}
    for name, other in others.items():
        made[f"flow_{name}"], made[f"hidden_{name}"] = flow(scene, seen, *other)
    return made


def flow(
    scene: Scene, seen: Seen, other: Scene, seen_then: Seen
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Return the optical flow from one time of a scene to another, exactly, hidden points included.

    Parameters
    ----------
    scene : Scene
    seen : Rendering or Sight
        Of that scene.
    other : Scene
        The same scene at another time, ``scene.at(time)``: the same things, placements and triangles in the same
        order, moved as may be; any camera.
    seen_then : Rendering or Sight
        Of the other scene.

    Returns
    -------
    (H, W, 3) float32
        Pixels right, pixels down, and 1 where they are known: unknown is what comes to lie behind the camera. A pixel
        that shows no surface has the flow of a point at infinity.
    (H, W) bool
        Whether the point is out of sight then: beyond the picture's edge, or behind what its pixel shows by more than
        2 cm and 0.4 %.

    Raises
    ------
    ValueError
        If the two are not the same scene.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from panscape.pipeline import make_scene
    >>> from panscape.recipe import load_recipe
    >>> from panscape.render import render
    >>> scene = make_scene(load_recipe("street", ["image.width=64", "image.height=48"]), seed=0, index=0)
    >>> turned = replace(scene, camera=replace(scene.camera, yaw=scene.camera.yaw + 0.1))
    >>> first, second = (render(one, np.random.default_rng(0)) for one in (scene, turned))
    >>> moved, hidden = flow(scene, first, turned, second)
    >>> bool((moved[~hidden, 0] > 0).all())    # the camera turns left, so all goes right
    True
    """
    packed, then = seen.packed, seen_then.packed
    if len(packed.table) != len(then.table) or packed.triangle_count != then.triangle_count:
        raise ValueError(
            f"flow: {len(packed.table)} placements of {packed.triangle_count} triangles have become "
            f"{len(then.table)} of {then.triangle_count}; both are to be one scene at two times"
        )
    view, view_then = View.of(scene.camera), View.of(other.camera)
    out = np.empty((*seen.triangles.shape, 3), np.float32)
    hidden = np.empty(seen.triangles.shape, np.uint8)
    lens = other.camera.lens
    carry(
        seen.triangles, PINHOLE if seen.where is None else seen.where, packed.table, packed.poses,
        packed.atlas.vertices, packed.atlas.triangles, view.axes, view.eye, view.lens, then.poses,
        then.atlas.vertices, then.table, then.atlas.triangles, view_then.axes, view_then.eye, view_then.lens,
        np.array([lens.k1, lens.k2]), seen_then.triangles, out, hidden,
    )  # fmt: skip
    return out, hidden.view(np.bool_)
