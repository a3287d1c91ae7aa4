"""The goods trade of China's 31 provinces: what a notebook needs of it.

``Edition.open(year, month, currency, lang)`` gives the figures of a period, the presenters of
:mod:`helpers.reports` give sentences, charts and tables of it, and ``show`` shows them and
data frames. ``history`` and ``months`` give frames for a question of one's own.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.data.analysis import history as history
    from helpers.data.analysis import months as months
    from helpers.data.detail import Detail as Detail
    from helpers.data.edition import Edition as Edition
    from helpers.display.show import show as show
    from helpers.explore.controls import controls as controls

# Loaded when asked for: the command has to say that nothing changed before pandas is imported.
NAMES = {
    "Detail": "helpers.data.detail",
    "Edition": "helpers.data.edition",
    "show": "helpers.display.show",
    "controls": "helpers.explore.controls",
    "history": "helpers.data.analysis",
    "months": "helpers.data.analysis",
}


def __getattr__(name: str) -> object:
    if name not in NAMES:
        raise AttributeError(f"helpers has no {name}")
    return getattr(import_module(NAMES[name]), name)


def __dir__() -> list[str]:
    return list(NAMES)
