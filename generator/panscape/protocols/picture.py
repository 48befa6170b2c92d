"""How all annotators of a protocol label one picture of a set, and what that adds to their folders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.annotators import Annotation, Annotator, Streams, annotate_picture, view_of
from panscape.formats import PanopticSet, open_panoptic, to_json, write_label
from panscape.labels import PanopticLabel
from panscape.locks import WORKPLACE
from panscape.protocols.consensus import majority
from panscape.protocols.protocol import FINAL, Plan
from panscape.storage import write_whole


@dataclass(frozen=True)
class Task:
    """One picture to be labelled.

    Attributes
    ----------
    json_path : str
        Of the truth's panoptic set.
    home : str
        The protocol's folder.
    split : str
    plan : str
        The plan as JSON: a text travels to another process as it is.
    k : int
        The picture's place in the set.
    """

    json_path: str
    home: str
    split: str
    plan: str
    k: int

    @property
    def record_path(self) -> Path:
        """The file that tells that the picture is done, and what it adds to the JSON files."""
        return records_folder(Path(self.home), self.split) / f"{self.k:08d}.json"


def records_folder(home: Path, split: str) -> Path:
    """Return where a protocol's folder keeps the records of a split until it is finished."""
    return home / WORKPLACE / (split or "all")


def annotations_of(plan: Plan, truth: PanopticSet, k: int) -> dict[str, Annotation]:
    """Return the annotation of each person who labels a picture, by name, in the order of the pool.

    Parameters
    ----------
    plan : Plan
    truth : PanopticSet
    k : int

    Raises
    ------
    StorageError
        If the picture is not there.
    DataError
        If the picture or its truth is not sound.
    """
    name = truth.image_of(k).file_name
    picture = f"{truth.split}/{name}" if truth.split else name  # two splits may each have a 000000.jpg
    label = truth.label(k)
    things = frozenset(category.id for category in truth.categories if category.isthing)
    view = view_of(truth.image(k), label, things)
    amodal = _whole_shapes(truth, k) if plan.guideline.occlusion == "amodal" else None
    people = _people(plan.model_dump_json())
    return {
        name: annotate_picture(
            view,
            truth.categories,
            plan.guideline,
            people[name],
            Streams(plan.seed, plan.protocol.name, name, picture),
            amodal,
        )
        for name in plan.labellers(picture)
    }


def annotate_one(task: Task) -> None:
    """Label a picture, write everybody's PNG, and at last the record that says that all is there."""
    state = Path(task.json_path).stat()
    plan, truth = _plan(task.plan), _truth(task.json_path, state.st_mtime_ns, state.st_size)
    done = annotations_of(plan, truth, task.k)
    numbers = [0, *(segment.id for segment in truth.annotations[task.k].segments)]
    record = {
        name: _written(task, truth, name, annotation.label)
        | {
            "seconds": {activity: round(value, 3) for activity, value in annotation.seconds.items()},
            "edits": [edit.record(numbers) for edit in annotation.edits],
        }
        for name, annotation in done.items()
    }
    for name, annotation in done.items():
        record[name]["polygons"] = _polygons(annotation, record[name]["annotation"]["segments_info"])
    if plan.protocol.consensus == "majority":
        agreed = majority([annotation.label for annotation in done.values()], truth.categories)
        seconds = {name: round(sum(annotation.seconds.values()), 3) for name, annotation in done.items()}
        record[FINAL] = _written(task, truth, FINAL, agreed) | {"seconds": seconds, "edits": [], "polygons": []}
    write_whole(task.record_path, to_json(record))


def _written(task: Task, truth: PanopticSet, name: str, label: PanopticLabel) -> dict[str, Any]:
    entry = truth.image_of(task.k)
    folder = Path(task.home) / name / (f"panoptic_{task.split}" if task.split else "panoptic")
    written = write_label(folder, Path(truth.annotations[task.k].file_name).stem, entry.id, label, truth.categories)
    image = {"id": entry.id, "file_name": entry.file_name, "width": entry.width, "height": entry.height}
    return {"image": image, "annotation": written.annotation}


def _polygons(annotation: Annotation, segments: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What was drawn, as COCO spells polygons: x, y, x, y, … of each ring; rings inside others are holes."""
    return [
        {
            "segment": segments[polygon.segment - 1]["id"] if polygon.segment else 0,
            "category_id": polygon.category_id,
            "rings": [np.round(polygon.rings[k], 3).ravel().tolist() for k in range(len(polygon.rings))],
        }
        for polygon in annotation.polygons
    ]


def _whole_shapes(truth: PanopticSet, k: int) -> dict[int, npt.NDArray[np.bool_]]:
    from pycocotools import mask

    return {number: mask.decode(rle).astype(np.bool_) for number, rle in truth.amodal(k).items()}


@lru_cache(maxsize=4)
def _plan(text: str) -> Plan:
    return Plan.model_validate_json(text)


@lru_cache(maxsize=4)
def _people(text: str) -> dict[str, Annotator[float]]:
    return _plan(text).people()


@lru_cache(maxsize=2)
def _truth(json_path: str, changed_ns: int, size: int) -> PanopticSet:
    """The set, read anew when its JSON is another than it was."""
    return open_panoptic(json_path)
