"""Plain Python values that every other part is built from. No Django, no clock, no I/O."""
