"""What a pixel may be called: categories, and the taxonomies that hold them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from panscape.errors import ConfigError
from panscape.names import nearest


@dataclass(frozen=True)
class Category:
    """One class of a taxonomy.

    Attributes
    ----------
    id : int
        At least 1; 0 is void everywhere.
    name : str
        The field's name for it, such as ``"traffic light"``.
    isthing : bool
        True if its instances are counted one by one.
    color : (red, green, blue) int
        Each 0 to 255, not all 0, since black is void.
    supercategory : str
        The branch of the label tree that it hangs from.
    """

    id: int
    name: str
    isthing: bool
    color: tuple[int, int, int]
    supercategory: str = ""

    def __post_init__(self) -> None:
        if self.id < 1:
            raise ConfigError(f"category {self.name!r} has id {self.id}; ids start at 1, since 0 is void")
        if len(self.color) != 3 or not all(0 <= part <= 255 for part in self.color) or not any(self.color):
            raise ConfigError(
                f"category {self.name!r} has colour {list(self.color)}; give three numbers from 0 to 255, not all 0"
            )


@dataclass(frozen=True)
class Taxonomy:
    """An ordered set of categories, and its correspondence with the field's public label sets.

    Attributes
    ----------
    name : str
        Such as ``"cityscapes"``.
    categories : tuple of Category
        Things before stuff, ids contiguous from 1: what detectron2 and mmdetection need.
    maps : mapping of str to mapping of str to int
        For each public numbering, the number of each category: ``maps["cityscapes_train_id"]["road"] == 0``.
    """

    name: str
    categories: tuple[Category, ...]
    maps: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if [category.id for category in self.categories] != list(range(1, len(self.categories) + 1)):
            raise ConfigError(f"taxonomy {self.name!r}: category ids must run from 1 without a gap, in order")
        order = [category.isthing for category in self.categories]
        if order != sorted(order, reverse=True):
            raise ConfigError(f"taxonomy {self.name!r}: list every thing before the first stuff")
        for what in ("name", "color"):
            values = [getattr(category, what) for category in self.categories]
            if len(set(values)) != len(values):
                raise ConfigError(f"taxonomy {self.name!r}: two categories share a {what}")

    def __iter__(self) -> Iterator[Category]:
        return iter(self.categories)

    def __len__(self) -> int:
        return len(self.categories)

    def __getitem__(self, name: str) -> Category:
        """The category of that name; KeyError names the nearest."""
        for category in self.categories:
            if category.name == name:
                return category
        raise KeyError(f"taxonomy {self.name!r} has no category {name!r}{nearest(name, [c.name for c in self])}")


@cache
def taxonomy(name: str) -> Taxonomy:
    """Return a built-in taxonomy, such as ``"cityscapes"``.

    Raises
    ------
    ConfigError
        If there is none of that name; the message lists them.
    """
    from ruamel.yaml import YAML

    folder = files("panscape.taxonomies")
    known = sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    if name not in known:
        raise ConfigError(f"there is no taxonomy {name!r}{nearest(name, known)}; there are: {', '.join(known)}")
    facts = YAML(typ="safe", pure=True).load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    categories = tuple(
        Category(number, row["name"], row["isthing"], tuple(row["color"]), row["supercategory"])
        for number, row in enumerate(facts["categories"], start=1)
    )
    maps = {
        numbering: {row["name"]: row[numbering] for row in facts["categories"]} for numbering in facts["numberings"]
    }
    return Taxonomy(name, categories, maps)
