"""The seven regions."""
