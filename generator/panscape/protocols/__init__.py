"""Protocols: who labels which pictures by which guideline, and what becomes of their labels."""

from panscape.protocols.consensus import majority
from panscape.protocols.folder import Run, annotate_set
from panscape.protocols.picture import annotations_of
from panscape.protocols.protocol import FINAL, Plan, Protocol, plan_of

__all__ = ["FINAL", "Plan", "Protocol", "Run", "annotate_set", "annotations_of", "majority", "plan_of"]
