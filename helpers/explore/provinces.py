"""The choice of provinces in the explorer: quick picks, regions, a search, and a box for each."""

from typing import Any

import ipywidgets as w

from helpers.data import provinces
from helpers.explore.state import Explorer
from helpers.explore.words import said


class Provinces:
    """Widgets over the provinces of an :class:`Explorer`; :attr:`box` is what is shown."""

    def __init__(self, explorer: Explorer) -> None:
        """The widgets act on the explorer; :meth:`show` fills them from it."""
        self._explorer = explorer
        self._filling = False
        self._label = w.Label()
        self._picks = [w.Button(layout=w.Layout(width="auto")) for _ in explorer.picks()]
        self._region = w.Dropdown(layout=w.Layout(width="98%"))
        self._search = w.Text(layout=w.Layout(width="98%"), continuous_update=True)
        self._boxes = {
            code: w.Checkbox(indent=False, layout=w.Layout(width="auto", flex="0 0 auto"))
            for code in provinces.provinces().index
        }
        self._nobody = w.Label()
        self._list = w.VBox(
            layout=w.Layout(height="13rem", overflow="auto", border="1px solid var(--rule)")
        )
        self.box = w.VBox(
            [
                self._label,
                w.HBox(self._picks, layout=w.Layout(flex_flow="row wrap")),
                self._region, self._search, self._list,
            ]
        )  # fmt: skip
        for widget in (self._region, self._search):
            widget.style.description_width = "4.6rem"
        self._listen()

    def _listen(self) -> None:
        for button in self._picks:
            button.on_click(lambda pressed: self._explorer.pick(pressed.name_of_pick))
        for box in self._boxes.values():
            box.observe(self._ticked, "value")
        self._region.observe(self._added, "value")
        self._search.observe(lambda _: self._filter(), "value")

    def _ticked(self, _: Any) -> None:
        if not self._filling:
            self._explorer.provinces = tuple(c for c, box in self._boxes.items() if box.value)

    def _added(self, change: Any) -> None:
        if not self._filling and change.new:
            self._explorer.pick(change.new)

    def _filter(self) -> None:
        """Show the provinces whose name in either language holds what is searched, by rank."""
        sought = self._search.value.strip().casefold()
        known = {lang: provinces.names(lang) for lang in ("zh", "en")}
        order = self._explorer.frames.ranking["province_code"]
        found = [
            code
            for code in order
            if any(sought in names[code].casefold() for names in known.values())
        ]
        self._list.children = [self._boxes[code] for code in found] or [self._nobody]

    def show(self) -> None:
        """Fill the widgets from the explorer, in its language."""
        x = self._explorer
        self._filling = True
        try:
            self._label.value = said("provinces", x.lang)
            for button, choice in zip(self._picks, x.picks(), strict=True):
                button.name_of_pick, button.description = choice.value, choice.label
                button.disabled, button.tooltip = bool(choice.reason), choice.reason
            names = provinces.names(x.lang)
            regions = [(names[code], code) for code in provinces.region_codes()]
            self._region.options = [(said("choose", x.lang), ""), *regions]
            self._region.value = ""
            self._region.description = said("region", x.lang)
            self._search.description = said("search", x.lang)
            self._nobody.value = said("nobody", x.lang)
            for code, box in self._boxes.items():
                box.description, box.value = names[code], code in x.provinces
            self._filter()
        finally:
            self._filling = False
