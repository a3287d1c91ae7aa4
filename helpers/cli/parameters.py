"""The options of the command line, each with its type and help."""

from pathlib import Path
from typing import Annotated

import typer

from helpers.constants import ALL_NOTEBOOKS

# Which edition, as several commands ask for it.
Year = Annotated[
    int | None, typer.Option(metavar="YEAR", help="Year to publish; without it, the latest.")
]
Month = Annotated[
    int | None,
    typer.Option(metavar="MONTH", help="Last month covered; the full year if left out."),
]
Langs = Annotated[
    list[str] | None, typer.Option(metavar="LANG", help="zh, en or zh,en; both if left out.")
]
Currency = Annotated[
    str, typer.Option(metavar="CURRENCY", help="CNY, USD, or auto: RMB where it is published.")
]
# Which of its pages.
Notebooks = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NOTEBOOK",
        help=f"{', '.join(ALL_NOTEBOOKS[:-1])} or {ALL_NOTEBOOKS[-1]}; all if left out.",
    ),
]
Provinces = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PROVINCE",
        help="Codes or names, such as 44,Gansu. Only the pages of these provinces.",
    ),
]
Own = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[NOTEBOOK.ipynb]...",
        help="Notebooks of your own, published like the reports; without any, the reports.",
    ),
]

# How they are published.
Years = Annotated[
    str | None, typer.Option(metavar="YEARS", help="Several years: 2017-2024 or 2017,2019.")
]
Against = Annotated[
    int | None,
    typer.Option(metavar="YEAR", help="Earlier year for compare; five before if left out."),
]
Site = Annotated[Path, typer.Option(help="Folder of the site.")]
Address = Annotated[
    str, typer.Option(help="Where the site will stand, such as https://example.org/trade/.")
]
Dask = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Run on the Dask cluster at tcp://host:8786.")
]
Force = Annotated[
    bool, typer.Option("--force", help="Make every page anew, even where nothing changed.")
]
KeepGoing = Annotated[
    bool,
    typer.Option("--keep-going", help="Publish what can be made; the index marks what is missing."),
]
Unverified = Annotated[
    bool,
    typer.Option(
        "--unverified",
        help="Publish even where the stored figures fail a check or were edited by hand; each page "
        "then has a warning at its top.",
    ),
]
Preview = Annotated[
    bool,
    typer.Option(
        "--diff", help="Show what would change on the site, as trade diff does; write nothing."
    ),
]

# What is imported, and how.
Downloads = Annotated[
    list[Path],
    typer.Argument(help="Files as downloaded from the publisher; with --detail also folders."),
]
ReleasePeriod = Annotated[
    str | None,
    typer.Option(
        help="Month of a customs table that does not print its year, such as 2025-08. Not "
        "needed where the file's name says it: 2025-08, 202508 or 2025年8月 anywhere in it. "
        "With --detail: year or month of tables without a column for it."
    ),
]
OfQuery = Annotated[
    bool,
    typer.Option(
        "--detail",
        help="Downloads of the customs' online query: products by partner, province and trade "
        "mode, into data/detail/.",
    ),
]
Flow = Annotated[
    str | None,
    typer.Option(metavar="FLOW", help="With --detail: export or import, which no download says."),
]
SkipRefused = Annotated[
    bool,
    typer.Option(
        "--skip-refused", help="With --detail: take in the other files where some are refused."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Read and check only; write nothing.")]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ROW=REASON",
        help="Take in a row of a customs table that differs from its neighbours in time: its "
        "number or its province, and why it is right. releases.csv and the method page show it.",
    ),
]
AcceptUnchecked = Annotated[
    bool,
    typer.Option(
        "--accept-unchecked",
        help="Take in what could not be checked in full for want of stored figures; "
        "releases.csv records which checks were not made.",
    ),
]
