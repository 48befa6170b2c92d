"""What is exactly true of a rendered scene: its label, whole shapes, who covers whom, and layers of values by pixel."""

from panscape.truth.flow import flow, flows_of
from panscape.truth.layers import kept_for, layers_of, lit_layers_of
from panscape.truth.truth import truth_of
from panscape.truth.warm import HALVES, is_warm, warm

__all__ = [
    "HALVES",
    "flow",
    "flows_of",
    "is_warm",
    "kept_for",
    "layers_of",
    "lit_layers_of",
    "truth_of",
    "warm",
]
