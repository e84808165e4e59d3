"""App configuration."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Who pays what."""

    name = "funding"
    verbose_name = "Funding"
