"""Bodies that bend: a mesh made once at rest, each point tied to bones, and put into any pose of its figure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from panscape.scenes import Mesh, join
from panscape.shapes.coarse import drawn_together
from panscape.shapes.figure import SIDES, Figure
from panscape.shapes.rings import unit
from panscape.shapes.solids import rotation
from panscape.shapes.surface import Floats, snapped

PELVIS, CHEST, HEAD = 0, 1, 2
THIGH, SHIN, FOOT = (3, 6), (4, 7), (5, 8)  # left, right
ARM, FOREARM, HAND = (9, 12), (10, 13), (11, 14)
HELD = (15, 16)  # what hangs from a hand: it goes where the wrist goes, and stays upright
GROUND = 17  # what rolls beside: it is not moved at all
BONES = 18


@dataclass(frozen=True, eq=False)
class Piece:
    """Part of a body at rest.

    Attributes
    ----------
    mesh : Mesh
    weights : (V, BONES) float64
        How far each vertex follows each bone; rows sum to 1.
    """

    mesh: Mesh
    weights: Floats


@dataclass(frozen=True, eq=False)
class Body:
    """A body at rest, with what each of its vertices follows.

    Attributes
    ----------
    rest : Figure
    mesh : Mesh
    weights : (V, BONES) float64
    limb : (V,) int64
        Equal for the vertices of one piece: pieces never melt into each other, however coarse.
    """

    rest: Figure
    mesh: Mesh
    weights: Floats
    limb: npt.NDArray[np.int64]


def rigid(mesh: Mesh, bone: int) -> Piece:
    """Return a piece that follows one bone."""
    weights = np.zeros((len(mesh.vertices), BONES))
    weights[:, bone] = 1.0
    return Piece(mesh, weights)


def bending(
    mesh: Mesh, start: Floats, end: Floats, joints: Sequence[float], bones: Sequence[int], soft: float
) -> Piece:
    """Return a piece that bends at joints on the way from ``start`` to ``end``.

    Parameters
    ----------
    mesh : Mesh
    start, end : (3,) float64, metres
    joints : sequence of float, metres
        How far from the start each joint is.
    bones : sequence of int
        One more than joints: what is followed before, between and beyond them.
    soft : float, metres
        Within this distance of a joint both bones are followed.
    """
    way = unit(end - start)
    along = ((mesh.vertices - start) * way).sum(axis=1)
    weights = np.zeros((len(along), BONES))
    before = np.ones(len(along))
    for joint, bone in zip(joints, bones, strict=False):
        t = np.clip(0.5 + 0.5 * (along - joint) / soft, 0.0, 1.0)
        passed = t * t * (3.0 - 2.0 * t)
        weights[:, bone] += before * (1.0 - passed)
        before = before * passed
    weights[:, bones[-1]] += before
    return Piece(mesh, weights)


def assembled(rest: Figure, pieces: Sequence[Piece]) -> Body:
    """Return the body that pieces make."""
    sizes = [len(piece.mesh.vertices) for piece in pieces]
    return Body(
        rest,
        join([piece.mesh for piece in pieces]),
        np.concatenate([piece.weights for piece in pieces]),
        np.repeat(np.arange(len(pieces)), sizes),
    )


def thinned(body: Body, cell: float) -> Body:
    """Return the body with all vertices of a limb that share a cell drawn together, as ``coarse`` does."""
    mesh, group = drawn_together(body.mesh, cell, body.limb)
    count = np.bincount(group)
    weights = np.stack([np.bincount(group, body.weights[:, bone]) / count for bone in range(BONES)], axis=1)
    limb = np.zeros(len(count), np.int64)
    limb[group] = body.limb
    return Body(body.rest, mesh, weights, limb)


def posed(body: Body, figure: Figure) -> Mesh:
    """Return the body's mesh in the pose of a figure: the same triangles, other places."""
    old, new = _frames(body.rest), _frames(figure)
    _turn_limbs(body.rest, figure, old, new)
    points = np.zeros_like(body.mesh.vertices)
    normals = np.zeros_like(points)
    for bone in range(BONES):
        touched = np.flatnonzero(body.weights[:, bone] > 0.0)
        if not len(touched):
            continue
        share = body.weights[touched, bone, None]
        (start, _), (place, turn) = old[bone], new[bone]
        # Not a matrix product: BLAS rounds differently from one CPU to the next.
        points[touched] += share * (place + _turned(body.mesh.vertices[touched] - start, turn))
        normals[touched] += share * _turned(body.mesh.normals[touched], turn)
    mesh = body.mesh
    return Mesh(snapped(points), mesh.triangles, unit(normals), mesh.flat, mesh.slot, mesh.part, mesh.slots)


def _turned(vectors: Floats, turn: Floats) -> Floats:
    columns = turn.T
    return vectors[:, :1] * columns[0] + vectors[:, 1:2] * columns[1] + vectors[:, 2:] * columns[2]


def _frames(figure: Figure) -> list[tuple[Floats, Floats]]:
    """Where each bone starts, and its rotation where that does not depend on how a limb is bent; at rest it is none."""
    places = [figure.pelvis, figure.pelvis, figure.neck]
    for k in range(2):
        places += [figure.hips[k], figure.knees[k], figure.ankles[k]]
    for k in range(2):
        places += [figure.shoulders[k], figure.elbows[k], figure.wrists[k]]
    return [(place, np.eye(3)) for place in (*places, *figure.wrists, np.zeros(3))]


def _turn_limbs(
    rest: Figure, figure: Figure, old: list[tuple[Floats, Floats]], new: list[tuple[Floats, Floats]]
) -> None:
    """Give each bone of ``new`` the rotation that takes it from rest to the figure's pose."""
    turns = {PELVIS: figure.axes.T @ rest.axes, CHEST: figure.chest.T @ rest.chest, HEAD: figure.head.T @ rest.head}
    for k in range(2):
        legs, arms = (THIGH[k], SHIN[k]), (ARM[k], FOREARM[k])
        ends = {legs: (rest.ankles[k], figure.ankles[k]), arms: (rest.wrists[k], figure.wrists[k])}
        for chain, base in ((legs, PELVIS), (arms, CHEST)):
            turn = turns[base]
            for bone, after in zip(chain, (chain[1], None), strict=True):
                before, now = (old[after][0], new[after][0]) if after else ends[chain]
                turn = _shortest(turn @ unit(before - old[bone][0]), unit(now - new[bone][0])) @ turn
                turns[bone] = turn
        turns[FOOT[k]] = foot_turn(figure, k) @ foot_turn(rest, k).T
        turns[HAND[k]] = turns[FOREARM[k]]
    for bone, turn in turns.items():
        new[bone] = (new[bone][0], turn)


def foot_turn(figure: Figure, side: int) -> Floats:
    """Return the (3, 3) rotation of a foot: pointing a little outwards, and down by its pitch."""
    return rotation("z", 0.12 * SIDES[side]) @ rotation("y", figure.feet[side])


def _shortest(a: Floats, b: Floats) -> Floats:
    """The rotation about an axis across both that takes one unit vector to the other."""
    x, y, z = a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.eye(3) + skew + skew @ skew / max(1.0 + float((a * b).sum()), 1e-6)
