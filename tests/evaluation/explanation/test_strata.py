"""Each event is in one stratum, by the facts of the truth's segment, of the guess's, or of the picture."""

import numpy as np
import pytest

from evaluation.drawn import random_pair
from evaluation.sketches import Row, joint_of, sketched
from panscape.categories import Category
from panscape.errors import UsageError
from panscape.explanation.causes import causes
from panscape.explanation.cuts import COCO_EDGES, SIZES, By, cut, parse_by
from panscape.explanation.facts import KnownFacts, fact
from panscape.explanation.strata import NOT_KNOWN, score_strata, strata
from panscape.metrics import Counts, JointSet, match, score, total

from strategies import CATEGORIES

SIZE = len(CATEGORIES)


def drawn_joint(seed=2, pictures=40):
    rng = np.random.default_rng(seed)
    pairs = [random_pair(rng) for _ in range(pictures)]
    return JointSet.joined(
        [joint_of(*(s.ids for s in pair), *([Row(*one) for one in s.segments] for s in pair)) for pair in pairs]
    )


def cut_up(joint, by, segments=None, images=None, categories=CATEGORIES):
    known = KnownFacts(segments or [{}] * len(joint.truth), images or [{}] * joint.pictures)
    matches = match(joint)
    found = fact(by.path, joint, known, categories)
    return strata(joint, matches, causes(joint, matches), found, by, SIZE)


def events(counts):
    return counts.tp.tolist(), counts.fp.tolist(), counts.fn.tolist(), sorted(counts.ious.tolist())


def whole(joint):
    return Counts.of_matches(joint, match(joint), SIZE)


@pytest.mark.parametrize(
    "by", parse_by("area,area:5,30,area:kirillov,area:kirillov-per-category,area:quarters,own,wet")
)
def test_every_event_is_in_one_stratum(by):
    joint = drawn_joint()
    rng = np.random.default_rng(0)
    segments = [{"own": rng.choice(["a", "b"])} if rng.random() < 0.8 else {} for _ in range(len(joint.truth))]
    images = [{"wet": bool(k % 3)} for k in range(joint.pictures)]

    found = cut_up(joint, by, segments, images)

    for kind in ("tp", "fp", "fn"):
        added = sum(getattr(part, kind) for part in found.counts)
        np.testing.assert_array_equal(added, getattr(whole(joint), kind))
    assert sorted(iou for part in found.counts for iou in part.ious) == sorted(whole(joint).ious)
    assert found.segments.sum() == (~joint.truth.crowd).sum()


def test_a_stratum_of_images_scores_as_its_pictures_alone():
    joint = drawn_joint()
    images = [{"weather": ["fog", "sun", "rain"][k % 3]} for k in range(joint.pictures)]

    found = cut_up(joint, By("weather"), images=images)

    assert (found.names, found.level, found.spurious) == (("fog", "rain", "sun"), "image", "picture")
    for name, counts, pictures in zip(found.names, found.counts, found.pictures, strict=True):
        numbers = [k for k, image in enumerate(images) if image["weather"] == name]
        alone = total([whole(joint)[k] for k in numbers], SIZE)
        assert (score(counts, CATEGORIES), pictures) == (score(alone, CATEGORIES), len(numbers))


def test_segments_count_by_their_own_area_on_each_side():
    joint = drawn_joint(pictures=200)
    matches = match(joint)

    found = cut_up(joint, By("area", (10.0, 40.0)))

    assert (found.names, found.spurious) == (("< 10", "10 to 40", ">= 40"), "own")
    for counts, low, high in zip(found.counts, (0, 10, 40), (10, 40, np.inf), strict=True):
        truth, guess = (((low <= area) & (area < high)) for area in (joint.truth_area, joint.guess_area))
        assert counts.tp.sum() == truth[matches.truth].sum() > 0
        assert counts.fn.sum() == (truth & matches.missed).sum() > 0
        assert counts.fp.sum() == (guess & matches.spurious).sum() > 0


def test_a_spurious_guess_has_no_facts_but_those_of_the_segment_that_it_lies_on():
    # A dog is taken for a cat; another cat lies on the grass, of which nothing is told.
    joint, _ = sketched(("dddgggggggggg", "aaaggggggggbg"))

    found = cut_up(joint, By("open"), segments=[{"open": "half"}, {}])

    assert (found.names, found.spurious) == (("half", NOT_KNOWN), "partner")
    assert [events(one)[:3] for one in found.counts] == [
        ([0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]),
        ([0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 0]),
    ]
    assert found.segments.tolist() == [1, 1]


def test_scores_of_a_stratum_come_with_what_they_are_of():
    joint, _ = sketched(("aabbgggggg", "aagggggggg"), ("aagggggggg", "aagggggggg"))
    segments = [{"open": one} for one in (1, 2, 2, 1, 2)]

    found = score_strata(cut_up(joint, By("open"), segments), CATEGORIES)

    assert [(one.name, one.pictures, one.segments, one.matched, one.recall) for one in found.strata] == [
        ("1", 2, 2, 2, 1.0),
        ("2", 2, 3, 2, pytest.approx(2 / 3)),
    ]
    assert found.strata[0].quality.all.pq == 1.0
    assert (found.path, found.level, found.spurious) == ("open", "segment", "partner")


def test_strata_of_parts_add_up_to_those_of_the_whole():
    joints = [drawn_joint(seed, 10) for seed in (1, 2)]
    by = By("area", (5.0, 20.0))

    one, other = (cut_up(joint, by) for joint in joints)
    both = cut_up(JointSet.joined(joints), by)

    assert score_strata(one + other, CATEGORIES) == score_strata(both, CATEGORIES)


def test_strata_cut_elsewhere_do_not_add():
    joint = drawn_joint(pictures=10)

    with pytest.raises(ValueError, match="give the same edges to both"):
        cut_up(joint, By("area", (5.0,))) + cut_up(joint, By("area", (6.0,)))


def cut_of(values, by, crowd=(), level="segment"):
    """The strata of truth segments of one pixel each, that have these values."""
    ids = np.arange(1, len(values) + 1, dtype=np.uint32)[None]
    rows = [Row(k + 1, 1 + k % 2, k in crowd) for k in range(len(values))]
    joint = joint_of(ids, ids, rows, [Row(row.id, row.category_id, False) for row in rows])
    known = KnownFacts([{by.path: value} for value in values], [{}])
    found = cut(fact(by.path, joint, known, CATEGORIES), by, joint, SIZE)
    return found.names, found.truth.tolist()


def test_a_number_is_cut_at_its_quartiles():
    names, places = cut_of(list(range(9)), By("x"))

    assert names == ("< 2", "2 to 4", "4 to 6", ">= 6")
    assert places == [0, 0, 1, 1, 2, 2, 3, 3, 3]


def test_quartiles_that_coincide_make_fewer_strata():
    names, places = cut_of([0.2, 0.4, 0.6, 1.0, 1.0, 1.0, 1.0, 1.0], By("x"))

    assert names == ("< 0.6", "0.6 to 1", ">= 1")
    assert places == [0, 0, 1, 2, 2, 2, 2, 2]


def test_no_stratum_lies_below_the_least_value():
    names, places = cut_of([1, 1, 1, 1, 5, 6, 7, 8, 9], By("x"))

    assert (names, places) == (("< 5", "5 to 7", ">= 7"), [0, 0, 0, 0, 1, 1, 2, 2, 2])


def test_a_number_that_has_few_values_is_cut_into_these():
    assert cut_of([1, 3, 3, 2, None], By("x")) == (("1", "2", "3"), [0, 2, 2, 1, -1])


def test_crowds_have_no_say_in_where_a_number_is_cut():
    names, places = cut_of([5, 5, 5, 700], By("x"), crowd=(3,))

    assert (names, places) == (("5",), [0, 0, 0, -1])


def test_kirillovs_sizes_are_a_quarter_a_half_and_a_quarter():
    names, places = cut_of([*range(20)], By("x", scheme="kirillov"))

    assert (names, [places.count(k) for k in range(3)]) == (SIZES, [5, 10, 5])


def test_sizes_per_category_know_no_other_category():
    # Cats are large and dogs small; each has its own quarters.
    names, places = cut_of([100, 1, 101, 2, 102, 3, 103, 4], By("x", scheme="kirillov-per-category"))

    assert (names, places) == (SIZES, [0, 0, 1, 1, 1, 1, 2, 2])


def test_a_guess_of_a_category_that_the_truth_lacks_has_no_size_in_it():
    joint, _ = sketched(("aagg", "ddgg"))

    found = cut_up(joint, By("area", scheme="kirillov-per-category"))

    assert found.names == (*SIZES, NOT_KNOWN)
    assert found.counts[-1].fp.tolist() == [0, 1, 0, 0]


def test_truth_values_and_texts_are_classes():
    assert cut_of([True, False, None], By("x")) == (("false", "true"), [1, 0, -1])
    assert cut_of(["b", "a", "b"], By("x")) == (("a", "b"), [1, 0, 1])


def test_the_area_is_cut_as_coco_cuts_it():
    joint, _ = sketched(("a" * 1023 + "b" * 1024 + "g" * 9216, "." * 11263))

    found = cut_up(joint, By("area"))

    assert (found.names, found.segments.tolist(), COCO_EDGES) == (SIZES, [1, 1, 1], (1024, 9216))


def test_supercategories_are_strata_of_both_sides():
    categories = [Category(c.id, c.name, c.isthing, c.color, "animal" if c.isthing else "land") for c in CATEGORIES]
    joint, _ = sketched(("ggggggaas", "ggggggdds"))

    found = cut_up(joint, By("supercategory"), categories=categories)

    assert (found.names, found.spurious) == (("animal", "land"), "own")
    assert [int(one.fp.sum()) for one in found.counts] == [1, 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("area", [By("area")]),
        ("area,visible_fraction,light.elevation_deg,weather", None),
        ("area:32^2,96^2, weather", [By("area", (1024.0, 9216.0)), By("weather")]),
        (
            "light.elevation_deg:-5,0,30.5,area:coco",
            [By("light.elevation_deg", (-5.0, 0.0, 30.5)), By("area", (), "coco")],
        ),
        ("area:kirillov-per-category", [By("area", (), "kirillov-per-category")]),
    ],
)
def test_an_option_names_facts_and_where_to_cut_them(text, expected):
    assert list(parse_by(text)) == (expected or [By(path) for path in text.split(",")])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "wanted a fact"),
        ("area,,weather", "wanted a fact"),
        ("area:", "wanted a fact"),
        ("area:96,32", "do not ascend"),
        ("area:32,32", "do not ascend"),
        ("area:kirilov", "did you mean 'kirillov'"),
        ("area:9^9^9", "wanted edges"),
        ("area:nan", "wanted edges"),
    ],
)
def test_an_option_that_says_nothing_is_refused(text, says):
    with pytest.raises(UsageError, match=says):
        parse_by(text)


@pytest.mark.parametrize(
    ("values", "by", "says"),
    [
        (["a", "b"], By("x", (1.0,)), "is no number"),
        (["a", "b"], By("x", scheme="quarters"), "is no number"),
        ([f"{k}" for k in range(65)], By("x"), "65 different values"),
    ],
)
def test_a_cut_that_cannot_be_is_refused(values, by, says):
    with pytest.raises(UsageError, match=says):
        cut_of(values, by)


def test_a_fact_of_images_is_not_cut_by_category():
    joint, _ = sketched(("aagg", "aagg"))

    with pytest.raises(UsageError, match="is a fact of images"):
        cut_up(joint, By("sun", scheme="kirillov-per-category"), images=[{"sun": 4}])
