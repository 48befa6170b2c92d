"""What is exactly true of a rendered scene: its panoptic label, whole shapes, who covers whom, how far things are."""

from panscape.truth.truth import truth_of

__all__ = ["truth_of"]
