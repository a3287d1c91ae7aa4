"""How figures, tables and sentences look in a notebook and on a page."""
