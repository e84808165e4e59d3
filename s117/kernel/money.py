"""Exact money: integer pence in, integer pence out, never a float."""

from __future__ import annotations

from fractions import Fraction


def half_up(amount: Fraction) -> int:
    """Round an exact amount of pence to whole pence, ties away from zero (practice 4.2)."""
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator))


def pounds(pence: int) -> str:
    """Pence as people read them: 123456 -> '£1,234.56', -5 -> '-£0.05'."""
    sign = "-" if pence < 0 else ""
    whole, part = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}.{part:02d}"


def plain_pounds(pence: int) -> str:
    """Pence as files carry them: no sign for the currency, no separators, leading minus."""
    sign = "-" if pence < 0 else ""
    whole, part = divmod(abs(pence), 100)
    return f"{sign}{whole}.{part:02d}"
