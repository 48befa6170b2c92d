"""Whether a COCO panoptic set is exact: pixels against JSON, pictures against both, names against other systems."""

import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from panscape.checks.finding import Finding
from panscape.checks.instances import InstanceSet, check_instances
from panscape.errors import PanscapeError
from panscape.executor import map_in_threads
from panscape.formats.exif import orientation
from panscape.formats.json_files import read_bytes
from panscape.formats.panoptic_set import PanopticSet
from panscape.labels import PanopticLabel

UPRIGHT = 1
LONGEST_NAME = 255


def check_set(opened: PanopticSet) -> list[Finding]:
    """Return what is wrong with a set as a whole, without reading a pixel."""
    path = str(opened.json_path)
    findings = [Finding(path, text, is_error=False) for text in _order_warnings(opened)]
    annotated = {annotation.image_id for annotation in opened.annotations}
    bare = [entry.id for entry in opened.images if entry.id not in annotated]
    if bare:
        findings.append(Finding(path, f"{len(bare)} images have no annotation, the first is image {bare[0]}", False))
    listed = {annotation.file_name for annotation in opened.annotations}
    # A set may keep its PNGs in a folder of everything; then what else lies there says nothing.
    if opened.folder != opened.json_path.parent:
        extra = sorted(entry.name for entry in os.scandir(opened.folder) if entry.name.endswith(".png"))
        extra = [name for name in extra if name not in listed]
        if extra:
            findings.append(
                Finding(str(opened.folder), f"{len(extra)} PNGs are not in the JSON, the first is {extra[0]}", False)
            )
    names = [entry.file_name for entry in opened.images] + [annotation.file_name for annotation in opened.annotations]
    return [*findings, *_name_warnings(path, names)]


def check_images(
    opened: PanopticSet, instances: InstanceSet | None, workers: int, pictures: bool = True
) -> Iterator[list[Finding]]:
    """Yield the findings of each annotation, in order.

    Parameters
    ----------
    opened : PanopticSet
    instances : InstanceSet or None
        The instances JSON beside it.
    workers : int
        Threads; the result does not depend on it.
    pictures : bool
        Look at the pictures too.
    """

    def findings_of(k: int) -> list[Finding]:
        return [*_label_findings(opened, instances, k), *(_picture_findings(opened, k) if pictures else ())]

    yield from map_in_threads(findings_of, range(len(opened)), workers)


def _label_findings(opened: PanopticSet, instances: InstanceSet | None, k: int) -> list[Finding]:
    annotation = opened.annotations[k]
    findings = [
        Finding(f"{opened.json_path}: annotations[{k}].segments_info{place}", text, is_error)
        for place, text, is_error in _class_findings(opened, k)
    ]
    try:
        label = opened.label(k)
    except PanscapeError as error:
        return [*findings, Finding(f"image {annotation.image_id}", str(error))]
    for number, (entry, segment) in enumerate(zip(annotation.segments, label.segments, strict=True)):
        place = f"{opened.json_path}: annotations[{k}].segments_info[{number}]"
        if entry.area != segment.area:
            findings.append(Finding(f"{place}.area", f"found {entry.area}, but the PNG has {segment.area} pixels"))
        if entry.bbox is None or tuple(entry.bbox) != segment.bbox:
            found = list(entry.bbox) if entry.bbox else None
            findings.append(Finding(f"{place}.bbox", f"found {found}, but the pixels span {list(segment.bbox)}"))
        whole = entry.facts.get("amodal_area")
        if isinstance(whole, int | float) and whole < segment.area:
            findings.append(Finding(f"{place}.amodal_area", f"found {whole}, less than the {segment.area} pixels seen"))
        by, pixels = entry.facts.get("occluded_by"), entry.facts.get("occluded_px")
        if isinstance(by, list) and isinstance(pixels, list) and len(by) != len(pixels):
            text = f"found {len(pixels)} numbers of pixels for {len(by)} segments of occluded_by"
            findings.append(Finding(f"{place}.occluded_px", text))
    if instances is not None:
        findings += check_instances(instances, annotation, label)
    return findings + _void_findings(opened, k, label)


def _void_findings(opened: PanopticSet, k: int, label: PanopticLabel) -> list[Finding]:
    """Areas and void together are the picture: said apart, since a reader that trusts areas divides by this sum."""
    stated = sum(entry.area or 0 for entry in opened.annotations[k].segments)
    void = int((label.ids == 0).sum())
    if stated + void == label.ids.size:
        return []
    text = f"the areas sum to {stated}, with {void} void pixels {stated + void} of {label.ids.size}"
    return [Finding(f"{opened.json_path}: annotations[{k}]", text)]


def _class_findings(opened: PanopticSet, k: int) -> Iterator[tuple[str, str, bool]]:
    """Stuff that is counted twice, and crowds of which some readers keep only the last."""
    isthing = {category.id: category.isthing for category in opened.categories}
    seen: Counter[tuple[int, bool]] = Counter()
    for number, entry in enumerate(opened.annotations[k].segments):
        is_thing = isthing[entry.category_id]
        seen[entry.category_id, entry.iscrowd] += 1
        if not is_thing and entry.iscrowd:
            yield f"[{number}].iscrowd", "found 1 for stuff; only things come in crowds", True
        elif not is_thing and seen[entry.category_id, False] == 2:
            text = f"a second segment of stuff category {entry.category_id}; all its pixels are one segment"
            yield f"[{number}]", text, True
        elif entry.iscrowd and seen[entry.category_id, True] == 2:
            text = f"a second crowd of category {entry.category_id}; panopticapi keeps only the last"
            yield f"[{number}]", text, False


def _picture_findings(opened: PanopticSet, k: int) -> list[Finding]:
    try:
        opened.image(k)
        path = opened.image_path(k)
        turned = orientation(read_bytes(path)) if path else UPRIGHT
    except PanscapeError as error:
        return [Finding(f"image {opened.annotations[k].image_id}", str(error))]
    if turned == UPRIGHT:
        return []
    return [Finding(str(path), f"its EXIF says to turn it (orientation {turned}); viewers will, loaders may not")]


def _order_warnings(opened: PanopticSet) -> Iterator[str]:
    annotated = [annotation.image_id for annotation in opened.annotations]
    known = set(annotated)
    if [entry.id for entry in opened.images if entry.id in known] != annotated:
        yield "images and annotations are not in the same order; some readers pair them by it"
    ids = [category.id for category in opened.categories]
    if ids != list(range(1, len(ids) + 1)):
        yield "category ids do not run from 1 without a gap; detectron2 and mmdetection want a map then"
    isthing = [category.isthing for category in opened.categories]
    if isthing != sorted(isthing, reverse=True):
        yield "categories: a stuff category stands before a thing; mmdetection wants things first"


def _name_warnings(path: str, names: list[str]) -> Iterator[Finding]:
    """Names that other systems or readers take for others; the first of each kind, with the number."""
    kinds: list[tuple[str, Callable[[str], bool]]] = [
        ("a dot in the stem, where panopticapi cuts it", lambda name: "." in PurePosixPath(name).stem),
        (f"more than {LONGEST_NAME} bytes", lambda name: len(PurePosixPath(name).name.encode()) > LONGEST_NAME),
        (
            "letters that Unicode can spell in two ways (not NFC)",
            lambda name: unicodedata.normalize("NFC", name) != name,
        ),
    ]
    for text, is_so in kinds:
        such = [name for name in names if is_so(name)]
        if such:
            yield Finding(path, f"{len(such)} file names have {text}; the first is {such[0]!r}", is_error=False)
    folded = Counter(name.casefold() for name in set(names))
    twins = [name for name in names if folded[name.casefold()] > 1]
    if twins:
        text = f"{len(twins)} file names differ from another only in case; the first is {twins[0]!r}"
        yield Finding(path, text, is_error=False)
