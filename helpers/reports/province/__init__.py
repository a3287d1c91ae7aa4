"""One province."""
