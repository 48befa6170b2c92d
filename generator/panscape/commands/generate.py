"""``panscape generate``: pictures and their exact truth, in a dataset folder."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def generate(
    recipe: Annotated[str, typer.Argument(help="A built-in recipe (panscape list recipes), or a YAML file of yours.")],
    out: Annotated[Path, typer.Argument(help="The folder to make.")],
    images: Annotated[int, typer.Option(help="How many pictures.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 0,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 for one a processor.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what an interrupted run left.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Remove the dataset that is there.")] = False,
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change the recipe: light.cloud=0.8.")
    ] = None,
) -> None:
    """Make pictures with exact panoptic truth: COCO panoptic, COCO instances, amodal masks, depth."""
    from time import perf_counter

    from panscape.executor import default_workers, start_early

    processes = workers or default_workers()
    if processes > 1:
        start_early(["panscape.pipeline", "panscape.worlds.street"])

    from panscape.opencv import conflict
    from panscape.pipeline import generate_dataset
    from panscape.progress import progress
    from panscape.recipe import load_recipe
    from panscape.truth import is_warm

    if warning := conflict():
        typer.echo(f"warning: {warning}", err=True)
    read = load_recipe(recipe, changes or [])
    if sys.stderr.isatty() and not is_warm():
        typer.echo("the renderer is compiled, once on this machine: some 20 s", err=True)
    begun = perf_counter()
    with progress("generate", images, "images") as advance:
        made = generate_dataset(
            read,
            out,
            images,
            seed,
            workers=processes,
            resume=resume,
            overwrite=overwrite,
            advance=advance,
        )
    seconds = perf_counter() - begun
    there = f", {images - made} were there" if made < images else ""
    scenes = read.scenes(images)
    shown = f" of {scenes} scene{'s' * (scenes != 1)}" if read.pictures > 1 else ""
    typer.echo(f"{out}: made {made} images{shown} in {seconds:.1f} s ({made / seconds:.1f} a second){there}")
