"""The command line: words typed by a person become calls of the other modules."""

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli import options
from helpers.cli.parameters import (
    Accept,
    AcceptUnchecked,
    Address,
    Against,
    Currency,
    Dask,
    Downloads,
    DryRun,
    Flow,
    Force,
    KeepGoing,
    Langs,
    Month,
    Notebooks,
    OfQuery,
    Own,
    Preview,
    Provinces,
    ReleasePeriod,
    Site,
    SkipRefused,
    Unverified,
    Year,
    Years,
)
from helpers.data.years import refuse_uncovered
from helpers.system.errors import BadInput, RunFailed

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Rankings and trends of the goods trade of China's 31 provinces.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Rankings and trends of the goods trade of China's 31 provinces."""


@app.command()
def publish(
    own: Own = None,
    year: Year = None,
    years: Years = None,
    month: Month = None,
    lang: Langs = None,
    currency: Currency = "auto",
    only: Notebooks = None,
    province: Provinces = None,
    against: Against = None,
    out: Site = Path("site"),
    address: Address = "",
    dask: Dask = "",
    force: Force = False,
    keep_going: KeepGoing = False,
    unverified: Unverified = False,
    preview: Preview = False,
) -> None:
    """Execute the notebooks and publish them as pages with their tables.

    Without --year or --years: the latest full year and the latest year to date; of a notebook of
    your own, the edition that its parameters name. A page is made anew only where something it is
    made from has changed; that of your own always. Exit 1, with nothing made, where the stored
    figures fail a check of trade check or were edited by hand; with --diff, exit 3 where something
    would change in an unusual way.
    """
    from helpers.cli.publish import Request, publish

    request = Request(
        year, years, month, options.listed(lang or ()), options.currency(currency),
        options.listed(only or ()), options.names(province or ()), against, address, unverified,
        tuple(options.path(notebook) for notebook in own or ()),
    )  # fmt: skip
    raise typer.Exit(publish(request, options.path(out), dask, force, keep_going, preview))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Folder of a site or of data/, or a commit of data/.")],
    new: Annotated[str, typer.Argument(help="The one to compare with it, of the same kind.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the pages changes-zh.html, -en.html and JSON.")
    ] = None,
) -> None:
    """Show what differs between two sites or two states of data/: figures, ranks and sentences.

    The largest changes come first, unusual ones before them: a rank that moved by more than 3, a
    level that changed by more than 5 %, a rise that became a fall. Exit 3 where there is one.
    """
    from helpers.cli.diff import diff as compared

    raise typer.Exit(compared(old, new, out))


@app.command()
def rollback(out: Site = Path("site"), preview: Preview = False) -> None:
    """Bring back the site that the last publish replaced; once more undoes that.

    The site of before is kept until the next publish that changes something. Exit 2, with nothing
    changed, where none is kept; with --diff, exit 3 where something would change in an unusual way.
    """
    from helpers.cli.rollback import rollback as run

    raise typer.Exit(run(options.path(out), preview))


@app.command()
def article(
    year: Year = None,
    month: Month = None,
    lang: Langs = None,
    currency: Currency = "auto",
    out: Annotated[Path, typer.Option(help="Folder of the articles.")] = Path("article"),
) -> None:
    """Write the whole piece for an editor: HTML, Word (.docx), and Markdown with its pictures.

    Without --year: the latest full year and the latest year to date. Each edition and language has
    a folder of its own, such as article/2024-zh.
    """
    refuse_uncovered(options.years_named(year, None))
    from helpers.cli.article import write

    write(year, month, options.listed(lang or ()), options.currency(currency), options.path(out))


@app.command()
def serve(
    out: Site = Path("site"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
) -> None:
    """Show the site in a browser on this machine, until Ctrl+C."""
    from helpers.publish import serve as server

    with server.server(options.path(out), port) as listening:
        print(f"http://{server.HOST}:{listening.server_port}/ (stop with Ctrl+C)", flush=True)
        try:
            listening.serve_forever()
        except KeyboardInterrupt:
            print()


@app.command()
def editions() -> None:
    """List what can be published, and what each edition lacks."""
    from helpers.data import editions as catalogue
    from helpers.publish import pages

    rows = [("edition", "in", "source", "lacks")]
    for row in catalogue.editions().itertuples():
        lacks = [] if row.flows else ["exports and imports"]
        if not row.before:
            lacks.append("growth and rank changes")
        period = row.year if row.month == 12 else f"{row.year}-{row.month:02d}"
        lacks += [f"page {name}" for name in pages.lacking(row.year, row.month, row.currency)]
        rows.append((str(period), row.currency, row.source, ", ".join(lacks) or "nothing"))
    for period, currency, source, lacking in rows:
        print(f"{period:<8} {currency:<4} {source:<20} {lacking}")


@app.command()
def doctor(
    out: Site = Path("site"),
) -> None:
    """Check set-up, fonts, data, folders and browser, and say what to do about a problem.

    Exit 1 when a line is marked FAIL: something that the commands need is missing or wrong.
    """
    from helpers.cli.doctor import FAIL, examine

    found = examine(options.path(out))
    for finding in found:
        print(f"{finding.state:<5} {finding.what:<8} {finding.told}")
    if any(finding.state == FAIL for finding in found):
        raise RunFailed(
            "Something that is needed is missing or wrong; the lines marked FAIL say what to do."
        )


@app.command("import")
def import_files(
    files: Downloads,
    period: ReleasePeriod = None,
    detail: OfQuery = False,
    flow: Flow = None,
    skip_refused: SkipRefused = False,
    dry_run: DryRun = False,
    accept_unchecked: AcceptUnchecked = False,
    accept: Accept = None,
) -> None:
    """Take official files into data/: all of them with proof that they add up, or none.

    Read are the customs table (8) by location of importer/exporter (CSV, saved page, .xls, .xlsx;
    Chinese or English) and the statistics bureau's provincial downloads of trade, GDP and
    population. A figure that differs from the stored one stays beside it as a revision. With
    --detail: downloads of the customs' online query, into a cube of Parquet files. Exit 2, with
    data/ unchanged, when a check fails or could not be made.
    """
    if detail:
        if accept_unchecked or accept:
            option = "--accept" if accept else "--accept-unchecked"
            raise BadInput(f"{option} does not go with --detail. Leave it out.")
        from helpers.cli.detail import import_detail

        return import_detail(files, flow, period, dry_run, skip_refused)
    if flow is not None or skip_refused:
        option = "--skip-refused" if flow is None else "--flow"
        raise BadInput(f"{option} goes with --detail, for downloads of the online query.")
    from helpers.cli import importing

    importing.import_files(files, period, dry_run, accept_unchecked, accept or [])


@app.command()
def due(
    on: Annotated[
        str | None, typer.Option(metavar="DAY", help="Another day than today: 2026-11-28.")
    ] = None,
) -> None:
    """List official tables that should be out and are not imported yet, and how to get each.

    By the publishers' calendars in data/release_calendar.csv; "expected by" marks a date that
    follows from practice. Exit 3 where a table is due, otherwise 0.
    """
    from helpers.cli.due import due as run

    raise typer.Exit(run(on))


@app.command()
def undo(
    release: Annotated[
        str, typer.Argument(help="Id of the release in data/releases.csv, or its beginning.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would change only; write nothing.")
    ] = False,
) -> None:
    """Take an import back, all of it: its figures vanish or return to those of an older release.

    Exit 2, with data/ unchanged, when there is no such release or a later one builds on it.
    """
    from helpers.cli.undo import undo as run

    run(release, dry_run)


@app.command()
def check(
    whole: Annotated[
        bool, typer.Option("--all", help="Every check of every table, not a summary.")
    ] = False,
    seal: Annotated[
        bool,
        typer.Option(
            "--seal",
            help="Record the tables as they are, edited by hand, where no check fails.",
        ),
    ] = False,
) -> None:
    """Add up everything in data/: how many tables hold, what does not and why.

    Names each file that was edited since the last import. Exit 1 when there is one, or when a check
    fails.
    """
    from helpers.cli.check import check as run

    run(whole, seal=seal)
