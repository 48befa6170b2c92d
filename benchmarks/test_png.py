"""Writing and reading id maps as PNG, ours beside Pillow and OpenCV. A round handles eight maps of 640 x 480."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from panscape.formats.png import decode_ids, encode_ids
from panscape.render import render
from panscape.seeds import rng_for

ROUNDS = {"rounds": 9, "warmup_rounds": 1}


@pytest.fixture(scope="module")
def maps(scenes):
    return [render(scene, rng_for(0, "sensor", 0)).ids * np.uint32(70001) for scene in scenes]


@pytest.fixture(scope="module")
def colors(maps):
    return [np.stack([ids & 255, ids >> 8 & 255, ids >> 16 & 255], -1).astype(np.uint8) for ids in maps]


def pillow(pixels):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.benchmark(group="write 8 id maps")
@pytest.mark.parametrize("writer", ["panscape", "pillow", "opencv"])
def test_write(benchmark, maps, colors, writer):
    write = {
        "panscape": lambda: [encode_ids(ids) for ids in maps],
        "pillow": lambda: [pillow(pixels) for pixels in colors],
        "opencv": lambda: [cv2.imencode(".png", pixels[:, :, ::-1])[1].tobytes() for pixels in colors],
    }[writer]

    files = benchmark.pedantic(write, **ROUNDS)

    benchmark.extra_info["bytes"] = sum(map(len, files))


@pytest.mark.benchmark(group="read 8 id maps that Pillow wrote")
@pytest.mark.parametrize("reader", ["panscape", "pillow", "opencv"])
def test_read(benchmark, colors, reader):
    files = [pillow(pixels) for pixels in colors]
    read = {
        "panscape": lambda: [decode_ids(data, "map") for data in files],
        "pillow": lambda: [np.asarray(Image.open(io.BytesIO(data))) for data in files],
        "opencv": lambda: [cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) for data in files],
    }[reader]

    benchmark.pedantic(read, **ROUNDS)
