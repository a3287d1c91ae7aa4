"""The tables in data/, read and validated, and the editions made from them."""
