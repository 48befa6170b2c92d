# mypy: allow-untyped-defs
"""Kernels over several labellings of one picture."""

from numba import njit


@njit(cache=True, nogil=True)
def vote(maps, out):
    """Write, for each pixel, the cluster that most maps show there; of equals, the lowest.

    Void is a choice like the clusters, and being 0 it wins every tie: an edge runs where most people draw it.

    maps : (K, N) int32, cluster numbers, 0 for none
    out  : (N,) uint32; 0 where as many maps show no cluster as show the one that leads
    """
    voters = maps.shape[0]
    for pixel in range(maps.shape[1]):
        best, most = 0, 0
        for voter in range(voters):
            choice = maps[voter, pixel]
            if voter and choice == best:
                continue
            votes = 0
            for other in range(voters):
                votes += maps[other, pixel] == choice
            if votes > most or (votes == most and choice < best):
                best, most = choice, votes
        out[pixel] = best
