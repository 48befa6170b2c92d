"""What scoring needs of a set's JSON, in columns: a few bytes a segment instead of an object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.formats.entries import Annotation, ImageEntry, ImageId

NO_AREA = -1


@dataclass(frozen=True, eq=False)
class PanopticIndex:
    """The pictures and segments of a set in columns; picture ``k`` is ``annotations[k]``.

    N pictures, S segments; the segments of picture ``k`` are the rows ``starts[k]:starts[k + 1]``.

    Attributes
    ----------
    image_ids : tuple of int or str, N
    file_names : tuple of str, N
        Of each annotation's PNG.
    heights, widths : (N,) int64, pixels
        What the list of images says.
    starts : (N + 1,) int64
    ids : (S,) uint32
        On disk; distinct and ascending within a picture.
    category_ids : (S,) int64
    areas : (S,) int64, pixels
        As the JSON tells; ``NO_AREA`` where it tells nothing.
    crowd : (S,) bool
    listed : (S,) int64
        Where each stands in its ``segments_info``.
    """

    image_ids: tuple[ImageId, ...]
    file_names: tuple[str, ...]
    heights: npt.NDArray[np.int64]
    widths: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    ids: npt.NDArray[np.uint32]
    category_ids: npt.NDArray[np.int64]
    areas: npt.NDArray[np.int64]
    crowd: npt.NDArray[np.bool_]
    listed: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.image_ids)


@dataclass(frozen=True, eq=False)
class ImageSizes:
    """The ids and sizes of the images that a JSON lists.

    Attributes
    ----------
    ids : tuple of int or str, I
    heights, widths : (I,) int64, pixels
    """

    ids: tuple[ImageId, ...]
    heights: npt.NDArray[np.int64]
    widths: npt.NDArray[np.int64]


def sizes_of(images: Sequence[ImageEntry]) -> ImageSizes:
    """Return the ids and sizes of images that were read into objects."""
    return ImageSizes(
        tuple(entry.id for entry in images),
        np.array([entry.height for entry in images], np.int64),
        np.array([entry.width for entry in images], np.int64),
    )


def index_of(images: Mapping[ImageId, ImageEntry], annotations: Sequence[Annotation]) -> PanopticIndex:
    """Return the index of a set that was read into objects.

    Parameters
    ----------
    images : mapping of image id to ImageEntry
        Has the image of every annotation.
    annotations : sequence of Annotation
    """
    entries = [images[annotation.image_id] for annotation in annotations]
    starts = np.zeros(len(annotations) + 1, np.int64)
    np.cumsum([len(annotation.segments) for annotation in annotations], out=starts[1:])
    segments = [segment for annotation in annotations for segment in annotation.segments]
    ids = np.array([segment.id for segment in segments], np.uint32)
    picture = np.repeat(np.arange(len(annotations)), np.diff(starts))
    order = np.lexsort((ids, picture))
    return PanopticIndex(
        tuple(annotation.image_id for annotation in annotations),
        tuple(annotation.file_name for annotation in annotations),
        np.array([entry.height for entry in entries], np.int64),
        np.array([entry.width for entry in entries], np.int64),
        starts,
        ids[order],
        np.array([segment.category_id for segment in segments], np.int64)[order],
        np.array([NO_AREA if segment.area is None else segment.area for segment in segments], np.int64)[order],
        np.array([segment.iscrowd for segment in segments], np.bool_)[order],
        order - starts[:-1][picture],
    )
