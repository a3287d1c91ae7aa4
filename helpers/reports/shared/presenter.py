"""The base of presenters: sentences, charts and tables made of templates and the dictionary."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import names
from helpers.display import chart as charts
from helpers.display import table as tables
from helpers.display.show import KeyFindings, KeyNumber, KeyNumbers
from helpers.display.source_lines import source_line
from helpers.display.style import Chart, Drawing
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.language.sentences import Finding, Period, earlier
from helpers.language.templates import render

WATERFALL = 8  # items with a bar of their own in a waterfall; all others are one bar


class Words(ABC):
    """Methods that word, draw and tabulate the figures of a period, in its language.

    A subclass names the ``folder`` of its templates inside helpers/reports. Every block of a
    template knows the facts of :meth:`_facts` besides those that it is given.
    """

    folder: ClassVar[str] = "shared"

    def __init__(self, period: Period) -> None:
        """Present the figures of one period."""
        self.period = period
        self.lang = period.lang

    @property
    @abstractmethod
    def source(self) -> str:
        """The line below figures and tables that says where they come from."""

    def _facts(self, lang: str) -> dict[str, object]:
        """Return what every template knows of the period in one language."""
        period = self.period
        return {
            "year": period.year,
            "month": period.month,
            "full_year": period.full_year,
            "currency": period.currency,
            "unit": formats.unit(period.currency, lang),
            "when": formats.in_period(period.year, period.month, lang),
            "period": formats.period(period.year, period.month, lang),
            "before": earlier(period)[LANGS.index(lang)],
            "flow": period.flow,
            "names": names(lang),
        }

    @cached_property
    def _known_facts(self) -> dict[str, dict[str, object]]:
        """The facts of each language; a chart with a text at every point asks for them often."""
        return {lang: self._facts(lang) for lang in LANGS}

    def _text(self, block: str, lang: str = "", /, **facts: object) -> str:
        """Return a block of the report's template, in the language of the edition by default."""
        lang = lang or self.lang
        return render(self.folder, block, lang, self._known_facts[lang] | facts)

    def _sentence(self, block: str, id: str = "", /, **facts: object) -> Finding:
        """Return a block in both languages as a finding, which is named as the block by default."""
        zh, en = (self._text(block, lang, **facts) for lang in LANGS)
        return Finding(id or block, zh, en, self.lang)

    def _table(
        self,
        name: str,
        frame: pd.DataFrame,
        columns: str,
        *,
        data: pd.DataFrame | None = None,
        source: str = "",
        other: Period | None = None,
        **facts: object,
    ) -> Table:
        """Return a table with the caption of the block ``<name>_caption``.

        See :func:`helpers.display.table.table` for the other parameters.
        """
        caption = self._text(f"{name}_caption", **facts)
        source = source or self.source
        return tables.table(
            name, frame, columns, self.period, caption=caption, source=source, data=data,
            other=other,
        )  # fmt: skip

    def _chart(
        self,
        name: str,
        drawing: Drawing,
        frame: pd.DataFrame,
        columns: str,
        *,
        source: str = "",
        lead: bool = False,
        other: Period | None = None,
        words: str = "",
        shown: pd.DataFrame | None = None,
        **facts: object,
    ) -> Chart:
        """Return a chart with the words of the blocks ``<name>_headline``, ``_subtitle``, ``_alt``.

        ``words`` stands for the name in those of the blocks where it is given. ``_alt`` is what the text alternative begins with. See :func:`helpers.display.chart.chart`.
        """
        headline, subtitle, alt = (
            self._text(f"{words or name}_{part}", **facts)
            for part in ("headline", "subtitle", "alt")
        )
        return charts.chart(
            name, drawing, frame, columns, self.period, headline=headline, caption=subtitle,
            alt=alt, source=source or self.source, lead=lead, other=other,
            shown=shown,
        )  # fmt: skip

    def _numbers(self, values: pd.Series, digits: int = 1, signed: bool = False) -> list[str]:
        """Return numbers as the language of the page writes them."""
        return [formats.number(value, self.lang, digits, signed) for value in values]

    def _percents(self, values: pd.Series, digits: int = 1, signed: bool = False) -> list[str]:
        """Return percentages as the language of the page writes them."""
        return [formats.percent(value, self.lang, digits, signed) for value in values]

    def _named(self, codes: pd.Series) -> pd.Series:
        """Return the names of provinces or regions in the language of the page."""
        return codes.map(names(self.lang))

    def _key_number(self, block: str, value: str, **facts: object) -> KeyNumber:
        """Return a key number with the label and note of ``<block>_label`` and ``<block>_note``."""
        label, note = (self._text(f"{block}_{part}", **facts) for part in ("label", "note"))
        return KeyNumber(label, value, note)


class Presenter(Words):
    """Frames of an edition, computed once, and methods that word, draw and tabulate them."""

    def __init__(self, edition: Edition) -> None:
        """Present one edition, in its language."""
        super().__init__(edition)
        self.edition = edition

    @cached_property
    def source(self) -> str:
        """The line below figures and tables that says where they come from."""
        return source_line(self.edition)

    def _facts(self, lang: str) -> dict[str, object]:
        """Return what every template knows of the edition in one language."""
        position = LANGS.index(lang)
        return super()._facts(lang) | {
            "trade": charts.traded(self.edition)[position],
            "of_nation": charts.of_nation(self.edition)[position],
        }


def key_findings(*findings: Finding | None) -> KeyFindings:
    """Return the findings that a page opens with; None is left out."""
    return KeyFindings([finding for finding in findings if finding])


def key_numbers(*numbers: KeyNumber | Sequence[KeyNumber] | None) -> KeyNumbers:
    """Return the numbers that a page opens with; None is left out."""
    shown: list[KeyNumber] = []
    for number in numbers:
        if isinstance(number, KeyNumber):
            shown.append(number)
        elif number:
            shown += number
    return KeyNumbers(shown)
