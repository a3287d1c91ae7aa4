"""The two languages: the data dictionary, formats of numbers and periods, sentences."""
