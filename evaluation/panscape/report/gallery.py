"""The pictures of a report: which are shown, as what, and which segments went wrong most."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from panscape.categories import Category
from panscape.comparison import Comparison
from panscape.errors import PanscapeError
from panscape.formats import PanopticSet
from panscape.labels import PanopticLabel
from panscape.metrics import Counts, overlap, score
from panscape.report.pictures import Image, crop, error_map, fitted, overlay

SHOWN = 6
WORST, WORST_OF_ONE_PICTURE = 4, 2
GOOD_IOU = 0.9
WIDEST = 640
# 60 panels of 640x480 at this quality are about 4 MB, base64 included; more panels are made smaller.
PANELS_AT_FULL_WIDTH = 60
JPEG = [cv2.IMWRITE_JPEG_QUALITY, 82, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
GRAY = 200


@dataclass(frozen=True)
class Panel:
    """One guess of one picture: its overlay and its errors as data URIs, and its scores on this picture."""

    name: str
    pq: float | None
    tp: int
    fp: int
    fn: int
    overlay: str
    errors: str


@dataclass(frozen=True)
class Exhibit:
    """One picture of the report: its name, picture and truth as data URIs, and a panel for each guess."""

    name: str
    image: str
    truth: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Failure:
    """A segment that one guess got wrong: what happened, how many pixels it cost, and a crop as data URI."""

    guess: str
    picture: str
    text: str
    pixels: int
    crop: str


def chosen(comparison: Comparison, most: int = SHOWN) -> list[int]:
    """Return the places of the pictures to show: evenly from that with the lowest mean PQ to that with the highest."""
    means = np.zeros(len(comparison.image_ids))
    for standing in comparison.standings:
        for k, counts in enumerate(standing.evaluation.counts):
            means[k] += score(counts, comparison.categories).all.pq or 0.0
    order = np.argsort(means, kind="stable")
    steps = np.linspace(0, order.size - 1, min(most, order.size))
    return [int(order[round(step)]) for step in steps]


def gallery(
    truth: PanopticSet, guesses: Mapping[str, PanopticSet], comparison: Comparison, places: Sequence[int]
) -> tuple[list[Exhibit], list[Failure]]:
    """Return the pictures at those places of the truth, ready to be shown, and the worst segments among them.

    Raises
    ------
    DataError
        If a label cannot be read. A missing picture is drawn grey.
    """
    panels = len(places) * 2 * (1 + len(guesses))
    width = int(WIDEST * min(1.0, (PANELS_AT_FULL_WIDTH / max(panels, 1)) ** 0.5))
    where = {name: {one.image_id: k for k, one in enumerate(guess.annotations)} for name, guess in guesses.items()}
    exhibits, failures = [], []
    for k in places:
        label, image = truth.label(k), _picture(truth, k)
        image_id, picture = truth.annotations[k].image_id, truth.image_of(k).file_name
        shown = []
        for standing in comparison.standings:
            there = where[standing.name].get(image_id)
            guess = _nothing(label) if there is None else guesses[standing.name].label(there)
            drawn = overlay(image, guess, comparison.categories), error_map(label, guess, image)
            uris = [data_uri(fitted(one, width)) for one in drawn]
            shown.append(Panel(standing.name, *_scores(standing.evaluation.counts[k], comparison), *uris))
            failures += _failures(standing.name, picture, image, label, guess, comparison.categories)
        painted = overlay(image, label, comparison.categories)
        exhibits.append(
            Exhibit(picture, data_uri(fitted(image, width)), data_uri(fitted(painted, width)), tuple(shown))
        )
    return exhibits, _worst(failures)


def data_uri(image: Image) -> str:
    """Return an (H, W, 3) uint8 RGB picture as a JPEG data URI."""
    _, data = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), JPEG)
    return f"data:image/jpeg;base64,{base64.b64encode(data.tobytes()).decode()}"


def _picture(truth: PanopticSet, k: int) -> Image:
    try:
        return truth.image(k)
    except (PanscapeError, OSError):
        height, width = truth.raw_ids(k).shape
        return np.full((height, width, 3), GRAY, np.uint8)


def _scores(counts: Counts, comparison: Comparison) -> tuple[float | None, int, int, int]:
    pq = score(counts, comparison.categories).all.pq
    return pq, int(counts.tp.sum()), int(counts.fp.sum()), int(counts.fn.sum())


def _nothing(label: PanopticLabel) -> PanopticLabel:
    return PanopticLabel.from_ids(np.zeros_like(label.ids), ())


@dataclass(frozen=True)
class _Suspect:
    """A failure before it is drawn: only the worst are."""

    guess: str
    picture: str
    text: str
    pixels: int
    image: Image
    labels: tuple[PanopticLabel, PanopticLabel]
    pair: tuple[int, int]


def _failures(
    name: str,
    picture: str,
    image: Image,
    truth: PanopticLabel,
    guess: PanopticLabel,
    categories: Sequence[Category],
) -> list[_Suspect]:
    """What went wrong with each thing of the truth, and with each thing of the guess that is none."""
    things = {category.id: category.name for category in categories if category.isthing}
    names = {category.id: category.name for category in categories}
    pairs = overlap(truth, guess)
    union = pairs.sum(axis=1, keepdims=True) + pairs[1:].sum(axis=0) - pairs
    iou = np.where(union > 0, pairs / np.maximum(union, 1), 0.0)
    iou[0] = iou[:, 0] = 0.0
    found = []
    for t, segment in enumerate(truth.segments, start=1):
        if segment.category_id not in things or segment.iscrowd:
            continue
        g = int(iou[t].argmax())
        text, wrong = f"{things[segment.category_id]} missed", segment.area
        if iou[t, g] > 0.5:
            other = guess.segments[g - 1].category_id
            text = f"{things[segment.category_id]} called {names[other]}"
            if other == segment.category_id:
                text, wrong = f"{things[segment.category_id]}, IoU {iou[t, g]:.2f}", int(union[t, g] - pairs[t, g])
            if other == segment.category_id and iou[t, g] > GOOD_IOU:
                continue
        found.append(_Suspect(name, picture, text, wrong, image, (truth, guess), (t, g if iou[t, g] > 0.5 else 0)))
    for g, segment in enumerate(guess.segments, start=1):
        if segment.category_id in things and iou[:, g].max() <= 0.5 and pairs[0, g] <= 0.5 * segment.area:
            text = f"spurious {things[segment.category_id]}"
            found.append(_Suspect(name, picture, text, segment.area, image, (truth, guess), (0, g)))
    return found


def _worst(suspects: Sequence[_Suspect]) -> list[Failure]:
    """The worst few of each guess, drawn; not all from one picture."""
    shown = []
    for name in dict.fromkeys(one.guess for one in suspects):
        mine = sorted((one for one in suspects if one.guess == name), key=lambda one: -one.pixels)
        of_picture: dict[str, int] = {}
        for one in mine:
            of_picture[one.picture] = of_picture.get(one.picture, 0) + 1
            if of_picture[one.picture] <= WORST_OF_ONE_PICTURE:
                shown.append(_drawn(one))
            if sum(failure.guess == name for failure in shown) == WORST:
                break
    return shown


def _drawn(suspect: _Suspect) -> Failure:
    (truth, guess), (t, g) = suspect.labels, suspect.pair
    nothing = np.zeros(truth.ids.shape, np.bool_)
    cut = crop(suspect.image, truth.mask(t) if t else nothing, guess.mask(g) if g else nothing)
    return Failure(suspect.guess, suspect.picture, suspect.text, suspect.pixels, data_uri(cut))
