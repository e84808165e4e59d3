"""The care plans app."""

from django.apps import AppConfig

UNREAD = "SELECT count(*) FROM careplans_notice WHERE recipient_id = %(user)s AND read_at IS NULL"


class CarePlansConfig(AppConfig):
    """Registers the app under its plain name, the number of notices that every page’s header shows, and the
    goals that a contact may be about."""

    name = "careplans"
    verbose_name = "Care plans"

    def ready(self) -> None:
        """Once, when the app is loaded."""
        from careplans.queries import published_goals
        from cases.queries import read_goals_with
        from s117.accounts.actors import count_for_header

        count_for_header(UNREAD)
        read_goals_with(published_goals)
