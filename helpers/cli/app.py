"""The command line: words typed by a person become calls of the other modules."""

import sys
from pathlib import Path

import click

from helpers.cli import options, parameters
from helpers.data.years import refuse_uncovered
from helpers.system.errors import BadInput, RunFailed


class _InOrder(click.Group):
    """A group whose help lists the commands in the order in which people use them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands as they are defined, where click would sort them."""
        return list(self.commands)


@click.group(
    cls=_InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")
def app() -> None:
    """Rankings and trends of the goods trade of China's 31 provinces."""


@app.command()
@parameters.own
@parameters.year
@parameters.years
@parameters.month
@parameters.lang
@parameters.currency
@parameters.only
@parameters.province
@parameters.against
@parameters.site
@parameters.address
@parameters.dask
@parameters.force
@parameters.keep_going
@parameters.unverified
@parameters.preview
def publish(
    own: tuple[Path, ...],
    year: int | None,
    years: str | None,
    month: int | None,
    lang: tuple[str, ...],
    currency: str,
    only: tuple[str, ...],
    province: tuple[str, ...],
    against: int | None,
    out: Path,
    address: str,
    dask: str,
    force: bool,
    keep_going: bool,
    unverified: bool,
    preview: bool,
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
        year, years, month, options.listed(lang), options.currency(currency),
        options.listed(only), options.names(province), against, address, unverified,
        tuple(options.path(notebook) for notebook in own),
    )  # fmt: skip
    sys.exit(publish(request, options.path(out), dask, force, keep_going, preview))


@app.command()
@click.argument("old", help="Folder of a site or of data/, or a commit of data/.")
@click.argument("new", help="The one to compare with it, of the same kind.")
@click.option(
    "--out",
    type=parameters.PATH,
    metavar="FOLDER",
    help="Folder for the pages changes-zh.html, -en.html and JSON.",
)
def diff(old: str, new: str, out: Path | None) -> None:
    """Show what differs between two sites or two states of data/: figures, ranks and sentences.

    The largest changes come first, unusual ones before them: a rank that moved by more than 3, a
    level that changed by more than 5 %, a rise that became a fall. Exit 3 where there is one.
    """
    from helpers.cli.diff import diff as compared

    sys.exit(compared(old, new, out))


@app.command()
@parameters.site
@parameters.preview
def rollback(out: Path, preview: bool) -> None:
    """Bring back the site that the last publish replaced; once more undoes that.

    The site of before is kept until the next publish that changes something. Exit 2, with nothing
    changed, where none is kept; with --diff, exit 3 where something would change in an unusual way.
    """
    from helpers.cli.rollback import rollback as run

    sys.exit(run(options.path(out), preview))


@app.command()
@parameters.year
@parameters.month
@parameters.lang
@parameters.currency
@click.option(
    "--out",
    type=parameters.PATH,
    default=Path("article"),
    metavar="FOLDER",
    help="Folder of the articles.",
)
def article(
    year: int | None, month: int | None, lang: tuple[str, ...], currency: str, out: Path
) -> None:
    """Write the whole piece for an editor: HTML, Word (.docx), and Markdown with its pictures.

    Without --year: the latest full year and the latest year to date. Each edition and language has
    a folder of its own, such as article/2024-zh.
    """
    refuse_uncovered(options.years_named(year, None))
    from helpers.cli.article import write

    write(year, month, options.listed(lang), options.currency(currency), options.path(out))


@app.command()
@parameters.site
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    metavar="PORT",
    help="Port; 0 takes a free one.",
)
def serve(out: Path, port: int) -> None:
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
@parameters.site
def doctor(out: Path) -> None:
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
@parameters.files
@parameters.period
@parameters.detail
@parameters.flow
@parameters.skip_refused
@parameters.dry_run
@parameters.accept_unchecked
@parameters.accept
def import_files(
    files: tuple[Path, ...],
    period: str | None,
    detail: bool,
    flow: str | None,
    skip_refused: bool,
    dry_run: bool,
    accept_unchecked: bool,
    accept: tuple[str, ...],
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

        return import_detail(list(files), flow, period, dry_run, skip_refused)
    if flow is not None or skip_refused:
        option = "--skip-refused" if flow is None else "--flow"
        raise BadInput(f"{option} goes with --detail, for downloads of the online query.")
    from helpers.cli import importing

    importing.import_files(list(files), period, dry_run, accept_unchecked, list(accept))


@app.command()
@click.option("--on", metavar="DAY", help="Another day than today: 2026-11-28.")
def due(on: str | None) -> None:
    """List official tables that should be out and are not imported yet, and how to get each.

    By the publishers' calendars in data/release_calendar.csv; "expected by" marks a date that
    follows from practice. Exit 3 where a table is due, otherwise 0.
    """
    from helpers.cli.due import due as run

    sys.exit(run(on))


@app.command()
@click.argument("release", help="Id of the release in data/releases.csv, or its beginning.")
@click.option("--dry-run", is_flag=True, help="Print what would change only; write nothing.")
def undo(release: str, dry_run: bool) -> None:
    """Take an import back, all of it: its figures vanish or return to those of an older release.

    Exit 2, with data/ unchanged, when there is no such release or a later one builds on it.
    """
    from helpers.cli.undo import undo as run

    run(release, dry_run)


@app.command()
@click.option("--all", "whole", is_flag=True, help="Every check of every table, not a summary.")
@click.option(
    "--seal",
    is_flag=True,
    help="Record the tables as they are, edited by hand, where no check fails.",
)
def check(whole: bool, seal: bool) -> None:
    """Add up everything in data/: how many tables hold, what does not and why.

    Names each file that was edited since the last import. Exit 1 when there is one, or when a check
    fails.
    """
    from helpers.cli.check import check as run

    run(whole, seal=seal)
