"""Codes that every part of the project uses, as the tables in data/ have them."""

NATION = "00"
SPANS = ("month", "ytd")
FLOWS = ("total", "export", "import")
CURRENCIES = ("CNY", "USD")
