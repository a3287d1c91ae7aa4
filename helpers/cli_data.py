"""`trade import`: official files into data/, with proof that they add up."""

from pathlib import Path
from typing import Annotated

import typer

from helpers import cli_check, merge, typed


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Files as downloaded from the publisher.")],
    period: Annotated[
        str | None,
        typer.Option(
            help="Month of a customs table that does not print its year, such as 2025-08. Not "
            "needed where the file's name says it: 2025-08, 202508 or 2025年8月 anywhere in it."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and check only; write nothing.")
    ] = False,
) -> None:
    """Take official files into data/: all of them with proof that they add up, or none.

    Read are the customs table (8) by location of importer/exporter (CSV, saved page, .xls, .xlsx;
    Chinese or English) and the statistics bureau's provincial downloads of trade, GDP and
    population. A figure that differs from the one in store is kept beside it as a revision.
    """
    paths = [typed.path(file) for file in files]
    for outcome in merge.import_files(paths, period, dry_run=dry_run):
        print(_told(outcome))
        if outcome.proof is not None and not outcome.proof.empty:
            cli_check.show(outcome.proof)
    if dry_run:
        print("Nothing was written (--dry-run).")


def _told(outcome: merge.Outcome) -> str:
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
    return text
