"""`trade doctor`: whether this machine has what the commands need, and what to do where not."""

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from helpers.checks import stored
from helpers.cli import check
from helpers.data import digests, tables
from helpers.system import locks
from helpers.system.atomic import LOCK
from helpers.system.errors import TradeError

WELL, WORTH_KNOWING, FAIL = "well", "note", "FAIL"
ROOM = 300_000_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SETUP = "Set up again: rm -rf .venv && make site."


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is (well, note or FAIL), and what was seen or is to be done."""

    what: str
    state: str
    told: str


def examine(out: Path) -> list[Finding]:
    """Everything that can be wrong with the machine, for a site in ``out``, each with a remedy."""
    looks: dict[str, Callable[[], Finding]] = {
        "set-up": _setup,
        "kernel": _kernel,
        "fonts": _fonts,
        "figures": _figures,
        "data/": lambda: _folder("data/", tables.data_dir(), "trade import"),
        "site": lambda: _folder("site", out, "trade publish"),
        "room": lambda: _room(out),
        "home": _home,
        "browser": _browser,
    }
    found = []
    for what, look in looks.items():
        try:
            found.append(look())
        except TradeError as error:
            found.append(Finding(what, FAIL, str(error)))
    return found


def _setup() -> Finding:
    """The interpreter and the packages that the project declares."""
    wanted = [text for text in metadata.requires("province-trade") or [] if "extra ==" not in text]
    names = [match[0] for text in wanted if (match := re.match(r"[\w.-]+", text))]
    missing = [name for name in names if not _installed(name)]
    python = f"Python {platform.python_version()}"
    if missing:
        return Finding("set-up", FAIL, f"{python} lacks {', '.join(missing)}. {SETUP}")
    return Finding("set-up", WELL, f"{python} in {sys.prefix}, {len(names)} packages")


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _kernel() -> Finding:
    """The kernel that the notebooks name."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        return Finding("kernel", FAIL, f"There is no kernel python3. {SETUP}")
    return Finding("kernel", WELL, f"{spec.display_name}")


def _fonts() -> Finding:
    """The font with Chinese characters that comes with the set-up."""
    from helpers.display import fonts

    if not fonts.FILE.is_file():
        return Finding("fonts", FAIL, f"{fonts.FILE} is missing. {SETUP}")
    return Finding("fonts", WELL, fonts.FAMILY)


def _figures() -> Finding:
    """Every table of data/, loaded, validated and added up."""
    results = stored.run()
    wrong = len(results.failures()) + len(results.dates)
    if wrong:
        return Finding("figures", FAIL, f"{wrong} checks fail; trade check says which.")
    if results.edited:
        return Finding("figures", FAIL, f"{check.edited(results.edited)} {digests.SEAL}.")
    trade = tables.load("trade")
    last = trade.sort_values(["year", "month"]).iloc[-1] if len(trade) else None
    until = f", until {last['year']}-{last['month']:02d}" if last is not None else ""
    return Finding("figures", WELL, f"{len(trade):,} figures of trade{until}; none fails a check")


def _folder(what: str, folder: Path, command: str) -> Finding:
    """Whether a folder, or the one it would be made in, can be written, and who does so now."""
    folder = folder.resolve()
    lock = folder / LOCK if what == "data/" else folder.parent / f".{folder.name}.lock"
    place = folder if folder.exists() else folder.parent
    # A site is exchanged as a whole, so what counts is the folder it lies in.
    place = place if what == "data/" else folder.parent
    if not os.access(place, os.W_OK):
        remedy = f"{command} cannot write into it; change its owner or mode, or name another one."
        return Finding(what, FAIL if command == "trade publish" else WORTH_KNOWING,
                       f"{place}: {remedy}")  # fmt: skip
    if lock.exists() and locks.is_locked(lock):
        return Finding(what, WORTH_KNOWING, f"{folder} is being written by {locks.owner(lock)}.")
    there = "" if folder.exists() else " (not there yet)"
    return Finding(what, WELL, f"{folder}{there}")


def _room(out: Path) -> Finding:
    """Space on the disks that are written to."""
    place = next(folder for folder in (out.resolve(), *out.resolve().parents) if folder.exists())
    for folder in (place, tables.data_dir(), Path(tempfile.gettempdir())):
        free = shutil.disk_usage(folder).free
        if free < ROOM:
            return Finding(
                "room", FAIL, f"{free:,} bytes are free on the disk of {folder}. Clear some."
            )
    return Finding("room", WELL, "the disks of the site, of data/ and of temporary files have room")


def _home() -> Finding:
    from helpers.system import environment

    if environment.writable_home():
        return Finding("home", WELL, str(Path.home()))
    return Finding("home", WORTH_KNOWING, "cannot be written; a temporary folder serves instead")


def _browser() -> Finding:
    """A browser, which only the tests need."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        told = "no Chromium; only tests need one. Without it those that look at pages are skipped."
        return Finding("browser", WORTH_KNOWING, told)
    return Finding("browser", WELL, f"{path} (for tests)")
