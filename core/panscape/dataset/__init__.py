"""The dataset folder: the only place where generator and evaluation meet."""

from panscape.dataset.frame_files import FrameOptions, write_frame
from panscape.dataset.layers import LAYERS, depth_in_millimetres, read_layer
from panscape.dataset.manifest import Plan, read_manifest
from panscape.dataset.shades import shades
from panscape.dataset.writer import Writing, finish, writing

__all__ = [
    "LAYERS",
    "FrameOptions",
    "Plan",
    "Writing",
    "depth_in_millimetres",
    "finish",
    "read_layer",
    "read_manifest",
    "shades",
    "write_frame",
    "writing",
]
