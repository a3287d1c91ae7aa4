"""The folders of the project: code, notebooks, data, and the user's cache."""

import os
from pathlib import Path

import platformdirs

PROJECT = "province-trade"
HELPERS = Path(__file__).resolve().parent.parent
NOTEBOOKS = HELPERS.parent / "notebooks"
DATA = HELPERS.parent / "data"

# The cube of trade in detail: imported by this user, or the extract that comes with the project.
CUBE, EXTRACT = "detail", "detail_extract"
MANIFEST = "manifest.csv"


def data_dir() -> Path:
    """Return the folder of the tables: TRADE_DATA if set, otherwise data/ of this project."""
    return Path(os.environ.get("TRADE_DATA") or DATA)


def cache_dir() -> Path:
    """Return the cache folder: TRADE_CACHE if set, otherwise the user's cache folder."""
    own = os.environ.get("TRADE_CACHE")
    return Path(own) if own else platformdirs.user_cache_path(PROJECT, appauthor=False)


def detail_dir() -> str:
    """Return the place of the cube of trade in detail, or "" if there is none.

    TRADE_DETAIL if set (a local folder, or an address that DuckDB reads), otherwise detail/ in the
    folder of the tables, otherwise the extract beside it.
    """
    given = os.environ.get("TRADE_DETAIL")
    if given:
        return given.rstrip("/") if "://" in given else str(Path(given).absolute())
    found = (data_dir() / name for name in (CUBE, EXTRACT))
    return next((str(path.absolute()) for path in found if (path / MANIFEST).is_file()), "")
