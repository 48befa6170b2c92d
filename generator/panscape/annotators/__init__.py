"""Simulated annotators: who they are, what they are told, and how they label a picture."""

from panscape.annotators.annotation import Annotation, Polygon, annotate_picture
from panscape.annotators.annotator import Annotator, person
from panscape.annotators.edits import Edit
from panscape.annotators.guideline import Guideline
from panscape.annotators.perception import View, view_of
from panscape.annotators.streams import Streams
from panscape.annotators.traits import sources

__all__ = [
    "Annotation",
    "Annotator",
    "Edit",
    "Guideline",
    "Polygon",
    "Streams",
    "View",
    "annotate_picture",
    "person",
    "sources",
    "view_of",
]
