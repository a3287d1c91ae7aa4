"""Replace a folder, such as site/: after a crash it is the old one or the new one.

:func:`replaced_folder` builds the new folder beside the old one, flushes it to disk and exchanges
the two with one system call (Linux, macOS). If the file system does not support this, the old
folder is first moved to .NAME.old, from where the next run restores it after a crash.

The replaced folder can be kept, as .NAME.before-TIME. TIME is the modification time of the mark in
the folder that replaced it; a .before folder with another TIME is left over and is removed.
"""

import ctypes
import errno
import glob
import os
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from helpers.system import locks
from helpers.system.atomic import flush, flush_folder, remove_folders
from helpers.system.errors import BadInput, RunFailed

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
NOTHING_KEPT = (
    "There is nothing to bring back: no site from before {out} is kept. trade publish keeps the "
    "site that it replaces."
)
_WRITE_ERRORS = {
    errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM,
}  # fmt: skip
_CURRENT_FOLDER = -100  # AT_FDCWD: relative paths start at the current folder
WAIT_SECONDS = 600.0  # as long as a page may take
_GRAIN = 2_000_000_000  # nanoseconds; FAT tells times apart by no less
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2, RENAME_SWAP of renamex_np


@contextmanager
def replaced_folder(
    out: Path,
    mark: str = SITE_MARK,
    *,
    linked: bool = False,
    keep: bool = False,
    restore_kept: bool = False,
) -> Iterator[Path]:
    """Yield a copy of the folder ``out``, which replaces it if the block succeeds.

    ``linked`` makes the copy of hard links, where the file system has them, so that gigabytes are
    not copied: the block must put new files in the place of old ones and never write into one, see
    :func:`put`. ``keep`` keeps the replaced folder until the next replacement, and ``restore_kept``
    starts from the one that was kept instead of ``out``. Raises BadInput if ``out`` exists, is not
    empty and lacks the file ``mark``, if another process is writing it for ten minutes, or if there
    is none to go back to; RunFailed if it cannot be written. In all cases ``out`` is unchanged, and
    so it is where the block changes nothing of a linked copy.
    """
    out = _checked(out, mark)
    building = out.parent / f".{out.name}.new-{os.getpid()}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with locks.lock(lock_of(out), str(out), WAIT_SECONDS):
            _restore(out, mark)
            try:
                _copy(_kept_or_refuse(out, mark) if restore_kept else out, building, linked)
                if not (building / mark).exists():
                    (building / mark).touch()
                yield building
                if not _same_files(building, out):
                    _replace_folder(building, out, mark, keep and (out / mark).is_file())
            finally:
                _clear(out, mark)
    except shutil.Error as error:
        why = error.args[0][0][2]
        raise RunFailed(f"{out} could not be copied: {why}. Nothing was changed.") from error
    except OSError as error:
        if error.errno not in _WRITE_ERRORS:
            raise
        raise RunFailed(
            f"{out} could not be written: {error.strerror}. Nothing was changed."
        ) from error


def _copy(start: Path, building: Path, linked: bool) -> None:
    """Copy the folder ``start``, of hard links if ``linked``; an empty one where there is none."""
    if start.exists():
        shutil.copytree(start, building, copy_function=_linked if linked else shutil.copy2)
    else:
        building.mkdir()


def kept(out: Path, mark: str = SITE_MARK) -> Path | None:
    """Return the folder that ``out`` replaced and that is kept, or None."""
    here = out.resolve()
    if not (here / mark).is_file():
        return None
    before = _kept_path(here, here / mark)
    return before if before.is_dir() else None


def put(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8, in the place of an old one; the same content is not written.

    An old file that another folder has too, as a hard link, is left as it is there.
    """
    new = content.encode("utf-8") if isinstance(content, str) else content
    if path.exists():
        if path.read_bytes() == new:
            return
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(new)


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


def _replace_folder(new: Path, out: Path, mark: str, keep: bool) -> None:
    """Move the folder ``new`` to ``out``.

    With ``keep``, ``new`` is first renamed to .NAME.before-TIME, with the TIME of its own mark, and
    then exchanged with ``out``: that one step puts the new folder in place and leaves the old one
    under the name of the folder that is kept. Until then the one kept before is kept.
    """
    if keep:
        _stamp(new / mark, out / mark)
    _flush_tree(new)
    if out.exists():
        beside = new.rename(_kept_path(out, new / mark)) if keep else new
        if not _exchange(beside, out):
            out.rename(_old(out))
            beside.rename(out)
            if keep:
                _old(out).rename(beside)
    else:
        new.rename(out)
    flush_folder(out.parent)


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


def _kept_path(out: Path, mark: Path) -> Path:
    """Return where the folder is kept that the folder with the file ``mark`` replaced."""
    return out.parent / f".{out.name}.before-{mark.stat().st_mtime_ns}"


def _kept_or_refuse(out: Path, mark: str) -> Path:
    """Return the folder that is kept; raise BadInput where there is none."""
    found = kept(out, mark)
    if found is None:
        raise BadInput(NOTHING_KEPT.format(out=out))
    return found


def _same_files(one: Path, other: Path) -> bool:
    """Return whether two folders have the same files, as hard links."""
    return other.exists() and _inodes(one) == _inodes(other)


def _inodes(folder: Path) -> dict[str, int]:
    """Return the number of each file on its disk, by the name of the file in ``folder``."""
    paths = [os.path.join(top, name) for top, _, names in os.walk(folder) for name in names]
    return {os.path.relpath(path, folder): os.stat(path).st_ino for path in paths}


def _stamp(mark: Path, older: Path) -> None:
    """Make ``mark`` a file of its own, with a time later than that of the file ``older``."""
    content = mark.read_bytes()
    mark.unlink()
    mark.write_bytes(content)
    now = max(time.time_ns(), older.stat().st_mtime_ns + _GRAIN)
    os.utime(mark, ns=(now, now))


def _restore(out: Path, mark: str) -> None:
    """Restore the old folder after an interrupted replacement; remove what crashed runs left."""
    if _old(out).exists():
        if not out.exists():
            _old(out).rename(out)
        elif (out / mark).is_file() and not _kept_path(out, out / mark).exists():
            # Interrupted between the moves: it would have been kept next.
            _old(out).rename(_kept_path(out, out / mark))
    _clear(out, mark)


def _clear(out: Path, mark: str) -> None:
    """Remove every folder beside ``out`` that a replacement made, except the one that is kept."""
    name = glob.escape(out.name)
    beside = {_old(out), *(p for s in ("new", "before") for p in out.parent.glob(f".{name}.{s}-*"))}
    remove_folders(beside - {kept(out, mark)})


def _flush_tree(folder: Path) -> None:
    """Flush to disk the folder and its files, but not those that an old folder has as well."""
    paths = [Path(top, name) for top, _, names in os.walk(folder) for name in names]
    with ThreadPoolExecutor() as threads:
        list(threads.map(flush, (path for path in paths if path.stat().st_nlink == 1)))
    for top, _, _ in os.walk(folder):
        flush_folder(Path(top))
