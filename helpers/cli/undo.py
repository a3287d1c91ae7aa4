"""`trade undo`: take an import back and print which figures change."""

from helpers.sources import undo as sources

# How many changed figures of a table are printed; the others are counted.
SHOWN = 10


def undo(release: str, dry_run: bool) -> None:
    """Take the import of ``release`` out of data/, or only print what that would change."""
    undone = sources.undo(release, dry_run=dry_run)
    for entry in undone.entries.to_dict("records"):
        print(sources.named(entry))
    for table, count in undone.removed.items():
        if count:
            _print_table(table, count, undone)
    print("Nothing was written (--dry-run)." if dry_run else "Taken back.")


def _print_table(table: str, count: int, undone: sources.Undone) -> None:
    """Print how many rows of a table are removed, and what becomes of its current figures."""
    own = undone.changes[undone.changes["table"] == table]
    older = own["release"] != ""
    print(
        f"{table}.csv: {count} {'row' if count == 1 else 'rows'} removed; {older.sum()} "
        f"{'figure returns' if older.sum() == 1 else 'figures return'} to an older release, "
        f"{(~older).sum()} {'vanishes' if (~older).sum() == 1 else 'vanish'}."
    )
    rows = own[older] if older.any() else own
    for row in rows.head(SHOWN).itertuples():
        if row.release:
            end = f"{row.restored:,.4f} ({row.release}, {row.file_name})"
        else:
            end = "no figure"
        print(f"  {row.figure}: {row.value:,.4f} -> {end}")
    if len(rows) > SHOWN:
        print(f"  and {len(rows) - SHOWN} more")
