"""Digests of everything that pages are made from: data, notebooks, code, font, libraries.

Imports only small modules, so that a command with nothing to do finds that out quickly.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib import util
from pathlib import Path

from helpers.system.paths import HELPERS, MANIFEST, NOTEBOOKS, PROJECT, data_dir, detail_dir

FONT = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
# The packages that read and check the tables.
CHECKS = ("system", "language", "data", "checks")
NAME = re.compile(r"[A-Za-z0-9._-]+")


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of the parts in hexadecimal.

    Each part is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
    """
    total = hashlib.sha256()
    for part in parts:
        # os.fsdecode turns undecodable bytes of a path into surrogates.
        raw = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        total.update(f"{len(raw)}:".encode() + raw)
    return total.hexdigest()


def of_files(paths: Iterable[Path], folder: Path) -> str:
    """Return the digest of files: their paths relative to ``folder`` and their contents."""
    parts: list[str | bytes] = []
    for path in sorted(paths):
        parts += [path.relative_to(folder).as_posix(), path.read_bytes()]
    return digest(*parts)


@lru_cache(maxsize=32)
def code(reports: frozenset[str] | None = None) -> str:
    """Return the digest of the package ``helpers`` with its templates.

    With ``reports``, folders of helpers/reports, the other reports are left out.
    """
    paths = (p for p in HELPERS.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    if reports is not None:
        kept = {"shared", *reports}
        paths = (p for p in paths if _report(p) is None or _report(p) in kept)
    return of_files(paths, HELPERS)


@lru_cache(maxsize=1)
def checks() -> str:
    """Return the digest of the code that reads and checks the tables.

    It imports nothing else of the package, so that a page's sentence changes without a check of
    all figures.
    """
    inside = (path for name in CHECKS for path in (HELPERS / name).rglob("*"))
    paths = (p for p in inside if p.is_file() and "__pycache__" not in p.parts)
    return of_files([*paths, *HELPERS.glob("*.py")], HELPERS)


def _report(path: Path) -> str | None:
    """Return the folder of helpers/reports that a file of the package is in, if it is in one."""
    parts = path.relative_to(HELPERS).parts
    return parts[1] if parts[0] == "reports" and len(parts) > 2 else None


@lru_cache(maxsize=1)
def font() -> str:
    """Return the digest of the font used in figures and pages, or "" if it is not installed."""
    spec = util.find_spec(FONT[0])
    if spec is None or spec.origin is None:
        return ""
    return digest(Path(spec.origin).with_name(FONT[1]).read_bytes())


def data() -> str:
    """Return the digest of all files in the folder of the tables, its lock aside."""
    folder = data_dir()
    paths = (p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    return of_files(paths, folder)


def detail() -> str:
    """Return what identifies the cube of trade in detail, "" without one.

    Never the same twice for a cube on another machine, whose manifest only a large library reads.
    """
    place = detail_dir()
    if not place:
        return ""
    manifest = Path(place, MANIFEST)
    return digest(place, manifest.read_bytes() if manifest.is_file() else os.urandom(16))


def notebooks() -> str:
    """Return the digest of all notebooks."""
    return of_files(NOTEBOOKS.glob("*.ipynb"), NOTEBOOKS)


def python() -> str:
    """Return the version of Python, for example 3.12.4."""
    return ".".join(map(str, sys.version_info[:3]))


@lru_cache(maxsize=1)
def installed() -> str:
    """Return the digest of Python's version and of all installed packages with their versions.

    Only reads directory listings, which is faster than importlib.metadata.
    """
    found = {
        name
        for folder in sys.path
        if os.path.isdir(folder)
        for name in os.listdir(folder)
        if name.endswith((".dist-info", ".egg-info"))
    }
    return digest(python(), *sorted(found))


@lru_cache(maxsize=1)
def libraries() -> str:
    """Return the digest of Python's version and of the direct and indirect requirements.

    Equals :func:`installed` if the project itself is not installed.
    """
    from importlib import metadata  # slow to import, and only needed if something changed

    versions: dict[str, str] = {}
    waiting = [PROJECT]
    while waiting:
        name = waiting.pop()
        if name in versions:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            if name == PROJECT:
                return installed()
            # A requirement for another operating system or version of Python.
            continue
        versions[name] = found.version
        needed = (line for line in found.requires or () if "extra ==" not in line)
        waiting += [match[0].lower() for match in map(NAME.match, needed) if match]
    return digest(python(), *(f"{name}=={versions[name]}" for name in sorted(versions)))
