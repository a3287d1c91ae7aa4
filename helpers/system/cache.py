"""Bytes kept in the cache folder under a name; what is damaged there is as if it were not there.

Each file carries its own digest. Files used least lately go when there are more than ``LIMIT``
bytes. Where the folder cannot be written to, nothing is kept.
"""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from helpers.system import fingerprint

LIMIT = 1024**3


def load(folder: str, name: str) -> bytes | None:
    """The bytes kept in a folder under a name, or None where there are none, or damaged ones."""
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
    """Keep bytes in a folder under a name."""
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
    """Remove what was used least lately until no more than ``limit`` bytes are kept."""
    known = [(path, path.stat()) for path in fingerprint.cache_dir().glob("*/*/*")]
    total = sum(status.st_size for _, status in known)
    for path, status in sorted(known, key=lambda pair: pair[1].st_mtime):
        if total <= limit:
            break
        path.unlink(missing_ok=True)
        total -= status.st_size


def path_of(folder: str, name: str) -> Path:
    """Where the bytes of a name are."""
    return fingerprint.cache_dir() / folder / name[:2] / name
