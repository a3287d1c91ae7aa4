"""One folder a report: its frames, charts, tables and sentences in both languages.

``from helpers.reports import Regions`` loads that report alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.reports.contributions import Contributions as Contributions
    from helpers.reports.movers import Movers as Movers
    from helpers.reports.rankings import Rankings as Rankings
    from helpers.reports.regions import Regions as Regions

PRESENTERS = {
    "Contributions": "contributions",
    "Movers": "movers",
    "Rankings": "rankings",
    "Regions": "regions",
}


def __getattr__(name: str) -> object:
    if name not in PRESENTERS:
        raise AttributeError(f"helpers.reports has no {name}")
    return getattr(import_module(f"helpers.reports.{PRESENTERS[name]}"), name)


def __dir__() -> list[str]:
    return list(PRESENTERS)
