"""App configuration."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Who pays what."""

    name = "funding"
    verbose_name = "Funding"

    def ready(self) -> None:
        """The register asks what a dispute is about in money, and does not know the funding."""
        from cases.queries import read_stakes_with
        from funding.queries import money_at_stake

        read_stakes_with(money_at_stake)
