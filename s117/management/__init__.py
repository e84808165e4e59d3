"""Management commands and what they call."""
