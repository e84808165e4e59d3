"""Funded nursing care in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from funding.models import NursingCare
from funding.rules.nursing import NursingBand, rates_of
from s117.kernel.money import pounds
from s117.web.filters import date as date_words


def nursing_rows(held: Sequence[NursingCare], on: date) -> list[tuple[str, str, str, str, str]]:
    """Each band of a person's services: service, band, what it comes to a week today, first day, policy."""
    return [
        (
            row.line.description,
            NursingBand(row.band).words,
            _today(row.band, on),
            date_words(row.starts_on),
            row.policy,
        )
        for row in held
    ]


def _today(band: str, on: date) -> str:
    rates = next((bands for days, bands in rates_of(settings.FUNDED_NURSING_RATES) if days.contains(on)), {})
    return f"{pounds(rates[band])} a week" if band in rates else "Nothing"
