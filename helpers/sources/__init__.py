"""Official files in: read, checked and imported into data/, all or nothing."""
