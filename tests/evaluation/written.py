"""Small COCO panoptic sets on disk, as the tests need them."""

import json

import numpy as np

from panscape.formats import write_label, write_panoptic
from panscape.labels import PanopticLabel

from strategies import CATEGORIES

MISSED = {"kind": "missed", "size_px": 15}


def random_label(rng, shape=(20, 30), most=6):
    """Boxes upon boxes; every category may be there."""
    ids = np.zeros(shape, np.uint32)
    for number in range(1, most + 1):
        top, left = rng.integers(0, shape[0] - 4), rng.integers(0, shape[1] - 4)
        ids[top : top + rng.integers(3, 12), left : left + rng.integers(3, 16)] = number
    return PanopticLabel.from_ids(ids, rng.integers(1, len(CATEGORIES) + 1, most).tolist())


def disturbed(label, rng):
    """The label, shifted a little, a segment lost here and there."""
    ids = np.roll(label.ids, rng.integers(-1, 2, 2), (0, 1)).copy()
    for segment in label.segments:
        if rng.random() < 0.15:
            ids[ids == segment.id] = 0
    return PanopticLabel.from_ids(ids, [segment.category_id for segment in label.segments])


def write_set(folder, labels, name="panoptic_train"):
    """Write labels as ``folder/NAME.json`` and its PNGs; return the JSON's path."""
    images, annotations = [], []
    for k, label in enumerate(labels):
        written = write_label(folder / name, f"{k:06d}", k + 1, label, CATEGORIES)
        images.append({"id": k + 1, "file_name": f"{k:06d}.jpg", "width": label.width, "height": label.height})
        annotations.append(written.annotation)
    path = folder / f"{name}.json"
    write_panoptic(path, CATEGORIES, images, annotations)
    return path


def write_dataset(folder, images=6, annotators=("one", "two")):
    """A dataset with annotators who err, their timesheets and edits."""
    rng = np.random.default_rng(3)
    truths = [random_label(rng) for _ in range(images)]
    write_set(folder / "annotations", truths)
    for name in annotators:
        home = folder / "annotators" / "pair" / name
        write_set(home, [disturbed(label, rng) for label in truths])
        sheet = [{"image_id": k + 1, "seconds": {"find": 2.0, "click": 10.5}} for k in range(images)]
        (home / "timesheet.json").write_text(json.dumps({"images": sheet}))
        edits = [{"image_id": 1, "edits": [MISSED, MISSED]}, {"image_id": 2, "edits": [{"kind": "renamed"}]}]
        (home / "edits.json").write_text(json.dumps({"images": edits}))
    return truths


def changed(path, change):
    """Apply a change to a JSON file."""
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
