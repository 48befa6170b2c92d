"""The page of a comparison is one file that shows every guess and asks for no other."""

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser

import cv2
import numpy as np
import pytest

from evaluation.written import changed, write_dataset
from panscape.comparison import compare, cost_of, opened
from panscape.metrics import score
from panscape.report.charts import Mark, scatter, whiskers
from panscape.report.compared import compared_page
from panscape.report.gallery import chosen, gallery

VOID_TAGS = {"meta", "img", "br", "wbr"}


class Balance(HTMLParser):
    """Collects tags that are left open or closed twice, and every address."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.addresses = [], [], []

    def handle_starttag(self, tag, attributes):
        self.addresses += [value for name, value in attributes if name in ("src", "href")]
        if tag not in VOID_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.addresses += [value for name, value in attributes if name in ("src", "href")]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def parsed(html):
    balance = Balance()
    balance.feed(html)
    return balance


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    write_dataset(folder)
    truth, guesses, folders = opened(str(folder), [])
    comparison = compare(truth, guesses)
    costs = {name: cost_of(place, guesses[name]) for name, place in folders.items()}
    return truth, guesses, folders, comparison, costs


def test_the_page_is_well_formed_and_needs_no_other_file(made):
    page = parsed(compared_page(*made))

    assert page.wrong == [] and page.open == []
    assert page.addresses and all(address.startswith("data:image/jpeg;base64,") for address in page.addresses)


def test_every_embedded_picture_decodes(made):
    addresses = parsed(compared_page(*made)).addresses

    for address in addresses:
        data = np.frombuffer(base64.b64decode(address.partition(",")[2]), np.uint8)
        assert cv2.imdecode(data, cv2.IMREAD_COLOR) is not None
    assert len(addresses) >= 6 * 6


def test_the_page_shows_every_guess_with_its_score_and_cost(made):
    html = compared_page(*made)

    for standing in made[3].standings:
        assert standing.name in html
        assert f"{100 * standing.evaluation.quality.all.pq:.2f}"[:4] in html
    assert "1.2 min" in html and "missed" in html


def test_the_same_comparison_gives_the_same_page(made):
    assert compared_page(*made) == compared_page(*made)


def test_names_from_files_are_escaped(made):
    truth, guesses, folders, comparison, costs = made
    nasty = "<script>alert(1)</script>"
    standings = (replace(comparison.standings[0], name=nasty), comparison.standings[1])
    renamed = {nasty: guesses["pair/one"], "pair/two": guesses["pair/two"]}

    html = compared_page(truth, renamed, folders, replace(comparison, standings=standings), costs)

    assert nasty not in html and "&lt;script&gt;" in html


def test_constants_that_a_timesheet_lists_as_assumed_are_shown(made):
    truth, guesses, folders, comparison, costs = made
    sheet = folders["pair/one"] / "timesheet.json"
    changed(sheet, lambda content: content.update(assumed={"hand.motor_px": 0.123456}))

    html = compared_page(truth, guesses, folders, comparison, costs)

    assert "hand.motor_px" in html and "0.1235" in html


def test_the_worst_things_are_those_that_cost_most_pixels(made):
    truth, guesses, _, comparison, _ = made

    _, failures = gallery(truth, guesses, comparison, range(6))

    assert {failure.guess for failure in failures} == set(guesses)
    for name in guesses:
        pixels = [failure.pixels for failure in failures if failure.guess == name]
        assert pixels == sorted(pixels, reverse=True) and 0 < len(pixels) <= 4


def test_pictures_are_chosen_from_the_worst_to_the_best(made):
    comparison = made[3]

    places = chosen(comparison, 3)

    means = [
        sum(score(standing.evaluation.counts[k], comparison.categories).all.pq for standing in comparison.standings)
        for k in range(6)
    ]
    assert means[places[0]] == min(means) and means[places[-1]] == max(means)
    assert len(set(places)) == 3


def test_a_page_of_a_wanted_difference_is_well_formed_and_tells_its_images_once_a_cell(made):
    truth, guesses, folders, _, costs = made
    comparison = compare(truth, guesses, find=0.02)

    html = compared_page(truth, guesses, folders, comparison, costs)

    needed = comparison.differences[0, 1].to_find
    assert parsed(html).wrong == [] and parsed(html).open == []
    assert html.count(f"{needed:,} images find 2 points</span>") == 2
    assert "these 6 images find" in html and "bootstrap over the 6 images; with so few" in html
    assert "images find 2 points" not in compared_page(*made)


def test_a_single_guess_has_a_page_without_agreement(made):
    truth, guesses, *_ = made
    only = {"pair/one": guesses["pair/one"]}

    html = compared_page(truth, only, {}, compare(truth, only), {})

    assert "Agreement with each other" not in html and "1 labelling of 6 images" in html


@pytest.mark.parametrize("values", [[50.0, 60.0], [99.2, 99.21], [0.0], [100.0, 100.0]])
def test_ticks_are_distinct_and_marks_stay_inside_the_chart(values):
    marks = [Mark(f"m{k}", "#000", value, value - 0.1, value + 0.1, 1.0 + k) for k, value in enumerate(values)]

    for chart in (str(whiskers(marks, "t")), str(scatter(marks, "t", "hours"))):
        x = [float(value) for value in re.findall(r'cx="([\d.]+)"', chart)]
        ticks = re.findall(r'text-anchor="middle">([-\d.]+)<', chart)
        assert len(x) == len(values) and all(0 < value < 520 for value in x)
        assert len(set(ticks)) == len(ticks) > 1


def test_marks_without_a_value_make_no_chart():
    assert str(whiskers([Mark("a", "#000", None)], "t")) == ""
    assert str(scatter([Mark("a", "#000", 50.0)], "t", "hours")) == ""
