"""How the renderer's kernels are compiled: kept on disk, without the GIL, division as the processor does it."""

from typing import Any

from numba import njit

kernel = njit(cache=True, nogil=True, error_model="numpy")
# numba's own type hints do not know the last two of these options.
_BARE: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
# A part of kernels, never called from Python: it needs no wrapper for that, and no file of its own.
inner = njit(**_BARE)
# The same for what runs once for each triangle: the call would cost more than the work.
inline = njit(**_BARE, forceinline=True)
