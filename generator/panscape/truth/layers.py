"""The layers of truth: an array of one value a pixel each, made on request."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.labels import PanopticLabel
from panscape.render import Rendering
from panscape.render.view import View
from panscape.scenes import Scene
from panscape.truth.boxes import Boxes, boxes_of
from panscape.truth.contrast import ambiguity, boundary_contrasts, contrast
from panscape.truth.coverage import coverage
from panscape.truth.flow import PINHOLE
from panscape.truth.surface import face_towards, place_in_boxes

Array = npt.NDArray[Any]
# What the renderer is to keep for a layer.
_KEPT = {"albedo": ("albedo",), "shading": ("albedo", "radiance"), "shadow": ("shadow",)}
DARKEST = 1e-3  # albedo below which no shading can be told


def layers_of(scene: Scene, rendering: Rendering, want: Collection[str]) -> dict[str, Array]:
    """Return those layers that are asked for and follow from where things are, whatever the light.

    Parameters
    ----------
    scene : Scene
    rendering : Rendering
        Of that scene.
    want : collection of str
        Names of truth; what is no such layer is passed over.

    Returns
    -------
    dict of str to array
        As :class:`panscape.frames.Frame` describes them.
    """
    made: dict[str, Array] = {name: rendering.depth for name in ("depth", "depth_m") if name in want}
    if "normals" in want:
        made["normals"] = normals(scene, rendering)
    if "object_coords" in want:
        made["object_coords"] = object_coords(scene, rendering, boxes_of(scene, rendering.packed))
    if "coverage" in want:
        made["coverage"] = coverage(scene, rendering)
    return made


def kept_for(want: Collection[str]) -> frozenset[str]:
    """Return the ``layers`` that :func:`panscape.render.picture` is to keep for :func:`lit_layers_of`."""
    return frozenset(kept for name in want for kept in _KEPT.get(name, ()))


def lit_layers_of(
    rendering: Rendering, label: PanopticLabel, want: Collection[str]
) -> tuple[PanopticLabel, dict[str, Array]]:
    """Return those layers that are asked for and depend on the picture, and the label with what they tell of it.

    Parameters
    ----------
    rendering : Rendering
        With the layers of :func:`kept_for`.
    label : PanopticLabel
        Of that rendering.
    want : collection of str

    Returns
    -------
    PanopticLabel
        With ``"ambiguity"``, each segment has ``boundary_contrast``, the median d' along its boundary.
    dict of str to array
    """
    made: dict[str, Array] = {name: rendering.layers[name] for name in ("albedo", "shadow") if name in want}
    if "shading" in want:
        made["shading"] = shading(rendering.layers["radiance"], rendering.layers["albedo"])
    if "ambiguity" not in want:
        return label, made
    contrasts = contrast(rendering.image, label)
    made["ambiguity"] = ambiguity(contrasts)
    segments = [
        segment if found is None else replace(segment, facts={**segment.facts, "boundary_contrast": found})
        for segment, found in zip(label.segments, boundary_contrasts(contrasts, label), strict=True)
    ]
    return PanopticLabel(label.ids, tuple(segments)), made


def shading(radiance: npt.NDArray[np.float32], albedo: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return by how much a picture's radiance exceeds its albedo: all of light, shadow, gloss and haze.

    radiance, albedo : (H, W, 3) float32. Returns (H, W, 3) float32; 0 where the albedo is below ``DARKEST``.
    """
    return np.where(albedo > DARKEST, radiance / np.maximum(albedo, np.float32(DARKEST)), np.float32(0.0))


def normals(scene: Scene, rendering: Rendering) -> npt.NDArray[np.float32]:
    """Return the unit normal of the surface at each pixel's centre, on the side that faces the camera.

    Where the mesh is smooth it is interpolated between the corners, as for shading; no texture bends it.

    Returns
    -------
    (H, W, 3) float32
        In the camera's frame: right, down, forward; so the last is negative where a surface faces the camera.
        Zeros where nothing is. ``normals @ camera.axes`` is in the world.
    """
    packed, view, atlas = rendering.packed, View.of(scene.camera), rendering.packed.atlas
    out = np.empty((*rendering.triangles.shape, 3), np.float32)
    face_towards(
        rendering.triangles, _where(rendering), packed.table, packed.poses, atlas.vertices, atlas.triangles,
        atlas.normals, atlas.flat, view.axes, view.eye, view.lens, out,
    )  # fmt: skip
    return out


def object_coords(scene: Scene, rendering: Rendering, boxes: Boxes) -> npt.NDArray[np.float32]:
    """Return where in its thing's box the surface at each pixel's centre lies.

    Returns
    -------
    (H, W, 3) float32
        Along the thing's forward, left and up: 0 at one side of its box, 1 at the other; nan where there is no thing.

    References
    ----------
    Wang et al. 2019, Normalized Object Coordinate Space; there the box is scaled as a whole, by its diagonal: with
    ``size`` of ``box3d``, that is 0.5 + (coords - 0.5) * size / norm(size).
    """
    packed, view, atlas = rendering.packed, View.of(scene.camera), rendering.packed.atlas
    counts = [len(thing.placements) for thing in scene.things]
    owner = np.full(len(packed.table), -1, np.int64)
    owner[: sum(counts)] = np.repeat(np.arange(len(counts)), counts)
    out = np.empty((*rendering.triangles.shape, 3), np.float32)
    place_in_boxes(
        rendering.triangles, _where(rendering), packed.table, packed.poses, atlas.vertices, atlas.triangles,
        view.axes, view.eye, view.lens, owner, boxes.frames, boxes.bounds, out,
    )  # fmt: skip
    return out


def _where(rendering: Rendering) -> npt.NDArray[np.float64]:
    return PINHOLE if rendering.where is None else rendering.where
