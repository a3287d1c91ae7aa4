"""English names of the cities, prefectures and zones that the customs table lists in Chinese."""

from functools import lru_cache

import pandas as pd

from helpers.data import tables


def in_english(places: pd.DataFrame) -> pd.Series:
    """The English name of every place: as its table prints it, else that of data/places.csv.

    ``places`` has province_code, locality_zh and locality_en. A name is empty where the table is
    in Chinese and data/places.csv does not have the place yet.
    """
    known = _names(tables.stamp("places"))
    keys = zip(places["province_code"], places["locality_zh"], strict=True)
    ours = pd.Series([known.get(key, "") for key in keys], index=places.index, dtype="str")
    return places["locality_en"].where(places["locality_en"] != "", ours)


@lru_cache(maxsize=2)
def _names(stamp: object) -> dict[tuple[str, str], str]:
    """Return the names in the table that has this stamp, by province code and Chinese name."""
    table = tables.load("places")
    keys = zip(table["province_code"], table["name_zh"], strict=True)
    return dict(zip(keys, table["name_en"], strict=True))
