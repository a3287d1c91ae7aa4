"""What a command needs of the machine, whatever its locale and its home folder are."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

# What Jupyter, IPython, matplotlib and the cache of pages keep in the home folder otherwise.
KEPT = {
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_CONFIG_DIR": "config",
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
    "TRADE_CACHE": "cache",
}


def print_every_character() -> None:
    """Have this process and those it starts print every character, and read files as UTF-8.

    The plain C locale is taken for UTF-8, as Python does by itself unless told not to; what a
    terminal of another encoding lacks is shown as an escape.
    """
    os.environ["PYTHONUTF8"] = "1"
    for stream in (sys.stdout, sys.stderr):
        _widen(stream)


@contextmanager
def home() -> Iterator[None]:
    """Inside, what others would keep in the home folder has a place, if it has none there."""
    if writable_home():
        yield
        return
    with tempfile.TemporaryDirectory(prefix="trade-") as folder:
        unset = {name: str(Path(folder, own)) for name, own in KEPT.items()}
        unset = {name: path for name, path in unset.items() if name not in os.environ}
        os.environ.update(unset)
        try:
            yield
        finally:
            for name in unset:
                del os.environ[name]


def writable_home() -> bool:
    """Whether there is a home folder to write into."""
    try:
        return os.access(Path.home(), os.W_OK)
    except RuntimeError:
        return False


def _widen(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if (stream.encoding or "").lower() in ("ascii", "us-ascii", "ansi_x3.4-1968"):
        # File names that are no ASCII come out as the bytes they are.
        reconfigure(encoding="utf-8", errors="surrogateescape")
    else:
        reconfigure(errors="backslashreplace")
