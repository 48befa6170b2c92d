import subprocess
import sys

import pytest

from panscape.errors import StorageError
from panscape.locks import WORKPLACE, locked

HOLDER = """
import sys
from pathlib import Path
from panscape.locks import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_nothing_is_left_of_a_lock_whose_work_is_done(tmp_path):
    with locked(tmp_path / "new") as workplace:
        (workplace / "record").touch()
        (workplace / "record").unlink()

    assert list((tmp_path / "new").iterdir()) == []


def test_work_to_go_on_with_stays(tmp_path):
    with locked(tmp_path) as workplace:
        (workplace / "record").touch()

    assert (tmp_path / WORKPLACE / "record").is_file()
    with locked(tmp_path):
        pass


def test_what_another_process_holds_is_refused_and_left_whole(tmp_path, holder):
    with pytest.raises(StorageError, match=rf"is locked by process {holder.pid} on .* since 20"), locked(tmp_path):
        pass

    assert sorted(path.name for path in (tmp_path / WORKPLACE).iterdir()) == ["lock", "owner.json"]


def test_a_dead_process_holds_nothing(tmp_path, holder):
    holder.kill()
    holder.wait()

    with locked(tmp_path) as workplace:
        assert workplace.is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()

    with (
        pytest.raises(StorageError, match=r"file/street: Not a directory; name a folder"),
        locked(tmp_path / "file/street"),
    ):
        pass
