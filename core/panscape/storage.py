"""How a file comes into being whole or not at all, and how a name from a file is kept inside its folder."""

import errno
import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

from panscape.errors import DataError, StorageError

PARTIAL = ".partial"


def write_whole(path: Path, chunks: bytes | Iterable[bytes]) -> None:
    """Write a file that appears under its name only when all of it is on the disk.

    It is written beside its place, synced, and renamed; the parent is made. Whoever is killed on the way
    leaves a hidden ``.NAME.partial``, which the next writer of the name overwrites. A link stays, and the file that
    it leads to is replaced. A pipe or a device stays too and is written into: there is no whole or half of those.

    Parameters
    ----------
    path : Path
    chunks : bytes, or an iterable of bytes
        An iterable is written as it comes, so that a file may be larger than the memory.

    Raises
    ------
    StorageError
        If the disk is full, or the place takes no file; what stood under the name still stands.
    """
    place, takes_bytes = _place_of(path)
    pieces = (chunks,) if isinstance(chunks, bytes) else chunks
    try:
        if takes_bytes:
            with place.open("wb") as stream:
                stream.writelines(pieces)
        else:
            _replace(place, pieces)
    except StorageError:
        raise
    except OSError as error:
        raise _refusal(path, error) from error


def refuse_unwritable(path: Path) -> None:
    """Refuse a place where :func:`write_whole` would fail: before the work, not after it.

    Raises
    ------
    StorageError
        If it is a folder, something on the way to it is none, or the folder that it would stand in takes no file.
    """
    place, takes_bytes = _place_of(path)
    if takes_bytes:
        if not os.access(place, os.W_OK):
            raise StorageError(f"{path}: takes nothing from you; name another place")
        return
    try:
        with suppress(FileNotFoundError, NotADirectoryError):
            _partial_of(place).lstat()  # its name is longer than the file's, perhaps too long
        nearest = next(folder for folder in place.absolute().parents if folder.exists())
    except OSError as error:
        raise _refusal(path, error) from error
    if not nearest.is_dir():
        raise StorageError(f"{path}: {nearest} is no folder; name another place")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise StorageError(f"{path}: {nearest} takes no file from you; name another place")


def _place_of(path: Path) -> tuple[Path, bool]:
    """The place that a name leads to, and whether what stands there takes bytes but may not be replaced."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        mode = stat.S_IFREG
    except (OSError, ValueError) as error:  # ValueError: a null byte
        raise _refusal(path, error) from error
    if stat.S_ISDIR(mode):
        raise StorageError(f"{path}: is a folder; name a file in it")
    if not stat.S_ISREG(mode):
        return path, True
    return Path(os.path.realpath(path)) if path.is_symlink() else path, False


def _partial_of(path: Path) -> Path:
    return path.with_name(f".{path.name}{PARTIAL}")


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    temporary = _partial_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):  # where a parent is a file, nothing can be removed either
            temporary.unlink(missing_ok=True)
        raise


def _refusal(path: Path, error: OSError | ValueError) -> StorageError:
    if isinstance(error, ValueError):
        return StorageError(f"{str(path)!r}: {error}; name a place that can be written")
    return StorageError(f"{path}: {error.strerror or error}; {_way_out(path, error)}")


def sync_folder(folder: Path) -> None:
    """Make the renames inside a folder survive a loss of power, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop_partial(folder: Path) -> None:
    """Remove what killed writers left in a folder and below it; only for who holds the folder's lock."""
    for path in folder.rglob(f".*{PARTIAL}"):
        path.unlink(missing_ok=True)


def inside(folder: Path, name: str, where: str) -> Path:
    """Return ``folder / name`` for a name that came out of a file.

    Parameters
    ----------
    folder : Path
    name : str
        Parts joined by ``/``.
    where : str
        The file and the key that hold the name, for the message.

    Raises
    ------
    DataError
        If the name, or a link on the way, leads out of the folder.
    """
    parts = PurePosixPath(name).parts
    if (
        not parts
        or ".." in parts
        or "\0" in name
        or "\\" in name
        or name.startswith("/")
        or PureWindowsPath(name).drive
    ):
        raise DataError(f"{where}: found {name!r}, wanted a name inside {folder}; it is not opened")
    path = folder.joinpath(*parts)
    if _has_link(folder, parts) and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise DataError(f"{where}: {name!r} is a link out of {folder}; it is not followed: copy the file in its place")
    return path


def _has_link(folder: Path, parts: tuple[str, ...]) -> bool:
    """Whether a part is a link. To resolve a whole path asks the system 15 times, and threads wait at each."""
    if os.name == "nt":
        return True  # a junction is none, and leads out all the same
    place = str(folder)
    for part in parts:
        place = f"{place}/{part}"
        if os.path.islink(place):  # noqa: PTH114  # a Path costs more than the question
            return True
    return False


def _way_out(path: Path, error: OSError) -> str:
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return "name a place that can be written"
    nearest = next(folder for folder in path.absolute().parents if folder.exists())
    return f"{shutil.disk_usage(nearest).free} bytes are free there; make room, then go on: what is finished is kept"
