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

from panscape.formats import open_panoptic
from panscape.report.pictures import error_map, overlay

HERE = Path(__file__).parent / "pictures"
SEED = 0
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
        ("how far each pixel is", depth_shades(folder / "depth" / "train" / f"{SHOWN:06d}.png")),
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


def depth_shades(path: Path) -> Panel:
    """Near is light, far is dark, nothing is black: inverse depth, which is what the eye sees."""
    millimetres = np.asarray(Image.open(path)).astype(np.float64)
    nearness = np.where(millimetres > 0, np.sqrt(4000.0 / np.maximum(millimetres, 4000.0)), 0.0)
    low, high = np.array([24.0, 30, 70]), np.array([255.0, 226, 160])
    shades = low + (high - low) * nearness[:, :, None]
    return np.where(millimetres[:, :, None] > 0, shades, 12.0).astype(np.uint8)


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
