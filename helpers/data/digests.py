"""The digest of each table of data/, as an import recorded it in datapackage.json.

Each resource of the package has the SHA-256 and the size of its file (``hash`` and ``bytes`` of
the Data Package standard), so a file that was changed by other means than an import is found.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from helpers.data import tables
from helpers.system import atomic
from helpers.system.errors import BadInput

PACKAGE = "datapackage.json"
SEAL = "restore the file from git, or record the tables as they are with trade check --seal"


def edited() -> list[str]:
    """Return the names of the files of data/ that differ from their recorded digests.

    A table without a recorded digest is among them; where datapackage.json itself is missing, it
    is the only one. Raises BadInput where the package is no JSON.
    """
    folder = tables.data_dir()
    atomic.recover(folder)
    if not (folder / PACKAGE).exists():
        return [PACKAGE]
    return [
        resource["path"]
        for resource in _package(folder)["resources"]
        if (resource.get("hash"), resource.get("bytes")) != _recorded(folder / resource["path"])
    ]


def refuse_edited() -> None:
    """Raise BadInput that names the files of data/ that differ from their recorded digests.

    An import or undo would otherwise record a change by hand as its own.
    """
    if names := edited():
        raise BadInput(
            f"{', '.join(names)} in {tables.data_dir()} {'is' if len(names) == 1 else 'are'} not "
            f"as the last import left {'it' if len(names) == 1 else 'them'}. Nothing was changed; "
            f"{SEAL}."
        )


def record(folder: Path, incoming: Path) -> list[str]:
    """Write the package of ``folder`` into ``incoming`` with the digests of the files there.

    Tables that ``incoming`` lacks keep their recorded digests. Returns the names of the files
    whose digest changed.
    """
    package, changed = _package(folder), []
    for resource in package["resources"]:
        path = incoming / resource["path"]
        if path.exists():
            new = dict(zip(("hash", "bytes"), _recorded(path), strict=True))
            if any(resource.get(name) != value for name, value in new.items()):
                changed.append(str(resource["path"]))
            resource.update(new)
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (incoming / PACKAGE).write_text(text, encoding="utf-8")
    return changed


def seal() -> list[str]:
    """Record the digests of all tables of data/ as they are; return the files that had another.

    For a maintainer who changed a table by hand. Raises BadInput where data/ has no package.
    """
    folder = tables.data_dir()
    with atomic.locked(folder), atomic.replaced_files(folder) as incoming:
        for resource in _package(folder)["resources"]:
            (incoming / resource["path"]).write_bytes((folder / resource["path"]).read_bytes())
        return record(folder, incoming)


def _recorded(path: Path) -> tuple[str, int] | tuple[None, None]:
    """Return hash and size of a file as the package records them; None where it is missing."""
    if not path.exists():
        return None, None
    content = path.read_bytes()
    return f"sha256:{hashlib.sha256(content).hexdigest()}", len(content)


def _package(folder: Path) -> dict[str, Any]:
    """Return the content of datapackage.json; raise BadInput where it is missing or no JSON."""
    path = folder / PACKAGE
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read ({error}). Restore it from git.") from None
