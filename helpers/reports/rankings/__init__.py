"""Rankings of an edition."""
