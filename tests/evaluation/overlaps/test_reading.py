"""Joint tables straight from PNGs are those of the sure way, which takes whatever is odd."""

import io
import json
from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fuzz.png_files import blocks, chunk, colors_of, filtered, png_of
from panscape.errors import DataError, LabelError, PanscapeError
from panscape.formats import open_panoptic
from panscape.formats.png import encode_ids
from panscape.overlaps import reading, sure
from panscape.overlaps.overlaid import segments_of
from panscape.overlaps.reading import read_overlaps

from strategies import CATEGORIES


@dataclass(frozen=True)
class Sides:
    """A truth and a guess on disk."""

    truth: object
    guess: object

    def overlaps(self, read, pairs):
        """What a reader makes of them: starts, truth, guess, pixels."""
        pairs = np.array(pairs, np.int64)
        segments = [segments_of(side, CATEGORIES).of(pairs[:, k]) for k, side in enumerate((self.truth, self.guess))]
        found = read(self.truth, self.guess, pairs, *segments)
        return [part.tolist() for part in (found.starts, found.truth, found.guess, found.pixels)]


def write_side(folder, files, listed, shapes):
    """A set of PNGs and the JSON that lists these ids and sizes for them."""
    folder.mkdir(parents=True, exist_ok=True)
    images, annotations = [], []
    for k, (data, ids, (height, width)) in enumerate(zip(files, listed, shapes, strict=True)):
        (folder / f"{k}.png").write_bytes(data)
        segments = [{"id": int(one), "category_id": 1, "iscrowd": 0} for one in ids if one]
        images.append({"id": k + 1, "file_name": f"{k}.jpg", "height": height, "width": width})
        annotations.append({"image_id": k + 1, "file_name": f"{k}.png", "segments_info": segments})
    categories = [{"id": c.id, "name": c.name, "isthing": int(c.isthing)} for c in CATEGORIES]
    content = {"images": images, "annotations": annotations, "categories": categories}
    folder.with_suffix(".json").write_text(json.dumps(content))
    return open_panoptic(folder.with_suffix(".json"))


def drawn_sides(folder, rng, write, pictures=3):
    """Pairs of drawn maps of several sizes."""
    truths, guesses = [], []
    for _ in range(pictures):
        height, width = rng.integers(1, 60, 2)
        truths.append(blocks(rng, height, width))
        guesses.append(np.where(rng.random() < 0.5, np.roll(truths[-1], 1, 1), blocks(rng, height, width)))
    sides = [
        write_side(
            folder / name,
            [write(ids, rng) for ids in maps],
            [np.unique(ids)[::-1] for ids in maps],
            [ids.shape for ids in maps],
        )
        for name, maps in (("truth", truths), ("guess", guesses))
    ]
    return Sides(*sides)


def by_pillow(ids, rng):
    file = io.BytesIO()
    Image.fromarray(colors_of(ids)).save(file, "PNG", compress_level=int(rng.integers(0, 10)))
    return file.getvalue()


def by_opencv(kind):
    options = [] if kind is None else [cv2.IMWRITE_PNG_FILTER, 8 << kind]
    return lambda ids, rng: cv2.imencode(".png", colors_of(ids)[:, :, ::-1], options)[1].tobytes()


def by_rows(ids, rng):
    """A filter of its own for every row."""
    return png_of(
        ids.shape[1], ids.shape[0], filtered(ids, rng.integers(0, 5, ids.shape[0])), level=int(rng.integers(10))
    )


WRITERS = {
    "panscape": lambda ids, rng: encode_ids(ids),
    "pillow": by_pillow,
    "opencv": by_opencv(None),
    **{name: by_opencv(kind) for kind, name in enumerate(("none", "sub", "up", "average", "paeth"))},
    "any filter": by_rows,
}


@pytest.fixture
def no_sure_way(monkeypatch):
    """A reader that takes the sure way fails."""
    monkeypatch.setattr(reading, "sure_table", None)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.usefixtures("no_sure_way")
def test_tables_straight_from_the_file_are_those_of_the_maps(tmp_path, writer):
    rng = np.random.default_rng(5)
    for turn in range(4):
        sides = drawn_sides(tmp_path / str(turn), rng, WRITERS[writer])
        pairs = [(0, 0), (1, 1), (2, -1), (0, 0), (2, 2)]

        assert sides.overlaps(read_overlaps, pairs) == sides.overlaps(sure.read_overlaps, pairs)


def test_no_pairs_have_no_entries(tmp_path):
    sides = drawn_sides(tmp_path, np.random.default_rng(0), by_rows)

    assert sides.overlaps(read_overlaps, np.zeros((0, 2))) == [[0], [], [], []]


IDS = np.array([[5, 5, 9], [5, 0, 9]], np.uint32)
ROWS = filtered(IDS, [4, 2])
SOUND = png_of(3, 2, ROWS)
ADAM7 = b"".join(
    b"\0" + colors_of(IDS)[y::d, x::r][0].tobytes()
    for y, x, d, r in ((0, 0, 8, 8), (0, 2, 4, 4), (0, 1, 2, 2), (1, 0, 2, 1))
)
ODD = {
    "sound": SOUND,
    "interlaced": png_of(3, 2, ADAM7, interlace=1),
    "animated": png_of(3, 2, ROWS, more=[chunk(b"acTL", bytes(8)), chunk(b"fdAT", b"abcd")]),
    "opaque": png_of(3, 2, b"".join(b"\0" + np.insert(row, 3, 255, 1).tobytes() for row in colors_of(IDS)), color=6),
    "clear": png_of(3, 2, bytes(2 * 13), color=6),
    "16-bit": png_of(3, 2, bytes(2 * 19), bits=16),
    "grey": png_of(3, 2, bytes(2 * 4), color=0),
    "palette": png_of(3, 2, bytes(2 * 4), color=3, more=[chunk(b"PLTE", bytes(3))]),
    "unknown id": png_of(3, 2, filtered(IDS + 1, [0, 0])),
    "absent id": png_of(3, 2, filtered(IDS * (IDS == 5), [0, 0])),
    "another size": png_of(2, 3, filtered(IDS.reshape(3, 2), [0, 0, 0])),
    "larger": png_of(3, 3, ROWS + ROWS[:10]),
    "unknown filter": png_of(3, 2, ROWS[:10] + b"\5" + ROWS[11:]),
    "short": png_of(3, 2, ROWS[:-1]),
    "long": png_of(3, 2, ROWS + b"\0"),
    "cut off": SOUND[:-13],
    "wrong checksum": SOUND[:45] + bytes([SOUND[45] ^ 1]) + SOUND[46:],
    "swapped": cv2.imencode(".png", colors_of(IDS))[1].tobytes(),
    "empty": b"",
    "JPEG": cv2.imencode(".jpg", colors_of(IDS))[1].tobytes(),
}


def outcome(sides, read, pairs):
    """The tables, or what the refusal says."""
    try:
        return sides.overlaps(read, pairs)
    except PanscapeError as error:
        return type(error), str(error)


@pytest.mark.parametrize("fault", ODD)
@pytest.mark.parametrize("side", ["truth", "guess", "both"])
def test_an_odd_file_is_read_or_refused_as_the_sure_way_does(tmp_path, fault, side):
    files = {name: ODD[fault] if side in (name, "both") else SOUND for name in ("truth", "guess")}
    sides = Sides(
        *(write_side(tmp_path / name, [SOUND, data], [[9, 5]] * 2, [(2, 3)] * 2) for name, data in files.items())
    )

    found = outcome(sides, read_overlaps, [(0, 0), (1, 1)])

    assert found == outcome(sides, sure.read_overlaps, [(0, 0), (1, 1)])
    if fault in ("sound", "interlaced", "animated", "opaque"):
        assert found == [[0, 3, 6], [0, 1, 2] * 2, [0, 1, 2] * 2, [1, 3, 2] * 2]


def test_files_that_are_missing_linked_or_elsewhere_are_left_to_the_sure_way(tmp_path):
    sides = Sides(
        *(write_side(tmp_path / name, [SOUND] * 3, [[9, 5]] * 3, [(2, 3)] * 3) for name in ("truth", "guess"))
    )
    outside = tmp_path / "outside.png"
    outside.write_bytes(SOUND)
    (tmp_path / "truth" / "0.png").unlink()
    (tmp_path / "truth" / "1.png").unlink()
    (tmp_path / "truth" / "1.png").symlink_to(outside)
    (tmp_path / "truth" / "2.png").unlink()
    (tmp_path / "truth" / "2.png").mkdir()

    for k, says in enumerate(("is not there", "is a link out of", "Is a directory")):
        with pytest.raises(PanscapeError, match=says):
            sides.overlaps(read_overlaps, [(k, k)])


def test_files_in_a_folder_below_are_found(tmp_path, no_sure_way):
    (tmp_path / "truth" / "town").mkdir(parents=True)
    truth = write_side(tmp_path / "truth", [SOUND], [[9, 5]], [(2, 3)])
    content = json.loads((tmp_path / "truth.json").read_text())
    content["annotations"][0]["file_name"] = "town/0.png"
    (tmp_path / "truth.json").write_text(json.dumps(content))
    (tmp_path / "truth" / "0.png").rename(tmp_path / "truth" / "town" / "0.png")

    sides = Sides(open_panoptic(tmp_path / "truth.json"), truth)

    assert sides.overlaps(read_overlaps, [(0, -1)]) == [[0, 3], [0, 1, 2], [0, 0, 0], [1, 3, 2]]


def test_sizes_that_differ_are_refused_with_both(tmp_path):
    truth = write_side(tmp_path / "truth", [SOUND], [[9, 5]], [(2, 3)])
    turned = filtered(np.array([[5, 9], [5, 9], [5, 5]], np.uint32), [0, 0, 0])
    guess = write_side(tmp_path / "guess", [png_of(2, 3, turned)], [[9, 5]], [(3, 2)])

    with pytest.raises((DataError, LabelError), match="2 x 3 pixels"):
        Sides(truth, guess).overlaps(read_overlaps, [(0, 0)])


def test_a_picture_of_noise_has_no_room_and_takes_the_sure_way(tmp_path):
    noise = np.random.default_rng(3).permutation(60 * 70).reshape(60, 70).astype(np.uint32) + 1
    data = encode_ids(noise)
    sides = Sides(*(write_side(tmp_path / name, [data], [np.unique(noise)], [(60, 70)]) for name in ("truth", "guess")))

    starts, truth, guess, pixels = sides.overlaps(read_overlaps, [(0, 0)])

    assert starts == [0, 4200] and truth == guess == list(range(1, 4201)) and set(pixels) == {1}


def test_a_table_too_large_to_be_dense_takes_the_sure_way(tmp_path, monkeypatch):
    sides = Sides(*(write_side(tmp_path / name, [SOUND], [[9, 5]], [(2, 3)]) for name in ("truth", "guess")))
    taken = []
    monkeypatch.setattr(
        reading, "sure_table", lambda *rest, **options: taken.append(1) or sure.sure_table(*rest, **options)
    )

    tables = []
    for cells in (9, 8):
        monkeypatch.setattr(reading, "MOST_CELLS", cells)
        tables.append(sides.overlaps(read_overlaps, [(0, 0)]))

    assert tables[0] == tables[1] and taken == [1]


def test_a_file_of_several_reads_is_read_whole(tmp_path, monkeypatch, no_sure_way):
    sides = Sides(*(write_side(tmp_path / name, [SOUND], [[9, 5]], [(2, 3)]) for name in ("truth", "guess")))

    for piece in (1, 7, len(SOUND), len(SOUND) + 1):
        monkeypatch.setattr(reading, "ONE_READ", piece)

        assert sides.overlaps(read_overlaps, [(0, 0)])[3] == [1, 3, 2]


@given(st.integers(0, 2**32), st.data())
def test_rows_with_any_bytes_give_one_answer_by_both_ways(tmp_path_factory, seed, data):
    """Behind right checksums: filters, differences and lengths at random."""
    rng = np.random.default_rng(seed)
    ids = blocks(rng, *rng.integers(1, 30, 2))
    height, width = ids.shape
    rows = bytearray(filtered(ids, rng.integers(0, 5, height)))
    for _ in range(data.draw(st.integers(0, 2))):
        place = data.draw(
            st.one_of(st.integers(0, height - 1).map(lambda y: y * (1 + 3 * width)), st.integers(0, len(rows) - 1))
        )
        rows[place] = data.draw(st.integers(0, 6))
    rows = bytes(rows)[: data.draw(st.sampled_from([len(rows), len(rows), len(rows) - 1]))]
    folder = tmp_path_factory.mktemp("rows")
    listed = data.draw(st.sampled_from([np.unique(ids), np.append(np.unique(ids), 3)]))
    truth = write_side(folder / "truth", [png_of(width, height, rows)], [np.unique(listed)], [(height, width)])

    sides = Sides(truth, truth)

    assert outcome(sides, read_overlaps, [(0, 0)]) == outcome(sides, sure.read_overlaps, [(0, 0)])
