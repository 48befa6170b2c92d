"""Street furniture stands on the ground within its size; what lies on the ground is thin; boxes are closed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panscape.scenes import Placement
from panscape.seeds import rng_for
from panscape.shapes.amenity import AMENITIES, amenity, amenity_mesh
from panscape.shapes.blocks import blocks
from panscape.shapes.castings import CASTING_REACH, CASTINGS, casting_dress, casting_mesh
from panscape.shapes.litter import LITTER, carpet_mesh, drift_mesh, litter_dress, litter_mesh
from panscape.shapes.shelter import SHELTER, shelter, shelter_mesh
from panscape.shapes.wear import VARIANTS, seam_mesh, skid_mesh, stain_mesh, tracks_mesh


def directed_edges(triangles):
    return [tuple(edge) for edge in triangles[:, [(0, 1), (1, 2), (2, 0)]].reshape(-1, 2).tolist()]


@given(st.integers(0, 2**31), st.integers(1, 5))
def test_blocks_are_closed_and_hold_what_they_should(seed, count):
    rng = np.random.default_rng(seed)
    low, size = rng.normal(size=(count, 3)), rng.uniform(0.1, 2.0, (count, 3))

    mesh = blocks(np.stack([low, low + size], axis=2).reshape(count, 6), "body")

    edges = directed_edges(mesh.triangles)
    assert len(set(edges)) == len(edges) and {(b, a) for a, b in edges} == set(edges)
    a, b, c = mesh.vertices[mesh.triangles].transpose(1, 0, 2)
    assert (np.cross(a, b) * c).sum() / 6.0 == pytest.approx(size.prod(axis=1).sum(), rel=1e-9)


@pytest.mark.parametrize("model", AMENITIES)
def test_an_amenity_stands_on_the_ground_within_its_size(model):
    low, high = amenity_mesh(model).bounds
    size = AMENITIES[model]
    standing = amenity_mesh(model).vertices
    standing = standing[standing[:, 2] < 1.9]  # a parasol's cloth hangs over the heads of those who pass

    assert low[2] == pytest.approx(0.0, abs=0.02)
    assert high[2] <= size.height + 0.01
    assert np.ptp(standing[:, 0]) <= size.length + 0.01
    assert np.ptp(standing[:, 1]) <= size.width + 0.01
    assert max(np.abs(standing[:, :2]).max(axis=0) - [0.5 * size.length, 0.5 * size.width]) < 0.36


@pytest.mark.parametrize("model", AMENITIES)
def test_an_amenity_has_a_material_for_every_slot_and_some_finishes(model):
    looks = [amenity(k / 12, (0, 0, 0), 0.0, model) for k in range(12)]

    assert len({id(look.materials) for look in looks}) > 2
    assert len({look.mesh for look in looks}) == 1


def test_a_shelter_opens_to_the_front_and_its_poster_glows_at_night():
    placed = shelter(0.0, (0, 0, 0), 0.0)
    low, high = shelter_mesh().bounds

    assert high[2] <= SHELTER.height + 0.01
    assert np.ptp([low[1], high[1]]) <= SHELTER.width + 0.1
    assert placed.materials["poster"].night > 0.0 == placed.materials["frame"].night
    front = placed.mesh.vertices[placed.mesh.vertices[:, 2] < 2.2]
    assert not ((front[:, 0] > 0.3) & (np.abs(front[:, 1]) < 1.8)).any()


@pytest.mark.parametrize("model", CASTINGS)
def test_castings_lie_flat_and_look_up(model):
    mesh = casting_mesh(model)
    corners = mesh.vertices[mesh.triangles]
    up = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2]

    assert (up >= 0.0).all() and up.max() > 0.0
    assert 0.0 <= mesh.vertices[:, 2].min() and mesh.vertices[:, 2].max() < 0.004
    assert np.abs(mesh.vertices[:, :2]).max() <= CASTING_REACH[model] + 1e-6
    Placement(mesh, (0, 0, 0), casting_dress(rng_for(0, "c")))


@pytest.mark.parametrize("model", LITTER)
def test_litter_lies_on_the_ground(model):
    low, high = litter_mesh(model).bounds

    assert -1e-6 < low[2] < 0.02 and high[2] < 0.15
    Placement(litter_mesh(model), (0, 0, 0), litter_dress(rng_for(0, "c")))


@pytest.mark.parametrize("make", [drift_mesh, carpet_mesh])
def test_fallen_leaves_keep_to_their_side_of_the_kerb_and_thin_out_away_from_it(make):
    for fine in (True, False):
        mesh = make(1, fine)
        _, y, z = mesh.vertices.T

        assert y.min() >= 0.0
        assert 0.0 < z.min() and z.max() < 0.06
        assert (y < 0.5 * y.max()).mean() > 0.5
    assert 2 * len(make(1, False).triangles) < len(make(1, True).triangles)


@pytest.mark.parametrize("variant", range(VARIANTS))
@pytest.mark.parametrize("make", [seam_mesh, skid_mesh, stain_mesh])
def test_marks_of_wear_look_up_and_lie_flat(make, variant):
    mesh = make(variant)
    corners = mesh.vertices[mesh.triangles]
    up = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2]

    assert up.min() >= 0.0
    assert 0.0 <= mesh.vertices[:, 2].min() and mesh.vertices[:, 2].max() < 0.004


def test_wheel_tracks_lie_where_wheels_roll():
    mesh = tracks_mesh(20, (-1.5, 1.5))

    tracks = mesh.vertices[mesh.triangles[mesh.slot == mesh.slots.index("track")]]

    assert {round(float(y), 2) for y in tracks.mean(axis=1)[:, 1].round(0)} <= {-2.0, -1.0, 1.0, 2.0}
    assert np.abs(mesh.vertices[:, 0]).max() == 20.0
