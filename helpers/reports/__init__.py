"""One folder a report: its frames, charts, tables and sentences in both languages.

``from helpers.reports import Regions`` loads that report alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.reports.article import Article as Article
    from helpers.reports.compare import Compare as Compare
    from helpers.reports.concentration import Concentration as Concentration
    from helpers.reports.contributions import Contributions as Contributions
    from helpers.reports.drivers import Drivers as Drivers
    from helpers.reports.months import Months as Months
    from helpers.reports.movers import Movers as Movers
    from helpers.reports.openness import Openness as Openness
    from helpers.reports.partners import Partners as Partners
    from helpers.reports.positions import Positions as Positions
    from helpers.reports.products import Products as Products
    from helpers.reports.province import Province as Province
    from helpers.reports.rankings import Rankings as Rankings
    from helpers.reports.regions import Regions as Regions
    from helpers.reports.trends import Trends as Trends

PRESENTERS = {
    "Article": "article",
    "Compare": "compare",
    "Concentration": "concentration",
    "Contributions": "contributions",
    "Drivers": "drivers",
    "Months": "months",
    "Movers": "movers",
    "Openness": "openness",
    "Partners": "partners",
    "Positions": "positions",
    "Products": "products",
    "Province": "province",
    "Rankings": "rankings",
    "Regions": "regions",
    "Trends": "trends",
}


def __getattr__(name: str) -> object:
    if name not in PRESENTERS:
        raise AttributeError(f"helpers.reports has no {name}")
    return getattr(import_module(f"helpers.reports.{PRESENTERS[name]}"), name)


def __dir__() -> list[str]:
    return list(PRESENTERS)
