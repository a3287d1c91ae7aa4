"""Replace files of data/ atomically: after a crash all are old or all are new.

:func:`replaced_files` writes the new files to data/.incoming-PID/ and flushes them to disk, then
renames that folder to data/.settling/. The rename is the commit. Before it, the old files are valid
and .incoming-PID/ is discarded; after it, the files in .settling/ are moved into place, if
necessary by the next process that reads or imports (:func:`recover`).
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from helpers.system import locks
from helpers.system.errors import BadInput, RunFailed

LOCK = ".lock"
SETTLING = ".settling"
INCOMING = ".incoming-"
WAIT_SECONDS = 120.0
T = TypeVar("T")


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the lock of ``data``, after completing or discarding an interrupted change.

    Raises BadInput if another process holds the lock for more than two minutes, or if ``data``
    cannot be written.
    """
    try:
        with locks.lock(data / LOCK, str(data), WAIT_SECONDS):
            _settle(data)
            remove_folders(data.glob(f"{INCOMING}*"))
            yield
    except PermissionError:
        raise BadInput(f"{data} cannot be written by this user. Nothing was changed.") from None
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        raise BadInput(f"{data} is read-only. Nothing was changed.") from None


def recover(data: Path) -> None:
    """Complete a change of ``data`` that was committed but interrupted, if there is one."""
    if (data / SETTLING).exists():
        with locked(data):
            pass


def read_consistently(read: Callable[[], T], *folders: Path) -> T:
    """Return the result of ``read()``; if ``folders`` changed while it ran, run it again.

    So everything read belongs to one state. ``folders`` are folders of data/ or of sites. An error
    of ``read`` is raised only if nothing changed.
    """
    while True:
        before = _states(folders)
        try:
            result = read()
        except (BadInput, OSError):
            if _states(folders) == before:
                raise
        else:
            if _states(folders) == before:
                return result


def _states(folders: Iterable[Path]) -> list[object]:
    """Return what identifies the present folders and their tables; None for a missing one."""
    found: list[object] = []
    for folder in folders:
        recover(folder)
        try:
            stats = [os.stat(path) for path in sorted(folder.glob("*.csv"))]
            found.append((folder.stat().st_ino, [(s.st_ino, s.st_mtime_ns) for s in stats]))
        except FileNotFoundError:
            found.append(None)
    return found


@contextmanager
def replaced_files(data: Path) -> Iterator[Path]:
    """Yield a folder for new files, which replace those of the same names in ``data`` together.

    Use inside :func:`locked`. If the block raises, ``data`` is unchanged. Raises RunFailed if the
    files cannot be written, for example because the disk is full.
    """
    folder = data / f"{INCOMING}{os.getpid()}"
    try:
        folder.mkdir()
        yield folder
        for path in folder.iterdir():
            flush(path)
        flush_folder(folder)
        folder.rename(data / SETTLING)
    except OSError as error:
        remove_folders([folder])
        raise RunFailed(
            f"{data} could not be written: {error.strerror}. Nothing was changed."
        ) from error
    except BaseException:
        remove_folders([folder])
        raise
    flush_folder(data)
    _settle(data)


def _settle(data: Path) -> None:
    """Move the files of a committed change into place; safe to interrupt and repeat."""
    settling = data / SETTLING
    if not settling.exists():
        return
    for path in sorted(settling.iterdir()):
        path.replace(data / path.name)
    flush_folder(data)
    settling.rmdir()


def remove_folders(folders: Iterable[Path]) -> None:
    """Delete folders with their contents, ignoring errors."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def flush(path: Path) -> None:
    """Flush a file to disk; some file systems report a full disk only then."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(path: Path) -> None:
    """Flush the directory entries of a folder to disk, where supported (not on Windows)."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
