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


def of_inputs() -> str:
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


def name(request: Mapping[str, object]) -> str:
    """Return the name under which a request is stored."""
    return fingerprint.digest(json.dumps(request, sort_keys=True, default=str))


def standing(out: Path, made_from: str) -> dict[str, int]:
    """Return the number of pages of each request that the site has complete from these inputs.

    Empty where a file of the site differs from what the last publish wrote.
    """
    known = _known(out)
    as_left = known.get("inputs") == made_from and known["files"] == _files(out)
    return known["requests"] if as_left else {}


def remember(out: Path, requests: Mapping[str, int], made_from: str) -> None:
    """Store the requests whose pages the site has, see :func:`standing`."""
    record = {"inputs": made_from, "files": _files(out), "requests": requests}
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
