"""Files, processes and the machine: atomic writes, locks, cache, fingerprints, limits, errors."""
