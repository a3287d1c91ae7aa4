"""Names inside English sentences: countries with their article, products without a capital."""

THE = {
    "Bahamas", "Comoros", "Congo", "DR Congo", "Gambia", "Isle of Man", "Maldives", "Netherlands",
    "Philippines", "Vatican City State",
}  # fmt: skip
ENDINGS = (
    " Republic",
    " Federation",
    " Islands",
    " Territories",
    " Territory",
    " Emirates",
    " Kingdom",
    " States",
    " Antilles",
)


def with_article(name: str) -> str:
    """Return the English name of a country as it stands in a sentence: the United States."""
    plain = name.removeprefix("The ")
    takes = plain in THE or plain.endswith(ENDINGS) or plain.startswith(("United ", "Republic of "))
    return f"the {plain}" if takes else name


def inside(name: str) -> str:
    """Return the English name of a product as it stands inside a sentence: plastic baths."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
