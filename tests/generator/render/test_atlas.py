"""The atlas keeps what it has drawn, and lets go of it when it grows too large."""

import numpy as np

from panscape.render import atlas as module
from panscape.render.atlas import atlas_of

from solids import ball, box, square


def test_meshes_that_are_there_cost_nothing():
    meshes = [box(), square()]

    first = atlas_of(meshes)

    assert atlas_of(meshes) is first
    assert atlas_of(meshes[:1]) is first


def test_a_mesh_is_found_where_its_row_says():
    meshes = [box(), ball(), square()]
    atlas = atlas_of(meshes)

    for mesh in meshes:
        v0, v1, t0, t1, parts = atlas.rows[mesh]
        np.testing.assert_array_equal(atlas.vertices[v0:v1], mesh.vertices)
        np.testing.assert_array_equal(atlas.triangles[t0:t1] - v0, mesh.triangles)
        np.testing.assert_array_equal(atlas.bounds[mesh], np.concatenate(mesh.bounds))
        assert parts == mesh.part.max() + 1


def test_what_a_scene_does_not_use_is_let_go_when_room_runs_out(monkeypatch):
    old, new = box(), square()
    atlas_of([old])
    monkeypatch.setattr(module, "MOST_VERTICES", 10)

    atlas = atlas_of([new])

    assert list(atlas.rows) == [new]


def test_an_atlas_stays_as_it_was_when_others_are_made():
    first = atlas_of([box()])
    before = first.vertices.copy()

    atlas_of([ball(around) for around in range(8, 40, 2)])
    atlas_of([square(), ball(90)])

    np.testing.assert_array_equal(first.vertices, before)
    assert set(first.rows) < set(atlas_of([]).rows)
