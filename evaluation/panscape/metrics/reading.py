"""Joint tables of pictures on disk, with compiled kernels."""

import numpy as np
import numpy.typing as npt

from panscape.formats import PanopticSet
from panscape.metrics.overlap import Overlaps
from panscape.metrics.segments import Segments
from panscape.metrics.sure import ids_of, sure_table


def read_overlaps(
    truth: PanopticSet,
    guess: PanopticSet,
    pairs: npt.NDArray[np.int64],
    truth_segments: Segments,
    guess_segments: Segments,
) -> Overlaps:
    """Return the joint tables of some pictures; all as :func:`panscape.metrics.sure.read_overlaps` says."""
    tables = [
        sure_table(truth, guess, (k, other), ids_of(truth_segments, n), ids_of(guess_segments, n), kernels=True)
        for n, (k, other) in enumerate(pairs.tolist())
    ]
    return Overlaps.from_tables(tables)
