"""Whether the layers of truth of a dataset of ours fit their labels, and hold what such a layer can hold."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from panscape.checks.finding import Finding
from panscape.dataset.layers import LAYERS, decode_layer, layer_path
from panscape.dataset.manifest import read_manifest
from panscape.errors import PanscapeError
from panscape.executor import map_in_threads
from panscape.formats.json_files import read_bytes
from panscape.formats.panoptic_set import PanopticSet

UNIT = 1e-3  # by how much the length of a normal may differ from 1
AT_ENDS_MISSING = ("flow", "hidden")  # the first and the last frame of a sequence have none to one side


def check_layers(opened: PanopticSet, folder: Path, workers: int) -> Iterator[Finding]:
    """Yield what is wrong with the layers of a split; nothing for a folder that panscape did not write.

    Parameters
    ----------
    opened : PanopticSet
    folder : Path
        Of the dataset.
    workers : int
        Threads.
    """
    if read_manifest(folder) is None:
        return
    names = [name for name in LAYERS if (folder / name / opened.split).is_dir()]
    for found in map_in_threads(lambda k: _findings(opened, folder, k, names), range(len(opened)), workers):
        yield from found


def _findings(opened: PanopticSet, folder: Path, k: int, names: list[str]) -> list[Finding]:
    entry = opened.image_of(k)
    findings = []
    for name in names:
        path = layer_path(folder, opened.split, Path(entry.file_name).stem, name)
        if not path.is_file():
            if not name.startswith(AT_ENDS_MISSING):
                findings.append(Finding(str(path), f"is not there, but other pictures have {name!r}; make it again"))
            continue
        try:
            numbers = decode_layer(name, read_bytes(path), str(path))
        except PanscapeError as error:
            findings.append(Finding("layer", str(error)))
            continue
        fault = _fault(name, numbers, LAYERS[name].shape(entry.height, entry.width))
        if fault:
            findings.append(Finding(str(path), fault))
    return findings


def _fault(name: str, numbers: npt.NDArray[Any], shape: tuple[int, ...]) -> str | None:
    """The first thing that is wrong with the numbers of a layer."""
    if numbers.shape != shape:
        return f"is {numbers.shape[:2]}, but the label is {shape[:2]}"
    values = LAYERS[name].values(numbers)
    if name == "depth_m":
        return _first(~np.isfinite(values) | (values < 0), values, "metres, not negative")
    if name == "shading":
        return _first(np.any(~np.isfinite(values), axis=2), values, "finite numbers")
    if name == "normals":
        length: npt.NDArray[Any] = np.sqrt(np.sum(values * values, axis=2))
        return _first((length > 0) & (np.abs(length - 1) > UNIT), length, "a vector of length 1, or none")
    if name == "object_coords":
        some = (numbers > 0).any(axis=2)
        return _first(some & (numbers == 0).any(axis=2), numbers, "three numbers above 0, or three zeros")
    if name.startswith("flow"):
        return _first(numbers[:, :, 2] > 1, numbers[:, :, 2], "0 or 1 in the last channel")
    if name.startswith("hidden"):
        return _first((numbers != 0) & (numbers != 255), numbers, "0 or 255")
    return None


def _first(wrong: npt.NDArray[np.bool_], values: npt.NDArray[Any], wanted: str) -> str | None:
    if not wrong.any():
        return None
    y, x = divmod(int(wrong.argmax()), wrong.shape[1])
    return f"pixel (y={y}, x={x}) holds {values[y, x].tolist()}, wanted {wanted}"
