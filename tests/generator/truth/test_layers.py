"""Layers say of each pixel what a plane, a ball or a ray caster says, with and without a lens that bends."""

from dataclasses import replace

import numpy as np
import pytest

from panscape.render import render
from panscape.render.view import View
from panscape.scenes import Lens, Placement, Thing
from panscape.seeds import rng_for
from panscape.truth import layers_of, truth_of
from panscape.truth.boxes import boxes_of

from solids import GREY, ball, box, camera, crowd, scene

LENSES = {"pinhole": Lens(), "bent": Lens(k1=-0.25, k2=0.06)}
TURN = np.array([[0.36, 0.48, -0.8], [-0.8, 0.6, 0.0], [0.48, 0.64, 0.6]])


@pytest.fixture(params=LENSES)
def view(request):
    return replace(camera(yaw=0.1, pitch=-0.2, roll=0.15), lens=LENSES[request.param])


def drawn(things, view, want):
    made = scene(things, view=view)
    rendering = render(made, rng_for(0, "sensor"))
    return made, rendering, layers_of(made, rendering, want)


def inside(view):
    """Of how many pixels in a hundred the ray surely meets the triangle itself.

    Behind a lens that bends, a pixel takes the triangle of the nearest of 2 x 2 samples, which its own ray may miss.
    """
    return 85 if view.lens.bends else 99


def points(view, rendering, place):
    """Where in the world what each pixel shows is, by depth and ray: (H, W, 3)."""
    x, y = np.meshgrid(np.arange(view.width) + 0.5, np.arange(view.height) + 0.5)
    where = np.stack([x, y], -1) if rendering.where is None else rendering.where
    lens = View.of(view).lens
    rays = np.dstack([(where - lens[1:]) / lens[0], np.ones(where.shape[:2])])
    return (rays * rendering.depth[..., None]) @ view.axes + np.array(view.position) - np.array(place)


def test_the_ground_faces_up(view):
    _, rendering, made = drawn([], view, {"normals"})

    world = made["normals"] @ view.axes

    ground = rendering.depth > 0
    np.testing.assert_allclose(world[ground], np.broadcast_to([0, 0, 1], world[ground].shape), atol=1e-6)
    assert not made["normals"][~ground].any()
    assert 0 < ground.mean() < 1


def test_a_balls_normals_point_away_from_its_middle(view):
    middle = (6.0, 0.5, 0.8)

    _, rendering, made = drawn([Placement(ball(96), middle, GREY, yaw=1.0)], view, {"normals"})

    on = rendering.ids == 1
    outwards = points(view, rendering, middle)[on]
    outwards /= np.linalg.norm(outwards, axis=1, keepdims=True)
    angles = np.degrees(np.arccos(np.clip(np.sum((made["normals"] @ view.axes)[on] * outwards, axis=1), -1, 1)))
    assert on.sum() > 500
    assert np.percentile(angles, inside(view)) < 1.0
    assert np.abs(np.linalg.norm(made["normals"][on], axis=1) - 1).max() < 1e-6


def test_every_normal_faces_the_camera(view):
    _, rendering, made = drawn(crowd(rng_for(2, "crowd")), view, {"normals"})

    lens = View.of(view).lens
    x, y = np.meshgrid(np.arange(view.width) + 0.5, np.arange(view.height) + 0.5)
    where = np.stack([x, y], -1) if rendering.where is None else rendering.where
    rays = np.dstack([(where - lens[1:]) / lens[0], np.ones(where.shape[:2])])
    assert (np.sum(made["normals"] * rays, axis=2) <= 1e-9).all()


def test_a_stretched_balls_normals_are_those_of_an_ellipsoid():
    middle, axes = (6.0, 0.0, 1.0), np.array([0.5, 1.5, 0.8])

    _, rendering, made = drawn([Placement(ball(96), middle, GREY, scale=tuple(axes))], camera(), {"normals"})

    on = rendering.ids == 1
    slope = points(camera(), rendering, middle)[on] / axes**2
    slope /= np.linalg.norm(slope, axis=1, keepdims=True)
    cosines = np.sum((made["normals"] @ camera().axes)[on] * slope, axis=1)
    assert np.percentile(cosines, 1) > np.cos(np.radians(2.0))


def test_object_coordinates_lead_back_to_the_point_in_the_world(view):
    parts = (
        Placement(box(), (7.0, -0.5, 0.2), GREY, rotation=TURN, scale=(2.0, 1.0, 0.5)),
        Placement(ball(), (6.5, 0.7, 0.9), GREY),
    )
    made = replace(scene([], view=view), things=(Thing("car", parts),))
    rendering = render(made, rng_for(0, "sensor"))

    coords = layers_of(made, rendering, {"object_coords"})["object_coords"]

    on = rendering.ids == 1
    boxes = boxes_of(made, rendering.packed)
    along = boxes.bounds[0, :3] + coords[on] * boxes.sizes[0]
    off = np.abs(along @ boxes.frames[0].T - points(view, rendering, (0, 0, 0))[on]).max(axis=1)
    assert np.percentile(off, inside(view)) < 2e-5
    assert np.isnan(coords[~on]).all()
    assert coords[on].min() >= 0.0
    assert coords[on].max() <= 1.0


def test_a_box_is_tight_around_all_parts_of_a_thing():
    parts = (
        Placement(box(), (7.0, -0.5, 0.2), GREY, rotation=TURN, scale=(2.0, 1.0, 0.5)),
        Placement(ball(), (6.5, 0.7, 0.9), GREY),
    )
    made = replace(scene([]), things=(Thing("car", parts), Thing("car", parts[:1])))
    rendering = render(made, rng_for(0, "sensor"))

    boxes = boxes_of(made, rendering.packed)

    corners = [
        (part.mesh.vertices * part.scale) @ part.matrix.T + part.position
        for thing in made.things
        for part in thing.placements
    ]
    for k, parts_of in enumerate((np.concatenate(corners[:2]), corners[2])):
        along = parts_of @ TURN
        np.testing.assert_allclose(boxes.bounds[k], [*along.min(axis=0), *along.max(axis=0)], atol=1e-12)
    np.testing.assert_allclose(boxes.sizes[1], [2.0, 1.0, 0.5], atol=1e-12)
    np.testing.assert_allclose(boxes.centers[1], np.array([7.0, -0.5, 0.2]) + TURN @ [0, 0, 0.25], atol=1e-12)


def test_box_facts_say_the_same_in_the_world_and_before_the_camera(view):
    things = [
        Placement(box(), (8.0, 1.0, 0.0), GREY, yaw=0.5, scale=(4.0, 2.0, 1.5)),
        Placement(ball(), (9, -3, 2), GREY, rotation=TURN),
    ]
    made = scene(things, view=view)
    rendering = render(made, rng_for(0, "sensor"))

    label, _ = truth_of(made, rendering, {"boxes"})

    facts = [segment.facts for segment in label.segments[:2]]
    assert facts[0]["box3d"]["size"] == [4.0, 2.0, 1.5]
    assert facts[0]["box3d"]["center"] == [8.0, 1.0, 0.75]
    assert facts[0]["box3d"]["yaw_deg"] == pytest.approx(np.degrees(0.5), abs=1e-4)
    assert "yaw_deg" not in facts[1]["box3d"]
    assert [fact["track_id"] for fact in facts] == [1, 2]
    for fact in facts:
        world, seen = fact["box3d"], fact["box3d_camera"]
        back = np.array(seen["center"]) @ view.axes + view.position
        np.testing.assert_allclose(back, world["center"], atol=2e-4)
        np.testing.assert_allclose(view.axes.T @ seen["rotation"], world["rotation"], atol=3e-6)


@pytest.mark.parametrize("seed", range(3))
def test_areas_fill_the_picture_and_whole_shapes_hold_what_is_seen(seed, view):
    from pycocotools import mask as coco_mask

    made = scene(crowd(rng_for(seed, "crowd")), view=view)
    rendering = render(made, rng_for(0, "sensor"))

    label, amodal = truth_of(made, rendering, {"amodal"})

    assert sum(segment.area for segment in label.segments) == label.ids.size
    for number, rle in amodal.items():
        whole = coco_mask.decode(rle) > 0
        facts = label.segments[number - 1].facts
        assert whole[label.mask(number)].all()
        assert facts["amodal_area"] == whole.sum()
        covered = np.bincount(label.ids[whole], minlength=len(label.segments) + 1)
        assert facts["occluded_px"] == [covered[other] for other in facts["occluded_by"]]
        assert sum(facts["occluded_px"]) == whole.sum() - label.mask(number).sum()


@pytest.mark.parametrize(("y", "wanted"), [(0.0, False), (7.0, True)])
def test_truncated_is_told_behind_a_bent_lens_too(y, wanted):
    made = scene([Placement(ball(), (8.0, y, 1.0), GREY, scale=(2, 2, 2))], view=replace(camera(), lens=LENSES["bent"]))

    label, _ = truth_of(made, render(made, rng_for(0, "sensor")), {"amodal"})

    assert label.segments[0].facts["truncated"] is wanted
