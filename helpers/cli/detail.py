"""`trade import --detail`: downloads of the customs' online query into the cube, and a report."""

from pathlib import Path

import pandas as pd

from helpers.cli import options
from helpers.cli.progress import steps
from helpers.data.detail import FLOWS
from helpers.sources.query import importer
from helpers.sources.query.run import Taken
from helpers.system.errors import BadInput

# Names and codes that a line lists before it counts the others.
SHOWN = 8


def import_detail(
    files: list[Path], flow: str | None, period: str | None, dry_run: bool, skip_refused: bool
) -> None:
    """Take downloads in, or only read and check them, and print what became of them."""
    if flow is None or options.plain(flow) not in FLOWS:
        said = "" if flow is None else f", not {flow!r}"
        raise BadInput(
            f"--detail needs --flow export or --flow import{said}: a download does not say which "
            "it is."
        )
    paths = [options.path(file) for file in files]
    with steps() as step:
        taken = importer.import_files(
            paths, options.plain(flow), period, skip_refused=skip_refused, dry_run=dry_run,
            step=step,
        )  # fmt: skip
    for line in report(taken):
        print(line)
    if dry_run:
        print("Nothing was written (--dry-run).")
    elif taken.entries.empty:
        print("Nothing changes.")
    else:
        print(f"To publish: {command(taken.entries)}")


def report(taken: Taken) -> list[str]:
    """Return the lines that say what was taken in, and all that a person should look at."""
    lines = []
    if taken.known:
        lines.append(f"Imported before, nothing changes: {_listed(taken.known)}.")
    if taken.again:
        lines.append(f"Given twice, taken once: {_listed(taken.again)}.")
    if not taken.entries.empty:
        lines += _taken_in(taken)
    if taken.refused:
        lines.append(f"Left out ({_counted(len(taken.refused), 'file')} refused):")
        lines += [f"  {reason}" for _, reason in taken.refused]
    return lines


def command(entries: pd.DataFrame) -> str:
    """Return the command that publishes the newest edition that the imported months are in."""
    from helpers.data import editions

    last = max(entries["last"])
    reached = int(last[:4]) * 100 + int(last[5:])
    known = editions.editions()
    known = known[known["year"] * 100 + known["month"] <= reached].sort_values(["year", "month"])
    if known.empty:
        return "trade publish"
    newest = known.iloc[-1]
    month = "" if newest["month"] == 12 else f" --month {newest['month']}"
    return f"trade publish --year {newest['year']}{month}"


def _taken_in(taken: Taken) -> list[str]:
    """Return the lines on the files taken in."""
    entries = taken.entries
    products = {code for text in entries["products"] for code in text.split()}
    rows = entries["rows"].astype(int).sum()
    lines = [
        f"{_counted(len(entries), 'file')} with {_counted(rows, 'row')} "
        f"of {taken.flow}s, {min(entries['first'])} to {max(entries['last'])}: "
        f"{_counted(taken.months, 'month')}, {_counted(len(products), 'product')}, "
        f"{_counted(taken.provinces, 'province')}, {_counted(taken.partners, 'partner')}."
    ]
    for entry in entries[entries["cut"] != ""].itertuples():
        lines.append(
            f"  {entry.name} was cut by the platform ({entry.cut}); kept up to {entry.last}."
        )
    for name in taken.whole:
        lines.append(
            f"  {name} has as many rows as the platform gives at most, but ends where its other "
            "months end; it is taken for whole."
        )
    for overlap in taken.overlaps:
        lines.append(
            f"  {_counted(overlap.cells, 'cell')} alike in {overlap.files[0]} and "
            f"{overlap.files[1]}; kept once."
        )
    for name, value in taken.totals:
        lines.append(f"  {name}: the row with the sum of all, {value:,}, was dropped.")
    if taken.summed:
        lines.append(
            f"  {_counted(taken.summed, 'row')} added to another of the same file, period, "
            "product, partner and province."
        )
    if taken.others:
        lines.append(f"  Columns that are not read: {_listed(list(taken.others))}.")
    for what, codes in taken.unknown.items():
        lines.append(f"  {what} that no list knows: {_listed(codes)}.")
    return lines


def _counted(number: int, word: str) -> str:
    """Return a number with its word, such as 1 file or 2,000 rows."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def _listed(words: list[str]) -> str:
    """Return words as a list, the first few by name."""
    rest = len(words) - SHOWN
    return ", ".join(words[:SHOWN]) + (f" and {rest:,} more" if rest > 0 else "")
