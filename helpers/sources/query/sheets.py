"""Read a workbook of the online query in a process of its own and write its table as CSV.

Workbooks of one query have up to 130,000 rows; the limits of helpers.sources.workbook, for tables
of 500 rows, do not fit them. `python -m helpers.sources.query.sheets FILE FOLDER` is the process:
it writes each sheet that has any cell as FOLDER/<n>.csv, the number of the row first in each line.
"""

import csv
import sys
from pathlib import Path

import python_calamine

from helpers.sources.workbook import PROTECTED, TOO_LARGE, read_apart
from helpers.system import limits

# Ten times what the largest workbook of one query takes: 130,000 rows of 14 columns, 20 MB
# unpacked for 10,000 rows, 2.2 seconds.
MEMORY = 4 << 30
CELLS = 20_000_000
CPU_SECONDS = 120
SECONDS = 300


def tables(name: str, content: bytes, folder: Path) -> list[Path]:
    """Write the sheets of the workbook ``content`` into ``folder`` as CSV and return their paths.

    Raises BadInput, with ``name`` as the file's name, when it is damaged, needs a password or has
    more cells than any download.
    """
    folder.mkdir()
    large = f"{name} has more than {CELLS:,} cells. Download it in smaller parts."
    module = "helpers.sources.query.sheets"
    read_apart(name, content, module, str(folder), seconds=SECONDS, large=large)
    return sorted(folder.glob("*.csv"))


def main(path: str, folder: str) -> int:
    """Write the sheets of the workbook at ``path`` into ``folder`` and return the exit code."""
    limits.bound(MEMORY, CPU_SECONDS)
    cells = 0
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            for number, name in enumerate(book.sheet_names):
                sheet = book.get_sheet_by_name(name)
                cells += sheet.height * sheet.width
                if cells > CELLS:
                    return TOO_LARGE
                rows = sheet.to_python(skip_empty_area=False)
                if any(cell != "" for row in rows for cell in row):
                    _write(rows, Path(folder, f"{number:03d}.csv"))
    except python_calamine.PasswordError:
        return PROTECTED
    return 0


def _write(rows: list[list[object]], path: Path) -> None:
    """Write the rows that have any cell, whole numbers without a point."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, row in enumerate(rows, start=1):
            if any(cell != "" for cell in row):
                writer.writerow([number, *map(_shown, row)])


def _shown(cell: object) -> object:
    """Return a cell as the sheet shows it: whole numbers without a point, text on one line."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, str) and ("\r" in cell or "\n" in cell):
        return " ".join(cell.split())
    return cell


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
