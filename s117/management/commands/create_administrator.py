"""The first account of an installation: an administrator, who makes the others on the site."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from s117.accounts import services
from s117.accounts.models import Organisation
from s117.kernel.actor import system_actor
from s117.kernel.refusals import Refused
from s117.web.clock import now


class Command(BaseCommand):
    """Refuses a weak password, an unknown organisation and a user name that is taken."""

    help = "Make the account of an administrator; asks for the password, or reads a line of standard input."

    def add_arguments(self, parser: Any) -> None:
        """The organisation is named by its code in the reference list."""
        parser.add_argument("username")
        parser.add_argument("full_name")
        parser.add_argument("organisation", help="the code of the council or NHS body")

    def handle(self, *args: Any, username: str, full_name: str, organisation: str, **options: Any) -> None:
        """The account and its role together, or neither."""
        found = list(Organisation.objects.filter(code=organisation)[:2])
        if len(found) != 1:
            raise CommandError(f"{len(found) or 'No'} organisations have the code {organisation!r}.")
        password = self._password()
        actor, at = system_actor("create_administrator"), now()
        try:
            with transaction.atomic():
                user = services.create_user(
                    actor=actor,
                    at=at,
                    username=username,
                    full_name=full_name,
                    organisation=found[0],
                    password=password,
                )
                services.grant_role(actor=actor, at=at, user=user, role="administrator")
        except Refused as refusal:
            raise CommandError(" ".join([str(refusal), *refusal.fields.values()]).strip()) from refusal
        self.stdout.write(f"{user.username} may sign in as an administrator of {found[0].name}.")

    def _password(self) -> str:
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password
