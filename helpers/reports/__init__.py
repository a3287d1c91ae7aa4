"""One folder a report: its frames, charts, tables and sentences in both languages."""
