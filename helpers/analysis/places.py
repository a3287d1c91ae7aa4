"""Provinces by name, code and group: what joins a table of one's own to the figures."""

from collections.abc import Iterable

import pandas as pd

from helpers.data import provinces, tables
from helpers.data.provinces import code_of as code_of
from helpers.language.formats import LANGS
from helpers.system.errors import BadInput


def names(lang: str = "zh") -> dict[str, str]:
    """Return the name of every province and region by code; provinces in their short form.

    Raises BadInput for a language there is not.
    """
    check_lang(lang)
    return provinces.names(lang)


def groups(lang: str = "zh") -> pd.DataFrame:
    """Return the named groups of provinces, one row a member; groups overlap.

    The seven regions, and those of data/province_groups.csv: coastal, economic-east,
    economic-central, economic-west, economic-northeast, jing-jin-ji, yangtze-delta, yangtze-belt.
    Columns group_code, group (its name), province_code, province, source (who says so; empty for
    the regions). Raises BadInput for a language there is not.
    """
    known, own = names(lang), tables.load("province_groups")
    publishers = tables.load("sources").set_index("id")
    titles = publishers[f"publisher_{lang}"] + (
        "《" + publishers["title_zh"] + "》" if lang == "zh" else ": " + publishers["title_en"]
    )
    named = own.assign(group=own[f"name_{lang}"], source=own["source"].map(titles))
    regions = provinces.region_of().rename("group_code").reset_index().assign(source="")
    regions["group"] = regions["group_code"].map(known)
    table = pd.concat([regions, named], ignore_index=True)
    table.insert(0, "province", table["province_code"].map(known))
    table.attrs = {"lang": lang}
    return table[["group_code", "group", "province_code", "province", "source"]]


def codes_of(wanted: str | Iterable[str] = ()) -> list[str]:
    """Return the codes of provinces given as codes, names, usual spellings or groups, each once.

    ``wanted`` is one of them or several; without any, all 31. A group is given as
    :func:`groups` has it, by its code or its name in either language: coastal, 沿海省份. Raises
    BadInput for anything else; the message names the nearest province.
    """
    listed = [wanted] if isinstance(wanted, str) else list(wanted)
    members = _members()
    codes = [code for name in listed for code in members.get(str(name).casefold()) or [_code(name)]]
    return list(dict.fromkeys(codes)) or list(provinces.provinces().index)


def _code(name: str) -> str:
    """Return the code of a province; raises BadInput that names the groups too."""
    try:
        return code_of(name)
    except BadInput as error:
        known = ", ".join(dict.fromkeys(tables.load("province_groups")["group_code"]))
        raise BadInput(f"{error} Groups: {', '.join(provinces.region_codes())}, {known}.") from None


def _members() -> dict[str, list[str]]:
    """Return the codes of each group, by its code and by its name in each language."""
    return {
        str(key).casefold(): list(rows["province_code"])
        for lang in ("zh", "en")
        for column in ("group_code", "group")
        for key, rows in groups(lang).groupby(column)
    }


def check_lang(lang: str) -> None:
    """Raise BadInput where ``lang`` is none of the languages."""
    if lang not in LANGS:
        raise BadInput(f"lang must be one of {', '.join(LANGS)}, not {lang!r}.")
