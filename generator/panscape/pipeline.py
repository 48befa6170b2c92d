"""From a recipe, a seed and an index to a frame; from a recipe to a dataset folder."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from panscape.categories import Taxonomy, taxonomy
from panscape.dataset import FrameOptions, Plan, finish, write_frame, writing
from panscape.errors import UsageError
from panscape.executor import run_tasks
from panscape.frames import Frame
from panscape.recipe import Recipe
from panscape.render import render
from panscape.scenes import Scene
from panscape.seeds import rng_for
from panscape.truth import HALVES, is_warm, truth_of, warm


def make_scene(recipe: Recipe, seed: int, index: int) -> Scene:
    """Return scene ``index`` of a recipe, lit and photographed as the recipe says."""
    scene: Scene = recipe.build(recipe.params, rng_for(seed, "scene", index))
    camera = replace(
        scene.camera,
        width=recipe.image.width,
        height=recipe.image.height,
        lens=recipe.lens.drawn(rng_for(seed, "lens", index)),
        sensor=recipe.sensor.drawn(rng_for(seed, "exposure", index)),
    )
    return replace(
        scene,
        camera=camera,
        light=recipe.light.drawn(rng_for(seed, "light", index)),
        weather=recipe.weather.drawn(rng_for(seed, "weather", index)),
    )


def make_frame(recipe: Recipe, seed: int, index: int) -> Frame:
    """Return frame ``index`` of a recipe: the picture and its exact truth.

    It depends on nothing but the three arguments: any frame can be made alone, in any process, in any order.

    Parameters
    ----------
    recipe : Recipe
    seed : int
    index : int
        From 0.

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
    return frame_of(make_scene(recipe, seed, index), recipe, seed, index)


def frame_of(scene: Scene, recipe: Recipe, seed: int, index: int) -> Frame:
    """Return the picture of a scene and its truth, as the recipe asks for it."""
    rendering = render(scene, rng_for(seed, "sensor", index))
    label, amodal = truth_of(scene, rendering, recipe.truth)
    return Frame(
        index=index,
        image=rendering.image,
        label=label,
        amodal=amodal,
        layers={"depth": rendering.depth} if "depth" in recipe.truth else {},
        facts={
            "seed": seed,
            "index": index,
            "scene": index,
            "camera": scene.camera.facts(),
            "lens": scene.camera.lens.facts(),
            "sensor": scene.camera.sensor.facts(),
            "light": scene.light.facts(),
            "weather": scene.weather.facts(),
            **scene.facts,
        },
    )


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
        tasks = [_Task(folder, split, recipe, seed, index, options) for index, split in remaining]
        compile_kernels(min(workers, len(tasks)))
        for _ in run_tasks(_write, tasks, min(workers, max(len(tasks), 1)), name=_called):
            made += 1
            advance(1)
        finish(begun)
    return made


@dataclass(frozen=True)
class _Task:
    """One frame to write: all that a worker needs to know."""

    folder: Path
    split: str
    recipe: Recipe
    seed: int
    index: int
    options: FrameOptions


def _write(task: _Task) -> None:
    write_frame(task.folder, task.split, make_frame(task.recipe, task.seed, task.index), task.options)


def _called(task: _Task) -> str:
    return f"frame {task.index} of seed {task.seed}"
