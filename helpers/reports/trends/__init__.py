"""Long-run trends."""
