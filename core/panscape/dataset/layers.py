"""The layers of truth beside the label: how each is kept in a file, and read back in the units that it was made in.

In memory a layer is what the generator makes, float32 but for two; in a file it is numbers. Both are told in LAYERS.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from panscape.errors import DataError, UsageError
from panscape.formats.json_files import read_bytes
from panscape.formats.png import decode_pixels, encode_pixels, pixel_digest
from panscape.names import nearest

Array = npt.NDArray[Any]
NPY = b"\x93NUMPY"
LONGEST_HEADER = 1024  # bytes; a .npy of ours says all of itself in 128


@dataclass(frozen=True)
class Layer:
    """How one layer is kept.

    Attributes
    ----------
    kind : "png" or "npy"
        The suffix of its files.
    dtype : str
        NumPy's name of the type of the numbers in the file.
    channels : int
        1: (H, W); 3: (H, W, 3).
    numbers : callable
        From the layer in memory to the numbers in the file.
    values : callable
        And back, to within half a step.
    meaning : str
        One line for people, units in it.
    """

    kind: Literal["png", "npy"]
    dtype: str
    channels: int
    numbers: Callable[[Array], Array]
    values: Callable[[Array], Array]
    meaning: str

    @property
    def suffix(self) -> str:
        return f".{self.kind}"

    def shape(self, height: int, width: int) -> tuple[int, ...]:
        """The shape of the numbers of a picture of that size."""
        return (height, width) if self.channels == 1 else (height, width, self.channels)


def layer(name: str) -> Layer:
    """Return the layer of a name.

    Raises
    ------
    UsageError
        If there is none; the message names the nearest.
    """
    if name not in LAYERS:
        raise UsageError(f"a frame has a layer {name!r}, for which there is no file{nearest(name, LAYERS)}")
    return LAYERS[name]


def layer_path(folder: Path, split: str, stem: str, name: str) -> Path:
    """Where a layer of one picture lies in a dataset folder."""
    return folder / name / split / f"{stem}{layer(name).suffix}"


def read_layer(folder: Path, split: str, stem: str, name: str) -> Array:
    """Return a layer of one picture of a dataset folder, in the units of :class:`panscape.frames.Frame`.

    Parameters
    ----------
    folder : Path
    split : str
    stem : str
        Of the picture: ``"000000"``.
    name : str
        One of ``LAYERS``.

    Returns
    -------
    (H, W) or (H, W, 3) array
        float32, but for ``hidden_forward`` and ``hidden_backward``, which are bool.

    Raises
    ------
    UsageError
        If there is no such layer.
    DataError, StorageError
        If the file cannot be read, or is another kind of file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = layer_path(Path(folder), "train", "000000", "depth")
    ...     path.parent.mkdir(parents=True)
    ...     written = path.write_bytes(encode_layer("depth", np.array([[0.0, 12.4084]]))[0])
    ...     read_layer(Path(folder), "train", "000000", "depth")
    array([[ 0.   , 12.408]], dtype=float32)
    """
    path = layer_path(folder, split, stem, name)
    return layer(name).values(decode_layer(name, read_bytes(path), str(path)))


def encode_layer(name: str, values: Array) -> tuple[bytes, list[str]]:
    """Return the file of a layer, and the kind and the value of its digest.

    Raises
    ------
    UsageError
        If there is no such layer.
    """
    kept = layer(name)
    numbers = kept.numbers(values)
    if kept.kind == "png":
        return encode_pixels(numbers), ["pixels", pixel_digest(numbers)]
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.ascontiguousarray(numbers), version=(1, 0), allow_pickle=False)
    data = stream.getvalue()
    return data, ["sha256", hashlib.sha256(data).hexdigest()]


def decode_layer(name: str, data: bytes, where: str) -> Array:
    """Return the numbers that the file of a layer holds; DataError if it is another kind of file, or damaged."""
    kept = layer(name)
    if kept.kind == "png":
        return decode_pixels(data, where, 8 * np.dtype(kept.dtype).itemsize, "grey" if kept.channels == 1 else "RGB")
    if not data.startswith(NPY):
        raise DataError(f"{where}: found bytes {data[:8]!r}, wanted a .npy file")
    try:
        array: Array = np.load(io.BytesIO(data), allow_pickle=False, max_header_size=LONGEST_HEADER)
    except (ValueError, EOFError) as error:
        raise DataError(f"{where}: is no sound .npy file ({error}); copy it again") from error
    axes = len(kept.shape(0, 0))
    if array.dtype != kept.dtype or array.ndim != axes:
        raise DataError(f"{where}: found {array.dtype} in {array.ndim} axes, wanted {kept.dtype} in {axes}")
    return array


def depth_in_millimetres(depth: Array) -> npt.NDArray[np.uint16]:
    """Return what a depth PNG holds: millimetres, 0 where there is no surface, 65535 for 65.535 m and beyond.

    Parameters
    ----------
    depth : (H, W) float
        Metres along the optical axis; 0 where there is none.

    Returns
    -------
    (H, W) uint16
        At least 1 wherever there is a surface.
    """
    from panscape.dataset.kernels import to_millimetres  # here, and below: reading needs no numba

    flat, codes = _flat(depth), np.empty(depth.size, np.uint16)
    to_millimetres(flat, codes)
    return codes.reshape(depth.shape)


def _flat(values: Array) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(values, np.float32).reshape(-1)


def _steps(scale: float, shift: float, dtype: type[np.uint8] | type[np.uint16]) -> Callable[[Array], Array]:
    """A coder to ``value * scale + shift``, to the nearest step."""

    def numbers(values: Array) -> Array:
        from panscape.dataset.kernels import to_steps

        codes = np.empty(values.size, dtype)
        to_steps(_flat(values), scale, shift, float(np.iinfo(dtype).max), codes)
        return codes.reshape(values.shape)

    return numbers


def _metres(codes: Array) -> Array:
    return codes.astype(np.float32) / np.float32(1000.0)


def _triples(scale: float, shift: float) -> Callable[[Array], Array]:
    """A coder to ``value * scale + shift`` of three values a pixel, with 0, 0, 0 for what is not there."""

    def numbers(values: Array) -> Array:
        from panscape.dataset.kernels import to_triples

        codes = np.empty((values.size // 3, 3), np.uint16)
        to_triples(_flat(values).reshape(-1, 3), scale, shift, codes)
        return codes.reshape(values.shape)

    return numbers


def _normals(codes: Array) -> Array:
    normals = (codes.astype(np.float32) - np.float32(32768.0)) / np.float32(32767.0)
    normals[~codes.any(axis=2)] = 0.0
    return normals


def _places(codes: Array) -> Array:
    places = (codes.astype(np.float32) - np.float32(1.0)) / np.float32(65534.0)
    places[codes == 0] = np.nan
    return places


def _shares(codes: Array) -> Array:
    return codes.astype(np.float32) / np.float32(255.0)


@lru_cache(maxsize=1)
def _srgb_table() -> npt.NDArray[np.uint8]:
    """The sRGB code of k / 65535, IEC 61966-2-1."""
    linear = np.arange(65536) / 65535.0
    curve = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(255.0 * curve).astype(np.uint8)


def _srgb_codes(linear: Array) -> Array:
    from panscape.dataset.kernels import look_up

    codes = np.empty(linear.size, np.uint8)
    look_up(_flat(linear), _srgb_table(), codes)
    return codes.reshape(linear.shape)


def _linear(codes: Array) -> Array:
    curve = np.arange(256) / 255.0
    table = np.where(curve <= 0.04045, curve / 12.92, ((curve + 0.055) / 1.055) ** 2.4)
    return table.astype(np.float32)[codes]


def _kitti_codes(flow: Array) -> Array:
    from panscape.dataset.kernels import to_kitti

    codes = np.empty((flow.shape[0] * flow.shape[1], 3), np.uint16)
    to_kitti(np.ascontiguousarray(flow, np.float32).reshape(-1, 3), codes)
    return codes.reshape(flow.shape)


def _kitti_flow(codes: Array) -> Array:
    flow = np.zeros(codes.shape, np.float32)
    known = codes[:, :, 2] > 0
    flow[known, :2] = (codes[known, :2].astype(np.float32) - np.float32(32768.0)) / np.float32(64.0)
    flow[:, :, 2] = known
    return flow


def _as(dtype: str) -> Callable[[Array], Array]:
    return lambda values: np.asarray(values, dtype)


def _halves(values: Array) -> Array:
    """As float16, whose largest is 65504: beyond it would be infinite."""
    return np.minimum(values, np.float32(65504.0)).astype("<f2")


def _marks(values: Array) -> Array:
    return np.where(values, 255, 0).astype(np.uint8)


def _share(meaning: str) -> Layer:
    return Layer("png", "uint8", 1, _steps(255.0, 0.0, np.uint8), _shares, meaning)


def _flow(where: str) -> Layer:
    return Layer("png", "uint16", 3, _kitti_codes, _kitti_flow, f"pixels right and down to the {where}; known")


def _hidden(where: str) -> Layer:
    return Layer(
        "png", "uint8", 1, _marks, lambda codes: codes > 0, f"whether the point is out of sight in the {where}"
    )


NEXT, BEFORE = "next frame", "frame before"
LAYERS: dict[str, Layer] = {
    "depth": Layer("png", "uint16", 1, depth_in_millimetres, _metres, "metres along the optical axis, 0: none"),
    "depth_m": Layer("npy", "float32", 1, _as("<f4"), _as("<f4"), "metres along the optical axis, 0: none"),
    "normals": Layer(
        "png", "uint16", 3, _triples(32767.0, 32768.0), _normals, "unit normal: right, down, forward; 0: none"
    ),
    "object_coords": Layer(
        "png", "uint16", 3, _triples(65534.0, 1.0), _places, "place in the thing's box, [0, 1]; nan: none"
    ),
    "albedo": Layer("png", "uint8", 3, _srgb_codes, _linear, "linear reflectance of the surface; 0: none"),
    "shading": Layer("npy", "float16", 3, _halves, _as("<f4"), "radiance over albedo; 0: none"),
    "shadow": _share("share of the direct light of sun or moon that does not arrive"),
    "coverage": _share("share of the pixel's area that its own segment covers"),
    "ambiguity": _share("how far the two sides of a boundary look alike; 0 away from boundaries"),
    "flow_forward": _flow(NEXT),
    "flow_backward": _flow(BEFORE),
    "hidden_forward": _hidden(NEXT),
    "hidden_backward": _hidden(BEFORE),
}
