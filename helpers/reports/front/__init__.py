"""The figures and words of the front page."""
