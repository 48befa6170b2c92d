"""Trees, bushes and hedges keep their size, thin out with distance and are made once."""

import numpy as np
import pytest

from panscape.seeds import rng_for
from panscape.shapes.bush import HEDGE, bush, hedge, hedge_mesh
from panscape.shapes.tree import TREES, VARIANTS, tree, tree_mesh


@pytest.mark.parametrize("species", TREES)
@pytest.mark.parametrize("detail", range(4))
def test_a_tree_stands_on_the_ground_and_keeps_its_size(species, detail):
    plan = TREES[species]

    low, high = tree_mesh(species, 1, detail).bounds

    assert -0.2 <= low[2] <= 0.0
    assert 0.85 * plan.height < high[2] < 1.15 * plan.height
    assert max(*high[:2], *-low[:2]) < 1.4 * plan.radius + 0.6


@pytest.mark.parametrize("species", TREES)
def test_a_tree_far_away_has_fewer_triangles(species):
    counts = [len(tree(rng_for(0, "t"), (0, 0, 0), species, far).mesh.triangles) for far in (5.0, 30.0, 60.0, 120.0)]

    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 10 * counts[-1]


@pytest.mark.parametrize("species", TREES)
def test_variants_differ_and_each_is_made_once(species):
    first = [tree_mesh(species, variant, 3) for variant in range(VARIANTS)]
    again = [tree_mesh(species, variant, 3) for variant in range(VARIANTS)]

    assert all(a is b for a, b in zip(first, again, strict=True))
    heights = {float(mesh.vertices[:, 2].sum()) for mesh in first}
    assert len(heights) == VARIANTS


def test_leaves_of_a_crown_are_shaded_outwards():
    mesh = tree_mesh("round", 0, 1)
    leaves = mesh.triangles[mesh.slot == mesh.slots.index("leaf")][:, 0]
    middle = mesh.vertices[leaves].mean(axis=0)

    outward = ((mesh.vertices[leaves] - middle) * mesh.normals[leaves]).sum(axis=1)

    assert (outward > 0.0).mean() > 0.9
    np.testing.assert_allclose((mesh.normals[leaves] ** 2).sum(axis=1), 1.0, atol=1e-9)


def test_a_hedge_is_as_long_as_its_pieces_and_as_high_as_asked():
    pieces = hedge(rng_for(0, "h"), (1.0, 2.0, 0.1), 0.5 * np.pi, 3, 1.0, 10.0)

    middles = [piece.position for piece in pieces]
    np.testing.assert_allclose(middles, [(1.0, 2.0 + HEDGE * (k + 0.5), 0.1) for k in range(3)], atol=1e-6)
    assert 0.9 < pieces[0].scale[2] * hedge_mesh(0, True).bounds[1][2] < 1.2


def test_bushes_differ():
    sizes = {bush(rng_for(seed, "b"), (0, 0, 0), 9.0).scale for seed in range(8)}

    assert len(sizes) == 8
