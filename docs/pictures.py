"""Makes the pictures of README and docs again: ``make pictures``.

Everything in them comes out of the command as a user would run it; this file only puts panels side by side.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from panscape.dataset import read_layer, shades
from panscape.formats import open_panoptic
from panscape.render.studio import studio
from panscape.report.pictures import error_map, overlay
from panscape.seeds import rng_for
from panscape.shapes.gallery import GALLERY, PEOPLE, VEHICLES

HERE = Path(__file__).parent / "pictures"
SEED = 0
LIT_SEED = 4  # of the street that is shown in many lights and from many sides
STREETS = 24
SHOWN = 3  # the frame of README's figure
GAP, CAPTION = 10, 34
Panel = npt.NDArray[np.uint8]


def main() -> None:
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        streets, large = Path(scratch) / "streets", Path(scratch) / "large"
        run("generate", "street", streets, "--images", STREETS, "--seed", SEED)
        size = ("--set", "image.width=960", "--set", "image.height=720")
        run("generate", "street", large, "--images", SHOWN + 1, "--seed", SEED, *size)
        run("annotate", large, "trio", "--seed", SEED)
        save("story.jpg", story(large), columns=3, width=640)
        save("streets.jpg", contact_sheet(streets), columns=4, width=320)
        save("lights.jpg", variants(Path(scratch), HERE.parent / "twelve_lights.yaml", 12), columns=3, width=480)
        save("angles.jpg", variants(Path(scratch), "street_angles", 9), columns=3, width=480)
        save("truth.jpg", layers(Path(scratch) / "truth"), columns=4, width=400)
    for name, panels in turntables().items():
        save(name, panels, columns=8, width=220)


def run(*words: object) -> None:
    """Run the command, and stop if it fails."""
    subprocess.run([sys.executable, "-m", "panscape.cli", *map(str, words)], check=True)


def story(folder: Path) -> list[tuple[str, Panel]]:
    """The panels of README's figure: picture, truth, depth, and what three people make of it."""
    truth = open_panoptic(folder)
    image, label, categories = truth.image(SHOWN), truth.label(SHOWN), truth.categories
    panels = [
        ("the picture, rendered without a GPU", image),
        ("its exact truth: every pixel, every thing", overlay(image, label, categories)),
        ("how far each pixel is", shades("depth", read_layer(folder, "train", f"{SHOWN:06d}", "depth"))),
    ]
    guesses = {name: open_panoptic(folder / "annotators" / "trio" / name) for name in ("careful", "hasty")}
    for name, guess in guesses.items():
        panels.append((f"a simulated annotator: {name}", overlay(image, guess.label(SHOWN), categories)))
    errors = error_map(label, guesses["hasty"].label(SHOWN), image)
    panels.append(("hasty against the truth: blue boundary, orange missed", errors))
    return panels


def contact_sheet(folder: Path) -> list[tuple[str, Panel]]:
    truth = open_panoptic(folder)
    return [("", truth.image(k)) for k in range(STREETS)]


def variants(scratch: Path, recipe: object, count: int) -> list[tuple[str, Panel]]:
    """One scene under each variant of a recipe, with the variant's name."""
    folder = scratch / Path(str(recipe)).stem
    run("generate", recipe, folder, "--images", count, "--seed", LIT_SEED)
    truth = open_panoptic(folder)
    return [(str(truth.images[k].facts["variant"]), truth.image(k)) for k in range(count)]


def layers(folder: Path) -> list[tuple[str, Panel]]:
    """The picture, its label, and every layer of truth that has a picture."""
    run("generate", "street", folder, "--images", SHOWN + 1, "--seed", SEED, "--set", "truth=all")
    truth, stem = open_panoptic(folder), f"{SHOWN:06d}"
    panels = [
        ("picture", truth.image(SHOWN)),
        ("panoptic", overlay(truth.image(SHOWN), truth.label(SHOWN), truth.categories)),
    ]
    names = sorted(path.name for path in folder.iterdir() if (path / "train").is_dir())
    drawn = [name for name in names if name not in ("images", "annotations", "depth_m")]
    return panels + [(name, shades(name, read_layer(folder, "train", stem, name))) for name in drawn]


def turntables() -> dict[str, list[tuple[str, Panel]]]:
    """Every shape there is from two sides, in sheets of their own for what moves and for what stands."""
    sheets: dict[str, list[tuple[str, Panel]]] = {}
    for name, example in GALLERY.items():
        subject = example(rng_for(SEED, "gallery", name))
        moves = name in VEHICLES or name in PEOPLE
        sheet = sheets.setdefault("vehicles.jpg" if name in VEHICLES else "people.jpg" if moves else "shapes.jpg", [])
        sheet += [
            (name if k == 0 else "", studio(subject, azimuth_deg=a, size=330)) for k, a in enumerate((35.0, 215.0))
        ]
    return sheets


def save(name: str, panels: Sequence[tuple[str, Panel]], columns: int, width: int) -> None:
    """Put panels with their captions side by side."""
    height = round(width * panels[0][1].shape[0] / panels[0][1].shape[1])
    step = height + GAP + (CAPTION if any(caption for caption, _ in panels) else 0)
    rows = -(-len(panels) // columns)
    sheet = Image.new("RGB", (columns * (width + GAP) - GAP, rows * step - GAP), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    for k, (caption, pixels) in enumerate(panels):
        x, y = k % columns * (width + GAP), k // columns * step
        sheet.paste(Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS), (x, y))
        draw.text((x + 4, y + height + 4), caption, fill=(40, 44, 52), font=font)
    sheet.save(HERE / name, quality=88, optimize=True, progressive=True)
    print(HERE / name)


if __name__ == "__main__":
    main()
