"""The cities and development zones that the customs table lists under a province.

The list is not exhaustive, and zones lie inside cities: what it holds is never added up across
kinds. Cities do not overlap, so their sum says how much of the province the list covers.
"""

import pandas as pd

# What ends the names of cities and of prefectures; in an English table, what names of prefectures
# and of zones have in them.
CITY, PREFECTURE = "市$", "(?:州|盟|地区)$"
PREFECTURE_EN = r"\b(?:[Pp]refecture|[Ll]eague)\b"
ZONE_EN = r"\b(?:[Zz]one|[Aa]rea|[Pp]ark|[Pp]ort|[Dd]istrict)\b"
ALL = 100.05  # percent: all of a province, within rounding


def inside(localities: pd.DataFrame, now: pd.Series, before: pd.Series | None) -> pd.DataFrame:
    """Every listed place with its share of the province and what it added to its growth.

    ``localities`` has province_code, locality_zh, locality_en, total, previous, previous_margin
    (亿) and growth_pct; ``now`` and ``before`` are the provinces' totals (亿). Columns: those, kind
    (city, prefecture, zone), share_pct (of the province), contribution_pp and
    contribution_margin_pp (percentage points of the growth of the province: change of the place /
    province before), and name (as the table prints it), by province, the largest contribution
    first. Contributions of overlapping places do not add up.
    """
    table = localities.copy()
    in_chinese = table["locality_zh"] != ""
    table["name"] = table["locality_zh"].where(in_chinese, table["locality_en"])
    table["kind"] = _kinds(table["name"], in_chinese)
    table["share_pct"] = table["total"] / table["province_code"].map(now) * 100
    base = (
        table["province_code"].map(before) if before is not None else table["total"] * float("nan")
    )
    # On the basis of the growth shown, the published rate where there is one.
    grown_from = table["total"] / (1 + table["growth_pct"] / 100).where(table["growth_pct"] > -100)
    change = table["total"] - grown_from.fillna(table["previous"])
    table["contribution_pp"] = change / base * 100
    table["contribution_margin_pp"] = table["previous_margin"] / base * 100
    order = ["province_code", "contribution_pp", "total"]
    ascending = [True, False, False]
    return table.sort_values(order, ascending=ascending, kind="stable").reset_index(drop=True)


def _kinds(names: pd.Series, in_chinese: pd.Series) -> pd.Series:
    """Return the kind of each place by its name: city, prefecture or zone."""
    of_prefecture = names.str.contains(PREFECTURE, regex=True)
    of_prefecture = of_prefecture.where(in_chinese, names.str.contains(PREFECTURE_EN, regex=True))
    of_city = names.str.contains(CITY, regex=True)
    of_city = of_city.where(in_chinese, ~names.str.contains(ZONE_EN, regex=True))
    kinds = of_city.map({True: "city", False: "zone"})
    return kinds.mask(of_prefecture, "prefecture")


def coverage(table: pd.DataFrame) -> pd.DataFrame:
    """How much of each province the list covers, one row a province of ``table`` (inside).

    Columns: province_code, places, cities (how many cities and prefectures are listed), cities_pct
    (these together; missing where none is listed, or where they come to more than the province, so
    that one must lie in another), largest_pct (the largest listed place alone), percent of the
    province, and prefectures (how many of the cities are prefectures).
    """
    by_province = table.groupby("province_code", sort=True)
    cities = table[table["kind"] != "zone"].groupby("province_code")
    of_prefecture = (table["kind"] == "prefecture").groupby(table["province_code"]).sum()
    found = pd.DataFrame({"places": by_province.size()})
    found["cities"] = cities.size().reindex(found.index).fillna(0).astype(int)
    together = cities["share_pct"].sum().reindex(found.index)
    found["cities_pct"] = together.where(together <= ALL)
    found["largest_pct"] = by_province["share_pct"].max()
    found["prefectures"] = of_prefecture.reindex(found.index).astype(int)
    return found.reset_index()


def most(table: pd.DataFrame, code: str, n: int, rising: bool) -> pd.DataFrame:
    """The listed places of a province that did most for its growth, or most against it.

    With ``rising`` those with the largest positive contributions, else those with the most
    negative; ``n`` at most, the strongest first. What rounds to 0.0 points is left out.
    """
    own = table[table["province_code"] == code].dropna(subset=["contribution_pp"])
    moved = own[own["contribution_pp"].round(1) > 0]
    if not rising:
        moved = own[own["contribution_pp"].round(1) < 0]
    ordered = moved.sort_values("contribution_pp", ascending=not rising, kind="stable")
    return ordered.head(n)


def extremes(movers: pd.DataFrame, n: int) -> pd.DataFrame:
    """The provinces to look inside: the ``n`` fastest, and as many that fell most.

    ``movers`` is measures.movers; the same columns come back. Where growth is not known, no row.
    """
    known = movers.dropna(subset=["growth_pct"])
    fell = known[known["growth_pct"].round(1) < 0].iloc[::-1].head(n)
    rest = known[~known["province_code"].isin(fell["province_code"])]
    return pd.concat([rest.head(n), fell], ignore_index=True)
