"""Single months and the year to date."""
