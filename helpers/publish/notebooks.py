"""The notebooks there are, by name, in the order in which readers are told of them."""

# One page an edition each.
NOTEBOOKS = (
    "rankings", "positions", "movers", "contributions", "regions", "trends", "spread", "openness",
    "months", "article",
)  # fmt: skip
# A page for each province, and for each earlier year that an edition is held against.
SINGLES = ("province", "compare")
ALL = (*NOTEBOOKS, *SINGLES)
