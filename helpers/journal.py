"""Changing several files of data/ as one: after any interruption all are old or all are new.

The new files are written whole into data/.incoming-…/ and flushed to disk. One rename of that
folder to data/.settling/ is the moment the change happens: before it the old state holds, and a
leftover .incoming-… is thrown away; after it the new state holds, and whatever still lies in
.settling/ is moved into place, by the import itself or, after a kill, by whoever next reads the
tables or imports. A lock file lets one process do this at a time.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.errors import BadInput

SETTLING = ".settling"
INCOMING = ".incoming-"
PATIENCE = 120.0


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the lock of ``data`` with every earlier change settled; raises BadInput when it is not
    to be had within two minutes.
    """
    try:
        with FileLock(data / ".lock", timeout=PATIENCE, is_singleton=True):
            _settle(data)
            _sweep(data)
            yield
    except Timeout:
        raise BadInput(f"Another import into {data} is still running. Try again later.") from None
    except PermissionError as error:
        raise BadInput(f"{data} cannot be written: {error.filename}.") from None


def recover(data: Path) -> None:
    """Finish a change of ``data`` that was interrupted after its moment, if there is one."""
    if (data / SETTLING).exists():
        with locked(data):
            pass


@contextmanager
def change(data: Path) -> Iterator[Path]:
    """A folder for the new files; when the block ends well they replace those of ``data`` as one.

    To be used inside ``locked``. When the block raises, ``data`` is as it was.
    """
    folder = data / f"{INCOMING}{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
        for path in folder.iterdir():
            _flush(path)
        _flush(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    folder.rename(data / SETTLING)
    _flush(data)
    _settle(data)


def _settle(data: Path) -> None:
    """Move what a change has decided into place; can be cut off and repeated at any point."""
    settling = data / SETTLING
    if not settling.exists():
        return
    for path in sorted(settling.iterdir()):
        path.replace(data / path.name)
    _flush(data)
    settling.rmdir()


def _sweep(data: Path) -> None:
    """Throw away what a killed import had not finished writing."""
    for folder in data.glob(f"{INCOMING}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _flush(path: Path) -> None:
    """Have the system write a file or folder to disk, where it can (not for folders on Windows)."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
