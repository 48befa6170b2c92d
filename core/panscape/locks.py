"""How one process at a time works in a folder, and where it keeps what is not finished."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from panscape.errors import StorageError

WORKPLACE = ".panscape"


@contextmanager
def locked(folder: Path) -> Iterator[Path]:
    """Hold a folder for as long as the block lasts, and give its workplace: ``FOLDER/.panscape``.

    The system drops the lock when this process dies, so none is ever stale. A workplace in which the block leaves
    nothing is removed while the lock is still held; one with work to go on with stays.

    Parameters
    ----------
    folder : Path
        Made if it is not there.

    Raises
    ------
    StorageError
        If another process holds the folder (which, and since when), or it cannot be written.
    """
    workplace = folder / WORKPLACE
    owner, lock = workplace / "owner.json", FileLock(workplace / "lock", timeout=0)
    try:
        workplace.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StorageError(f"{folder}: is locked by {_owner(owner)}; wait for it, or stop it") from error
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror or error}; name a folder that can be written") from error
    try:
        since = time.strftime("%Y-%m-%d %H:%M:%S")
        owner.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}))
        yield workplace
    finally:
        # After the release another process may be at work here, and nothing of its may be removed.
        with suppress(OSError):
            owner.unlink()
            if [path.name for path in workplace.iterdir()] == ["lock"]:
                (workplace / "lock").unlink()
                workplace.rmdir()
        lock.release()


def _owner(path: Path) -> str:
    try:
        facts = json.loads(path.read_text())
        return f"process {facts['pid']} on {facts['host']} since {facts['since']}"
    except (OSError, ValueError, KeyError):
        return "another process"
