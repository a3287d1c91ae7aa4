"""Statutory units of quantity, as the customs writes them and in English."""

UNITS = {
    "千克": "kg",
    "克": "g",
    "吨": "tonnes",
    "个": "pieces",
    "件": "pieces",
    "只": "pieces",
    "块": "pieces",
    "台": "sets",
    "套": "sets",
    "把": "pieces",
    "支": "pieces",
    "条": "pieces",
    "张": "sheets",
    "双": "pairs",
    "副": "pairs",
    "对": "pairs",
    "辆": "vehicles",
    "艘": "vessels",
    "架": "aircraft",
    "头": "head",
    "米": "m",
    "平方米": "m²",
    "立方米": "m³",
    "升": "litres",
    "千升": "thousand litres",
    "千个": "thousand pieces",
    "万个": "ten thousand pieces",
    "千瓦": "kW",
    "千瓦时": "kWh",
    "千伏安": "kVA",
    "克拉": "carats",
}

# Units of columns, as the data dictionary has them.
OF_COLUMNS = {
    "percentage points": "个百分点",
    "100 million": "亿",
    "100 million yuan": "亿元",
    "10,000 persons": "万人",
    "yuan": "元",
    "times": "倍",
    "years": "年",
    "year": "年",
}


def column_unit(unit: str, lang: str) -> str:
    """Return a unit of the data dictionary in a language."""
    return OF_COLUMNS.get(unit, unit) if lang == "zh" else unit


def unit_name(unit: str, lang: str) -> str:
    """Return a unit of quantity in a language; one that English does not know is units."""
    return unit if lang == "zh" else UNITS.get(unit, "units")
