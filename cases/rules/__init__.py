"""The law of section 117 as pure functions over frozen facts: no Django, no clock, no database."""
