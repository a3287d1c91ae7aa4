"""Set up the process so that commands work under any locale and without a home folder."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

# Variables that say where Jupyter, IPython, matplotlib and the page cache store files, with the
# subfolders used when the home folder is not writable.
FOLDERS = {
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_CONFIG_DIR": "config",
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
    "TRADE_CACHE": "cache",
}


def print_every_character() -> None:
    """Make this process and its children print any character, and read files as UTF-8.

    An ASCII terminal (the C locale) is treated as UTF-8. Characters that a terminal of another
    encoding lacks are printed as escape sequences.
    """
    os.environ["PYTHONUTF8"] = "1"
    for stream in (sys.stdout, sys.stderr):
        _widen(stream)


@contextmanager
def ensure_home() -> Iterator[None]:
    """Provide temporary folders for libraries that need a home folder, if it is not writable."""
    if writable_home():
        yield
        return
    with tempfile.TemporaryDirectory(prefix="trade-") as folder:
        unset = {name: str(Path(folder, own)) for name, own in FOLDERS.items()}
        unset = {name: path for name, path in unset.items() if name not in os.environ}
        os.environ.update(unset)
        try:
            yield
        finally:
            for name in unset:
                del os.environ[name]


def writable_home() -> bool:
    """Return whether there is a writable home folder."""
    try:
        return os.access(Path.home(), os.W_OK)
    except RuntimeError:
        return False


def _widen(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if (stream.encoding or "").lower() in ("ascii", "us-ascii", "ansi_x3.4-1968"):
        # File names that are not valid UTF-8 are printed as their original bytes.
        reconfigure(encoding="utf-8", errors="surrogateescape")
    else:
        reconfigure(errors="backslashreplace")
