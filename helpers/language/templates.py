"""Sentences, headlines and captions as Jinja templates: one block each, one file a language.

The files are ``zh.j2`` and ``en.j2`` in the folders of helpers/reports. A line break in a block
joins what it separates: with a space in English unless a punctuation mark follows, with nothing in
Chinese.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from helpers.language import formats
from helpers.language.sentences import opened

FOLDER = Path(__file__).resolve().parent.parent / "reports"
LINE_BREAK = re.compile(r"\s*\n\s*")
BREAK_BEFORE_MARK = re.compile(r"\s*\n\s*(?=[,;:.)])")
# How templates write numbers, periods and lists, in the language of the template; options go by
# name: ``{{ share | percent(digits=2) }}``.
FILTERS = (
    "as_given", "bracketed", "count", "in_period", "label", "listed", "months", "moved", "number",
    "ordinal", "percent", "period", "points", "unit",
)  # fmt: skip


def render(folder: str, block: str, lang: str, facts: Mapping[str, object]) -> str:
    """Return one block of a report's template in one language, as one line of text.

    ``folder`` is that of the report, such as "regions". Raises jinja2.UndefinedError where the
    block names a fact that is not given, KeyError where the template has no such block.
    """
    template = environment(lang).get_template(f"{folder}/{lang}.j2")
    if block not in template.blocks:
        raise KeyError(f"reports/{folder}/{lang}.j2 has no block {block!r}")
    text = "".join(template.blocks[block](template.new_context(dict(facts))))
    if lang == "zh":
        return LINE_BREAK.sub("", text.strip())
    return LINE_BREAK.sub(" ", BREAK_BEFORE_MARK.sub("", text.strip()))


@lru_cache(maxsize=2)
def environment(lang: str) -> Environment:
    """Return Jinja's environment for one language: a fact that is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=False,  # plain text; it is escaped where it is put into a page
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {name: partial(getattr(formats, name), lang=lang) for name in FILTERS}
    made.filters |= {
        "year_range": partial(_year_range, lang=lang), "whole": round,
        "opened": opened, "some": formats.some, "times": formats.times, "name": _name,
        "names": _names, "provinces": formats.provinces, "years": partial(_years, lang=lang),
        "amount": _money(formats.amount, lang), "round_mark": _money(formats.round_mark, lang),
    }  # fmt: skip
    made.filters["each"] = _each
    made.tests["missing"] = pd.isna
    made.tests["shown_as_zero"] = lambda value, digits=1: not formats.rounded(value, digits)
    return made


def _money(function: Callable[..., str], lang: str) -> Callable[..., str]:
    """Return a filter that writes an amount in 亿 in the edition's currency or in another."""

    @pass_context
    def write(context: Context, value: float, currency: str = "") -> str:
        """Return an amount in words, in the currency of the edition where none is given."""
        return function(value, currency or context["currency"], lang)

    return write


def _year_range(first: int, last: int, lang: str) -> str:
    """Return one year, or the first and the last of a range, with 年 in Chinese."""
    years = f"{first}" if first == last else f"{first}{formats.DASH}{last}"
    return f"{years}年" if lang == "zh" else years


def _years(years: Iterable[int], lang: str) -> list[str]:
    """Return years as texts, each with its 年 in Chinese."""
    return [f"{year}年" if lang == "zh" else str(year) for year in years]


@pass_context
def _name(context: Context, code: str) -> str:
    """Return the name of a province or region."""
    return str(context["names"][code])


@pass_context
def _names(context: Context, codes: Iterable[str]) -> list[str]:
    """Return the names of provinces or regions."""
    return [context["names"][code] for code in codes]


@pass_context
def _each(context: Context, items: Iterable[Mapping[str, object]], block: str) -> list[str]:
    """Return a block of the same template once for each item, which gives it more facts."""
    folder, _, file = str(context.name).partition("/")
    lang = file.removesuffix(".j2")
    return [render(folder, block, lang, {**context.get_all(), **item}) for item in items]
