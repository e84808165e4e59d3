"""Issue a token of the API to a service user. The token is printed once and cannot be shown again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from s117.accounts.models import User
from s117.api.services import LONGEST_DAYS, issue_token
from s117.kernel.actor import system_actor
from s117.kernel.refusals import Refused
from s117.web.clock import now


class Command(BaseCommand):
    """`issue_token USERNAME --purpose WORDS --days N`."""

    help = "Issue a token of the API to a service user and print it once."

    def add_arguments(self, parser: Any) -> None:
        """Who, what for, how long."""
        parser.add_argument("username")
        parser.add_argument("--purpose", required=True)
        parser.add_argument("--days", type=int, default=30, help=f"1 to {LONGEST_DAYS}")

    def handle(self, *args: Any, username: str, purpose: str, days: int, **options: Any) -> None:
        """Refuses a person's account: people sign in to the pages instead."""
        user = User.objects.filter(username=username, is_service=True, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active service user called {username!r}.")
        try:
            issued = issue_token(
                actor=system_actor("issue_token"), user_id=user.id, purpose=purpose, days=days, at=now()
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(issued.secret)
