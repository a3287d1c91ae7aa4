"""Widgets that several panels share: one of a few values, and the period of an edition."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as w

from helpers.explore.offered import Choice
from helpers.explore.state import Explorer
from helpers.explore.words import said

LANGS = (Choice("zh", "中文"), Choice("en", "English"))
PLAY_MILLISECONDS = 900
DESCRIPTION = "4.6rem"


class Options:
    """One of a few values as buttons in a row; those that do not exist cannot be pressed."""

    def __init__(self, name: str, choose: Callable[[Any], None]) -> None:
        """``name`` is the label's word, ``choose`` is called with the value pressed."""
        self._name, self._choose = name, choose
        self._label = w.Label()
        self._row = w.HBox(layout=w.Layout(flex_flow="row wrap"))
        self.box = w.VBox([self._label, self._row])

    def show(self, choices: Sequence[Choice], value: object, lang: str) -> None:
        """Show the choices in one language, the chosen one pressed."""
        self._label.value = said(self._name, lang)
        if len(self._row.children) != len(choices):
            self._row.children = [self._button() for _ in choices]
        for button, choice in zip(self._row.children, choices, strict=True):
            chosen = choice.value == value
            button.value_of_choice = choice.value
            button.description = choice.label
            button.disabled, button.tooltip = bool(choice.reason), choice.reason
            button.button_style, button.icon = ("info", "check") if chosen else ("", "")

    def _button(self) -> w.Button:
        button = w.Button(layout=w.Layout(width="auto"))
        button.on_click(lambda pressed: self._choose(pressed.value_of_choice))
        return button


class Period:
    """Sliders for the year, which can be played, and the month of an :class:`Explorer`."""

    def __init__(self, explorer: Explorer) -> None:
        """The widgets set the explorer's traits; :meth:`show` reads them."""
        self._explorer = explorer
        self._filling = False
        years = explorer.years
        self._year = w.SelectionSlider(options=years, value=explorer.year)
        self._play = w.Play(
            min=0, max=len(years) - 1, interval=PLAY_MILLISECONDS, show_repeat=False
        )
        self._month = w.SelectionSlider(options=explorer.months, value=explorer.month)
        for slider in (self._year, self._month):
            slider.layout.width = "100%"
            slider.style.description_width = DESCRIPTION
        self._year.observe(lambda change: self._set("year", change.new), "value")
        self._play.observe(lambda change: self._set("year", years[change.new]), "value")
        self._play.observe(self._start_over, "playing")
        self._month.observe(lambda change: self._set("month", change.new), "value")
        self.box = w.VBox([self._year, self._play, self._month])

    def _start_over(self, change: Any) -> None:
        """Playing at the last year begins at the first."""
        if change.new and self._play.value == self._play.max:
            self._explorer.year = self._explorer.years[0]

    def _set(self, name: str, value: object) -> None:
        if not self._filling:
            setattr(self._explorer, name, value)

    def show(self) -> None:
        """Fill the widgets from the explorer, in its language."""
        x = self._explorer
        self._filling = True
        try:
            self._year.description = said("year", x.lang)
            self._year.value = x.year
            self._play.value = x.years.index(x.year)
            self._play.tooltip = said("play", x.lang)
            months = [(said("full_year", x.lang) if m == 12 else str(m), m) for m in x.months]
            self._month.options = months
            self._month.value = x.month
            self._month.description = said("month", x.lang)
            self._month.disabled = len(months) < 2
        finally:
            self._filling = False
