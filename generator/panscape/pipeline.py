"""From a recipe, a seed and an index to a frame; from a recipe to a dataset folder."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from inspect import signature
from itertools import groupby
from pathlib import Path
from typing import Any

from panscape.categories import Taxonomy, taxonomy
from panscape.dataset import FrameOptions, Plan, finish, write_frame, writing
from panscape.errors import UsageError
from panscape.executor import run_tasks
from panscape.frames import Frame
from panscape.recipe import Recipe, Shot
from panscape.render import Sight, look, picture
from panscape.scenes import Camera, Move, Scene, Shots
from panscape.seeds import rng_for
from panscape.truth import HALVES, flows_of, is_warm, kept_for, layers_of, lit_layers_of, truth_of, warm

TOGETHER = 12  # pictures of one scene that a worker makes in one go, at least where a frame has as many variants


def make_scene(recipe: Recipe, seed: int, index: int) -> Scene:
    """Return what picture ``index`` of a recipe shows: its scene, lit and photographed as the recipe says."""
    shot = recipe.shot(index)
    return _posed(_built(recipe, seed, shot.scene), recipe, seed, shot)


def make_frame(recipe: Recipe, seed: int, index: int) -> Frame:
    """Return frame ``index`` of a recipe: the picture and its exact truth.

    It depends on nothing but the three arguments: any frame can be made alone, in any process, in any order.

    Parameters
    ----------
    recipe : Recipe
    seed : int
    index : int
        From 0: of the pictures, scene by scene, then variant by variant, then frame by frame.

    Returns
    -------
    Frame

    Examples
    --------
    >>> from panscape.recipe import load_recipe
    >>> frame = make_frame(load_recipe("street"), seed=0, index=3)
    >>> frame.image.shape, frame.label.ids.shape
    ((480, 640, 3), (480, 640))
    """
    return next(make_frames(recipe, seed, [index]))


def make_frames(recipe: Recipe, seed: int, indices: Collection[int]) -> Iterator[Frame]:
    """Yield some frames of one scene, moment by moment: what their pictures share is found but once.

    Pictures of one moment from one camera share geometry and truth; they differ by light, weather and sensor.

    Parameters
    ----------
    recipe : Recipe
    seed : int
    indices : collection of int
        Of one scene.

    Raises
    ------
    ValueError
        If they are of several scenes.
    """
    shots = {index: recipe.shot(index) for index in indices}
    numbers = {shot.scene for shot in shots.values()}
    if len(numbers) != 1:
        raise ValueError(f"pictures of one scene are made together; found those of scenes {sorted(numbers)}")
    scene = _built(recipe, seed, numbers.pop())
    for _, moment in groupby(sorted(shots, key=lambda index: (shots[index].frame, index)), lambda k: shots[k].frame):
        posed = {index: _posed(scene, recipe, seed, shots[index]) for index in moment}
        alike: dict[Any, list[int]] = defaultdict(list)
        for index, one in posed.items():
            alike[_geometry(one.camera)].append(index)
        for group in alike.values():
            yield from _alike([posed[index] for index in group], recipe, seed, group)


def frame_of(scene: Scene, recipe: Recipe, seed: int, index: int) -> Frame:
    """Return the picture of a scene and its truth, as the recipe asks for it."""
    return next(_alike([scene], recipe, seed, [index]))


def _built(recipe: Recipe, seed: int, number: int) -> Scene:
    """Scene ``number`` as its world builds it, with all that its pictures show."""
    shots = _shots(recipe, seed, number)
    rng = rng_for(seed, "scene", number)
    if shots.plain or "shots" not in signature(recipe.build).parameters:
        scene: Scene = recipe.build(recipe.params, rng)
    else:
        scene = recipe.build(recipe.params, rng, shots=shots)
    return scene


def _shots(recipe: Recipe, seed: int, number: int) -> Shots:
    """All pictures of a scene: how the camera stands in each variant, and when."""
    every = [recipe.varied(variant) for variant in range(max(1, len(recipe.vary)))]
    moves = tuple(dict.fromkeys(_move(one, seed, number) for one in every))
    times = tuple(frame / recipe.frames.rate for frame in range(recipe.frames.count))
    return Shots(moves, times, len(times) > 1 or any(one.lens.shutter.high > 0.0 for one in every))


def _move(recipe: Recipe, seed: int, number: int) -> Move:
    return recipe.camera.drawn(rng_for(seed, "view", number))


def _posed(scene: Scene, recipe: Recipe, seed: int, shot: Shot) -> Scene:
    """A scene at the moment, from the camera and in the light of one of its pictures."""
    one, now = recipe.varied(shot.variant), scene.at(shot.frame / recipe.frames.rate)
    move, path = _move(one, seed, shot.scene), now.path
    lens = one.lens.drawn(rng_for(seed, "lens", shot.scene))
    sensor = one.sensor.drawn(rng_for(seed, "exposure", shot.scene))

    def taken(camera: Camera) -> Camera:
        width, height = recipe.image.width, recipe.image.height
        return replace(move.of(camera, scene.room), width=width, height=height, lens=lens, sensor=sensor)

    return replace(
        now,
        camera=taken(now.camera),
        path=(lambda time: taken(path(time))) if path else None,
        light=one.light.drawn(rng_for(seed, "light", shot.scene)),
        weather=one.weather.drawn(rng_for(seed, "weather", shot.scene)),
    )


def _geometry(camera: Camera) -> Any:
    """What decides where on the picture a point of the scene is."""
    lens = camera.lens
    return camera.position, camera.yaw, camera.pitch, camera.roll, camera.fov, lens.k1, lens.k2


def _alike(scenes: Sequence[Scene], recipe: Recipe, seed: int, indices: Sequence[int]) -> Iterator[Frame]:
    """The frames of one moment from one camera: what is seen is found once, and lit for each."""
    others = _neighbours(scenes[0], recipe, recipe.shot(indices[0]).frame)
    sight, truth = look(scenes[0]), None
    shared = flows_of(scenes[0], sight, others)
    for scene, index in zip(scenes, indices, strict=True):
        shot = recipe.shot(index)
        rendering = picture(sight, scene, rng_for(seed, "sensor", shot.scene, shot.frame), kept_for(recipe.truth))
        if truth is None:
            truth = truth_of(scene, rendering, recipe.truth)
            shared.update(layers_of(scene, rendering, recipe.truth))
        label, lit = lit_layers_of(rendering, truth[0], recipe.truth)
        yield Frame(
            index=index,
            image=rendering.image,
            label=label,
            amodal=truth[1],
            layers={**shared, **lit},
            facts=_facts(scene, recipe, seed, index),
            cast=rendering.category_ids,
        )


def _neighbours(scene: Scene, recipe: Recipe, frame: int) -> dict[str, tuple[Scene, Sight]]:
    """The moments of the frames after and before, where there are such and flow is asked for, and what is seen then."""
    steps = {"forward": 1, "backward": -1}
    moments = {
        name: scene.at(step / recipe.frames.rate)
        for name, step in steps.items()
        if f"flow_{name}" in recipe.truth and 0 <= frame + step < recipe.frames.count
    }
    return {name: (moment, look(moment)) for name, moment in moments.items()}


def _facts(scene: Scene, recipe: Recipe, seed: int, index: int) -> dict[str, Any]:
    shot = recipe.shot(index)
    told: dict[str, Any] = {"seed": seed, "index": index, "scene": shot.scene}
    if recipe.vary:
        told.update(variant=recipe.vary[shot.variant].name, variant_index=shot.variant)
    if recipe.frames.count > 1:
        sequence = shot.scene * max(1, len(recipe.vary)) + shot.variant
        told.update(sequence=sequence, frame=shot.frame, time_s=round(shot.frame / recipe.frames.rate, 6))
    return {
        **told,
        "camera": scene.camera.facts(),
        "lens": scene.camera.lens.facts(),
        "sensor": scene.camera.sensor.facts(),
        "light": scene.light.facts(),
        "weather": scene.weather.facts(),
        **scene.facts,
    }


def taxonomy_of(recipe: Recipe) -> Taxonomy:
    """Return the taxonomy of a recipe's scenes: the one that its parameters name, else that of a scene."""
    name = getattr(type(recipe.params), "taxonomy", None)
    return taxonomy(name) if isinstance(name, str) else make_scene(recipe, 0, 0).taxonomy


def compile_kernels(workers: int) -> None:
    """Compile the renderer's kernels, once for this machine, if two processes can share the work.

    Without it every worker compiles all of them before its first frame. Nothing is done where it was done before.
    """
    if workers > 1 and not is_warm():
        list(run_tasks(warm, HALVES, len(HALVES), name="half {} of the kernels".format))


def generate_dataset(
    recipe: Recipe,
    folder: Path,
    images: int,
    seed: int,
    *,
    workers: int = 1,
    resume: bool = False,
    overwrite: bool = False,
    advance: Callable[[int], None] = lambda count: None,
) -> int:
    """Write a dataset folder; return how many frames were made now.

    Parameters
    ----------
    recipe : Recipe
    folder : Path
    images, seed, workers : int
    resume, overwrite : bool
        What to do with a dataset that is there already; with neither, it is an error.
    advance : callable
        Is told how many frames are there: first those that an earlier run left, then one at a time.

    Raises
    ------
    UsageError, StorageError
        If the folder cannot be used; nothing was made.
    PartialError
        If some frames could not be made; the others are there, and ``resume`` goes on from them.
    """
    if images < 1:
        raise UsageError(f"--images {images}: a dataset has at least one picture")
    names = taxonomy_of(recipe)
    plan = Plan(recipe.facts(), seed, tuple(recipe.split_of_each(images)), names)
    options = FrameOptions(names.categories, recipe.image.jpeg_quality)
    made = 0
    with writing(folder, plan, resume=resume, overwrite=overwrite) as begun:
        remaining = list(begun.remaining())
        advance(images - len(remaining))
        tasks = [
            _Task(folder, remaining[group[0]][1], recipe, seed, tuple(remaining[k][0] for k in group), options)
            for group in _groups(recipe, [index for index, _ in remaining])
        ]
        compile_kernels(min(workers, len(tasks)))
        for task, _ in run_tasks(_write, tasks, min(workers, max(len(tasks), 1)), name=_called):
            made += len(task.indices)
            advance(len(task.indices))
        finish(begun)
    return made


def _groups(recipe: Recipe, indices: Sequence[int]) -> Iterator[list[int]]:
    """The places of pictures that are made in one go: of one scene, all variants of some frames.

    A long sequence is cut, so that several workers share it and progress is seen; its world is then built again.
    """
    span = max(1, TOGETHER // max(1, len(recipe.vary)))
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, index in enumerate(indices):
        shot = recipe.shot(index)
        groups[shot.scene, shot.frame // span].append(place)
    yield from groups.values()


@dataclass(frozen=True)
class _Task:
    """Some frames of one scene to write: all that a worker needs to know."""

    folder: Path
    split: str
    recipe: Recipe
    seed: int
    indices: tuple[int, ...]
    options: FrameOptions


def _write(task: _Task) -> None:
    for frame in make_frames(task.recipe, task.seed, task.indices):
        write_frame(task.folder, task.split, frame, task.options)


def _called(task: _Task) -> str:
    first, last = task.indices[0], task.indices[-1]
    return f"frame {first} of seed {task.seed}" if first == last else f"frames {first} to {last} of seed {task.seed}"
