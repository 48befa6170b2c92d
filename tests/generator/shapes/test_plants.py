"""Trees, bushes and hedges keep their size, thin out with distance and are made once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.seeds import rng_for
from panscape.shapes.branches import bars
from panscape.shapes.bush import HEDGE, bush, hedge, hedge_mesh
from panscape.shapes.leafage import SEASONS
from panscape.shapes.tree import TREES, VARIANTS, form_of, tree, tree_mesh


@pytest.mark.parametrize("species", TREES)
@pytest.mark.parametrize("detail", range(5))
def test_a_tree_stands_on_the_ground_and_keeps_its_size(species, detail):
    plan = TREES[species]

    low, high = tree_mesh(species, 1, detail).bounds

    assert -0.2 <= low[2] <= 0.0
    assert 0.85 * plan.height < high[2] < 1.15 * plan.height + 0.4
    assert max(*high[:2], *-low[:2]) < 1.4 * plan.radius + 0.9


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
    mesh = tree_mesh("linden", 0, 1)
    leaves = mesh.triangles[np.isin(mesh.slot, [mesh.slots.index("leaf"), mesh.slots.index("sunlit")])][:, 0]
    middle = mesh.vertices[leaves].mean(axis=0)

    outward = ((mesh.vertices[leaves] - middle) * mesh.normals[leaves]).sum(axis=1)

    assert (outward > 0.0).mean() > 0.8
    np.testing.assert_allclose((mesh.normals[leaves] ** 2).sum(axis=1), 1.0, atol=1e-9)


@pytest.mark.parametrize("species", TREES)
@pytest.mark.parametrize("detail", range(5))
def test_a_bare_tree_has_branches_up_to_its_top_and_no_leaf(species, detail):
    form = form_of(species, "winter", 0.0)
    mesh = tree_mesh(species, 0, detail, form)

    assert form == ("full" if TREES[species].evergreen else "bare")
    assert ("leaf" in mesh.slots) == TREES[species].evergreen
    assert mesh.bounds[1][2] > 0.85 * TREES[species].height


def test_autumn_thins_crowns_turns_leaves_and_leaves_needles_alone():
    trees = {name: [tree(rng_for(k, "t"), (0, 0, 0), name, 9.0, 1.0, "autumn") for k in range(12)] for name in TREES}
    summers = [tree(rng_for(k, "t"), (0, 0, 0), "maple", 9.0) for k in range(12)]

    reds = [plant.materials["leaf"].color for plant in trees["maple"]]
    assert all(red > green for red, green, _ in reds)
    assert all(green > red for red, green, _ in (plant.materials["leaf"].color for plant in summers))
    assert len({plant.mesh for plant in trees["maple"]} - {plant.mesh for plant in summers}) > 2
    assert all(plant.materials["leaf"].color[1] > plant.materials["leaf"].color[0] for plant in trees["spruce"])


def test_only_cherries_blossom_and_only_in_spring():
    pale = {
        (name, season)
        for name in TREES
        for season in SEASONS
        for k in range(6)
        if min(tree(rng_for(k, "t"), (0, 0, 0), name, 90.0, 1.0, season).materials["sunlit"].color) > 0.3
    }

    assert pale == {("cherry", "spring")}


def test_a_season_moves_no_tree_and_draws_as_much():
    for name in TREES:
        streams = [rng_for(4, "t") for _ in SEASONS]
        plants = [tree(rng, (1, 2, 3), name, 9.0, 1.0, season) for rng, season in zip(streams, SEASONS, strict=True)]

        assert len({(plant.yaw, plant.scale) for plant in plants}) == 1
        assert len({rng.random() for rng in streams}) == 1


@given(st.integers(3, 9), st.integers(1, 6), st.integers(0, 2**31))
def test_every_bar_of_wood_is_closed(sides, count, seed):
    rng = np.random.default_rng(seed)
    starts = rng.normal(size=(count, 3))

    mesh = bars(starts, starts + rng.normal(size=(count, 3)), np.full(count, 0.2), np.full(count, 0.1), sides)

    edges = mesh.triangles[:, [(0, 1), (1, 2), (2, 0)]].reshape(-1, 2).tolist()
    assert len({tuple(edge) for edge in edges}) == len(edges)
    assert {(b, a) for a, b in edges} == {(a, b) for a, b in edges}
    a, b, c = mesh.vertices[mesh.triangles].transpose(1, 0, 2)
    assert (np.cross(a, b) * c).sum() > 0.0  # six times the volume: outside is where corners turn left


def test_a_hedge_is_as_long_as_its_pieces_and_as_high_as_asked():
    pieces = hedge(rng_for(0, "h"), (1.0, 2.0, 0.1), 0.5 * np.pi, 3, 1.0, 10.0)

    middles = [piece.position for piece in pieces]
    np.testing.assert_allclose(middles, [(1.0, 2.0 + HEDGE * (k + 0.5), 0.1) for k in range(3)], atol=1e-6)
    assert 0.9 < pieces[0].scale[2] * hedge_mesh(0, 0).bounds[1][2] < 1.2


def test_bushes_differ():
    sizes = {bush(rng_for(seed, "b"), (0, 0, 0), 9.0).scale for seed in range(8)}

    assert len(sizes) == 8
