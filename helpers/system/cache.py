"""A cache of files, each stored with a checksum, so that a corrupt entry counts as absent.

When the cache exceeds ``LIMIT`` bytes, the least recently used files are deleted. If the cache
folder is not writable, nothing is stored.
"""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from helpers.system.paths import cache_dir

LIMIT = 1024**3


def load(folder: str, name: str) -> bytes | None:
    """Return the cached bytes, or None if absent or corrupt."""
    path = path_of(folder, name)
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() != digest:
            return None
        os.utime(path)
    except OSError:
        return None
    return content


def store(folder: str, name: str, content: bytes) -> None:
    """Write bytes to the cache; does nothing if the cache cannot be written."""
    with contextlib.suppress(OSError):
        path = path_of(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, new = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
            os.replace(new, path)
        except BaseException:
            os.unlink(new)
            raise


def clean(limit: int = LIMIT) -> None:
    """Delete the least recently used files until at most ``limit`` bytes remain."""
    files = [(path, path.stat()) for path in cache_dir().glob("*/*/*")]
    total = sum(status.st_size for _, status in files)
    for path, status in sorted(files, key=lambda pair: pair[1].st_mtime):
        if total <= limit:
            break
        path.unlink(missing_ok=True)
        total -= status.st_size


def path_of(folder: str, name: str) -> Path:
    """Return the path of a cached file."""
    return cache_dir() / folder / name[:2] / name
