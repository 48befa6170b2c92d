"""How a protocol's folder is begun, resumed and finished: the annotators' labels, timesheets and edits."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from panscape.annotators import Annotator, sources
from panscape.errors import UsageError
from panscape.executor import run_tasks
from panscape.formats import PanopticSet, read_json, to_json, write_json, write_panoptic
from panscape.formats.json_files import write_json_lists
from panscape.locks import locked
from panscape.protocols.picture import Task, annotate_one, records_folder
from panscape.protocols.protocol import FINAL, Plan
from panscape.storage import drop_partial

PLAN_FILE = "protocol.json"
OURS = ("panoptic*", "polygons*", "timesheet.json", "edits.json")  # what we write in a person's folder
REMOVING, WRITING, COMPLETE = "removing", "writing", "complete"


@dataclass(frozen=True)
class Run:
    """One protocol over one split of a set.

    Attributes
    ----------
    truth : PanopticSet
    home : Path
        The protocol's folder: ``DATASET/annotators/PROTOCOL``.
    plan : Plan
    """

    truth: PanopticSet
    home: Path
    plan: Plan

    @property
    def split(self) -> str:
        return self.truth.split

    def tasks(self) -> list[Task]:
        """One for each picture."""
        plan = self.plan.model_dump_json()
        place = str(self.truth.json_path)
        return [Task(place, str(self.home), self.split, plan, k) for k in range(len(self.truth))]


def annotate_set(
    run: Run,
    workers: int,
    *,
    resume: bool = False,
    overwrite: bool = False,
    advance: Callable[[int], None] = lambda done: None,
) -> int:
    """Let the annotators of a protocol label every picture of a set, and return how many pictures were labelled.

    Each picture's labels depend on the plan and the picture alone: the files are the same, byte for byte, for any
    number of workers, and whether the run was resumed or not.

    Parameters
    ----------
    run : Run
    workers : int
    resume : bool
        Go on with what an earlier run of the same plan left.
    overwrite : bool
        Remove what the protocol's folder holds of this split; all of it, if its plan is another.
    advance : callable
        Told how many more pictures are done.

    Raises
    ------
    UsageError
        If the folder holds labels and neither flag is given, or resumes another plan; or if labels that this
        command did not write are in the way.
    StorageError, DataError
        If a picture is not there, or it or its truth is not sound.
    """
    if resume and overwrite:
        raise UsageError("--resume keeps what is there, --overwrite removes it; give one of them")
    _refuse_foreign(run)
    with locked(run.home):
        state = _begun(run, resume, overwrite)
        made = 0 if state == COMPLETE else _labelled(run, workers, advance)
        shutil.rmtree(records_folder(run.home, run.split), ignore_errors=True)
    if state == COMPLETE:
        advance(len(run.truth))
    return made


def _labelled(run: Run, workers: int, advance: Callable[[int], None]) -> int:
    """Label what is not labelled yet and finish the split; how many pictures that were."""
    drop_partial(run.home)
    tasks = run.tasks()
    remaining = [task for task in tasks if not task.record_path.is_file()]
    advance(len(tasks) - len(remaining))
    for _ in run_tasks(annotate_one, remaining, workers, name=lambda task: f"picture {task.k}"):
        advance(1)
    _finish(run, tasks)
    return len(remaining)


def _finish(run: Run, tasks: list[Task]) -> None:
    """Put the records together, in the order of the pictures; nothing is held but one person's sheets."""
    stem = f"panoptic_{run.split}" if run.split else "panoptic"
    for name in _writers(run.plan.protocol.model_dump()):
        folder = run.home / name
        entries = _Entries(tasks, name)
        if not any(True for _ in entries.of("image")):
            continue
        info = {"description": f"panscape annotate, {run.plan.protocol.name}/{name}", "seed": run.plan.seed}
        write_panoptic(
            folder / f"{stem}.json", run.truth.categories, entries.of("image"), entries.of("annotation"), info
        )
        _write_sheets(run, folder, name, entries)
        polygons = f"polygons_{run.split}.json" if run.split else "polygons.json"
        if name != FINAL:
            write_json_lists(folder / polygons, {}, {"images": map(to_json, entries.pictures("polygons"))})
    _write_plan(run, {**_splits(run.home), run.split: COMPLETE})


@dataclass(frozen=True)
class _Entries:
    """What one person's records hold, read anew each time it is asked for."""

    tasks: list[Task]
    name: str

    def _records(self) -> Iterator[dict[str, Any]]:
        for task in self.tasks:
            record = orjson.loads(task.record_path.read_bytes())
            if self.name in record:
                yield record[self.name]

    def of(self, part: str) -> Iterator[dict[str, Any]]:
        return (record[part] for record in self._records())

    def pictures(self, part: str) -> Iterator[dict[str, Any]]:
        for record in self._records():
            yield {"image_id": record["image"]["id"], part: record[part]}


def _write_sheets(run: Run, folder: Path, name: str, entries: _Entries) -> None:
    """Write ``timesheet.json`` and ``edits.json``, keeping the pictures of other splits that are in them."""
    person = run.plan.people().get(name)
    for file, part in (("timesheet.json", "seconds"), ("edits.json", "edits")):
        path = folder / file
        kept = [row for row in read_json(path)["images"] if row["split"] != run.split] if path.is_file() else []
        rows = [{"split": run.split, **row} for row in entries.pictures(part)]
        head: dict[str, Any] = {"annotator": name, "protocol": run.plan.protocol.name}
        if part == "seconds" and person is not None:
            head |= {"profile": run.plan.protocol.pool[name], "traits": _traits(person), "assumed": _assumed(person)}
        if name != FINAL or part == "seconds":
            write_json_lists(path, head, {"images": map(to_json, kept + rows)})


def _traits(person: Annotator[float]) -> dict[str, Any]:
    return person.model_dump(exclude={"schema_version", "name"})


def _assumed(person: Annotator[float]) -> dict[str, float]:
    """The traits whose numbers nobody has measured, with this person's values."""
    values = _traits(person)
    found = {}
    for place, source in sources(Annotator[float]).items():
        section, _, trait = place.partition(".")
        if source == "assumed":
            found[place] = values[section][trait]
    return found


def _refuse_foreign(run: Run) -> None:
    """Refuse to write where the labels of others lie: a plan that was there before does not name their folder."""
    there = _plan_there(run.home)
    if there is None:
        places = [run.home, *(run.home.iterdir() if run.home.is_dir() else [])]
    else:
        known = _writers(there["plan"]["protocol"])
        places = [run.home / name for name in _writers(run.plan.protocol.model_dump()) if name not in known]
    for place in sorted(places):
        if any(True for name in OURS for _ in place.glob(name)):
            raise UsageError(
                f"{place}: holds labels that panscape annotate did not write; move them, or give the protocol or the "
                f"annotator another name"
            )


def _writers(protocol: dict[str, Any]) -> list[str]:
    """The folders that a protocol fills: one for each of its pool, and that of the consensus."""
    return [*protocol["pool"], *([FINAL] if protocol["consensus"] != "none" else [])]


def _plan_there(home: Path) -> dict[str, Any] | None:
    """What ``protocol.json`` says, or None if there is none."""
    path = home / PLAN_FILE
    if not path.is_file():
        return None
    found = read_json(path)
    try:
        _writers(found["plan"]["protocol"])
        dict(found["splits"])
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{path}: is no plan of ours; move it, or give the protocol another name") from error
    return found


def _begun(run: Run, resume: bool, overwrite: bool) -> str:
    """The state of the split, after making room or checking that the plan is the same."""
    there = _plan_there(run.home)
    plan = orjson.loads(run.plan.model_dump_json())
    same = there is not None and there["plan"] == plan
    splits = _splits(run.home)
    if there is not None and overwrite:
        doomed = [run.split] if same else [run.split, *splits]
        write_json(run.home / PLAN_FILE, {**there, "splits": {**splits, **dict.fromkeys(doomed, REMOVING)}})
        _remove(run, _writers(there["plan"]["protocol"]), only_split=same)
        splits = {split: state for split, state in splits.items() if same and split != run.split}
    elif splits.get(run.split) == REMOVING:
        raise UsageError(f"{run.home}: removing what was there was interrupted; give --overwrite to go on with it")
    elif there is not None and not same and (resume or splits):
        raise UsageError(f"{run.home}: was labelled by another plan or seed; give --overwrite to remove that")
    elif run.split in splits and not resume:
        what = "labels" if splits[run.split] == COMPLETE else "unfinished labels"
        raise UsageError(f"{run.home}: holds {what} already; give --resume to go on, or --overwrite to remove them")
    if splits.get(run.split) != COMPLETE:
        _write_plan(run, {**splits, run.split: WRITING})
    return splits.get(run.split, WRITING)


def _remove(run: Run, names: list[str], only_split: bool) -> None:
    """Remove a split's labels and records, or all that the folder holds of ours; what is not ours stays."""
    end = f"_{run.split}" if run.split else ""
    whole_split = (f"panoptic{end}", f"panoptic{end}.json", f"polygons{end}.json")
    for folder in [run.home / name for name in names if (run.home / name).is_dir()]:
        doomed = whole_split if only_split else OURS
        for path in [path for pattern in doomed for path in folder.glob(pattern)]:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()
    for split in [run.split] if only_split else [run.split, *_splits(run.home)]:
        shutil.rmtree(records_folder(run.home, split), ignore_errors=True)


def _splits(home: Path) -> dict[str, str]:
    there = _plan_there(home)
    return dict(there["splits"]) if there is not None else {}


def _write_plan(run: Run, splits: dict[str, str]) -> None:
    content = {
        "schema_version": 1,
        "panscape_version": version("panscape"),
        "splits": splits,
        "plan": orjson.loads(run.plan.model_dump_json()),
        "sources": sources(Annotator[float]),
    }
    write_json(run.home / PLAN_FILE, content)
