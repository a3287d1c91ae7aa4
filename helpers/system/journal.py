"""Changing several files of data/ as one: after any interruption all are old or all are new.

The new files are written whole into data/.incoming-…/ and flushed to disk. One rename of that
folder to data/.settling/ is the moment the change happens: before it the old state holds, and a
leftover .incoming-… is thrown away; after it the new state holds, and whatever still lies in
.settling/ is moved into place, by the import itself or, after a kill, by whoever next reads the
tables or imports. A lock file lets one process do this at a time.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helpers.system import locks
from helpers.system.errors import BadInput, RunFailed

LOCK = ".lock"
SETTLING = ".settling"
INCOMING = ".incoming-"
PATIENCE = 120.0


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the lock of ``data`` with every earlier change settled.

    Raises BadInput when it is not to be had within two minutes, or ``data`` cannot be written.
    """
    try:
        with locks.held(data / LOCK, str(data), PATIENCE):
            _settle(data)
            _sweep(data)
            yield
    except PermissionError:
        raise BadInput(f"{data} cannot be written by this user. Nothing was changed.") from None
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        raise BadInput(f"{data} is read-only. Nothing was changed.") from None


def recover(data: Path) -> None:
    """Finish a change of ``data`` that was interrupted after its moment, if there is one."""
    if (data / SETTLING).exists():
        with locked(data):
            pass


@contextmanager
def change(data: Path) -> Iterator[Path]:
    """A folder for the new files; when the block ends well they replace those of ``data`` as one.

    To be used inside ``locked``. When the block raises, ``data`` is as it was; raises RunFailed
    when the files could not be written, on a full disk for one.
    """
    folder = data / f"{INCOMING}{os.getpid()}"
    try:
        folder.mkdir()
        yield folder
        for path in folder.iterdir():
            _flush(path)
        _flush_folder(folder)
        folder.rename(data / SETTLING)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise RunFailed(
            f"{data} could not be written: {error.strerror}. Nothing was changed."
        ) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _flush_folder(data)
    _settle(data)


def _settle(data: Path) -> None:
    """Move what a change has decided into place; can be cut off and repeated at any point."""
    settling = data / SETTLING
    if not settling.exists():
        return
    for path in sorted(settling.iterdir()):
        path.replace(data / path.name)
    _flush_folder(data)
    settling.rmdir()


def _sweep(data: Path) -> None:
    """Throw away what a killed import had not finished writing."""
    for folder in data.glob(f"{INCOMING}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _flush(path: Path) -> None:
    """Have the system write a file to disk; only then does a full disk always show."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    """Have the system write the names in a folder to disk, where it can (not on Windows)."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
