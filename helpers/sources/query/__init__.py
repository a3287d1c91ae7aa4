"""Downloads of the customs' online query: read, checked and merged into a cube of Parquet files."""
