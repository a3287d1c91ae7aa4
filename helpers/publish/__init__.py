"""From notebooks to the site: execute, convert, check, link, and swap in as a whole."""
