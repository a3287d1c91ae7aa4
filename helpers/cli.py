"""The command line: words typed by a person become calls of the other modules."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from helpers import catalogue, cli_check, cli_data, pages, surroundings, typed
from helpers.errors import RunFailed, TradeError

if TYPE_CHECKING:
    from helpers.publish import Made

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
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Year to publish; without it, the latest.")
    ] = None,
    years: Annotated[
        str | None, typer.Option(metavar="YEARS", help="Several years: 2017-2024 or 2017,2019.")
    ] = None,
    month: Annotated[
        int | None,
        typer.Option(metavar="MONTH", help="Last month covered; the full year if left out."),
    ] = None,
    lang: Annotated[
        list[str] | None,
        typer.Option(metavar="LANG", help="zh, en or zh,en; both if left out."),
    ] = None,
    currency: Annotated[
        str, typer.Option(metavar="CURRENCY", help="CNY, USD, or auto: RMB where it is published.")
    ] = "auto",
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NOTEBOOK", help="rankings, movers, regions or trends; all if left out."
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the site.")] = Path("site"),
    address: Annotated[
        str, typer.Option(help="Where the site will stand, such as https://example.org/trade/.")
    ] = "",
) -> None:
    """Execute the notebooks and publish them as pages with their tables.

    Without --year or --years: the latest full year and the latest year to date.
    """
    currency, out = typed.plain(currency), typed.path(out)
    wanted = pages.wanted(
        pages.periods(year, years, month),
        currency if currency == "auto" else currency.upper(),
        typed.listed(lang or catalogue.LANGS),
        typed.listed(only or pages.NOTEBOOKS),
    )
    # Loaded here, not above: they take seconds, and a wrong option should be told at once.
    from helpers import site

    site.check_address(address)
    with site.rebuilt(out) as folder:
        site.write_pages(folder, _made(wanted), address)
    many = "page" if len(wanted) == 1 else "pages"
    print(f"Published {len(wanted)} {many}: {out / 'index.html'}")


@app.command()
def serve(
    out: Annotated[Path, typer.Option(help="Folder of the site.")] = Path("site"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
) -> None:
    """Show the site in a browser on this machine, until Ctrl+C."""
    from helpers import serve as server

    with server.server(typed.path(out), port) as listening:
        print(f"http://{server.HOST}:{listening.server_port}/ (stop with Ctrl+C)", flush=True)
        try:
            listening.serve_forever()
        except KeyboardInterrupt:
            print()


@app.command()
def editions() -> None:
    """List what can be published, and what each edition lacks."""
    rows = [("edition", "in", "source", "lacks")]
    for row in catalogue.editions().itertuples():
        lacks = [] if row.flows else ["exports and imports"]
        if not row.before:
            lacks.append("growth and rank changes")
        period = row.year if row.month == 12 else f"{row.year}-{row.month:02d}"
        there = pages.of_edition(row.year, row.month, row.currency)
        lacks += [f"page {name}" for name in pages.NOTEBOOKS if name not in there]
        rows.append((str(period), row.currency, row.source, ", ".join(lacks) or "nothing"))
    for period, currency, source, lacking in rows:
        print(f"{period:<8} {currency:<4} {source:<20} {lacking}")


app.command("import")(cli_data.import_files)
app.command("check")(cli_check.check)


def _made(wanted: list[pages.Page]) -> list["Made"]:
    """Execute and make the pages, a line for each as it is done, and a bar on a terminal."""
    from helpers import jobs, publish

    console = Console()
    done: dict[pages.Page, Made] = {}
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        console=console, disable=not console.is_terminal, transient=True,
    ) as progress:  # fmt: skip
        task = progress.add_task("pages", total=len(wanted))
        for one in jobs.all_or_failed(publish.make(wanted)):
            done[one.page] = one
            console.print(f"{one.page.name:<24} {one.seconds:5.1f} s", highlight=False)
            progress.advance(task)
    return [done[page] for page in wanted]


def main() -> None:
    """Run the command; a failure is one or two sentences on stderr and an exit code.

    2 for bad input, 1 for a failed run; the traceback only with --debug.
    """
    debug = "--debug" in sys.argv
    surroundings.print_every_character()
    try:
        with surroundings.home():
            app([word for word in sys.argv[1:] if word != "--debug"], prog_name="trade")
    except BrokenPipeError:
        # Whoever read the output has seen enough, `| head` for one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(RunFailed.exit_code)
    except TradeError as error:
        if debug:
            raise
        print(f"trade: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("trade: stopped; nothing was changed.", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        if debug:
            raise
        where = f": {error.filename}" if error.filename else ""
        print(f"trade: {error.strerror or error}{where}. Nothing was changed.", file=sys.stderr)
        sys.exit(RunFailed.exit_code)
