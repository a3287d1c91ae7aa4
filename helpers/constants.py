"""Codes that every part of the project uses, as the tables in data/ have them."""

NATION = "00"
SPANS = ("month", "ytd")
FLOWS = ("total", "export", "import")
CURRENCIES = ("CNY", "USD")

# The notebooks by name, in the order of the site: one page per edition each.
NOTEBOOKS = (
    "rankings", "positions", "movers", "drivers", "products", "partners", "regions", "trends",
    "openness", "months", "article",
)  # fmt: skip
# One page per province, and one per earlier year that an edition is compared with.
SINGLES = ("province", "compare")
ALL_NOTEBOOKS = (*NOTEBOOKS, *SINGLES)
# Notebooks that are part of another one now, which answers to their names too.
MOVED = {"contributions": "movers", "spread": "trends"}
