"""The goods trade of China's 31 provinces: what a notebook asks of it, as ``import helpers as pt``.

``Edition.open(2024)`` has the figures of one period: ``ranking``, ``movers``, ``regions``, ``now``.
``history``, ``months``, ``detail`` and ``tidy`` give frames over many; ``names``, ``code_of``,
``codes_of`` and ``groups`` say which province is which; ``columns`` says what the columns of a
frame mean; ``plot`` draws a frame and ``show`` shows it as the reports do; ``show_style`` gives a
notebook the look of the reports. The sentences, charts and tables of the reports are in
:mod:`helpers.reports`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from helpers.analysis import shown as _shown

if TYPE_CHECKING:
    from helpers.analysis.columns import columns as columns
    from helpers.analysis.frames import detail as detail
    from helpers.analysis.frames import history as history
    from helpers.analysis.frames import months as months
    from helpers.analysis.frames import tidy as tidy
    from helpers.analysis.places import code_of as code_of
    from helpers.analysis.places import codes_of as codes_of
    from helpers.analysis.places import groups as groups
    from helpers.analysis.places import names as names
    from helpers.analysis.plot import plot as plot
    from helpers.data.detail import Detail as Detail
    from helpers.data.edition import Edition as Edition
    from helpers.display.show import show as show
    from helpers.display.show import show_style as show_style
    from helpers.explore.controls import controls as controls

# Loaded when asked for: the command has to say that nothing changed before pandas is imported.
NAMES = {
    "Detail": "helpers.data.detail",
    "Edition": "helpers.data.edition",
    "code_of": "helpers.analysis.places",
    "codes_of": "helpers.analysis.places",
    "columns": "helpers.analysis.columns",
    "controls": "helpers.explore.controls",
    "detail": "helpers.analysis.frames",
    "groups": "helpers.analysis.places",
    "history": "helpers.analysis.frames",
    "months": "helpers.analysis.frames",
    "names": "helpers.analysis.places",
    "plot": "helpers.analysis.plot",
    "show": "helpers.display.show",
    "show_style": "helpers.display.show",
    "tidy": "helpers.analysis.frames",
}
__all__ = list(NAMES)


def __getattr__(name: str) -> object:
    if name not in NAMES:
        raise AttributeError(f"helpers has no {name}")
    _shown.register()
    return getattr(import_module(NAMES[name]), name)


def __dir__() -> list[str]:
    return list(NAMES)


_shown.register()
