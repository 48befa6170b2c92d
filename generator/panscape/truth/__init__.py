"""What is exactly true of a rendered scene: its panoptic label, whole shapes, who covers whom, how far things are."""

from panscape.truth.truth import truth_of
from panscape.truth.warm import HALVES, warm

__all__ = ["HALVES", "truth_of", "warm"]
