"""Layers of truth as pictures for people: what is far, which way a surface faces, where a pixel goes."""

from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.dataset.layers import layer

NEAREST = 4.0  # metres; all that is nearer is as light
NEAR, FAR, NOTHING = np.array([255.0, 226, 160]), np.array([24.0, 30, 70]), np.array([12.0, 12, 12])
BRIGHTEST = 2.0  # shading that is drawn white
# Around the wheel, so that a direction is told by its hue: right red, down yellow to green, left cyan, up violet.
HUES = np.array([[1.0, 0, 0], [1.0, 1, 0], [0, 1.0, 0], [0, 1.0, 1], [0, 0, 1.0], [1.0, 0, 1], [1.0, 0, 0]])


def shades(name: str, values: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Return a picture of a layer.

    Parameters
    ----------
    name : str
        One of :data:`panscape.dataset.LAYERS`.
    values : array
        As :func:`panscape.dataset.read_layer` gives it.

    Returns
    -------
    (H, W, 3) uint8, RGB
        Depth: near is light. Normals: right, down and towards us are red, green and blue, nothing is black. Flow: the
        hue is the direction (right is red, down green-yellow), the strength the length, up to its 98th percentile;
        unknown is black. Shares: all is white.

    Raises
    ------
    UsageError
        If there is no such layer.
    """
    layer(name)
    if name in ("depth", "depth_m"):
        picture = _depth(values.astype(np.float64))
    elif name == "normals":
        picture = np.where(values.any(axis=2, keepdims=True), 127.5 * (1.0 + values * [1.0, 1.0, -1.0]), 0.0)
    elif name.startswith("flow"):
        picture = _flow(values.astype(np.float64))
    elif name in ("albedo", "shading"):
        linear = np.clip(values if name == "albedo" else values / BRIGHTEST, 0.0, 1.0)
        picture = 255.0 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    elif values.ndim == 3:
        picture = 255.0 * np.nan_to_num(values)
    else:
        picture = np.repeat(255.0 * values[:, :, None], 3, axis=2)
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def _depth(depth: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """By inverse depth, which is what the eye sees."""
    nearness = np.sqrt(NEAREST / np.maximum(depth, NEAREST))[:, :, None]
    return np.where(depth[:, :, None] > 0.0, FAR + (NEAR - FAR) * nearness, NOTHING)


def _flow(flow: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    known = flow[:, :, 2] > 0.0
    length = np.hypot(flow[:, :, 0], flow[:, :, 1])
    most = float(np.percentile(length[known], 98)) if known.any() else 0.0
    strength = np.minimum(length / max(most, 1e-6), 1.0)[:, :, None]
    turn = np.arctan2(flow[:, :, 1], flow[:, :, 0]) / (2.0 * np.pi) % 1.0 * (len(HUES) - 1)
    low = np.minimum(turn.astype(np.int64), len(HUES) - 2)
    part = (turn - low)[:, :, None]
    hue = HUES[low] * (1.0 - part) + HUES[low + 1] * part
    return np.where(known[:, :, None], 255.0 * (1.0 - strength * (1.0 - hue)), 0.0)
