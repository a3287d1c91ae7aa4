"""Detects a site that the last publish wrote from the same inputs, so nothing need be done.

For every site that was published, the cache keeps the digest of all inputs, the size and time of
each file, and the requests. No large library is imported.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.system import fingerprint, paths


def inputs_digest() -> str:
    """Return the digest of all inputs of a site: data, notebooks, helpers, font, libraries."""
    parts = (
        fingerprint.data(),
        fingerprint.detail(),
        fingerprint.notebooks(),
        fingerprint.code(),
        fingerprint.font(),
        fingerprint.installed(),
    )
    return fingerprint.digest(*parts)


def request_key(request: Mapping[str, object]) -> str:
    """Return the key under which a request is stored."""
    return fingerprint.digest(json.dumps(request, sort_keys=True, default=str))


def complete_requests(out: Path, inputs: str) -> dict[str, int]:
    """Return the requests whose pages in the site are current, each with its number of pages.

    Empty if the inputs changed, or a file of the site is not as the last publish left it.
    """
    known = _known(out)
    as_left = known.get("inputs") == inputs and known["files"] == _files(out)
    return known["requests"] if as_left else {}


def remember(out: Path, requests: Mapping[str, int], inputs: str) -> None:
    """Store the requests whose pages the site has, see :func:`complete_requests`."""
    record = {"inputs": inputs, "files": _files(out), "requests": requests}
    with contextlib.suppress(OSError):
        path = _path(out)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(record), "utf-8")
        os.replace(new, path)


def _known(out: Path) -> dict[str, Any]:
    try:
        return json.loads(_path(out).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _path(out: Path) -> Path:
    return paths.cache_dir() / "sites" / f"{fingerprint.digest(str(out.resolve()))}.json"


def _files(out: Path) -> dict[str, list[int]]:
    """Return size and time of every file of a site, by its name."""
    found = {}
    for folder, _, names in os.walk(out):
        for name in names:
            path = os.path.join(folder, name)
            status = os.stat(path)
            found[os.path.relpath(path, out)] = [status.st_size, status.st_mtime_ns]
    return found
