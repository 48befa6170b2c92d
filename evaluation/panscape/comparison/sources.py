"""Which guesses a dataset folder holds: a folder for each annotator of each protocol."""

from pathlib import Path

from panscape.errors import UsageError
from panscape.formats import PanopticSet, home_of, open_panoptic, splits_of

FINAL = "final"


def guesses_of(dataset: str) -> dict[str, Path]:
    """Return the annotators' folders of a dataset by name ("trio/typical"), sorted, a protocol's consensus last.

    Examples
    --------
    >>> guesses_of("nowhere")
    {}
    """
    home = home_of(dataset) / "annotators"
    places = sorted(home.glob("*/*"), key=lambda place: (place.parent.name, place.name == FINAL, place.name))
    return {place.relative_to(home).as_posix(): place for place in places if any(place.glob("panoptic*.json"))}


def opened(dataset: str, extra: list[str]) -> tuple[PanopticSet, dict[str, PanopticSet], dict[str, Path]]:
    """Open a dataset, its annotators and further guesses.

    Parameters
    ----------
    dataset : str
        ``DIR`` or ``DIR:split``, or a COCO panoptic JSON.
    extra : list of str
        Guesses that lie elsewhere, such as a model's; each is named after its folder or file.

    Returns
    -------
    truth : PanopticSet
    guesses : dict of name to PanopticSet
        The annotators of the truth's split first.
    folders : dict of name to Path
        Where an annotator's timesheet lies.

    Raises
    ------
    UsageError
        If there is no guess, or two have one name.
    """
    truth = open_panoptic(dataset)
    folders = {name: place for name, place in guesses_of(dataset).items() if _has_split(place, truth.split)}
    sets = {name: open_panoptic(place, beside=truth) for name, place in folders.items()}
    for place in extra:
        path = Path(place)
        name = path.stem if path.suffix == ".json" else path.name
        if name in sets:
            raise UsageError(f"two guesses are named {name!r}; rename one of the folders")
        sets[name] = open_panoptic(place, beside=truth)
        folders[name] = path if path.is_dir() else path.parent
    if not sets:
        raise UsageError(
            f"{dataset}: no annotators here and no guess given; run: panscape annotate {dataset} trio, or name a guess"
        )
    return truth, sets, folders


def _has_split(place: Path, split: str) -> bool:
    """Whether an annotator labelled a split; labels or a truth without a split's name are taken for the same."""
    splits = splits_of(place)
    return not split or split in splits or "" in splits
