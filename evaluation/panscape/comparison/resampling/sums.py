"""Sums over weighted units: units drawn with replacement, and units whose two guesses change places."""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from panscape.comparison.resampling.table import Table
from panscape.errors import UsageError
from panscape.executor import default_workers, map_in_threads

Sums = npt.NDArray[np.float64]
Times = npt.NDArray[np.uint8]

BLOCK = 128  # rounds at once: the weights of 5,000 units then fill a core's second cache, and no more
# Cells times rounds: loading compiled kernels takes half a second, in which NumPy alone does as many.
PLAIN_WORK = 40_000_000


def total_sums(table: Table) -> Sums:
    """Return the sums over all units, each once, (3, G, C, 1) float64."""
    rows = table.starts.size - 1
    sums = [np.bincount(table.row, weights=part, minlength=rows) for part in table.values]
    return np.array(sums, np.float64).reshape(3, table.guesses, table.categories, 1)


def drawn_sums(table: Table, rng: np.random.Generator, rounds: int, workers: int = 0) -> Iterator[Sums]:
    """Yield the sums over as many units as there are, drawn with replacement.

    Parameters
    ----------
    table : Table
        Of at least one unit.
    rng : numpy.random.Generator
    rounds : int
    workers : int
        Threads, 0 for one a processor. The sums do not depend on it, nor on whether compiled kernels add them:
        each block of rounds has a stream of its own, and each sum is added in the order of its units.

    Yields
    ------
    (3, G, C, B) float64
        IoU sums, matches, and spurious and missed segments, of some further rounds; those of the first rounds are
        the same whatever the number of rounds.

    References
    ----------
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 6.
    """
    refuse_no_rounds(rounds)
    starts = range(0, rounds, BLOCK)
    keys = rng.integers(0, 2**64, (len(starts), 2), np.uint64)
    kernels = uses_kernels(table, rounds)

    def one(block: int) -> Sums:
        stream = np.random.Generator(np.random.Philox(key=keys[block]))
        times = _draw(stream, table.units, kernels)
        return _weighted(table, times[:, : rounds - starts[block]], kernels=kernels)

    yield from _spread(one, len(starts), workers, kernels)


def flipped_sums(swaps: Table, rng: np.random.Generator, rounds: int, workers: int = 0) -> Iterator[Sums]:
    """Yield the sums over units that are each in or out by the toss of a coin.

    Parameters
    ----------
    swaps : Table
    rng, rounds, workers
        As in :func:`drawn_sums`; but where there are not more ways than rounds, each way comes once, and the first
        is that no unit is in.

    Yields
    ------
    (3, G, C, B) float64
    """
    refuse_no_rounds(rounds)
    every = all_ways(swaps.units, rounds)
    rounds = 2**swaps.units if every else rounds
    starts = range(0, rounds, BLOCK)
    keys = rng.integers(0, 2**64, (len(starts), 2), np.uint64)
    kernels = uses_kernels(swaps, rounds)

    def one(block: int) -> Sums:
        number = np.arange(starts[block], min(starts[block] + BLOCK, rounds))
        if every:
            times = (number >> np.arange(swaps.units)[:, None] & 1).astype(np.uint8)
        else:
            stream = np.random.Generator(np.random.Philox(key=keys[block]))
            coins = stream.integers(0, 256, (swaps.units, BLOCK // 8), np.uint8)
            times = np.unpackbits(coins, axis=1)[:, : number.size]
        return _weighted(swaps, times, kernels=kernels)

    yield from _spread(one, len(starts), workers, kernels)


def refuse_no_rounds(rounds: int) -> None:
    """Raise UsageError where nothing would be drawn."""
    if rounds < 1:
        raise UsageError(f"found {rounds} rounds of resampling; wanted at least 1, 10,000 for figures to be published")


def all_ways(units: int, rounds: int) -> bool:
    """Whether all ways to have units in or out are tried."""
    return 2 ** min(units, 62) <= rounds


def uses_kernels(table: Table, rounds: int) -> bool:
    """Whether compiled kernels are worth their start: to NumPy a unit costs as much as eight cells."""
    return (table.unit.size + 8 * table.units) * rounds > PLAIN_WORK


def _spread(one: Callable[[int], Sums], blocks: int, workers: int, kernels: bool) -> Iterator[Sums]:
    # NumPy's small steps keep Python's lock: several threads would only wait for each other.
    threads = (workers or default_workers()) if kernels else 1
    yield from map_in_threads(one, range(blocks), threads)


def _draw(stream: np.random.Generator, units: int, kernels: bool) -> Times:
    """How often each unit is drawn in each round of a block, (U, B).

    A byte is enough: that one of U units comes up 256 times in U draws has a chance below 10**-500.
    """
    draws = stream.integers(0, units, (BLOCK, units), np.uint16 if units <= 2**16 else np.uint32)
    if kernels:
        from panscape.comparison.resampling.kernels import count_draws

        times = np.zeros((units, BLOCK), np.uint8)
        count_draws(draws, times)
        return times
    flat = draws + np.arange(0, BLOCK * units, units)[:, None]
    counted = np.bincount(flat.reshape(-1), minlength=BLOCK * units).reshape(BLOCK, units)
    return np.ascontiguousarray(counted.T.astype(np.uint8))


def _weighted(table: Table, times: Times, *, kernels: bool) -> Sums:
    """The sums with given weights (U, B); either way each is added in the order of its units."""
    rounds = times.shape[1]
    sums = np.zeros((3, table.starts.size - 1, rounds))
    if kernels:
        from panscape.comparison.resampling.kernels import add_weighted

        add_weighted(table.starts, table.unit, table.values, np.ascontiguousarray(times), sums)
    else:
        order, starts = table.by_unit
        values, row = table.values[:, order, None], table.row[order]
        for unit in range(table.units):
            cells = slice(starts[unit], starts[unit + 1])
            sums[:, row[cells]] += values[:, cells] * times[unit]
    return sums.reshape(3, table.guesses, table.categories, rounds)
