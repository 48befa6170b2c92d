"""All truth of a short sequence: written, found sound, read back as it was made, the same in every run."""

import re
from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from panscape.checks import check_digests, check_layers
from panscape.dataset import LAYERS, read_layer
from panscape.formats import open_panoptic
from panscape.pipeline import generate_dataset, make_frame
from panscape.recipe import load_recipe

ROOT = Path(__file__).parent.parent.parent.parent
FRAMES = 3
SMALL = ["image.width=96", "image.height=72", "truth=all", f"frames.count={FRAMES}", "frames.rate=10"]


@pytest.fixture(scope="module")
def recipe():
    return load_recipe("street", SMALL)


@pytest.fixture(scope="module")
def dataset(recipe, tmp_path_factory):
    folder = tmp_path_factory.mktemp("all") / "street"
    generate_dataset(recipe, folder, FRAMES, seed=3)
    return folder


def test_a_dataset_with_all_truth_is_found_sound(dataset):
    assert list(check_digests(dataset, 1)) == []
    assert list(check_layers(open_panoptic(dataset), dataset, 1)) == []


def test_every_layer_is_there_but_flow_beyond_the_ends(dataset):
    there = {name: len(list((dataset / name / "train").glob("*"))) for name in LAYERS if (dataset / name).is_dir()}

    ends = {name: FRAMES - 1 for name in there if name.startswith(("flow", "hidden"))}
    assert there == {**dict.fromkeys(there, FRAMES), **ends}
    assert len(ends) == 4
    assert set(there) >= {
        "depth",
        "depth_m",
        "normals",
        "object_coords",
        "coverage",
        "ambiguity",
        "albedo",
        "shading",
        "shadow",
    }


def test_layers_are_read_as_they_were_made(recipe, dataset):
    frame = make_frame(recipe, 3, 1)

    for name, made in frame.layers.items():
        read = read_layer(dataset, "train", "000001", name).astype(np.float64)
        atol = {"depth": 6e-4, "coverage": 2.1e-3, "ambiguity": 2.1e-3, "shadow": 2.1e-3}.get(name, 0.0)
        atol = {"albedo": 5e-3, "shading": 1e-5}.get(name, atol or (0.0 if name == "depth_m" else 0.01))
        limit = 65.535 if name == "depth" else np.inf
        rtol = 5e-4 if name == "shading" else 1e-7
        np.testing.assert_allclose(read, np.minimum(made, limit), rtol=rtol, atol=atol, err_msg=name)


def test_segments_tell_their_boxes_and_boundaries(dataset):
    label = open_panoptic(dataset).label(0)

    assert all(segment.facts["boundary_contrast"] >= 0 for segment in label.segments)
    things = [segment.facts for segment in label.segments if "track_id" in segment.facts]
    assert things
    for facts in things:
        assert min(facts["box3d"]["size"]) >= 0
        np.testing.assert_allclose(np.linalg.det(facts["box3d_camera"]["rotation"]), 1.0, atol=1e-5)
        assert len(facts["occluded_by"]) == len(facts["occluded_px"])


def test_the_documented_lines_read_what_read_layer_reads(dataset, monkeypatch):
    (code,) = re.findall(r"```python\n(import cv2.*?)```", (ROOT / "docs/dataset.md").read_text(), re.DOTALL)
    monkeypatch.chdir(dataset.parent)
    got = {}

    exec(compile(code, "docs/dataset.md", "exec"), got)

    for name, values in (
        ("depth_m", got["depth"]),
        ("normals", got["normals"]),
        ("coverage", got["coverage"]),
        ("ambiguity", got["ambiguity"]),
        ("albedo", got["albedo"]),
        ("shading", got["shading"]),
        ("shadow", got["shadow"]),
        ("hidden_forward", got["hidden"]),
        ("flow_forward", np.dstack([got["flow"] * got["known"][..., None], got["known"]])),
        ("object_coords", np.where(got["is_thing"][..., None], got["coords"], np.nan)),
    ):
        np.testing.assert_allclose(values, read_layer(dataset, "train", "000000", name), atol=1e-6, err_msg=name)


def test_flow_leads_from_frame_to_frame_of_the_same_things(dataset):
    labels = open_panoptic(dataset)
    first, second = (labels.label(k) for k in (0, 1))
    moved, hidden = (read_layer(dataset, "train", "000000", name) for name in ("flow_forward", "hidden_forward"))

    y, x = np.argwhere(~hidden & (moved[..., 2] > 0)).T
    i, j = (np.array([y, x]) + 0.5 + moved[y, x, 1::-1].T).astype(int)
    i, j = np.minimum(i, first.height - 1), np.minimum(j, first.width - 1)  # files round to 1/64 px
    before = [segment.facts.get("track_id", -segment.category_id) for segment in first.segments]
    after = [segment.facts.get("track_id", -segment.category_id) for segment in second.segments]
    same = np.array([0, *before])[first.ids[y, x]] == np.array([0, *after])[second.ids[i, j]]
    assert same.mean() > 0.95


@pytest.mark.parametrize("index", range(4))
def test_whole_shapes_hold_what_is_seen_and_areas_fill_the_picture_in_every_street(index):
    lens = ["lens.k1=-0.2", "lens.k2=0.05"] if index % 2 else []
    frame = make_frame(load_recipe("street", ["image.width=160", "image.height=120", *lens]), 11, index)

    void = int((frame.label.ids == 0).sum())
    assert sum(segment.area for segment in frame.label.segments) + void == 160 * 120
    for number, rle in frame.amodal.items():
        assert (coco_mask.decode(rle) > 0)[frame.label.mask(number)].all()
