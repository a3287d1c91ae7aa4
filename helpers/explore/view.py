"""The explorer as widgets: what is chosen on the left, what is seen on the right."""

import asyncio
import gc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ipywidgets as w
from IPython.display import display

from helpers.display.show import chart_block, show_style, table_block
from helpers.display.templates import render
from helpers.explore.choices import DESCRIPTION, LANGS, Options, Period
from helpers.explore.figures import FIGURES, LONG_RUN, OF_ONE
from helpers.explore.files import Files
from helpers.explore.provinces import Provinces
from helpers.explore.state import Explorer
from helpers.explore.words import said

# A slider that is dragged draws once it rests.
REST_SECONDS = 0.08


def explore(year: int, month: int = 12, currency: str = "auto", lang: str = "zh") -> None:
    """Show the explorer, starting at an edition; raises BadInput where there is none."""
    show_style(lang)
    root = View(Explorer(year, month, currency, lang)).root
    # A drawing makes many objects, and each search for cycles among those of the libraries too
    # would be a pause of a tenth of a second and more.
    gc.collect()
    gc.freeze()
    display(root)


class View:
    """The widgets over an :class:`Explorer`; :attr:`root` is what is shown."""

    def __init__(self, explorer: Explorer) -> None:
        """Everything is drawn at once, later when the explorer changes."""
        self.explorer = explorer
        self._timer: asyncio.TimerHandle | None = None
        self._filling = False
        self._options = {
            name: Options(name, self._setter(name)) for name in ("lang", "flow", "currency")
        }
        self._figures = Options("chart", self._set_figure)
        self._figures.box.add_class("trade-figures")
        self._scales = Options("scale", self._setter("scale"))
        self._span = w.SelectionRangeSlider(options=[0, 1], layout=w.Layout(width="100%"))
        self._span.observe(self._spanned, "value")
        self._period = Period(explorer)
        self._provinces = Provinces(explorer)
        self._reasons = w.HTML()
        self._seen = [w.HTML() for _ in FIGURES]
        self._one = w.Dropdown()
        self._one.style.description_width = DESCRIPTION
        self._one.observe(self._chosen, "value")
        pairs = zip(FIGURES, self._seen, strict=True)
        self._tabs = w.Tab(
            children=[w.VBox([*self._controls_above(view), each]) for view, each in pairs]
        )
        self._tabs.observe(self._turned, "selected_index")
        self._files = Files(explorer)
        self.root = self._layout()
        explorer.observe(self._changed)
        self.draw()

    def _layout(self) -> w.HBox:
        options = self._options
        left = w.VBox(
            [
                options["lang"].box, self._period.box, options["flow"].box,
                options["currency"].box, self._reasons, self._provinces.box,
            ],
            layout=w.Layout(width="17.5rem", flex="0 0 auto", padding="0 1rem 0 0"),
        )  # fmt: skip
        right = w.VBox(
            [self._tabs, self._files.box],
            layout=w.Layout(flex="1 1 28rem", min_width="0"),
        )
        box = w.HBox([left, right], layout=w.Layout(flex_flow="row wrap", align_items="flex-start"))
        box.add_class("trade-explorer")
        box.add_class("trade-view")
        return box

    def _controls_above(self, view: str) -> list[w.Widget]:
        """Return the controls above a view: its province, figures, and scale and years of lines."""
        one = [self._one] if view in OF_ONE else []
        lines = [self._scales.box, self._span] if view in LONG_RUN else []
        return [*one, self._figures.box, *lines]

    def _setter(self, name: str) -> Callable[[object], None]:
        return lambda value: setattr(self.explorer, name, value)

    def _set_figure(self, value: Any) -> None:
        self.explorer.figure = value

    def _chosen(self, change: Any) -> None:
        if not self._filling:
            self.explorer.province = change.new

    def _spanned(self, change: Any) -> None:
        if not self._filling:
            self.explorer.years_shown = change.new

    def _turned(self, change: Any) -> None:
        if not self._filling:
            self.explorer.view = list(FIGURES)[change.new]

    def _changed(self, _: Any) -> None:
        """Draw once nothing has changed for a moment; at once where no loop runs."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.draw()
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(REST_SECONDS, self.draw)

    def draw(self) -> None:
        """Fill every widget from the explorer; only the view that is seen is drawn."""
        x = self.explorer
        self._filling = True
        try:
            self._tabs.titles = [said(view, x.lang) for view in FIGURES]
            self._tabs.selected_index = list(FIGURES).index(x.view)
            self._show_one()
            self._show_span()
        finally:
            self._filling = False
        self._period.show()
        self._options["lang"].show(LANGS, x.lang, x.lang)
        self._options["flow"].show(x.shown_flows(), x.shown_flow, x.lang)
        self._options["currency"].show(x.shown_currencies(), x.shown_currency, x.lang)
        self._figures.show(x.figures(), x.figure, x.lang)
        self._scales.show(x.scales(), x.scale, x.lang)
        of_lines = "" if x.figure == "lines" else "none"
        self._scales.box.layout.display = self._span.layout.display = of_lines
        self._figures.box.layout.display = "none" if x.view == "table" else ""
        self._provinces.show()
        self._reasons.value = render("reasons.html.j2", reasons=x.reasons(), lang=x.lang)
        # Before the picture, so that what is copied beside it is never that of the view before.
        self._files.show()
        self._seen[self._tabs.selected_index].value = seen(x)

    def _show_span(self) -> None:
        """Offer the years of the lines; a single one is no range."""
        years = self.explorer.history_years
        self._span.disabled = len(years) < 2
        if len(years) > 1:
            if list(self._span.options) != years:
                self._span.options = years
            self._span.value = self.explorer.span
        self._span.description = said("span", self.explorer.lang)

    def _show_one(self) -> None:
        """Offer every province, the largest first."""
        x = self.explorer
        self._one.options = [(choice.label, choice.value) for choice in x.ones()]
        self._one.value = x.one
        self._one.description = said("province", x.lang)


def seen(explorer: Explorer) -> str:
    """The view as HTML: key numbers of one province, the figure or table, or why there is none."""
    if explorer.view == "table":
        return table_block(explorer.table()).html
    one = explorer.view == "one"
    above = render("numbers.html.j2", numbers=explorer.numbers()) if one else ""
    chart = explorer.chart()
    if chart is None:
        reason = next(c.reason for c in explorer.figures() if c.value == explorer.figure)
        told = reason or said("nothing", explorer.lang)
        return above + render("reasons.html.j2", reasons=[told])
    # The bitmap is for the card of a page.
    return above + chart_block(replace(chart, lead=False)).html
