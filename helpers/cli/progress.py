"""Work as it is done: a line for each page, and a bar on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import TaskID

    from helpers.publish.page import FinishedPage
    from helpers.publish.pages import Page
    from helpers.publish.produce import Pages
    from helpers.system.workers import Failure


def followed(
    outcomes: "Pages", wanted: list["Page"]
) -> tuple[list["FinishedPage"], list["Failure"]]:
    """The pages made, in the order wanted, and how the others failed.

    Prints a line for each as it is made, and a bar on a terminal.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from helpers.system import workers

    console = Console()
    done: dict[Page, FinishedPage] = {}
    failures: list[Failure] = []
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        console=console, disable=not console.is_terminal, transient=True,
    ) as progress, closing(outcomes):  # fmt: skip
        task = progress.add_task("pages", total=len(wanted))
        for one in outcomes:
            progress.advance(task)
            if isinstance(one, workers.Failure):
                failures.append(one)
                continue
            done[one.page] = one
            if not one.from_cache:
                console.print(f"{one.page.name:<36} {one.seconds:5.1f} s", highlight=False)
    return [done[page] for page in wanted if page in done], failures


@contextmanager
def steps() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows how far a kind of work is: its name, how much is done, of what.

    Each kind has a bar of its own, on a terminal only.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console()
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        console=console, disable=not console.is_terminal, transient=True,
    ) as progress:  # fmt: skip
        tasks: dict[str, TaskID] = {}

        def step(what: str, done: int, total: int) -> None:
            """Show how much of one kind of work is done."""
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield step
