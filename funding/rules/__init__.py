"""The money conventions as pure functions: integer pence, exact fractions, one rounding a segment."""
