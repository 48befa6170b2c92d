"""Flow carries a pixel to where the same point of the same surface is projected at the other time."""

from dataclasses import replace

import numpy as np
import pytest

from panscape.render import look, render
from panscape.render.lens import pinhole_size
from panscape.scenes import Lens, Placement, Thing
from panscape.seeds import rng_for
from panscape.truth import flow

from solids import GREY, ball, box, camera, crowd, scene

LENSES = {"pinhole": Lens(), "bent": Lens(k1=-0.25, k2=0.06)}


def projected(view, points):
    """Where points of the world, (N, 3), come to lie on the picture of a camera: (N, 2), by the textbook."""
    seen = (points - np.array(view.position)) @ view.axes.T
    plain = seen[:, :2] / seen[:, 2:]
    square = np.sum(plain**2, axis=1, keepdims=True)
    bent = plain * (1 + view.lens.k1 * square + view.lens.k2 * square**2)
    return bent * view.focal + [view.width / 2, view.height / 2]


def world_points(view, seen):
    """The point that each pixel shows, (H, W, 3), by its depth."""
    x, y = np.meshgrid(np.arange(view.width) + 0.5, np.arange(view.height) + 0.5)
    where = np.stack([x, y], -1) if seen.where is None else seen.where
    rays = (where - 0.5 * np.array(pinhole_size(view))) / view.focal
    return (np.dstack([rays, np.ones(x.shape)]) * seen.depth[..., None]) @ view.axes + np.array(view.position)


def moved(rng, placement):
    turn, _ = np.linalg.qr(placement.matrix + 0.1 * rng.normal(size=(3, 3)))
    turn *= np.sign(np.sum(turn * placement.matrix, axis=0))
    return replace(placement, position=tuple(np.array(placement.position) + rng.normal(0, 0.3, 3)), rotation=turn)


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("seed", range(2))
def test_a_pixel_goes_where_its_point_goes(lens, seed):
    rng = rng_for(seed, "flow")
    before = [thing for thing in crowd(rng) if thing.position[0] > 3]
    after = [moved(rng, thing) for thing in before]
    view = replace(camera(yaw=0.1, pitch=-0.1), lens=LENSES[lens])
    then = replace(view, position=(0.4, -0.2, 1.6), yaw=0.15, pitch=-0.13, roll=0.05)
    first, second = scene(before, view=view), scene(after, view=then)
    seen, seen_then = look(first), look(second)

    found, _ = flow(first, seen, second, seen_then)

    here = world_points(view, look(first))
    start = projected(view, np.where(seen.depth[..., None] > 0, here, here + 1e6).reshape(-1, 3))
    off = np.full(seen.ids.shape, np.nan)
    for number, (one, other) in enumerate(zip(before, after, strict=True), start=1):
        on = seen.ids == number
        along = (here[on] - np.array(one.position)) @ one.matrix
        wanted = projected(then, along @ other.matrix.T + np.array(other.position))
        centers = np.argwhere(on)[:, ::-1] + 0.5
        known = found[on][:, 2] > 0
        off[on] = np.where(known, np.linalg.norm(centers + found[on][:, :2] - wanted, axis=1), 0.0)
    ground = (seen.ids == len(before) + 1) & (seen.depth > 0)
    off[ground] = np.linalg.norm(
        np.argwhere(ground)[:, ::-1] + 0.5 + found[ground][:, :2] - projected(then, here[ground]), axis=1
    )
    measured = off[~np.isnan(off)]
    assert measured.size > 0.4 * off.size
    # Behind a lens that bends, an edge pixel takes the nearest of 2 x 2 samples, whose triangle its ray may miss.
    assert np.percentile(measured, 100 if lens == "pinhole" else 95) < 0.1
    assert np.isfinite(start).all()


def test_the_sky_moves_by_the_turn_of_the_camera_alone():
    view = camera(pitch=0.4)
    then = replace(view, yaw=0.1, position=(5.0, 2.0, 1.5))
    first, second = scene([], view=view), scene([], view=then)

    found, _ = flow(first, look(first), second, look(second))

    sky = look(first).depth == 0
    centers = np.argwhere(sky)[:, ::-1] + 0.5
    far = np.column_stack([(centers - [80, 60]) / view.focal, np.ones(len(centers))]) @ view.axes * 1e9
    np.testing.assert_allclose(centers + found[sky][:, :2], projected(then, far), atol=1e-3)


def test_nothing_moves_and_nothing_hides_where_nothing_changes():
    still = scene(crowd(rng_for(3, "crowd")))

    found, hidden = flow(still, look(still), still, look(still))

    np.testing.assert_allclose(found[..., :2], 0, atol=1e-4)
    assert (found[..., 2] == 1).all()
    assert hidden.mean() < 1e-4


def test_what_comes_to_lie_behind_something_is_hidden():
    far, near = Placement(ball(), (12.0, 0.0, 1.5), GREY), Placement(box(), (6.0, 4.0, 0.0), GREY, scale=(0.5, 2, 4))
    first, second = scene([far, near]), scene([far, replace(near, position=(6.0, 0.0, 0.0))])

    found, hidden = flow(first, look(first), second, look(second))

    on_ball = look(first).ids == 1
    assert on_ball.sum() > 100
    assert hidden[on_ball].all()
    assert (found[on_ball][:, 2] == 1).all()
    front = (look(first).ids == 2) & np.isclose(look(first).depth, 5.75)
    side = (look(first).ids == 2) & (look(first).depth > 5.9)
    assert not hidden[front].any()
    assert side.sum() > 20
    assert hidden[side].all()


def test_what_leaves_the_picture_is_out_of_sight_and_what_comes_behind_the_camera_unknown():
    thing = Placement(ball(), (8.0, 0.0, 1.5), GREY)
    first = scene([thing])
    aside, behind = (scene([replace(thing, position=place)]) for place in ((8.0, 20.0, 1.5), (-8.0, 0.0, 1.5)))
    on = look(first).ids == 1

    gone, out = flow(first, look(first), aside, look(aside))
    lost, hidden = flow(first, look(first), behind, look(behind))

    assert out[on].all()
    assert (gone[on][:, 2] == 1).all()
    assert hidden[on].all()
    assert not lost[on].any()


def test_forward_and_backward_lead_back_to_the_pixel():
    first = scene(crowd(rng_for(4, "crowd")))
    second = replace(first, camera=replace(first.camera, position=(0.3, 0.1, 1.5), yaw=0.02))
    seen, then = look(first), look(second)

    forward, hidden = flow(first, seen, second, then)
    backward, _ = flow(second, then, first, seen)

    y, x = np.argwhere(~hidden & (forward[..., 2] > 0)).T
    landed = np.stack([y, x], 1) + 0.5 + forward[y, x, 1::-1]
    j, i = np.floor(landed).astype(int).T
    back = landed - (forward[y, x, 1::-1] + backward[j, i, 1::-1]) - landed
    assert np.percentile(np.abs(back).max(axis=1), 90) < 1.0


def test_another_scene_is_refused():
    first, second = scene([Placement(ball(), (8.0, 0.0, 1.5), GREY)]), scene([])

    with pytest.raises(ValueError, match=r"2 placements of 578 triangles have become 1 of 2"):
        flow(first, look(first), second, look(second))


def test_a_rendering_serves_as_well_as_a_sight():
    first = replace(scene([]), things=(Thing("car", (Placement(ball(), (8.0, 0.0, 1.5), GREY),)),))

    found, _ = flow(first, render(first, rng_for(0, "sensor")), first, look(first))

    np.testing.assert_allclose(found[..., :2], 0, atol=1e-4)
