"""panscape.json: what a dataset folder was made of, by what, and whether it is whole."""

import platform
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from panscape.categories import Taxonomy
from panscape.errors import DataError
from panscape.formats.coco_panoptic import category_record
from panscape.formats.json_files import read_json, to_json, write_json
from panscape.formats.panoptic_set import MANIFEST

FORMAT = "panscape dataset"
SCHEMA_VERSION = 1
DIGESTS = "panscape.digests"
WRITING, REMOVING = "writing", "removing"


@dataclass(frozen=True)
class Plan:
    """What a dataset will hold: two runs with equal plans make the same bytes.

    Attributes
    ----------
    recipe : mapping
        Ready for JSON.
    seed : int
    splits : tuple of str
        The split of each frame: ``splits[index]``.
    taxonomy : Taxonomy
    """

    recipe: Mapping[str, Any]
    seed: int
    splits: tuple[str, ...]
    taxonomy: Taxonomy

    @property
    def counts(self) -> dict[str, int]:
        """The number of frames of each split, in the order in which splits first come."""
        return dict(Counter(self.splits))

    def facts(self) -> dict[str, Any]:
        """Return what of the manifest follows from the plan alone."""
        facts = {
            "format": FORMAT,
            "schema_version": SCHEMA_VERSION,
            "panscape_version": version("panscape"),
            "recipe": dict(self.recipe),
            "seed": self.seed,
            "images": len(self.splits),
            "splits": self.counts,
            "taxonomy": {
                "name": self.taxonomy.name,
                "categories": [category_record(category) for category in self.taxonomy],
                "maps": {name: dict(numbers) for name, numbers in self.taxonomy.maps.items()},
            },
        }
        return _as_read(facts)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a dataset folder, or None if there is none of ours.

    Raises
    ------
    DataError
        If it is of a newer schema, or not JSON.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return None
    manifest = read_json(path)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        return None
    newest = manifest.get("schema_version")
    if not isinstance(newest, int) or newest > SCHEMA_VERSION:
        raise DataError(
            f"{path}: schema_version: found {newest}, this panscape reads up to {SCHEMA_VERSION}; upgrade it"
        )
    return manifest


def write_manifest(folder: Path, plan: Plan, state: str, made_on: list[dict[str, Any]], **more: Any) -> None:
    """Write the manifest.

    Parameters
    ----------
    folder : Path
    plan : Plan
    state : "writing", "removing" or "complete"
    made_on : list of dict
        Each platform that made some of the pictures. This, and nothing else in the folder, tells where.
    **more
        Further keys, ready for JSON.
    """
    write_json(folder / MANIFEST, {**plan.facts(), "state": state, **more, "made_on": made_on})


def difference(manifest: Mapping[str, Any], plan: Plan) -> str | None:
    """Return one line that says the first thing in which a manifest is not of this plan, or None if it is."""
    for key, wanted in plan.facts().items():
        place = _first_difference(manifest.get(key), wanted, key)
        if place:
            return place
    return None


def this_platform() -> dict[str, Any]:
    """Return what pictures depend on beside the plan: labels are the same everywhere, pictures where this is equal."""
    import cv2
    from llvmlite import binding  # type: ignore[import-untyped]

    libraries = ("numpy", "opencv-python-headless", "numba", "zlib-ng", "isal")
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "cpu": binding.get_host_cpu_name(),
        "opencv_cpu_features": cv2.getCPUFeaturesLine(),
        "versions": {name: version(name) for name in libraries},
    }


def _as_read(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as they come back from JSON, so that they compare equal with what was read."""
    import orjson

    content: dict[str, Any] = orjson.loads(to_json(facts))
    return content


def _first_difference(found: object, wanted: object, key: str) -> str | None:
    if isinstance(found, dict) and isinstance(wanted, dict):
        for below in [*wanted, *(name for name in found if name not in wanted)]:
            place = _first_difference(found.get(below), wanted.get(below), f"{key}.{below}")
            if place:
                return place
        return None
    return None if found == wanted else f"{key} is {found!r:.60} there, {wanted!r:.60} here"
