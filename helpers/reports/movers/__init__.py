"""Growth of every province."""
