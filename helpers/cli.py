"""The command line: words typed by a person become calls of the other modules."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from helpers import catalogue, run, site
from helpers.errors import BadInput, RunFailed, TradeError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
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
        int | None, typer.Option(help="Year to publish; without it, the latest.")
    ] = None,
    years: Annotated[
        str | None, typer.Option(help="Several years: 2017-2024 or 2017,2019.")
    ] = None,
    month: Annotated[int, typer.Option(help="Last month covered; 12 is the full year.")] = 12,
    lang: Annotated[list[str] | None, typer.Option(help="zh or en; both if left out.")] = None,
    currency: Annotated[
        str, typer.Option(help="CNY, USD, or auto: RMB where it is published.")
    ] = "auto",
    only: Annotated[
        list[str] | None, typer.Option(help="rankings, movers, regions or trends; all if left out.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the site.")] = Path("site"),
) -> None:
    """Execute the notebooks and publish them as pages with their tables.

    Without --year or --years: the latest full year and the latest year to date.
    """
    periods = _periods(year, years, month)
    pages = _pages(periods, currency, lang or list(catalogue.LANGS), only or list(run.NOTEBOOKS))
    with site.rebuilt(out) as folder:
        site.write_pages(folder, _executed(pages))
    print(f"Published {len(pages)} pages: {out / 'index.html'}")


@app.command()
def editions() -> None:
    """List what can be published, and what each edition lacks."""
    for row in catalogue.editions().itertuples():
        lacks = [] if row.flows else ["exports and imports"]
        if not row.before:
            lacks.append("growth and rank changes")
        period = row.year if row.month == 12 else f"{row.year}-{row.month:02d}"
        rest = f"  without {', '.join(lacks)}" if lacks else ""
        print(f"{period!s:<8} {row.currency}  {row.source}{rest}")


def _periods(year: int | None, years: str | None, month: int) -> list[tuple[int, int]]:
    """The (year, month) pairs asked for; the latest ones where none is named."""
    if year is not None and years is not None:
        raise BadInput("Give --year or --years, not both.")
    if years is not None:
        return [(y, month) for y in _years(years)]
    if year is not None:
        return [(year, month)]
    known = catalogue.editions()
    full = known[known["month"] == 12]["year"].max()
    latest = known.sort_values(["year", "month"]).iloc[-1]
    both = [(int(full), 12), (int(latest["year"]), int(latest["month"]))]
    return list(dict.fromkeys(both))


def _years(text: str) -> list[int]:
    """Years of a list such as 2017-2019,2024."""
    years: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{4})(?:\s*-\s*(\d{4}))?\s*", part)
        if match is None:
            raise BadInput(
                f"--years {text!r} is not a list of years: write 2017-2024 or 2017,2019."
            )
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first > 200:
            raise BadInput(f"--years {part.strip()} runs the wrong way or too far.")
        years += range(first, last + 1)
    return list(dict.fromkeys(years))


def _pages(
    periods: list[tuple[int, int]], currency: str, langs: list[str], notebooks: list[str]
) -> list[run.Page]:
    """Every page asked for, all parameters checked."""
    for name in notebooks:
        if name not in run.NOTEBOOKS:
            raise BadInput(f"--only must be one of {', '.join(run.NOTEBOOKS)}, not {name!r}.")
    pages = []
    for year, month in periods:
        for lang in dict.fromkeys(langs):
            chosen = catalogue.check_parameters(year, month, currency, lang)
            address = catalogue.edition_id(year, month, chosen)
            pages += [
                run.Page(name, year, month, chosen, lang, address)
                for name in run.NOTEBOOKS
                if name in notebooks
            ]
    return pages


def _executed(pages: list[run.Page]) -> list[run.Executed]:
    """Execute the pages, a line for each as it is done, and a bar on a terminal."""
    console = Console()
    done: dict[run.Page, run.Executed] = {}
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        console=console, disable=not console.is_terminal, transient=True,
    ) as progress:  # fmt: skip
        task = progress.add_task("pages", total=len(pages))
        for one in run.execute(pages):
            done[one.page] = one
            console.print(f"{one.page.name:<24} {one.seconds:5.1f} s", highlight=False)
            progress.advance(task)
    return [done[page] for page in pages]


def main() -> None:
    """Run the command; a failure is one or two sentences on stderr and an exit code.

    2 for bad input, 1 for a failed run; the traceback only with --debug.
    """
    try:
        app(prog_name="trade")
    except TradeError as error:
        if "--debug" in sys.argv:
            raise
        print(f"trade: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("trade: stopped; nothing was changed.", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        if "--debug" in sys.argv:
            raise
        failed = RunFailed(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
        print(f"trade: {failed}. Nothing was changed.", file=sys.stderr)
        sys.exit(failed.exit_code)
