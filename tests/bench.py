"""How long publishing takes, beside the stock commands and beside the work itself: `make bench`.

Interleaved, in one go, with the outputs compared:

A  the stock commands: papermill, then jupyter nbconvert, a process each for every page
B  what a careful user would script with the same libraries: a pool of processes that call
   Papermill with the right options, and an exporter that is used again
C  trade publish --force
D  trade publish again, with nothing changed
F  the floor: the same cells and figures in one warm process without notebooks, ÷ cores

Told as they come, then as medians: seconds, how many times faster than A, CPU seconds, peak memory
(MiB, what processes share counted once). An edition is four notebooks in two languages. Measured
are one edition, ten, and with nothing changed seventeen. Needs Linux.
"""

import argparse
import compileall
import os
import re
import statistics
import tempfile
from datetime import date
from pathlib import Path

import lxml.html
import nbformat
from bench_parts import BIN, CORES, Page, file_of, pages
from bench_watch import Took, measured

NOTEBOOKS = "rankings,movers,regions,trends"
# The editions that are measured, by their number.
YEARS = {1: [2024], 10: list(range(2015, 2025)), 17: list(range(2008, 2025))}
PARTS = Path(__file__).with_name("bench_parts.py")
DRAWN = ("d", "aria-label")
MARKS = re.compile("<!--bench-->.*<!--/bench-->", re.DOTALL)
Runs = dict[str, list[Took]]


def publish(notebooks: list[str], years: list[int], site: Path) -> list[object]:
    """The command that publishes pages into ``site``."""
    only = [word for name in notebooks for word in ("--only", name)]
    listed = ",".join(map(str, years))
    return [BIN / "trade", "publish", "--years", listed, "--out", site, *only]


def one_round(letters: str, notebooks: list[str], years: list[int], taken: Runs) -> None:
    """Run the parts once, one after the other, and hold what they show against each other."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        environment = {"TRADE_CACHE": str(folder / "cache")}
        for letter in letters:
            out = folder / ("C" if letter == "D" else letter)
            out.mkdir(exist_ok=letter == "D")
            if letter in "CD":
                words = publish(notebooks, years, out / "site") + ["--force"] * (letter == "C")
            else:
                listed = ",".join(map(str, years))
                words = [BIN / "python", PARTS, letter, ",".join(notebooks), listed, out]
            told(letter, years, taken, measured(words, environment))
        same(folder, letters, pages(notebooks, years))


def unchanged(notebooks: list[str], years: list[int], rounds: int, taken: Runs) -> None:
    """Publish the years, then again ``rounds`` times with nothing changed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        environment = {"TRADE_CACHE": str(Path(name) / "cache")}
        words = publish(notebooks, years, Path(name) / "site")
        told("C", years, taken, measured(words, environment))
        for _ in range(rounds):
            told("D", years, taken, measured(words, environment))


def told(letter: str, years: list[int], taken: Runs, took: Took) -> None:
    """Keep what a part took, and say it at once."""
    taken.setdefault(letter, []).append(took)
    print(
        f"{len(years):2} edition(s) {letter} {took.seconds:8.2f} s {took.cpu:8.1f} CPU s "
        f"{took.peak:6.0f} MiB",
        flush=True,
    )


def same(folder: Path, letters: str, wanted: list[Page]) -> None:
    """Exit where parts do not show the same: every shape drawn and every mark told.

    A page may show no figure, where a year has no growth for one; all of them may not.
    """
    drawings = 0
    for page in wanted:
        shown = {a: drawn(html_of(page, folder / a, a)) for a in letters if a != "D"}
        first, *others = shown
        drawings += len(shown[first])
        for other in others:
            if shown[other] != shown[first]:
                raise SystemExit(f"{page} is not the same in {first} and {other}.")
    if not drawings:
        raise SystemExit("No page shows a drawing.")


def html_of(page: Page, out: Path, letter: str) -> str:
    """What a part has made of a page."""
    name, year, lang = page
    if letter == "C":
        return (out / "site" / lang / str(year) / f"{name}.html").read_text("utf-8")
    if letter == "F":
        return file_of(page, out, ".html").read_text("utf-8")
    notebook = nbformat.read(file_of(page, out, ".ipynb"), as_version=4)
    return "\n".join(
        output.get("data", {}).get("text/html", "")
        for cell in notebook.cells
        if "screen-only" not in cell.metadata.get("tags", [])
        for output in cell.get("outputs", [])
    )


def drawn(html: str) -> list[str]:
    """The shapes of all drawings, and what their marks tell."""
    return [
        f"{name} {node.get(name)}"
        for drawing in lxml.html.document_fromstring(html).iter("svg")
        for node in drawing.iter()
        for name in DRAWN
        if node.get(name)
    ]


def table(editions: int, each: int, taken: Runs) -> str:
    """Medians and the ratios between them, as Markdown."""
    of = {letter: medians(runs) for letter, runs in taken.items()}
    lines = [
        f"{editions} edition{'s' * (editions > 1)}, {editions * each} pages:",
        "",
        "| | seconds | times faster than A | CPU seconds | peak MiB | runs |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for letter, took in of.items():
        ratio = f"{of['A'].seconds / took.seconds:.1f}" if "A" in of else ""
        lines.append(
            f"| {letter} | {took.seconds:.2f} | {ratio} | {took.cpu:.1f} | {took.peak:.0f} "
            f"| {len(taken[letter])} |"
        )
    ratios = []
    if {"B", "C"} <= set(of):
        ratios.append(f"C is {of['B'].seconds / of['C'].seconds:.2f} times faster than B")
    if {"C", "F"} <= set(of):
        ratios.append(f"C takes {of['C'].seconds / of['F'].seconds:.2f} times the floor")
        above = (of["C"].cpu - of["F"].seconds * CORES) / (editions * each)
        ratios.append(f"a page of C takes {above:.2f} CPU seconds above its cells")
    return "\n".join([*lines, "", f"{'; '.join(ratios)}." if ratios else ""]).strip()


def aims(taken: dict[int, Runs]) -> str:
    """What was aimed at, what was measured, and whether that is met, as Markdown."""
    of = {
        n: {letter: medians(runs) for letter, runs in known.items()} for n, known in taken.items()
    }

    def ratio(count: int, slow: str, fast: str) -> float | None:
        known = of.get(count, {})
        return known[slow].seconds / known[fast].seconds if {slow, fast} <= set(known) else None

    idle = of[17]["D"].seconds if 17 in of else None
    peak = max((known["C"].peak for known in of.values() if "C" in known), default=None)
    rows = [
        ("one edition: times faster than A", ratio(1, "A", "C"), "≥", 12.0),
        ("ten editions: times faster than A", ratio(10, "A", "C"), "≥", 25.0),
        ("ten editions: times faster than B", ratio(10, "B", "C"), "≥", 1.5),
        ("ten editions: times the floor", ratio(10, "C", "F"), "≤", 1.4),
        ("nothing changed, 136 pages: seconds", idle, "≤", 0.3),
        ("peak memory, MiB", peak, "≤", 1024.0),
    ]
    lines = ["| aim | at | measured | |", "|---|---:|---:|---|"]
    for name, found, sign, aim in rows:
        if found is not None:
            met = found >= aim if sign == "≥" else found <= aim
            word = "met" if met else "missed"
            lines.append(f"| {name} | {sign} {aim:g} | {found:.2f} | {word} |")
    return "\n".join(lines)


def medians(runs: list[Took]) -> Took:
    """The median of every measure."""
    return Took(
        *(statistics.median(getattr(run, name) for run in runs) for name in Took.__annotations__)
    )


def arguments() -> argparse.Namespace:
    """The options given, or what is measured without any."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one edition, once")
    parser.add_argument("--parts", default="ABCDF", help="some of the letters ABCDF")
    parser.add_argument("--only", default=NOTEBOOKS, help=f"without it: {NOTEBOOKS}")
    parser.add_argument("--rounds", type=int, default=3, help="of one edition; ten run once")
    parser.add_argument("--editions", default="1,10,17", help="without it: 1,10,17")
    parser.add_argument("--write", type=Path, help="put the tables into this document too")
    return parser.parse_args()


def main() -> None:
    """Run the benchmark and print its tables."""
    given = arguments()
    # As pip leaves it: otherwise every process of every part may compile its libraries anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_path(quiet=2)
    notebooks = given.only.split(",")
    rounds = 1 if given.quick else given.rounds
    taken: dict[int, Runs] = {}
    for count in [1] if given.quick else map(int, given.editions.split(",")):
        years, own = YEARS[count], taken.setdefault(count, {})
        if count == 17:
            unchanged(notebooks, years, rounds, own)
        else:
            for _ in range(rounds if count == 1 else 1):
                one_round(given.parts, notebooks, years, own)
    tables = [table(count, 2 * len(notebooks), own) for count, own in taken.items()]
    head = f"{date.today()}, {CORES} cores, in one go, the outputs the same."
    text = "\n\n".join([head, *tables, aims(taken)])
    print(f"\n{text}")
    if given.write:
        known = given.write.read_text("utf-8")
        marked = f"<!--bench-->\n{text}\n<!--/bench-->"
        given.write.write_text(MARKS.sub(lambda _: marked, known), "utf-8")


if __name__ == "__main__":
    main()
