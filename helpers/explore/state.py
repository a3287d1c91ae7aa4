"""The explorer's state: what is chosen, its address, and the figures it gives; no widget in it."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import traitlets as t

from helpers.data import editions
from helpers.data import provinces as places
from helpers.display.chart import outlined
from helpers.display.show import KeyNumber
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.explore import lines
from helpers.explore.figures import FIGURES, LINES, LONG_RUN, OF_ONE, PLAIN, SCALES
from helpers.explore.offered import Offered, available
from helpers.reports import Province
from helpers.system.errors import BadInput

# The default of each trait, None for those that an address always names. In the order in which they
# are set: what can be chosen depends on those before. An address leaves out what has its default.
DEFAULTS = {
    "lang": None, "year": None, "month": None, "currency": None, "flow": "total",
    "provinces": "", "province": "", "view": None, "figure": None, "scale": SCALES[0],
    "years_shown": "",
}  # fmt: skip
SEVERAL = ("provinces", "years_shown")


class NoSuchView(ValueError):
    """An address that is none of a view; the message is the part that is wrong."""


class Explorer(Offered):
    """What is looked at: set a trait, then ask for :meth:`chart`, :meth:`table` or :meth:`html`.

    A value that does not exist is refused with TraitError; ``province`` and ``years_shown`` are
    checked in :func:`restore` only. Where a change leaves another choice
    without figures, that one falls back (the month to the last there is, the currency to the other,
    the flow to total trade) and comes back as chosen once there are figures for it again.
    """

    def __init__(
        self, year: int, month: int = 12, currency: str = "auto", lang: str = "zh"
    ) -> None:
        """Start at an edition; raises BadInput where there is none."""
        self._last_figures: dict[str, str] = {}
        self._chosen: dict[str, Any] = {"month": month, "currency": currency, "flow": "total"}
        # No fallback while the starting values are set.
        self._falling_back = True
        currency = editions.check_parameters(year, month, currency, lang)
        super().__init__(year=year, month=month, currency=currency, lang=lang)
        self._falling_back = False

    # What is chosen.

    def pick(self, name: str) -> None:
        """Choose provinces: top5, top10, above (the round mark), none; or add those of a region."""
        order = list(self.frames.ranking["province_code"])
        known = {"top5": order[:5], "top10": order[:10], "above": self.frames.large, "none": []}
        of_region = places.region_of()
        added = [*self.provinces, *of_region.index[of_region == name]]
        self.provinces = tuple(known.get(name, added))

    @t.validate("year")
    def _check_year(self, proposal: Any) -> int:
        return self._one_of(proposal.value, self.years, "year")

    @t.validate("month")
    def _check_month(self, proposal: Any) -> int:
        return self._one_of(proposal.value, self.months, "month")

    @t.validate("currency")
    def _check_currency(self, proposal: Any) -> str:
        there = available(self.currencies())
        return self._one_of(proposal.value, there, "currency")

    @t.validate("flow")
    def _check_flow(self, proposal: Any) -> str:
        there = available(self.flows())
        return self._one_of(proposal.value, there, "flow")

    @t.validate("provinces")
    def _check_provinces(self, proposal: Any) -> tuple[str, ...]:
        known = list(places.provinces().index)
        chosen = [self._one_of(code, known, "province") for code in proposal.value]
        return tuple(sorted(set(chosen)))

    @t.validate("figure")
    def _check_figure(self, proposal: Any) -> str:
        there = list(FIGURES[self.view])
        return self._one_of(proposal.value, there, "figure") if there else ""

    @staticmethod
    def _one_of(value: Any, there: list[Any], name: str) -> Any:
        if value not in there:
            raise t.TraitError(f"{name} {value!r} is not one of {', '.join(map(str, there))}.")
        return value

    @t.observe("year", "month", "currency", "flow")
    def _follow(self, change: Any) -> None:
        """Keep what was chosen, and take what there is where that has no figures."""
        if self._falling_back:
            return
        if change.name != "year":
            self._chosen[change.name] = change.new
        self._falling_back = True
        try:
            month, currency, flow = (self._chosen[n] for n in ("month", "currency", "flow"))
            self.month = month if month in self.months else self.months[-1]
            there = available(self.currencies())
            self.currency = currency if currency in there else there[0]
            there = available(self.flows())
            self.flow = flow if flow in there else "total"
        finally:
            self._falling_back = False

    @t.observe("view")
    def _open_view(self, change: Any) -> None:
        if change.old in FIGURES:
            self._last_figures[change.old] = self.figure
        self.figure = self._last_figures.get(self.view) or next(iter(FIGURES[self.view]), "")

    # What is seen.

    @property
    def one(self) -> str:
        """The province shown on its own: the one chosen for it, else the first that is followed."""
        return self.province or self.followed[0]

    @property
    def followed(self) -> list[str]:
        """The provinces of the long run: those chosen, else the large ones, else the first five."""
        order = list(self.frames.ranking["province_code"])
        chosen = [code for code in order if code in self.provinces]
        return chosen or self.frames.large or order[:5]

    @property
    def shown_codes(self) -> list[str]:
        """The provinces that the view is about: the one shown on its own, or those followed."""
        return [self.one] if self.view in OF_ONE else self.followed

    def chart(self) -> Chart | None:
        """The figure of the view with the provinces chosen outlined; None where there is none."""
        figure = FIGURES[self.view].get(self.figure)
        if figure is None or self._why_not(self.figure):
            return None
        if figure.of == LINES and self.redrawn:
            return lines.lines(self, self.shown_codes)
        chart = self.frames.chart(figure, self.shown_codes)
        plain = self.view in (*LONG_RUN, *OF_ONE) or self.figure in PLAIN
        return chart if chart is None or plain else outlined(chart, self.provinces)

    def numbers(self) -> list[KeyNumber]:
        """Rank, value, growth and contribution of the province shown on its own."""
        return Province(self.edition, self.one).key_numbers().numbers

    def table(self) -> Table:
        """The ranking as a table: of the provinces chosen, or of all where none is."""
        return self.frames.report("Rankings").table(self.provinces)


def address(explorer: Explorer) -> str:
    """Return the view as the query of a URL, such as ``lang=en&year=2024&…``."""
    given = {}
    for name, default in DEFAULTS.items():
        value = getattr(explorer, name)
        text = ",".join(map(str, value)) if name in SEVERAL else str(value)
        if text != (default or ""):
            given[name] = text
    return urlencode(given, safe=",")


def restore(explorer: Explorer, text: str) -> None:
    """Set the explorer to an address, a whole URL or its query.

    Language, year, month and currency that it leaves out stay as they are; everything else that it
    leaves out goes back to its default. Raises NoSuchView with the part that is wrong; the explorer
    then stays as it was.
    """
    query = urlsplit(text.strip()).query or text.strip()
    given = {name: value for name, value in parse_qsl(query) if name in DEFAULTS}
    if not given:
        raise NoSuchView(text.strip())
    x = explorer
    trial = Explorer(x.year, x.month, x.currency, x.lang)
    for name, default in DEFAULTS.items():
        value = given.get(name, default)
        if value is not None:
            try:
                setattr(trial, name, _value(name, value))
            except (t.TraitError, ValueError, BadInput) as wrong:
                raise NoSuchView(f"{name}={value}") from wrong
    if "figure" not in given:
        trial.figure = next(iter(FIGURES[trial.view]), "")
    for name in DEFAULTS:
        setattr(x, name, getattr(trial, name))


def _value(name: str, text: str) -> object:
    """Return what a trait holds for its text in an address."""
    if name in SEVERAL:
        parts = [part for part in text.split(",") if part]
        if name == "provinces":
            return tuple(map(places.code_of, parts))
        years = tuple(map(int, parts))
        if len(years) not in (0, 2):
            raise ValueError(text)
        return years
    if name in ("year", "month"):
        return int(text)
    return places.code_of(text) if name == "province" and text else text
