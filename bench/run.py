"""`make bench`: each page against the bare SQL behind it, side by side in one run.

The machine is shared, so no absolute time means anything: every figure is a ratio between two things
measured in the same round, and the result is the median over the rounds. "Raw" is the page's own reading
statements, prepared, on a connection of psycopg, with the rows fetched and nothing done with them. The page
goes through the whole middleware, signed in, with its permission, its audit row and its HTML; what the HTTP
server adds is not in it.

The data are the demo's seventy people: enough to compare a page with its SQL, too few to say how either
grows.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s117.settings.dev")
# A database of its own: neither the developer's nor the tests'.
os.environ.setdefault("S117_DATA", str(Path(__file__).resolve().parents[1] / ".data" / "bench"))
os.environ.setdefault("DATABASE_ROLE", "owner")

import django

django.setup()

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from s117.accounts.models import User

ROUNDS = 15
REPEATS = 5
# (name, who looks, address, goal as a multiple of raw: performance.md section 4)
PAGES = (
    ("your work", "jones", "/", None),
    ("caseload", "hart", "/caseload/", 6),
    ("case file", "jones", "/cases/{ref}/", 10),
    ("manager's page", "hart", "/manager/", 8),
    ("finance page", "lowe", "/finance/", None),
)


def milliseconds(work: Callable[[], object]) -> float:
    """The mean of a few runs, in milliseconds."""
    started = time.perf_counter()
    for _ in range(REPEATS):
        work()
    return (time.perf_counter() - started) * 1000 / REPEATS


class Page:
    """One page, who looks at it, and the statements it makes."""

    def __init__(self, username: str, path: str) -> None:
        self.client = Client()
        user = User.objects.get(username=username)
        self.client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        self.path = path
        self.view()
        with CaptureQueriesContext(connection) as captured:
            self.view()
        self.statements = [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "WITH"))]
        self.total = len(captured)

    def view(self) -> None:
        """One request through the whole stack."""
        response = self.client.get(self.path)
        if response.status_code != 200:
            raise SystemExit(f"{self.path} answered {response.status_code}")

    def raw(self, server: psycopg.Connection) -> None:
        """The page's reading statements alone."""
        for statement in self.statements:
            server.execute(statement, prepare=True).fetchall()


def address(username: str, path: str) -> str:
    """The path with the reference of a case that the user may open, one with much in it."""
    if "{ref}" not in path:
        return path
    team = User.objects.get(username=username)
    for case in Case.objects.filter(status="active").order_by("reference"):
        client = Client()
        client.force_login(team, backend="allauth.account.auth_backends.AuthenticationBackend")
        found = path.format(ref=case.reference)
        if client.get(found).status_code == 200:
            return found
    raise SystemExit(f"{username} may open no active case")


def main() -> None:
    """Prepare the data once, measure, print."""
    call_command("prepare")
    # Only the demo's data need DEBUG; pages are measured as they are served, with templates compiled once.
    settings.DEBUG = False
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = {name: (Page(who, address(who, path)), goal) for name, who, path, goal in PAGES}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
    given = connection.get_connection_params()
    same = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if given.get(key)}
    with psycopg.connect(**same, autocommit=True) as server:
        for _ in range(ROUNDS):
            for name, (page, _goal) in pages.items():
                times[name].append(
                    (milliseconds(page.view), milliseconds(lambda page=page: page.raw(server)))
                )
    print(f"\n{ROUNDS} rounds of {REPEATS}; medians; load of the machine {os.getloadavg()[0]:.1f}")
    print(f"{'page':<18}{'statements':>11}{'page ms':>10}{'raw ms':>9}{'page / raw':>12}{'goal':>7}")
    for name, (page, goal) in pages.items():
        whole = statistics.median(pair[0] for pair in times[name])
        bare = statistics.median(pair[1] for pair in times[name])
        ratio = statistics.median(pair[0] / pair[1] for pair in times[name])
        wanted = f"<= {goal}" if goal else "none"
        print(f"{name:<18}{page.total:>11}{whole:>10.1f}{bare:>9.2f}{ratio:>12.1f}{wanted:>7}")


if __name__ == "__main__":
    main()
