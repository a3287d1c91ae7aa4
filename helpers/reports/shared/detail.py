"""Words on trade in detail: names of products and partners, coverage, what moved a province."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from helpers.data import partners
from helpers.data.detail import Detail
from helpers.data.editions import first_year_with_flows
from helpers.data.provinces import names as province_names
from helpers.display import source_lines
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.articles import inside, with_article
from helpers.language.formats import label
from helpers.language.sentences import Finding
from helpers.language.templates import render
from helpers.measures.drivers import PARTNER, PRODUCT
from helpers.reports.shared import sources
from helpers.reports.shared.detail_frames import Frames
from helpers.reports.shared.detail_names import month_runs, product_names, wrapped
from helpers.reports.shared.presenter import Words

NAMED = 2  # up to so many products are named in every sentence
LISTED = 8  # so many are named where they are listed
SHOWN = 3
SAVED = 250  # rows of a CSV on a page; any more and the page is slow to load
HALF_OF_LAST = 0.005  # percentage points, below which a contribution is shown as 0.00


class DetailWords(Words):
    """The words of one province's trade by product and partner in one period."""

    def __init__(self, detail: Detail, frames: Frames | None = None) -> None:
        """Present a detail, in its language; ``frames`` are its frames where they exist already."""
        super().__init__(detail)
        self.detail = detail
        self.frames = frames or Frames(detail)

    @cached_property
    def source(self) -> str:
        """The line below figures and tables: where they come from, currency, coverage."""
        return render("shared", "detail_source", self.lang, self._facts(self.lang))

    def _facts(self, lang: str) -> dict[str, object]:
        """Return what every template knows of the detail in one language."""
        if lang not in self._known:
            self._known[lang] = self._made(lang)
        return self._known[lang]

    @cached_property
    def _known(self) -> dict[str, dict[str, object]]:
        return {}

    def _made(self, lang: str) -> dict[str, object]:
        detail, frames = self.detail, self.frames
        place = province_names(lang).get(detail.province) or label("all_provinces", lang)
        ordered = frames.products.sort_values("value", ascending=False, kind="stable")
        codes = [*ordered[PRODUCT], *(c for c in detail.products if c not in set(ordered[PRODUCT]))]
        facts: dict[str, object] = super()._facts(lang) | {
            "unit": formats.small_unit(detail.currency, lang),
            "place": place,
            "of_province": frames.of_province,
            "broad": frames.broad,
            "coverage": detail.coverage,
            "products": len(detail.products),
            "product_names": [self.product(code, lang) for code in codes],
            "growth": frames.growth,
        }
        for block in ("goods", "what"):
            facts[block] = render("shared", block, lang, facts | {"named": NAMED})
        return facts

    def product(self, code: str, lang: str = "") -> str:
        """Return the name of a product as it stands inside a sentence, with its code if unknown."""
        lang = lang or self.lang
        known = product_names(lang).get(code)
        if known is None:
            return f"商品{code}" if lang == "zh" else f"product {code}"
        return self._inside(known, lang)

    def _inside(self, name: object, lang: str = "") -> str:
        """Return a name as it stands inside a sentence."""
        return inside(str(name)) if (lang or self.lang) == "en" else str(name)

    def partner(self, code: str, lang: str = "") -> str:
        """Return the name of a partner as it stands inside a sentence."""
        lang = lang or self.lang
        name = partners.names(lang).get(code, code)
        return with_article(name) if lang == "en" else name

    def named(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a frame with names in the place of the codes of products and partners.

        Where there are both, a column pair names the two together.
        """
        shown = frame.copy()
        if PRODUCT in frame:
            named = product_names(self.lang)
            shown[PRODUCT] = [named.get(code, code) for code in frame[PRODUCT]]
        if PARTNER in frame:
            known = partners.names(self.lang)
            shown[PARTNER] = [known.get(code, code) for code in frame[PARTNER]]
        if PRODUCT in frame and PARTNER in frame:
            shown["pair"] = [
                self._text_of("pair_label", product=self._inside(product), partner=partner)
                for product, partner in zip(shown[PRODUCT], shown[PARTNER], strict=True)
            ]
        return shown

    def saved(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a frame as its CSV has it: whole units of currency, names beside the codes."""
        rates = dict.fromkeys(frame.select_dtypes("float").columns, 4)
        table = frame.round(rates | dict.fromkeys(("value", "previous", "change", "nation"), 8))
        for column, known in ((PARTNER, partners.names), (PRODUCT, product_names)):
            if column in table:
                at = table.columns.get_loc(column)
                for lang in ("en", "zh"):
                    named = table[column].map(known(lang))
                    table.insert(at + 1, f"{column.removesuffix('_code')}_{lang}", named)
        return table

    def labels(self, names: Iterable[str]) -> pd.Series:
        """Return names as labels of bars: in two lines where they are long, cut where longer."""
        return pd.Series([wrapped(name, self.lang) for name in names])

    def others(self, count: int) -> str:
        """Return the label of all items that are not shown one by one."""
        return self._text_of("others_label", count=count)

    def _text_of(self, block: str, **facts: object) -> str:
        """Return a block of the templates that all reports on detail share."""
        return render("shared", block, self.lang, self._facts(self.lang) | facts)


class DetailNotes(DetailWords):
    """Sentences that several reports on trade in detail have."""

    folder = "shared"

    def total(self) -> Finding:
        """What the province traded of the products compared, and its growth where there is any."""
        frames = self.frames
        if frames.value > 0:
            return self._sentence("detail_total", value=frames.value)
        return self._sentence("detail_nothing", "detail_total", previous=frames.previous)

    def coverage(self) -> Finding:
        """Which products the cube has, and what part of the province's trade they are."""
        return self._sentence(
            "detail_coverage", first_year=first_year_with_flows(), most_listed=LISTED
        )

    def left_out(self) -> Finding | None:
        """Products that are not compared, with the reason; None where there are none."""
        table = self.detail.left_out
        # What is inside a product of fewer digits is compared with it.
        inside_another = [
            any(code != other and code.startswith(other) for other in self.detail.products)
            for code in table[PRODUCT]
        ]
        table = table[[not inner for inner in inside_another]]
        if table.empty:
            return None
        zh, en = (
            self._text(
                "detail_left_out", lang, more=max(0, table[PRODUCT].nunique() - LISTED),
                rows=self._gaps(table, lang)[:LISTED],
            )
            for lang in formats.LANGS
        )  # fmt: skip
        return Finding("detail_left_out", zh, en, self.lang)

    def _gaps(self, table: pd.DataFrame, lang: str) -> list[dict[str, object]]:
        """Return for each product its name, and which months are missing in words."""
        rows: list[dict[str, object]] = []
        for code, group in table.groupby(PRODUCT, sort=False):
            gaps = [
                {
                    "gap_year": int(year), "all_missing": len(missing) == self.detail.month,
                    "gap_months": month_runs(missing, lang),
                }
                for year, missing in zip(group["year"], group["months"], strict=True)
            ]  # fmt: skip
            rows.append({"name": self.product(str(code), lang), "gaps": gaps})
        return rows

    def no_growth(self) -> Finding | None:
        """Why there is no growth; None where there is, or where nothing was traded."""
        frames = self.frames
        if frames.grows or not frames.value > 0:
            return None
        return self._sentence("detail_no_growth", has_before=self.detail.has_year_before)

    def basis(self) -> Finding:
        """Where the figures come from, in which currency, and how growth is computed."""
        return self._sentence("detail_basis")

    def leads(self) -> Finding | None:
        """What the province leads the nation in; for the nation, which province leads in what."""
        frames = self.frames
        if not frames.value > 0:
            return None
        if not frames.of_province:
            leaders = frames.leaders.head(SHOWN)
            return self._listing("detail_leaders", leaders, "share_pct", "nation_share")
        own = frames.own_standing
        first = own[own["rank"] == 1]
        best = own.sort_values("rank", kind="stable").head(1)
        if first.empty:
            return self._listing("detail_leads_none", best, "share_pct", "nation_share")
        rows = first.head(LISTED)
        return self._listing(
            "detail_leads", rows, "share_pct", "nation_share", count=len(first), of=len(own)
        )

    def moved(self, kind: str) -> Finding | None:
        """Which ``kind`` (product, partner, pair) added most to growth, and which took most away.

        None without growth, and where there is one item only.
        """
        return self._movers("detail_moved", f"detail_moved_{kind}", kind)

    def opening(self) -> Finding:
        """The growth with the products and partners that moved it most; else what was traded."""
        return self._movers("detail_opening", "detail_total", "pair") or self.total()

    def _movers(self, block: str, id: str, kind: str) -> Finding | None:
        """Return a sentence on the items that added most and took most away; None without any.

        An item whose contribution is shown as 0.00 is not named.
        """
        table = {
            "product": self.frames.products,
            "partner": self.frames.partners,
            "pair": self.frames.pairs,
        }[kind]
        if not self.frames.grows or len(table) < 2:
            return None
        shown = table[table["contribution_pp"].abs() >= HALF_OF_LAST]
        up, down = (shown[sign * shown["contribution_pp"] > 0].head(SHOWN) for sign in (1, -1))
        if shown.empty:
            return None
        zh, en = (
            self._text(
                block, lang, kind=kind, added=self._items(up, lang, "points_pp"),
                cut=self._items(down, lang, "points_pp"),
            )
            for lang in formats.LANGS
        )  # fmt: skip
        return Finding(id, zh, en, self.lang)

    def _listing(
        self, block: str, table: pd.DataFrame, fact: str, column: str, **facts: object
    ) -> Finding:
        """Return a sentence that lists the items of a table with one figure each."""
        zh, en = (
            self._text(block, lang, rows=self._items(table, lang, fact, column), **facts)
            for lang in formats.LANGS
        )
        return Finding(block, zh, en, self.lang)

    def _items(
        self, table: pd.DataFrame, lang: str, fact: str, column: str = "contribution_pp"
    ) -> list[dict[str, object]]:
        """Return what a template lists of each row: its names, and one figure."""
        rows = []
        for row in table.to_dict("records"):
            item: dict[str, object] = {
                "product": self.product(row[PRODUCT], lang) if PRODUCT in row else "",
                "partner": self.partner(row[PARTNER], lang) if PARTNER in row else "",
                fact: row[column],
            }
            rows.append(item | {k: row[k] for k in ("rank", "province_code") if k in row})
        return rows


class DetailReport(DetailWords):
    """The presenter of one report on trade in detail."""

    @cached_property
    def notes(self) -> DetailNotes:
        """Sentences that several reports have, on the same frames."""
        return DetailNotes(self.detail, self.frames)

    def sources(self) -> Table:
        """The online query, and where the totals come from that say how much it covers."""
        totals = self.detail.whole_by_province.attrs.get("sources", [])
        ids = ["customs-online-query", *self.more_sources(), *totals]
        return sources.sources(source_lines.listed(ids), self.detail)

    def more_sources(self) -> list[str]:
        """Return the ids of sources that the report has besides."""
        return []
