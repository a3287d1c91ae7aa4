"""How the cost of publishing grows with the work: `python tests/bench_growth.py`.

First 1, 2, 4, 8 and 16 editions of four notebooks in two languages, each with an empty cache. Then,
with 16 editions made before, what one change makes anew: a row of data/ of the newest edition, a
notebook, a sentence of one report, and nothing. Changes are made in a copy of the project. Needs
Linux.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench_parts import BIN, CORES
from bench_watch import Took, measured

PROJECT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ("rankings", "movers", "regions", "trends")
NEWEST = 2024
COUNTS = (1, 2, 4, 8, 16)
COLUMNS = "| {} | {} | {:.2f} | {:.1f} | {:.0f} |"


def command(editions: int, site: Path) -> list[object]:
    """The command that publishes the newest ``editions`` years into ``site``."""
    only = [word for name in NOTEBOOKS for word in ("--only", name)]
    years = f"{NEWEST - editions + 1}-{NEWEST}"
    # Figures changed by hand fail a check, which is not what is measured.
    words = ["publish", "--years", years, "--out", site, "--unverified", *only]
    return [BIN / "python", "-P", "-m", "helpers", *words]


def run(copy: Path, editions: int, folder: Path) -> tuple[int, Took]:
    """Publish from a copy of the project; how many pages that made, and what it took."""
    environment = {"PYTHONPATH": str(copy), "TRADE_CACHE": str(folder / "cache")}
    before = made(folder)
    took = measured(command(editions, folder / "site"), environment)
    return made(folder) - before, took


def made(folder: Path) -> int:
    """How many pages are in the cache."""
    return sum(path.is_file() for path in (folder / "cache" / "pages").glob("*/*"))


def another_row(copy: Path) -> None:
    """Change the last digit of a figure of the newest year."""
    path = copy / "data" / "trade.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    header = lines[0].rstrip("\n").split(",")
    at = next(i for i, line in enumerate(lines) if line.startswith(f"{NEWEST},12,ytd,63,"))
    cells = lines[at].rstrip("\n").split(",")
    value = cells[header.index("value")]
    cells[header.index("value")] = value[:-1] + ("1" if value[-1] != "1" else "2")
    lines[at] = ",".join(cells) + "\n"
    path.write_text("".join(lines), "utf-8")


def another_notebook(copy: Path) -> None:
    """Change a heading of one notebook."""
    replaced(copy / "notebooks" / "regions.ipynb", "?", "??")


def another_sentence(copy: Path) -> None:
    """Change a sentence of one report in one language."""
    replaced(copy / "helpers" / "reports" / "movers" / "en.j2", " the ", " just the ")


def replaced(path: Path, old: str, new: str) -> None:
    """Replace the first ``old`` in a file."""
    text = path.read_text("utf-8")
    if old not in text:
        raise SystemExit(f"{path.name} has no {old!r} to change.")
    path.write_text(text.replace(old, new, 1), "utf-8")


CHANGES: dict[str, Callable[[Path], None] | None] = {
    "nothing": None,
    f"a row of {NEWEST}": another_row,
    "a notebook": another_notebook,
    "a sentence of one report": another_sentence,
}


def main() -> None:
    """Measure and print two tables, in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--most", type=int, default=max(COUNTS), help="editions at most")
    most = parser.parse_args().most
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-growth-") as name:
        copy = Path(name) / "project"
        for part, left_out in (("helpers", "__pycache__"), ("notebooks", ""), ("data", "detail")):
            ignored = shutil.ignore_patterns(left_out)
            shutil.copytree(PROJECT / part, copy / part, ignore=ignored)
        for count in [count for count in COUNTS if count <= most]:
            folder = Path(name) / str(count)
            pages, took = run(copy, count, folder)
            rows.append(COLUMNS.format(count, pages, took.seconds, took.cpu, took.peak))
            print(rows[-1], flush=True)
        print(f"\n{date.today()}, {CORES} cores, in one go.\n")
        print("| editions | pages | seconds | CPU seconds | peak MiB |\n|---:|---:|---:|---:|---:|")
        print("\n".join(rows))
        print("\n| changed | pages made anew | seconds | CPU seconds | peak MiB |")
        print("|---|---:|---:|---:|---:|")
        for what, change in CHANGES.items():
            if change is not None:
                change(copy)
            pages, took = run(copy, most, folder)
            print(COLUMNS.format(what, pages, took.seconds, took.cpu, took.peak), flush=True)


if __name__ == "__main__":
    main()
