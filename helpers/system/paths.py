"""The folders of the project: code, notebooks, data, and the user's cache."""

import os
from pathlib import Path

import platformdirs

PROJECT = "province-trade"
HELPERS = Path(__file__).resolve().parent.parent
NOTEBOOKS = HELPERS.parent / "notebooks"
DATA = HELPERS.parent / "data"


def data_dir() -> Path:
    """Return the folder of the tables: TRADE_DATA if set, otherwise data/ of this project."""
    return Path(os.environ.get("TRADE_DATA") or DATA)


def cache_dir() -> Path:
    """Return the cache folder: TRADE_CACHE if set, otherwise the user's cache folder."""
    own = os.environ.get("TRADE_CACHE")
    return Path(own) if own else platformdirs.user_cache_path(PROJECT, appauthor=False)
