"""`trade import`: official files into data/, with proof that they add up."""

from pathlib import Path

from helpers.cli import options
from helpers.cli.check import show
from helpers.sources import importer


def import_files(files: list[Path], period: str | None, dry_run: bool) -> None:
    """Take official files in, or only read and check them, and tell what became of each."""
    paths = [options.path(file) for file in files]
    for outcome in importer.import_files(paths, period, dry_run=dry_run):
        print(_told(outcome))
        if outcome.proof is not None and not outcome.proof.empty:
            show(outcome.proof)
    if dry_run:
        print("Nothing was written (--dry-run).")


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
    return text
