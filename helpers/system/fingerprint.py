"""Digests of what pages are made from, and where those made are kept.

Nothing large is imported, so that it is quick to see that nothing has changed.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib import util
from pathlib import Path

import platformdirs

PROJECT = "province-trade"
HELPERS = Path(__file__).resolve().parent.parent
NOTEBOOKS = HELPERS.parent / "notebooks"
DATA = HELPERS.parent / "data"
FONT = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
NAME = re.compile(r"[A-Za-z0-9._-]+")


def data_dir() -> Path:
    """The folder of the tables: TRADE_DATA where it is set, else data/ of this project."""
    return Path(os.environ.get("TRADE_DATA") or DATA)


def cache_dir() -> Path:
    """Where pages are kept: TRADE_CACHE where it is set, else a folder among the user's caches."""
    own = os.environ.get("TRADE_CACHE")
    return Path(own) if own else platformdirs.user_cache_path(PROJECT, appauthor=False)


def digest(*parts: str | bytes) -> str:
    """The SHA-256 of parts, each told apart from the next, in hexadecimal."""
    total = hashlib.sha256()
    for part in parts:
        # A path that is not text in this locale has its bytes as surrogates.
        raw = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        total.update(f"{len(raw)}:".encode() + raw)
    return total.hexdigest()


def of_files(paths: Iterable[Path], folder: Path) -> str:
    """The digest of files: their names inside ``folder`` and their contents."""
    parts: list[str | bytes] = []
    for path in sorted(paths):
        parts += [path.relative_to(folder).as_posix(), path.read_bytes()]
    return digest(*parts)


@lru_cache(maxsize=1)
def code() -> str:
    """The digest of the helpers and their templates."""
    kept = (p for p in HELPERS.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return of_files(kept, HELPERS)


@lru_cache(maxsize=1)
def font() -> str:
    """The digest of the font in figures and pages."""
    spec = util.find_spec(FONT[0])
    if spec is None or spec.origin is None:
        return ""
    return digest(Path(spec.origin).with_name(FONT[1]).read_bytes())


def data() -> str:
    """The digest of every file in the folder of the tables."""
    folder = data_dir()
    return of_files((p for p in folder.iterdir() if p.is_file()), folder)


def notebooks() -> str:
    """The digest of every notebook."""
    return of_files(NOTEBOOKS.glob("*.ipynb"), NOTEBOOKS)


def python() -> str:
    """The version of Python."""
    return ".".join(map(str, sys.version_info[:3]))


@lru_cache(maxsize=1)
def installed() -> str:
    """Python's version and the name and version of whatever is installed, as its folders say."""
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
    """Python's version and the versions of the libraries that this project needs, and they need.

    Where the project is not installed, those of everything that is.
    """
    from importlib import metadata  # takes a while, and is needed where something has changed

    versions: dict[str, str] = {}
    waiting = [PROJECT]
    while waiting:
        name = waiting.pop()
        if name in versions:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            # A requirement of another system, or of another Python; or the project itself.
            if name == PROJECT:
                return installed()
            continue
        versions[name] = found.version
        needed = (line for line in found.requires or () if "extra ==" not in line)
        waiting += [match[0].lower() for match in map(NAME.match, needed) if match]
    return digest(python(), *(f"{name}=={versions[name]}" for name in sorted(versions)))
