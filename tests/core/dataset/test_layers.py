"""Every layer comes back from its file as it was made, to within half of the file's steps, and OpenCV reads it too."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest

from panscape.dataset import LAYERS, depth_in_millimetres, read_layer
from panscape.dataset.layers import decode_layer, encode_layer, layer_path
from panscape.errors import DataError, UsageError
from panscape.seeds import rng_for

SHAPE = (11, 13)


def drawn_layer(name, rng):
    """A layer as the generator may make it, and the largest error that its file may add."""
    shares = rng.uniform(0, 1, SHAPE).astype(np.float32)
    nowhere = shares < 0.3
    if name == "depth":
        return np.where(nowhere, 0, rng.uniform(0.2, 65, SHAPE)).astype(np.float32), 0.5e-3
    if name == "depth_m":
        return np.where(nowhere, 0, rng.uniform(0.2, 900, SHAPE)).astype(np.float32), 0.0
    if name == "normals":
        vectors = rng.normal(size=(*SHAPE, 3))
        vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
        vectors[nowhere] = 0
        return vectors.astype(np.float32), 0.51 / 32767
    if name == "object_coords":
        places = rng.uniform(0, 1, (*SHAPE, 3))
        places[nowhere] = np.nan
        return places.astype(np.float32), 0.51 / 65534
    if name == "albedo":
        return rng.uniform(0, 1, (*SHAPE, 3)).astype(np.float32), 0.0047
    if name == "shading":
        return rng.uniform(0, 8, (*SHAPE, 3)).astype(np.float32), 0.004
    if name.startswith("flow"):
        known = rng.uniform(size=SHAPE) < 0.7
        flow = np.dstack([*(np.where(known, rng.uniform(-300, 300, SHAPE), 0) for _ in range(2)), known])
        return flow.astype(np.float32), 0.51 / 64
    if name.startswith("hidden"):
        return nowhere, 0
    return shares, 0.51 / 255


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_comes_back_as_it_was_made(name, tmp_path):
    made, error = drawn_layer(name, rng_for(0, name))
    path = layer_path(tmp_path, "train", "000000", name)
    path.parent.mkdir(parents=True)

    data, _ = encode_layer(name, made)
    path.write_bytes(data)
    read = read_layer(tmp_path, "train", "000000", name)

    np.testing.assert_allclose(read.astype(np.float64), made.astype(np.float64), rtol=0, atol=error)
    assert read.dtype == (bool if name.startswith("hidden") else np.float32)
    numbers = decode_layer(name, data, "layer")
    assert (str(numbers.dtype), numbers.shape) == (LAYERS[name].dtype, LAYERS[name].shape(*SHAPE))


@pytest.mark.parametrize("name", LAYERS)
def test_opencv_and_numpy_read_the_same_numbers(name):
    data, _ = encode_layer(name, drawn_layer(name, rng_for(1, name))[0])

    if LAYERS[name].kind == "npy":
        theirs = np.load(io.BytesIO(data))
    else:
        theirs = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        theirs = theirs[:, :, ::-1] if theirs.ndim == 3 else theirs

    np.testing.assert_array_equal(theirs, decode_layer(name, data, "layer"))


def test_depth_is_whole_millimetres_that_end_at_65535():
    depth = np.array([[0, 0.0001, 1.2346, 65.6, 1e9]])

    assert depth_in_millimetres(depth).tolist() == [[0, 1, 1235, 65535, 65535]]


def test_flow_is_kept_as_kittis_development_kit_keeps_it():
    flow = np.array([[[0, 0, 1], [1.5, -2.25, 1], [600, -600, 1], [7, 7, 0]]], np.float32)

    numbers = decode_layer("flow_forward", encode_layer("flow_forward", flow)[0], "flow")

    # io_flow.h: max(min(value * 64 + 2^15, 2^16 - 1), 0), valid 1; zeros where it is invalid.
    wanted = [[32768, 32768, 1], [32864, 32624, 1], [65535, 0, 1], [0, 0, 0]]
    assert numbers[0].tolist() == wanted


def test_no_surface_and_a_corner_of_the_box_are_told_apart():
    places = np.array([[[0, 0, 0], [np.nan] * 3, [1, 1, 1]]], np.float32)

    data, _ = encode_layer("object_coords", places)

    assert decode_layer("object_coords", data, "a")[0].tolist() == [[1] * 3, [0] * 3, [65535] * 3]


def test_what_float16_cannot_hold_is_kept_as_its_largest():
    data, _ = encode_layer("shading", np.full((1, 1, 3), 1e6, np.float32))

    assert decode_layer("shading", data, "a").tolist() == [[[65504.0] * 3]]


def test_no_surface_has_no_normal():
    normals = np.array([[[0, 0, 0], [0, 0, -1]]], np.float32)

    data, _ = encode_layer("normals", normals)

    assert decode_layer("normals", data, "a")[0].tolist() == [[0, 0, 0], [32768, 32768, 1]]


def test_a_misspelt_layer_is_told_the_nearest():
    with pytest.raises(UsageError, match=r"a frame has a layer 'normal', .*did you mean 'normals'"):
        read_layer(Path(), "train", "000000", "normal")


def test_a_file_of_another_kind_is_refused():
    depth, _ = encode_layer("depth", np.ones(SHAPE, np.float32))
    array = io.BytesIO()
    np.save(array, np.ones(SHAPE))

    with pytest.raises(DataError, match=r"a.png: found 16-bit grey, wanted 16-bit RGB"):
        decode_layer("normals", depth, "a.png")
    with pytest.raises(DataError, match=r"a.npy: found bytes b'.*PNG.*wanted a .npy file"):
        decode_layer("depth_m", depth, "a.npy")
    with pytest.raises(DataError, match=r"a.npy: found float64 in 2 axes, wanted float32 in 2"):
        decode_layer("depth_m", array.getvalue(), "a.npy")


def test_a_damaged_or_pickled_array_is_refused():
    data, _ = encode_layer("depth_m", np.ones(SHAPE, np.float32))
    pickled = io.BytesIO()
    np.save(pickled, np.array([{}], object), allow_pickle=True)

    for spoilt in (data[:-4], data[:20], pickled.getvalue(), data[:9] + b"\xff\xff" + data[11:]):
        with pytest.raises(DataError, match=r"a.npy: is no sound .npy file"):
            decode_layer("depth_m", spoilt, "a.npy")
