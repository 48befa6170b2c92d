"""The dataset folder: the only place where generator and evaluation meet."""

from panscape.dataset.frame_files import FrameOptions, depth_in_millimetres, write_frame
from panscape.dataset.manifest import Plan, read_manifest
from panscape.dataset.writer import Writing, finish, writing

__all__ = [
    "FrameOptions",
    "Plan",
    "Writing",
    "depth_in_millimetres",
    "finish",
    "read_manifest",
    "write_frame",
    "writing",
]
