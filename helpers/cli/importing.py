"""`trade import`: official files into data/, with proof that they add up."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from helpers.cli import options
from helpers.cli.check import show
from helpers.data import editions
from helpers.sources import importer
from helpers.system.errors import BadInput

MOST = {"CNY": 0, "USD": 1}


def import_files(
    files: list[Path],
    period: str | None,
    dry_run: bool,
    accept_unchecked: bool = False,
    accept: Iterable[str] = (),
) -> None:
    """Take official files in, or only read and check them, and print what became of each.

    ``accept`` has rows to take in although they differ from their neighbours, as ROW=REASON.
    """
    paths = [options.path(file) for file in files]
    outcomes = importer.import_files(
        paths,
        period,
        dry_run=dry_run,
        accept_unchecked=accept_unchecked,
        accept=dict(map(_reason, accept)),
    )
    for outcome in outcomes:
        print(_told(outcome))
        if outcome.proof is not None and not outcome.proof.empty:
            show(outcome.proof)
    if dry_run:
        print("Nothing was written (--dry-run).")
    else:
        print(f"To publish: {command(outcomes)}")


def _reason(text: str) -> tuple[str, str]:
    """Return row and reason of ROW=REASON; raise BadInput where it is not that."""
    row, equals, reason = text.partition("=")
    if not equals or not row.strip():
        raise BadInput(f"--accept {text!r}: write a row and why it is right, ROW=REASON.")
    from helpers.display import fonts

    if missing := fonts.missing(reason):
        shown = " ".join(sorted(missing))
        raise BadInput(f"--accept {text!r}: no page can show {shown}. Write it without.")
    return row.strip(), " ".join(reason.split())


def command(outcomes: list[importer.Outcome]) -> str:
    """Return the command that publishes the newest edition that the imported figures are in."""
    tables = [table for outcome in outcomes for table in outcome.release.tables.values()]
    dated = [table for table in tables if "year" in table]
    if not dated:
        return "trade publish"
    rows = pd.concat([t.assign(month=t.get("month", 12)) for t in dated])
    rows = rows.reindex(columns=[*editions.PERIOD]).drop_duplicates()
    known = editions.editions()[editions.PERIOD]
    keys = editions.PERIOD if rows["currency"].notna().any() else editions.PERIOD[:2]
    both = known.merge(rows[keys].drop_duplicates()).sort_values(
        editions.PERIOD, key=lambda c: -c.map(MOST) if c.name == "currency" else c
    )
    if both.empty:
        return "trade publish"
    year, month, currency = both.iloc[-1]
    usual = editions.check_parameters(int(year), int(month), "auto", "en")
    text = f"trade publish --year {year}"
    text += f" --month {month}" if month < 12 else ""
    return text + (f" --currency {currency}" if currency != usual else "")


def _told(outcome: importer.Outcome) -> str:
    """One line on what became of a file, and one on places that are listed no longer."""
    release = outcome.release
    what = f"{release.title or release.kind}, {release.period}"
    if outcome.known:
        return f"{release.file_name}: {what}; imported before, nothing changes."
    if release.unit:
        what += f", {release.unit}"
    text = (
        f"{release.file_name}: {what}; {release.rows} rows read, {outcome.new} new, "
        f"{outcome.revised} revised."
    )
    if outcome.gone:
        text += f"\n  Listed in the nearest table, not here: {'、'.join(outcome.gone)}."
    if outcome.flagged:
        text += "\n  Further from the stored figures than usual; compare with the publisher's page:"
        text += "".join(f"\n    {line}" for line in outcome.flagged)
    text += "".join(f"\n  {line}" for line in outcome.unchecked)
    return text
