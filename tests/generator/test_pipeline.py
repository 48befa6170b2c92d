"""A frame depends on recipe, seed and index alone, and a dataset on recipe, seed and number alone."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from panscape.errors import UsageError
from panscape.pipeline import generate_dataset, make_frame
from panscape.recipe import load_recipe

SMALL = ["image.width=160", "image.height=120"]
# Four pictures of a scene; the last of the scenes is cut.
AGAIN = [*SMALL, "vary=[{name: day}, {name: dusk, light: {sun_elevation_deg: 3}}]", "frames.count=2"]
IMAGES = 6


@pytest.fixture(scope="module")
def recipe():
    return load_recipe("street", SMALL)


@pytest.fixture(scope="module")
def varied():
    return load_recipe("street", AGAIN)


@pytest.fixture(scope="module")
def dataset(varied, tmp_path_factory):
    """Made by one process, without a break: what every other way must equal."""
    folder = tmp_path_factory.mktemp("whole") / "street"
    generate_dataset(varied, folder, IMAGES, seed=5)
    return folder


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_frame_can_be_made_alone_and_again(recipe):
    frames = [make_frame(recipe, 5, index) for index in (3, 0, 3)]

    np.testing.assert_array_equal(frames[0].image, frames[2].image)
    np.testing.assert_array_equal(frames[0].label.ids, frames[2].label.ids)
    assert frames[0].facts == frames[2].facts
    assert not np.array_equal(frames[0].image, frames[1].image)


def test_another_seed_gives_another_street(recipe):
    assert not np.array_equal(make_frame(recipe, 5, 0).label.ids, make_frame(recipe, 6, 0).label.ids)


def test_every_pixel_of_a_street_has_a_segment_but_for_what_has_no_name():
    bare, furnished = (load_recipe("street", [*SMALL, f"params.amenities={n}"]) for n in (0, 30))
    unnamed = 0
    for index in range(4):
        label, other = (make_frame(recipe, 5, index).label for recipe in (bare, furnished))

        assert label.ids.min() >= 1
        assert sum(segment.area for segment in label.segments) == label.height * label.width
        void = int((other.ids == 0).sum())
        assert sum(segment.area for segment in other.segments) == other.height * other.width - void
        unnamed += void

    assert 0 < unnamed < 0.2 * 4 * label.height * label.width


def test_sensor_noise_changes_the_picture_and_nothing_else():
    quiet, noisy = (make_frame(load_recipe("street", [*SMALL, f"sensor.noise={n}"]), 5, 1) for n in (0.0, 0.1))

    assert not np.array_equal(quiet.image, noisy.image)
    np.testing.assert_array_equal(quiet.label.ids, noisy.label.ids)
    np.testing.assert_array_equal(quiet.layers["depth"], noisy.layers["depth"])


def test_two_workers_make_the_bytes_of_one(varied, dataset, tmp_path):
    generate_dataset(varied, tmp_path / "street", IMAGES, seed=5, workers=2)

    assert contents(tmp_path / "street") == contents(dataset)


def test_a_run_that_was_killed_is_resumed_to_the_same_bytes(dataset, tmp_path):
    folder = tmp_path / "street"
    words = ["generate", "street", str(folder), "--images", str(IMAGES), "--seed", "5", "--workers", "1"]
    words += [word for change in AGAIN for word in ("--set", change)]
    command = [sys.executable, "-m", "panscape.cli", *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and len(list(folder.glob("images/train/*.jpg"))) < 2:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    done = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert process.returncode == -signal.SIGKILL
    assert contents(folder) == contents(dataset)
    assert "images of 2 scenes in" in done.stdout


def test_a_thing_has_one_id_on_disk_in_every_picture_of_its_scene(dataset):
    annotations = json.loads((dataset / "annotations/panoptic_train.json").read_text())["annotations"]
    for scene in (annotations[:4], annotations[4:]):
        ids = {}
        for segment in (segment for annotation in scene for segment in annotation["segments_info"]):
            if "track_id" in segment:
                assert ids.setdefault(segment["track_id"], segment["id"]) == segment["id"]
        assert len(set(ids.values())) == len(ids) > 0


def test_progress_is_told_picture_by_picture(varied, dataset):
    told = []

    generate_dataset(varied, dataset, IMAGES, seed=5, resume=True, advance=told.append)

    assert told == [IMAGES]


def test_a_finished_dataset_is_not_made_again(varied, dataset):
    before = contents(dataset)

    assert generate_dataset(varied, dataset, IMAGES, seed=5, resume=True) == 0
    assert contents(dataset) == before


def test_a_dataset_of_another_seed_is_not_resumed(varied, dataset):
    with pytest.raises(UsageError, match="seed is 5 there, 6 here"):
        generate_dataset(varied, dataset, IMAGES, seed=6, resume=True)


def test_no_pictures_are_refused_before_anything_is_made(recipe, tmp_path):
    with pytest.raises(UsageError, match="at least one picture"):
        generate_dataset(recipe, tmp_path / "street", 0, seed=5)

    assert not (tmp_path / "street").exists()
