"""Taxonomies are what the readers of COCO panoptic need, and correspond to the public numberings."""

import pytest

from panscape.categories import Category, Taxonomy, taxonomy
from panscape.errors import ConfigError


def test_cityscapes_has_the_train_ids_of_cityscapesscripts():
    # The 19 evaluated classes of cityscapesScripts' labels.py, in the order of their train ids.
    order = (
        "road sidewalk building wall fence pole,traffic light,traffic sign,vegetation terrain sky "
        "person rider car truck bus train motorcycle bicycle"
    )
    names = [name for part in order.split(",") for name in ([part] if part.startswith("traffic") else part.split())]

    train_ids = taxonomy("cityscapes").maps["cityscapes_train_id"]

    assert sorted(train_ids, key=train_ids.__getitem__) == names
    assert sorted(train_ids.values()) == list(range(19))


def test_things_come_before_stuff_and_ids_have_no_gap():
    cityscapes = taxonomy("cityscapes")

    assert [category.isthing for category in cityscapes] == [True] * 8 + [False] * 11
    assert [category.id for category in cityscapes] == list(range(1, 20))


def test_a_misspelt_category_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match="did you mean 'road'"):
        taxonomy("cityscapes")["raod"]


def test_a_misspelt_taxonomy_is_answered_with_the_list():
    with pytest.raises(ConfigError, match="did you mean 'cityscapes'"):
        taxonomy("cityscape")


THING = Category(1, "cat", True, (1, 2, 3))
STUFF = Category(2, "sky", False, (3, 2, 1))


@pytest.mark.parametrize(
    ("categories", "text"),
    [
        ((STUFF,), "run from 1"),
        ((Category(1, "sky", False, (3, 2, 1)), Category(2, "cat", True, (1, 2, 3))), "every thing before"),
        ((THING, Category(2, "cat", False, (3, 2, 1))), "share a name"),
        ((THING, Category(2, "sky", False, (1, 2, 3))), "share a color"),
    ],
)
def test_a_taxonomy_that_readers_would_choke_on_is_refused(categories, text):
    with pytest.raises(ConfigError, match=text):
        Taxonomy("mine", categories)


@pytest.mark.parametrize("color", [(0, 0, 0), (256, 0, 0), (1, 2)])
def test_a_color_that_is_void_or_none_is_refused(color):
    with pytest.raises(ConfigError, match="colour"):
        Category(1, "cat", True, color)


def test_category_id_zero_is_refused():
    with pytest.raises(ConfigError, match="0 is void"):
        Category(0, "cat", True, (1, 2, 3))
