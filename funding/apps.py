"""App configuration."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Who pays what."""

    name = "funding"
    verbose_name = "Funding"

    def ready(self) -> None:
        """The register asks what a dispute is about in money, the reminders which answers are due to other
        bodies, and the plan on paper who pays for what; none of them knows the funding."""
        from careplans.queries.clocks import read_clocks_with
        from careplans.queries.papers import read_funders_with
        from careplans.rules.terms import NoticeKind
        from cases.queries import read_stakes_with
        from funding.queries import money_at_stake
        from funding.queries.funders import funders_of
        from funding.queries.line_queries import answers_due

        read_stakes_with(money_at_stake)
        read_clocks_with(NoticeKind.LINE_QUERY, answers_due)
        read_funders_with(funders_of)
