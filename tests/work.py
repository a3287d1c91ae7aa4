"""Run work in processes and raise where it failed, as commands do."""

from collections.abc import Iterable, Iterator

from helpers.publish import execute as publish_execute
from helpers.publish.execute import Executed, Order
from helpers.publish.pages import Page
from helpers.system import workers


def successes(outcomes: Iterable) -> Iterator:
    """Yield the results as each is ready; at the end raise RunFailed if there was a failure."""
    failures = []
    for outcome in outcomes:
        if isinstance(outcome, workers.Failure):
            failures.append(outcome)
        else:
            yield outcome
    if failures:
        raise workers.combined_error(failures)


def orders(pages: list[Page]) -> dict[str, Order]:
    """Orders for pages by name, on the tables in data/."""
    folder = publish_execute.FOLDER
    return {
        page.name: Order(page, folder / f"{page.notebook}.ipynb", publish_execute.CELL_SECONDS)
        for page in pages
    }


def execute(pages: list[Page], processes: int | None = None) -> Iterator[Executed]:
    """Execute pages on the tables in data/, each in a process of its own."""
    one, seconds = publish_execute.execute_page, publish_execute.PAGE_SECONDS
    return successes(workers.outcomes(one, orders(pages), seconds, processes))
