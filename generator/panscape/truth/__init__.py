"""What is exactly true of a rendered scene: its panoptic label, whole shapes, who covers whom, how far things are."""

from panscape.truth.truth import truth_of
from panscape.truth.warm import HALVES, is_warm, warm

__all__ = ["HALVES", "is_warm", "truth_of", "warm"]
