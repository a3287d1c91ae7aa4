"""Publishing from a notebook: the command typed for a person, its progress, and its end."""

import os
import shlex
import signal
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

import traitlets as t

from helpers.explore.offered import available
from helpers.explore.state import Explorer
from helpers.publish import pages, serve

PROJECT = Path(__file__).resolve().parent.parent.parent
SITE = PROJECT / "site"
# A kernel sets these to have colours in cells; in the lines read here they would be codes.
TERMINAL = {"FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
# The report that tells more of each view.
REPORTS = {
    "ranking": "rankings", "movers": "movers", "regions": "regions", "trends": "trends",
    "one": "province", "detail": "province", "table": "rankings", "spread": "trends",
    "openness": "openness", "months": "months",
}  # fmt: skip
# Of figures whose report is another one than that of their view.
OF_FIGURES = {"balance_bars": "rankings", "path_lines": "positions"}


def report(explorer: Explorer) -> str:
    """The notebook that tells more of what is seen."""
    return OF_FIGURES.get(explorer.figure, REPORTS[explorer.view])


def arguments(explorer: Explorer) -> list[str]:
    """Return the arguments of ``trade`` that publish the report of the view: publish --year …"""
    x = explorer
    words = ["publish", "--year", str(x.year)]
    words += [] if x.month == 12 else ["--month", str(x.month)]
    usual = available(x.currencies())[0]
    words += [] if x.currency == usual else ["--currency", x.currency]
    one = ["--province", x.one] if report(x) == "province" else ["--only", report(x)]
    return [*words, "--lang", x.lang, *one]


def command(explorer: Explorer) -> str:
    """The command line that publishes the report of the view, to type in the project's folder."""
    program = Path(sys.executable).with_name("trade")
    inside = program.is_relative_to(PROJECT)
    return shlex.join(
        [str(program.relative_to(PROJECT)) if inside else "trade", *arguments(explorer)]
    )


def pages_of(explorer: Explorer) -> list[str]:
    """Names of the pages that the command makes, as its progress tells them."""
    return [page.name for page in _wanted(explorer)]


def file_of(explorer: Explorer) -> str:
    """Path of the page of the view inside the site: zh/2024/rankings.html."""
    page = _wanted(explorer)[0]
    return f"{page.lang}/{page.edition}/{page.stem}.html"


def _wanted(x: Explorer) -> list[pages.Page]:
    provinces = [x.one] if report(x) == "province" else None
    return pages.wanted([(x.year, x.month)], x.currency, [x.lang], [report(x)], provinces)


@lru_cache(maxsize=1)
def site_address(site: Path = SITE) -> str:
    """Address of the site on this machine, served from here on as long as the kernel runs.

    A browser opens no file of the disk from a notebook. Raises BadInput where there is no site.
    """
    server = serve.server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://{serve.HOST}:{server.server_port}"


class Publishing(t.HasTraits):
    """One run of ``trade publish`` at a time, as a process of its own in the project's folder.

    ``state`` is idle, running, done, failed or stopped; ``done`` counts the pages made of
    ``total``; ``message`` is the last line of the command, its error where it failed. Traits change
    in a thread of their own.
    """

    state = t.Unicode("idle")
    done = t.Int(0)
    total = t.Int(0)
    message = t.Unicode()

    def __init__(self) -> None:
        """Nothing runs yet."""
        super().__init__()
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._stopping = False

    def start(self, words: list[str], names: list[str]) -> None:
        """Run ``trade`` with ``words``, which makes the pages ``names``; nothing if one runs."""
        if self.state == "running":
            return
        self._stopping = False
        self.done, self.total, self.message, self.state = 0, len(names), "", "running"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "helpers", *words],
            cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", stdin=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name not in TERMINAL},
        )  # fmt: skip
        self._thread = threading.Thread(target=self._follow, args=(self._process, names))
        self._thread.start()

    def stop(self) -> None:
        """Ask the run to stop; the site stays as it was."""
        if self._process is not None and self.state == "running":
            self._stopping = True
            self._process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)

    def wait(self) -> str:
        """Wait for the run to end and give its state."""
        if self._thread is not None:
            self._thread.join()
        return self.state

    def _follow(self, process: "subprocess.Popen[str]", names: list[str]) -> None:
        """Read the run's lines as they come; every page's begins with its name."""
        with process:
            for line in process.stdout or []:
                self.message = line.strip()
                self.done += any(line.startswith(f"{name} ") for name in names)
            errors = process.stderr.read().strip().splitlines() if process.stderr else []
        if self._stopping:
            self.state = "stopped"
        elif process.returncode:
            self.message = errors[-1] if errors else f"trade ended with {process.returncode}"
            self.state = "failed"
        else:
            self.state = "done"
