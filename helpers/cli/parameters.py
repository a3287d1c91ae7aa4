"""The options of the command line, each a decorator with its type and help."""

from pathlib import Path

import click

from helpers.constants import ALL_NOTEBOOKS

PATH = click.Path(path_type=Path)

# Which edition, as several commands ask for it.
year = click.option(
    "--year", type=int, metavar="YEAR", help="Year to publish; without it, the latest."
)
month = click.option(
    "--month",
    type=int,
    metavar="MONTH",
    help="Last month covered; the full year if left out.",
)
lang = click.option(
    "--lang", multiple=True, metavar="LANG", help="zh, en or zh,en; both if left out."
)
currency = click.option(
    "--currency",
    default="auto",
    metavar="CURRENCY",
    help="CNY, USD, or auto: RMB where it is published.",
)
# Which of its pages.
only = click.option(
    "--only",
    multiple=True,
    metavar="NOTEBOOK",
    help=f"{', '.join(ALL_NOTEBOOKS[:-1])} or {ALL_NOTEBOOKS[-1]}; all if left out.",
)
province = click.option(
    "--province",
    multiple=True,
    metavar="PROVINCE",
    help="Codes or names, such as 44,Gansu. Only the pages of these provinces.",
)
own = click.argument(
    "own",
    nargs=-1,
    type=PATH,
    metavar="[NOTEBOOK.ipynb]...",
    help="Notebooks of your own, published like the reports; without any, the reports.",
)

# How they are published.
years = click.option("--years", metavar="YEARS", help="Several years: 2017-2024 or 2017,2019.")
against = click.option(
    "--against",
    type=int,
    metavar="YEAR",
    help="Earlier year for compare; five before if left out.",
)
site = click.option(
    "--out",
    type=PATH,
    default=Path("site"),
    metavar="FOLDER",
    help="Folder of the site.",
)
address = click.option(
    "--address",
    default="",
    show_default=False,
    metavar="ADDRESS",
    help="Where the site will stand, such as https://example.org/trade/.",
)
dask = click.option(
    "--dask",
    default="",
    show_default=False,
    metavar="ADDRESS",
    help="Run on the Dask cluster at tcp://host:8786.",
)
force = click.option(
    "--force", is_flag=True, help="Make every page anew, even where nothing changed."
)
keep_going = click.option(
    "--keep-going",
    is_flag=True,
    help="Publish what can be made; the index marks what is missing.",
)
unverified = click.option(
    "--unverified",
    is_flag=True,
    help="Publish even where the stored figures fail a check or were edited by hand; each page "
    "then has a warning at its top.",
)
preview = click.option(
    "--diff",
    "preview",
    is_flag=True,
    help="Show what would change on the site, as trade diff does; write nothing.",
)

# What is imported, and how.
files = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=PATH,
    metavar="FILES...",
    help="Files as downloaded from the publisher; with --detail also folders.",
)
period = click.option(
    "--period",
    metavar="PERIOD",
    help="Month of a customs table that does not print its year, such as 2025-08. Not "
    "needed where the file's name says it: 2025-08, 202508 or 2025年8月 anywhere in it. "
    "With --detail: year or month of tables without a column for it.",
)
detail = click.option(
    "--detail",
    is_flag=True,
    help="Downloads of the customs' online query: products by partner, province and trade "
    "mode, into data/detail/.",
)
flow = click.option(
    "--flow",
    metavar="FLOW",
    help="With --detail: export or import, which no download says.",
)
skip_refused = click.option(
    "--skip-refused",
    is_flag=True,
    help="With --detail: take in the other files where some are refused.",
)
dry_run = click.option("--dry-run", is_flag=True, help="Read and check only; write nothing.")
accept = click.option(
    "--accept",
    multiple=True,
    metavar="ROW=REASON",
    help="Take in a row of a customs table that differs from its neighbours in time: its "
    "number or its province, and why it is right. releases.csv and the method page show it.",
)
accept_unchecked = click.option(
    "--accept-unchecked",
    is_flag=True,
    help="Take in what could not be checked in full for want of stored figures; "
    "releases.csv records which checks were not made.",
)
