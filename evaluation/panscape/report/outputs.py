"""The files that ``panscape evaluate`` writes: where they may stand, and what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from panscape.comparison.intervals import scene_of
from panscape.errors import UsageError
from panscape.explanation.table import picture_table
from panscape.explanation.table_files import check_table_path, write_table
from panscape.formats import PanopticSet, to_json, write_json
from panscape.metrics import Evaluation, write_counts
from panscape.report.results import WARNINGS, WHOLE, Results, results_json
from panscape.storage import refuse_unwritable


@dataclass(frozen=True)
class Outputs:
    """Where results go; checked before any work.

    Attributes
    ----------
    json : Path or None
        ``-`` is stdout.
    out : Path or None
        A folder.
    partial : Path or None

    Raises
    ------
    UsageError
        If two would be one file.
    StorageError
        If one cannot be written.
    """

    json: Path | None
    out: Path | None
    partial: Path | None

    def __post_init__(self) -> None:
        if self.partial is not None and str(self.partial) == "-":
            raise UsageError("found - for --partial; counts are no text for stdout: name a file")
        files = self._files()
        for path in files:
            refuse_unwritable(path)
        if len({path.resolve() for path in files}) < len(files):
            raise UsageError("two of --json, --out and --partial would be one file; name different ones")

    @property
    def stdout(self) -> bool:
        """Whether JSON goes to stdout."""
        return str(self.json) == "-"

    @property
    def json_file(self) -> Path | None:
        """The file for JSON, None where it goes to stdout or nowhere."""
        return None if self.stdout else self.json

    def refuse_over(self, inputs: Sequence[Path]) -> None:
        """Refuse to write over what is read; UsageError."""
        known = {path.resolve() for path in inputs}
        over = next((path for path in self._files() if path.resolve() in known), None)
        if over is not None:
            raise UsageError(f"{over}: is read, and would be written over; name another file for the results")

    def _files(self) -> list[Path]:
        inside = None if self.out is None else self.out / "scores.json"
        return [path for path in (self.json_file, inside, self.partial) if path is not None]


def parsed_part(text: str) -> tuple[int, int]:
    """Return which part of how many a text such as ``2/8`` stands for; the whole if it is empty.

    Examples
    --------
    >>> parsed_part("2/8"), parsed_part("")
    ((2, 8), (1, 1))
    """
    if not text:
        return WHOLE
    number, slash, parts = text.partition("/")
    if not (slash and number.isdecimal() and parts.isdecimal() and 1 <= int(number) <= int(parts)):
        raise UsageError(f"found --part {text}; wanted K/N with K from 1 to N, such as 2/8")
    return int(number), int(parts)


def json_text(results: Results) -> bytes:
    """Return the results as JSON, indented for people; DataError if a number in them is not finite."""
    content = results_json(results)
    to_json(content)  # refuses what is not finite
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def write_results(folder: Path, results: Results) -> list[Path]:
    """Write ``scores.json``, a row for each segment and a row for each picture; return the paths.

    The tables are Parquet where pyarrow is there, else CSV.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ending = _table_ending()
    tables = {"pictures": picture_table(results.evaluation.counts, results.evaluation.image_ids)}
    if results.explanation:
        tables["segments"] = results.explanation.segments
    scores = folder / "scores.json"
    write_json(scores, results_json(results))
    for name, table in tables.items():
        write_table(folder / f"{name}{ending}", table)
    return [scores, *(folder / f"{name}{ending}" for name in tables)]


def write_partial(path: Path, evaluation: Evaluation, truth: PanopticSet, guess: PanopticSet) -> None:
    """Write the counts of an evaluation, to be merged with others."""
    places = {"truth": str(truth.json_path), "guess": str(guess.json_path)}
    provenance = {**places, WARNINGS: list(evaluation.warnings)}
    told = {image_id: scene_of(truth.image_of(k).facts) for k, image_id in enumerate(truth.index.image_ids)}
    one = evaluation
    scenes = [told[image_id] for image_id in one.image_ids]
    write_counts(path, one.counts, one.categories, one.image_ids, one.rules, provenance, scenes)


def _table_ending() -> str:
    try:
        check_table_path(Path("segments.parquet"))
    except UsageError:
        return ".csv"
    return ".parquet"
