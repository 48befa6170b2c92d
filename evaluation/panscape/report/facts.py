"""What a dataset and its annotators say of themselves: provenance, and constants that are assumed."""

from collections.abc import Mapping
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
        "made by": f"panscape {manifest['panscape_version']}" if "panscape_version" in manifest else "",
    }
    return {name: value for name, value in facts.items() if value}


def assumed_constants(folders: Mapping[str, Path]) -> dict[str, dict[str, str]]:
    """Return the value that each labelling has of each constant listed under ``assumed`` in its timesheet."""
    found: dict[str, dict[str, str]] = {}
    for name, folder in folders.items():
        sheet = folder / "timesheet.json"
        content = read_json(sheet) if sheet.is_file() else None
        listed = content.get("assumed") if isinstance(content, dict) else None
        for constant, value in listed.items() if isinstance(listed, dict) else ():
            found.setdefault(constant, {})[name] = f"{value:.4g}" if isinstance(value, float) else str(value)
    return found


def _manifest(truth: PanopticSet) -> Mapping[str, Any]:
    path = truth.json_path.parent.parent / MANIFEST
    content = read_json(path) if path.is_file() else {}
    return content if isinstance(content, dict) else {}


def _recipe(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    recipe = manifest.get("recipe", {})
    return recipe if isinstance(recipe, dict) else {}
