"""Files come into being whole or not at all, at the place that their name leads to."""

import os
import stat
from pathlib import Path

import pytest

from panscape.errors import StorageError
from panscape.storage import refuse_unwritable, write_whole


@pytest.fixture
def pipe(tmp_path):
    """A FIFO, and a descriptor that reads from it without waiting."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield path, descriptor
    os.close(descriptor)


def test_a_file_is_written_with_its_folder_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "new" / "a.txt"

    write_whole(path, iter([b"one", b"two"]))

    assert path.read_bytes() == b"onetwo"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"]


def test_what_fails_on_the_way_leaves_what_stood_there(tmp_path):
    def pieces():
        yield b"half"
        raise KeyboardInterrupt

    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    with pytest.raises(KeyboardInterrupt):
        write_whole(path, pieces())

    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_pipe_is_written_into_and_stays_a_pipe(pipe):
    path, descriptor = pipe

    refuse_unwritable(path)
    write_whole(path, iter([b"one", b"two"]))

    assert os.read(descriptor, 100) == b"onetwo"
    assert stat.S_ISFIFO(path.lstat().st_mode)
    assert [entry.name for entry in path.parent.iterdir()] == ["pipe"]


def test_a_link_to_a_pipe_is_written_through(pipe, tmp_path):
    path, descriptor = pipe
    link = tmp_path / "link"
    link.symlink_to(path)

    write_whole(link, b"text")

    assert os.read(descriptor, 100) == b"text"
    assert link.is_symlink() and stat.S_ISFIFO(path.lstat().st_mode)


@pytest.mark.parametrize("old", [b"old", None])
def test_a_link_stays_and_its_file_gets_the_text(tmp_path, old):
    (tmp_path / "there").mkdir()
    file, link, further = tmp_path / "there/file.txt", tmp_path / "link.txt", tmp_path / "further.txt"
    if old:
        file.write_bytes(old)
    link.symlink_to("there/file.txt")
    further.symlink_to(link)

    refuse_unwritable(further)
    write_whole(further, b"new")

    assert further.is_symlink() and link.is_symlink() and not file.is_symlink()
    assert file.read_bytes() == b"new"
    assert [entry.name for entry in file.parent.iterdir()] == ["file.txt"]


def in_circles(folder):
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    return folder / "a"


def below_a_file(folder):
    (folder / "file").write_bytes(b"")
    return folder / "file" / "a.txt"


def link_below_a_file(folder):
    (folder / "file").write_bytes(b"")
    (folder / "link").symlink_to("file/a.txt")
    return folder / "link"


@pytest.mark.parametrize("act", [refuse_unwritable, lambda path: write_whole(path, b"text")])
@pytest.mark.parametrize(
    ("place", "says"),
    [
        (lambda folder: Path(), "is a folder; name a file in it"),
        (lambda folder: Path(".."), "is a folder; name a file in it"),
        (lambda folder: Path("/"), "is a folder; name a file in it"),
        (lambda folder: folder, "is a folder; name a file in it"),
        (lambda folder: folder / ("a" * 300), "name too long; name "),
        (lambda folder: folder / ("a" * 250), "name too long; name "),
        (lambda folder: folder / "a\0b", "null byte; name "),
        (in_circles, "symbolic links; name "),
        (below_a_file, "name (a|another) place"),
        (link_below_a_file, "name (a|another) place"),
    ],
)
def test_a_place_that_takes_no_file_is_refused_in_one_line(tmp_path, place, says, act):
    path = place(tmp_path)

    with pytest.raises(StorageError, match=rf"(?i)^[^\n]*{says}"):
        act(path)


def test_a_socket_is_refused_and_stays(tmp_path, monkeypatch):
    import socket

    monkeypatch.chdir(tmp_path)  # a socket's name may have 107 bytes
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        path = Path("socket")

        with pytest.raises(StorageError, match=r"^socket: .*; name a place"):
            write_whole(path, b"text")

        assert stat.S_ISSOCK(path.lstat().st_mode)
