"""A folder that is replaced as a whole: built beside the old one, then exchanged with it.

The exchange is one step of the system (Linux, macOS); where a file system does not know it, the
old folder is moved aside first, and put back by the next run if this one is killed in between.
What a killed run leaves (.NAME.new-…) is cleared away by the next.
"""

import ctypes
import errno
import glob
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.system import locks
from helpers.system.errors import BadInput, RunFailed

# The file in a folder that says which command made it.
MARK, ARTICLES = "made-by-trade-publish", "made-by-trade-article"
MADE = {MARK: "a site that trade publish made", ARTICLES: "a folder that trade article made"}
_UNWRITTEN = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}
_HERE = -100  # AT_FDCWD: paths are as they are given
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2, RENAME_SWAP of renamex_np


@contextmanager
def replaced(out: Path, mark: str = MARK) -> Iterator[Path]:
    """A copy of the folder to change; it takes the place of ``out`` when the block ends well.

    Raises BadInput where ``out`` is not ours by its ``mark`` or another run holds it, RunFailed
    where it could not be written; ``out`` is then as it was.
    """
    out = _own_folder(out, mark)
    building = out.parent / f".{out.name}.new-{os.getpid()}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with locks.held(lock_of(out), str(out)):
            _recover(out)
            try:
                if out.exists():
                    shutil.copytree(out, building)
                else:
                    building.mkdir()
                (building / mark).touch()
                yield building
                _swap(building, out)
            finally:
                shutil.rmtree(building, ignore_errors=True)
    except shutil.Error as error:
        why = error.args[0][0][2]
        raise RunFailed(f"{out} could not be copied: {why}. Nothing was changed.") from error
    except OSError as error:
        if error.errno not in _UNWRITTEN:
            raise
        raise RunFailed(
            f"{out} could not be written: {error.strerror}. Nothing was changed."
        ) from error


def lock_of(out: Path) -> Path:
    """The lock file of a folder, hidden beside it."""
    return out.parent / f".{out.name}.lock"


def _own_folder(out: Path, mark: str) -> Path:
    """``out`` with its whole path; raises BadInput where it is not a folder to be replaced."""
    if out.is_symlink():
        raise BadInput(f"{out} is a link. Name the folder itself with --out: {out.resolve()}.")
    whole = out.resolve()
    for parent in whole.parents:
        if parent.exists() and not parent.is_dir():
            raise BadInput(f"{parent} is a file; there can be no folder below it. See --out.")
    if not whole.exists():
        return whole
    if not (whole.is_dir() and (not any(whole.iterdir()) or (whole / mark).is_file())):
        raise BadInput(f"{whole} is not {MADE[mark]}. Name a new or empty folder with --out.")
    for folder, folders, files in os.walk(whole):
        for name in (*folders, *files):
            path = Path(folder, name)
            if path.is_symlink():
                raise BadInput(f"{path} is a link; a site has files and folders only. Remove it.")
    return whole


def _swap(new: Path, out: Path) -> None:
    """Put ``new`` in the place of ``out``."""
    if not out.exists():
        new.rename(out)
    elif not _exchanged(new, out):
        out.rename(_old(out))
        new.rename(out)
        shutil.rmtree(_old(out), ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; false where the system or the file system cannot."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*paths, _EXCHANGE) == 0)
        return bool(library.renameat2(_HERE, paths[0], _HERE, paths[1], _EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False


def _old(out: Path) -> Path:
    return out.parent / f".{out.name}.old"


def _recover(out: Path) -> None:
    """Put the old folder back where a swap was cut off; clear away what killed runs left."""
    if _old(out).exists() and not out.exists():
        _old(out).rename(out)
    for left in (_old(out), *out.parent.glob(f".{glob.escape(out.name)}.new-*")):
        shutil.rmtree(left, ignore_errors=True)
