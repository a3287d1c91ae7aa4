"""What several reports use: the nation, sources, places inside provinces, the press."""
