"""The whole article of an edition."""
