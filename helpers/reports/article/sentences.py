"""The headline of the article; its other sentences are those of the notebooks."""

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, when


def headline(
    nation: pd.DataFrame, ranking: pd.DataFrame, movers: pd.DataFrame, period: Period
) -> Finding:
    """The nation's total and growth, who leads, and who grew fastest, in one line.

    ``nation``, ``ranking`` and ``movers`` are those of :mod:`helpers.measures.core`. Growth is left out
    where there is none, the fastest where nobody grew.
    """
    row = nation.set_index("flow").loc["total"]
    zh_when, en_when = when(period)
    zh = f"{zh_when}31省进出口{formats.amount(row['value'], period.currency, 'zh')}"
    en = f"China's provinces traded {formats.amount(row['value'], period.currency, 'en')} {en_when}"
    if pd.notna(row["growth_pct"]):
        zh += f"，{formats.moved(row['growth_pct'], 'zh')}"
        en += f", {formats.moved(row['growth_pct'], 'en')}"
    leaders = ranking.loc[ranking["rank"] == 1, "province_code"]
    zh += f"：{_named(leaders, 'zh')}{'并列首位' if len(leaders) > 1 else '居首'}"
    en += f": {_named(leaders, 'en')} {'shared first place' if len(leaders) > 1 else 'led'}"
    grew = movers[(movers["growth_rank"] == 1) & (movers["growth_pct"].round(1) > 0)]
    if len(grew):
        zh += f"，{_named(grew['province_code'], 'zh')}增速最快"
        en += f", {_named(grew['province_code'], 'en')} grew fastest"
    return Finding("headline", zh, en)


def _named(codes: pd.Series, lang: str) -> str:
    return formats.listed(codes.map(names(lang)), lang)
