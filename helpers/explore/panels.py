"""Panels over the parameters of a report: of an edition, or of a period of trade in detail."""

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from helpers.data import cube, detail, editions, provinces
from helpers.display.templates import render
from helpers.explore.choices import DESCRIPTION, LANGS, Options, Period
from helpers.explore.state import Explorer
from helpers.explore.words import said
from helpers.language import formats

EDITION = ("year", "month", "currency", "lang")
# What a notebook may have besides.
OTHERS = ("province", "other_year", "flow")
ALL = "all"
Push = Callable[[dict[str, Any]], None]


class Changes:
    """What a panel has changed, and the button that runs the cells below with it."""

    def __init__(self, push: Push) -> None:
        """``push`` is given the variables to set."""
        self._push = push
        self._set: dict[str, Any] = {}
        self.box = w.HTML()

    def put(self, changed: dict[str, Any]) -> None:
        """Set variables of the notebook."""
        self._set |= changed
        self._push(changed)

    def show(self, lang: str, reasons: list[str]) -> None:
        """Show why some choices are not there, and the button; Lab writes the cell from it."""
        self.box.value = render(
            "controls.html.j2", said=said, lang=lang, reasons=reasons, changed=self._set
        )


class DetailPanel:
    """The widgets over the parameters of a report on trade in detail."""

    def __init__(self, parameters: dict[str, Any], push: Push) -> None:
        """Only the periods that the cube has can be chosen; ``push`` is given what to set."""
        self._changes = Changes(push)
        self._values = dict(parameters)
        if parameters["province"] != ALL:
            self._values["province"] = provinces.code_of(parameters["province"])
        self._filling = False
        self._lang = Options("lang", lambda value: self._put("lang", value))
        self._boxes = {name: w.Dropdown() for name in ("year", "month", "province", "flow")}
        for name, box in self._boxes.items():
            box.style.description_width = DESCRIPTION
            box.observe(lambda change, name=name: self._put(name, change.new), "value")
        self.root = w.VBox(
            [self._lang.box, *self._boxes.values(), self._changes.box],
            layout=w.Layout(max_width="30rem"),
        )
        self.root.add_class("trade-explorer")
        self._show()

    def _offered(self, name: str) -> list[tuple[str, Any]]:
        """Return labels and values that a parameter can have beside the others' values."""
        lang, flow = self._values["lang"], self._values["flow"]
        if name == "year":
            return [(str(y), y) for y in reversed(cube.years(flow)) if detail.months(y, flow)]
        if name == "month":
            months = detail.months(self._values["year"], flow)
            return [(said("full_year", lang) if m == 12 else str(m), m) for m in months]
        if name == "flow":
            there = [flow for flow in detail.FLOWS if cube.years(flow)]
            return [(formats.label(flow, lang), flow) for flow in there]
        known = provinces.names(lang)
        listed = [(known[code], code) for code in provinces.provinces().index]
        return [(formats.label("together", lang), ALL), *listed]

    def _put(self, name: str, value: Any) -> None:
        if self._filling or value is None or self._values[name] == value:
            return
        before = dict(self._values)
        self._values[name] = value
        self._show()
        self._changes.put({n: v for n, v in self._values.items() if before[n] != v})
        self._changes.show(self._values["lang"], [])

    def _show(self) -> None:
        """Fill the widgets; a value that is not there any more becomes the nearest that is."""
        lang = self._values["lang"]
        self._filling = True
        try:
            self._lang.show(LANGS, lang, lang)
            for name, box in self._boxes.items():
                box.description = said(name, lang)
                box.options = self._offered(name)
                there = [value for _, value in box.options]
                if self._values[name] not in there and there:
                    self._values[name] = there[-1] if name == "month" else there[0]
                box.value = self._values[name] if there else None
        finally:
            self._filling = False
        self._changes.show(lang, [])


class EditionPanel:
    """The widgets over the parameters of a report on an edition."""

    def __init__(self, parameters: dict[str, Any], push: Push) -> None:
        """Only what exists can be chosen; ``push`` is given the variables to set."""
        self._explorer = Explorer(**{name: parameters[name] for name in EDITION})
        self._changes = Changes(push)
        self._period = Period(self._explorer)
        self._lang = Options("lang", lambda value: setattr(self._explorer, "lang", value))
        self._currency = Options(
            "currency", lambda value: setattr(self._explorer, "currency", value)
        )
        self._others = {name: w.Dropdown() for name in parameters if name not in EDITION}
        for name, box in self._others.items():
            box.style.description_width = DESCRIPTION
            box.options = self._offered(name)
            if parameters[name] in dict(box.options).values():
                box.value = parameters[name]
            box.observe(lambda change, name=name: self._put({name: change.new}), "value")
        self.root = w.VBox(
            [
                w.HBox([self._lang.box, self._currency.box]),
                self._period.box, *self._others.values(), self._changes.box,
            ],
            layout=w.Layout(max_width="30rem"),
        )  # fmt: skip
        self.root.add_class("trade-explorer")
        self._explorer.observe(self._changed)
        self._show()

    def _offered(self, name: str) -> list[tuple[str, Any]]:
        """What there is of a parameter beside the edition's: provinces, or years."""
        x = self._explorer
        if name == "other_year":
            years = editions.earlier_years(x.year, x.month, x.currency)
            return [(str(year), year) for year in reversed(years)]
        known = provinces.names(x.lang)
        return [(known[code], code) for code in provinces.provinces().index]

    def _changed(self, _: Any) -> None:
        self._put({name: getattr(self._explorer, name) for name in EDITION})
        self._show()

    def _put(self, changed: dict[str, Any]) -> None:
        self._changes.put(changed)
        self._show_below()

    def _show(self) -> None:
        x = self._explorer
        self._period.show()
        self._lang.show(LANGS, x.lang, x.lang)
        self._currency.show(x.currencies(), x.currency, x.lang)
        for name, box in self._others.items():
            box.description = said(name, x.lang)
            offered, chosen = self._offered(name), box.value
            if offered != list(box.options):
                # What was chosen stays where it is still offered; else the first takes its place.
                box.options = offered
                box.value = chosen if chosen in dict(offered).values() else box.value
        self._show_below()

    def _show_below(self) -> None:
        self._changes.show(self._explorer.lang, self._explorer.reasons())
