"""Pages made before, kept to be used again.

The key of a page is the digest of all that it is made from, see :func:`key`:

- its notebook and the parameters it runs with,
- the rows of data/ that it may read (:mod:`helpers.slices`), not the whole of data/,
- the helpers with their templates,
- the versions of Python and of the libraries, and the font.

Links to other pages are not in what is kept: :mod:`helpers.links` fills them in at every publish.
An entry carries its own digest, so one that is damaged is made anew. Entries used least lately go
when there are more than ``LIMIT`` bytes. TRADE_CACHE names another folder than the system's own.
"""

import base64
import contextlib
import dataclasses
import hashlib
import json
import os
import tempfile
import zlib
from pathlib import Path

from helpers import inputs
from helpers.pages import Page
from helpers.publish import Made, Rows

LIMIT = 1024**3


def key(page: Page, notebook: bytes, rows: str) -> str:
    """The key of a page whose notebook file and digest of rows are given."""
    parameters = json.dumps(dataclasses.asdict(page), sort_keys=True)
    made_with = (inputs.code(), inputs.libraries(), inputs.font())
    return inputs.digest(parameters, notebook, rows, *made_with)


def load(name: str) -> Made | None:
    """The page kept under a key, or None where there is none, or what there is cannot be right."""
    path = _path(name)
    try:
        digest, _, packed = path.read_bytes().partition(b"\n")
        if hashlib.sha256(packed).hexdigest().encode() != digest:
            return None
        os.utime(path)
    except OSError:
        return None
    return _unpacked(packed)


def store(name: str, made: Made) -> None:
    """Keep a page under a key; where the folder cannot be written to, nothing is kept."""
    packed = _packed(made)
    with contextlib.suppress(OSError):
        path = _path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, new = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(hashlib.sha256(packed).hexdigest().encode() + b"\n" + packed)
            os.replace(new, path)
        except BaseException:
            os.unlink(new)
            raise


def clean(limit: int = LIMIT) -> None:
    """Remove the pages used least lately until no more than ``limit`` bytes are kept."""
    known = [(path, path.stat()) for path in (inputs.cache_dir() / "pages").glob("*/*")]
    total = sum(status.st_size for _, status in known)
    for path, status in sorted(known, key=lambda pair: pair[1].st_mtime):
        if total <= limit:
            break
        path.unlink(missing_ok=True)
        total -= status.st_size


def _path(name: str) -> Path:
    return inputs.cache_dir() / "pages" / name[:2] / name


def _packed(made: Made) -> bytes:
    values = dataclasses.asdict(made)
    values["card"] = base64.b64encode(made.card).decode("ascii")
    return zlib.compress(json.dumps(values, ensure_ascii=False).encode("utf-8"), level=1)


def _unpacked(packed: bytes) -> Made:
    values = json.loads(zlib.decompress(packed))
    values["page"] = Page(**values["page"])
    values["card"] = base64.b64decode(values["card"])
    values["tables"] = {name: Rows(**table) for name, table in values["tables"].items()}
    return Made(**values)
