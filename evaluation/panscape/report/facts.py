"""What a dataset and its annotators say of themselves: provenance, and constants that are assumed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from panscape.formats import PanopticSet, read_json

MANIFEST = "panscape.json"


def provenance(truth: PanopticSet, images: int) -> dict[str, str]:
    """Return what is known of a dataset, ready to be shown: its name, split, size, and our manifest's facts."""
    manifest = _manifest(truth)
    folder = truth.json_path.absolute().parent
    facts = {
        "dataset": folder.parent.name if folder.name == "annotations" else folder.name,
        "split": truth.split,
        "images": str(images),
        "truth segments": str(sum(len(annotation.segments) for annotation in truth.annotations)),
        "world": str(_recipe(manifest).get("world", "")),
        "seed": str(manifest.get("seed", "")),
        "made by": f"panscape {manifest['version']}" if "version" in manifest else "",
    }
    return {name: value for name, value in facts.items() if value}


def assumed_constants(folders: Mapping[str, Path]) -> list[tuple[str, str, str]]:
    """Return (name, value, annotator) of every constant that an annotator's timesheet marks as assumed."""
    found = []
    for name, folder in folders.items():
        sheet = folder / "timesheet.json"
        if sheet.is_file():
            found += [(constant, value, name) for constant, value in _assumed(read_json(sheet))]
    return found


def _assumed(node: Any) -> Iterator[tuple[str, str]]:
    """Entries of the form ``name: {"value": …, "source": "assumed"}``, or those listed under ``assumed``."""
    if not isinstance(node, dict):
        return
    for key, entry in node.items():
        if key == "assumed" and isinstance(entry, dict):
            yield from ((name, str(value)) for name, value in entry.items())
        elif isinstance(entry, dict) and entry.get("source") == "assumed":
            yield key, str(entry.get("value", ""))
        else:
            yield from _assumed(entry)


def _manifest(truth: PanopticSet) -> Mapping[str, Any]:
    path = truth.json_path.parent.parent / MANIFEST
    content = read_json(path) if path.is_file() else {}
    return content if isinstance(content, dict) else {}


def _recipe(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    recipe = manifest.get("recipe", {})
    return recipe if isinstance(recipe, dict) else {}
