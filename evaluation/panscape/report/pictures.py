"""Pictures of labels: coloured overlays, maps of where two labels disagree, and crops of single segments."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from panscape.categories import Category
from panscape.labels import PanopticLabel
from panscape.metrics import overlap

Image = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Color = tuple[int, int, int]

# What a pixel of the guess is. The colours differ in lightness too, for any colour vision (Okabe and Ito 2008).
AGREE, IGNORED, BOUNDARY, RENAMED, MISSED, SPURIOUS = range(6)
ERRORS: dict[int, tuple[str, Color]] = {
    AGREE: ("agree", (236, 240, 241)),
    IGNORED: ("void or crowd in the truth", (190, 190, 190)),
    BOUNDARY: ("boundary of a matched segment", (0, 114, 178)),
    RENAMED: ("wrong class", (204, 61, 153)),
    MISSED: ("missed", (213, 94, 0)),
    SPURIOUS: ("spurious", (240, 200, 40)),
}
WHITE: Color = (255, 255, 255)
TRUTH_LINE: Color = (40, 220, 120)
GUESS_LINE: Color = (255, 70, 200)
HATCH, HATCH_STEP = 150, 8


def overlay(image: Image, label: PanopticLabel, categories: Sequence[Category], opacity: float = 0.6) -> Image:
    """Return the picture under the colours of its categories, with a white line around every thing.

    Parameters
    ----------
    image : (H, W, 3) uint8, RGB
    label : PanopticLabel, of the same size
    categories : sequence of Category
        Every category of the label.
    opacity : float in [0, 1]
        Of the colours; void is darkened and hatched.

    Returns
    -------
    (H, W, 3) uint8, RGB
    """
    color_of = {category.id: category.color for category in categories}
    palette = np.array([(0, 0, 0), *(color_of[segment.category_id] for segment in label.segments)], np.float32)
    # Shape shows best when the picture below is grey: its own colours would mix with those of the categories.
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)[:, :, None]
    mixed = opacity * palette[label.ids] + (1 - opacity) * gray
    painted = np.rint(mixed).astype(np.uint8)
    y, x = np.nonzero(label.ids == 0)
    lines = (x + y) % HATCH_STEP == 0
    painted[y[lines], x[lines]] = HATCH
    painted[borders(label, categories)] = WHITE
    return painted


def error_codes(truth: PanopticLabel, guess: PanopticLabel) -> npt.NDArray[np.uint8]:
    """Return what is right or wrong with each pixel of a guess.

    Parameters
    ----------
    truth, guess : PanopticLabel
        Of the same size and the same categories.

    Returns
    -------
    (H, W) uint8
        A key of ``ERRORS``. Segments match as in panoptic quality (IoU above 1/2); a pair that matches in shape but
        not in category is RENAMED. Pixels of other unmatched truth segments are MISSED, those of unmatched guesses on
        matched truth are SPURIOUS, and what is left lies along the BOUNDARY of matched segments.
    """
    pairs = overlap(truth, guess)
    sizes = pairs.sum(axis=1, keepdims=True) + pairs[1:].sum(axis=0) - pairs
    same_shape = pairs > 0.5 * sizes
    same_shape[0, :] = same_shape[:, 0] = False
    categories = [np.array([0, *(one.category_id for one in label.segments)]) for label in (truth, guess)]
    crowd = np.array([True, *(one.iscrowd for one in truth.segments)])
    same_shape[crowd] = False
    matched = same_shape & (categories[0][:, None] == categories[1])
    table = np.full(pairs.shape, BOUNDARY, np.uint8)
    table[:, ~matched.any(axis=0) & (np.arange(pairs.shape[1]) > 0)] = SPURIOUS
    table[~same_shape.any(axis=1)] = MISSED
    table[same_shape & ~matched] = RENAMED
    table[matched] = AGREE
    table[crowd] = IGNORED
    return table[truth.ids, guess.ids]


def error_map(truth: PanopticLabel, guess: PanopticLabel, image: Image | None = None) -> Image:
    """Return :func:`error_codes` in the colours of ``ERRORS``, over a faint picture if there is one.

    Parameters
    ----------
    truth, guess : PanopticLabel
    image : (H, W, 3) uint8, RGB, or None

    Returns
    -------
    (H, W, 3) uint8, RGB
    """
    codes = error_codes(truth, guess)
    painted = np.array([ERRORS[code][1] for code in sorted(ERRORS)], np.uint8)[codes]
    if image is not None:
        faint = 190 + 0.25 * cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
        calm = codes <= IGNORED
        painted[calm] = (
            np.rint(np.minimum(faint[calm], 245))[:, None] * np.where(codes[calm] == AGREE, 1, 0.75)[:, None]
        )
    return painted


def borders(label: PanopticLabel, categories: Sequence[Category]) -> Mask:
    """Return the pixels that a line around every thing would take.

    Where two segments meet, the line lies on the larger one, so that a pole or a far person keeps all its pixels.
    Stuff of different categories is told apart by colour and gets no line: foliage would drown in it.

    Parameters
    ----------
    label : PanopticLabel
    categories : sequence of Category
        Every category of the label.

    Returns
    -------
    (H, W) bool
    """
    things = {category.id for category in categories if category.isthing}
    category_of = np.array([0, *(one.category_id for one in label.segments)])
    isthing = np.isin(category_of, list(things))
    area = np.array([label.ids.size, *(one.area for one in label.segments)])
    lines = np.zeros(label.ids.shape, np.bool_)
    for first, second in (((slice(None), slice(-1)), (slice(None), slice(1, None))), (slice(-1), slice(1, None))):
        one, other = label.ids[first], label.ids[second]
        meet = (one != other) & (isthing[one] | isthing[other] | (category_of[one] == category_of[other]))
        lines[first] |= meet & (area[one] >= area[other])
        lines[second] |= meet & (area[one] < area[other])
    return lines


def crop(image: Image, truth: Mask, guess: Mask, side: int = 220) -> Image:
    """Return a square cut around a segment, enlarged, with the outlines of truth (green) and guess (magenta).

    Parameters
    ----------
    image : (H, W, 3) uint8, RGB
    truth, guess : (H, W) bool
        At least one pixel between them.
    side : int
        Of the result, in pixels.

    Returns
    -------
    (side, side, 3) uint8, RGB
    """
    ys, xs = np.nonzero(truth | guess)
    width = int(max(np.ptp(ys), np.ptp(xs)) * 1.5) + 12
    top = _start(ys, width, truth.shape[0])
    left = _start(xs, width, truth.shape[1])
    pad = ((width, width), (width, width))
    window = slice(top + width, top + 2 * width), slice(left + width, left + 2 * width)
    cut = np.ascontiguousarray(np.pad(image, (*pad, (0, 0)), constant_values=235)[window])
    enlarged = cv2.resize(cut, (side, side), interpolation=cv2.INTER_CUBIC if width < side else cv2.INTER_AREA)
    # The truth's line is the wider: where both run along one edge, both are seen.
    for mask, color, thickness in ((truth, TRUTH_LINE, 4), (guess, GUESS_LINE, 2)):
        part = np.pad(mask, pad)[window].astype(np.uint8)
        large = cv2.resize(part, (side, side), interpolation=cv2.INTER_NEAREST)
        rings, _ = cv2.findContours(large, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(enlarged, rings, -1, color, thickness)
    return np.asarray(enlarged, np.uint8)


def _start(places: npt.NDArray[np.int64], width: int, size: int) -> int:
    """Where a window of that width around the places starts: inside the picture if it fits, else around its middle."""
    middle = int(places.min() + places.max() + 1 - width) // 2
    return min(max(middle, 0), size - width) if width <= size else (size - width) // 2


def fitted(image: Image, width: int) -> Image:
    """Return a picture at most that wide; a smaller one is left as it is."""
    if image.shape[1] <= width:
        return image
    height = max(1, round(image.shape[0] * width / image.shape[1]))
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
