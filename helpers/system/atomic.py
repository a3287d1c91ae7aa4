"""Replace files or a folder atomically: after a crash everything is old or everything is new.

Files of data/: :func:`replaced_files` writes the new files to data/.incoming-PID/ and flushes them
to disk, then renames that folder to data/.settling/. The rename is the commit. Before it, the old
files are valid and .incoming-PID/ is discarded; after it, the files in .settling/ are moved into
place, if necessary by the next process that reads or imports (:func:`recover`).

A whole folder, such as site/: :func:`replaced_folder` builds the new folder beside the old one and
exchanges the two with one system call (Linux, macOS). If the file system does not support this, the
old folder is first moved to .NAME.old, from where the next run restores it after a crash.
"""

import ctypes
import errno
import glob
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helpers.system import locks
from helpers.system.errors import BadInput, RunFailed

LOCK = ".lock"
SETTLING = ".settling"
INCOMING = ".incoming-"
WAIT_SECONDS = 120.0

# The file in a folder that says which command made it.
SITE_MARK, ARTICLE_MARK = "made-by-trade-publish", "made-by-trade-article"
CUBE_MARK = "manifest.csv"
MADE_BY = {
    SITE_MARK: "a site that trade publish made",
    ARTICLE_MARK: "a folder that trade article made",
    CUBE_MARK: "a cube that trade import --detail made",
}
# How a person names the folder.
NAMED_BY = {SITE_MARK: "--out", ARTICLE_MARK: "--out", CUBE_MARK: "TRADE_DETAIL"}
_WRITE_ERRORS = {
    errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM,
}  # fmt: skip
_CURRENT_FOLDER = -100  # AT_FDCWD: relative paths start at the current folder
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2, RENAME_SWAP of renamex_np


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the lock of ``data``, after completing or discarding an interrupted change.

    Raises BadInput if another process holds the lock for more than two minutes, or if ``data``
    cannot be written.
    """
    try:
        with locks.lock(data / LOCK, str(data), WAIT_SECONDS):
            _settle(data)
            _remove(data.glob(f"{INCOMING}*"))
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
            _flush(path)
        _flush_folder(folder)
        folder.rename(data / SETTLING)
    except OSError as error:
        _remove([folder])
        raise RunFailed(
            f"{data} could not be written: {error.strerror}. Nothing was changed."
        ) from error
    except BaseException:
        _remove([folder])
        raise
    _flush_folder(data)
    _settle(data)


@contextmanager
def replaced_folder(out: Path, mark: str = SITE_MARK, *, linked: bool = False) -> Iterator[Path]:
    """Yield a copy of the folder ``out``, which replaces it if the block succeeds.

    ``linked`` makes the copy of hard links, where the file system has them, so that gigabytes are
    not copied: the block must put new files in the place of old ones and never write into one.
    Raises BadInput if ``out`` exists, is not empty and lacks the file ``mark``, or if another
    process is writing it; RunFailed if it cannot be written. In all cases ``out`` is unchanged.
    """
    out = _checked(out, mark)
    building = out.parent / f".{out.name}.new-{os.getpid()}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with locks.lock(lock_of(out), str(out)):
            _restore(out)
            try:
                if out.exists():
                    copied = _linked if linked else shutil.copy2
                    shutil.copytree(out, building, copy_function=copied)
                else:
                    building.mkdir()
                if not (building / mark).exists():
                    (building / mark).touch()
                yield building
                _replace_folder(building, out)
            finally:
                _remove([building])
    except shutil.Error as error:
        why = error.args[0][0][2]
        raise RunFailed(f"{out} could not be copied: {why}. Nothing was changed.") from error
    except OSError as error:
        if error.errno not in _WRITE_ERRORS:
            raise
        raise RunFailed(
            f"{out} could not be written: {error.strerror}. Nothing was changed."
        ) from error


def lock_of(out: Path) -> Path:
    """Return the path of the lock file of a folder: hidden, beside the folder."""
    return out.parent / f".{out.name}.lock"


def _checked(out: Path, mark: str) -> Path:
    """Return the absolute path of ``out``; raise BadInput if it must not be replaced."""
    option = NAMED_BY[mark]
    if out.is_symlink():
        raise BadInput(f"{out} is a link. Name the folder itself with {option}: {out.resolve()}.")
    whole = out.resolve()
    for parent in whole.parents:
        if parent.exists() and not parent.is_dir():
            raise BadInput(f"{parent} is a file; there can be no folder below it. See {option}.")
    if not whole.exists():
        return whole
    if not (whole.is_dir() and (not any(whole.iterdir()) or (whole / mark).is_file())):
        raise BadInput(f"{whole} is not {MADE_BY[mark]}. Name a new or empty folder with {option}.")
    for folder, folders, files in os.walk(whole):
        for name in (*folders, *files):
            path = Path(folder, name)
            if path.is_symlink():
                raise BadInput(f"{path} is a link; a site has files and folders only. Remove it.")
    return whole


def _linked(source: str, target: str) -> str:
    """Make ``target`` a hard link to ``source``, or a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _settle(data: Path) -> None:
    """Move the files of a committed change into place; safe to interrupt and repeat."""
    settling = data / SETTLING
    if not settling.exists():
        return
    for path in sorted(settling.iterdir()):
        path.replace(data / path.name)
    _flush_folder(data)
    settling.rmdir()


def _replace_folder(new: Path, out: Path) -> None:
    """Move the folder ``new`` to ``out``, replacing what is there."""
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        out.rename(_old(out))
        new.rename(out)
        _remove([_old(out)])


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False if the system or file system cannot."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*paths, _EXCHANGE) == 0)
        current = _CURRENT_FOLDER
        return bool(library.renameat2(current, paths[0], current, paths[1], _EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False


def _old(out: Path) -> Path:
    return out.parent / f".{out.name}.old"


def _restore(out: Path) -> None:
    """Restore the old folder after an interrupted replacement; delete what crashed runs left."""
    if _old(out).exists() and not out.exists():
        _old(out).rename(out)
    _remove([_old(out), *out.parent.glob(f".{glob.escape(out.name)}.new-*")])


def _remove(folders: Iterable[Path]) -> None:
    """Delete folders with their contents, ignoring errors."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _flush(path: Path) -> None:
    """Flush a file to disk; some file systems report a full disk only then."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    """Flush the directory entries of a folder to disk, where supported (not on Windows)."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
