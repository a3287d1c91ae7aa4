"""`trade diff`: what differs between two sites or states of data/: screen, pages and JSON."""

from pathlib import Path

from helpers.cli import options
from helpers.publish import difference
from helpers.publish.difference import Changes

# How many changes of each kind are printed; the others are counted.
SHOWN = 20
# The exit code where something changed in an unusual way.
UNUSUAL = 3
WORDS = {
    "rank": "rank moved by more than 3",
    "level": "changed by more than 5 %",
    "turned": "a rise became a fall, or a fall a rise",
}


def diff(old: str, new: str, out: Path | None) -> int:
    """Print what differs and return the exit code: 3 for unusual changes, or 0.

    ``old`` and ``new`` are folders of two sites or of data/, or commits. With ``out`` the pages and
    the JSON file are written into that folder.
    """
    both = (str(options.path(Path(text))) if text.startswith("~") else text for text in (old, new))
    return told(difference.of(*both), out)


def told(changes: Changes, out: Path | None) -> int:
    """Print changes, write them into ``out`` if given, and return the exit code."""
    if changes.empty():
        print("Nothing differs: the same tables, figures and sentences.")
    for name, rows in changes.editions.groupby(["change", "edition"]):
        print(f"{name[1]}: {len(rows)} {_many('table', len(rows))} {name[0]}")
    _print_figures(changes)
    _print_sentences(changes)
    if out is not None:
        from helpers.publish.difference import page

        page.write(changes, options.path(out))
        print(f"Written: {options.path(out) / 'changes-en.html'}")
    count = changes.outliers()
    if count:
        print(f"{count} unusual {_many('change', count)}.")
    return UNUSUAL if count else 0


def _print_figures(changes: Changes) -> None:
    rows = changes.figures
    if len(rows):
        print(
            f"{len(rows):,} {_many('figure', len(rows))} {_differ(len(rows))}, the largest first:"
        )
    for row in rows.head(SHOWN).itertuples():
        change = "" if row.change_pct != row.change_pct else f" ({row.change_pct:+,.2f} %)"
        mark = f"  <- {WORDS[row.outlier]}" if row.outlier else ""
        place = f"{row.edition}/{row.table} {row.key} {row.column}"
        print(f"  {place}: {row.old:,.4f} -> {row.new:,.4f}{change}{mark}")
    _print_rest(len(rows))


def _print_sentences(changes: Changes) -> None:
    rows = changes.sentences
    if len(rows):
        print(f"{len(rows):,} {_many('sentence', len(rows))} {_differ(len(rows))}:")
    for row in rows.head(SHOWN).itertuples():
        mark = f"  <- {WORDS[row.outlier]}" if row.outlier else ""
        print(f"  {row.edition}/{row.table} {row.notebook} {row.id}{mark}")
        print(f"    - {row.old_en or '(no sentence)'}\n    + {row.new_en or '(no sentence)'}")
    _print_rest(len(rows))


def _print_rest(count: int) -> None:
    if count > SHOWN:
        print(f"  and {count - SHOWN:,} more")


def _many(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _differ(count: int) -> str:
    return "differs" if count == 1 else "differ"
