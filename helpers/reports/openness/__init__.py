"""Trade against GDP and per head."""
