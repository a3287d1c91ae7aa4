"""Whether a site is as a publish left it, from the same inputs: then there is nothing to do.

For every site that was published, the cache keeps the digest of all inputs, the size and time of
each file, and what was asked for. Nothing large is imported.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers import inputs


def of_inputs() -> str:
    """The digest of all that a site is made from: data, notebooks, helpers, font, libraries."""
    parts = (inputs.data(), inputs.notebooks(), inputs.code(), inputs.font(), inputs.installed())
    return inputs.digest(*parts)


def pages_unchanged(out: Path, request: Mapping[str, object], made_from: str) -> int:
    """How many pages ``request`` asks for, where the site has them all, ``made_from`` these inputs.

    0 where it has not, or where that is not known.
    """
    known = _known(out)
    count = known.get("requests", {}).get(_name(request), 0)
    if not count or known["inputs"] != made_from or known["files"] != _files(out):
        return 0
    return int(count)


def remember(out: Path, request: Mapping[str, object], count: int, made_from: str) -> None:
    """Note what was published: ``count`` pages for ``request``, ``made_from`` these inputs."""
    known = _known(out)
    same = known.get("inputs") == made_from and not request.get("address")
    requests = {**(known.get("requests", {}) if same else {}), _name(request): count}
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
    return inputs.cache_dir() / "sites" / f"{inputs.digest(str(out.resolve()))}.json"


def _name(request: Mapping[str, object]) -> str:
    return inputs.digest(json.dumps(request, sort_keys=True, default=str))


def _files(out: Path) -> dict[str, list[int]]:
    """Size and time of every file of a site, by its name."""
    found = {}
    for folder, _, names in os.walk(out):
        for name in names:
            path = os.path.join(folder, name)
            status = os.stat(path)
            found[os.path.relpath(path, out)] = [status.st_size, status.st_mtime_ns]
    return found
