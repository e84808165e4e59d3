"""Which teams and accounts a run would move from a body that was replaced, and which a person must place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from cases.models import BodyMove
from cases.queries.facts import succession_facts
from cases.rules.facts import SuccessionFact
from cases.rules.staff import Belonging, Home, home, name_there
from s117.accounts.models import Membership, Organisation, PracticeSettings, Team, User


@dataclass(frozen=True, slots=True)
class Moving:
    """A team or an account that changes its body, or that a person must place: then `candidates` are named.

    `name` is the team's, empty for an account; `new_name` is what the team is called in its new body.
    """

    id: UUID
    name: str
    old: str
    new: str
    on: date
    new_name: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffMoves:
    """What a run would do with the teams and accounts of bodies that were replaced, and what it leaves."""

    teams: tuple[Moving, ...]
    accounts: tuple[Moving, ...]
    teams_to_place: tuple[Moving, ...]
    accounts_to_place: tuple[Moving, ...]
    settings_left: tuple[tuple[str, str], ...]

    @property
    def to_do(self) -> int:
        """How many teams and accounts a run would move."""
        return len(self.teams) + len(self.accounts)

    @property
    def key(self) -> str:
        """The same for the same moves: what a person confirmed is what is applied."""
        return "\n".join(f"{row.id}{row.new}{row.new_name}" for row in (*self.teams, *self.accounts))


def staff_moves(on: date) -> StaffMoves:
    """What a run on the day would move. The statements do not grow with the teams or the accounts."""
    known = succession_facts()
    gone = {row.predecessor for row in known if row.on <= on}
    if not gone and not BodyMove.objects.exists():
        return StaffMoves((), (), (), (), ())
    teams = _teams(known, gone, on)
    found = (*_accounts(known, gone, on, teams),)
    return StaffMoves(
        tuple(_named(row for row in teams if not row.candidates)),
        tuple(row for row in found if not row.candidates),
        tuple(row for row in teams if row.candidates),
        tuple(row for row in found if row.candidates),
        _settings_left(known, gone, on),
    )


def _teams(known: tuple[SuccessionFact, ...], gone: set[str], on: date) -> list[Moving]:
    moved = BodyMove.objects.filter(team__isnull=False)
    rows = Team.objects.filter(Q(organisation__name__in=gone) | Q(pk__in=moved.values("team")))
    firsts = _firsts(moved.values_list("team", "from_body__name", "to_body__name").order_by("recorded_at"))
    found = []
    for pk, name, now in rows.order_by("name", "pk").values_list("pk", "name", "organisation__name"):
        where = home(Belonging(_first(firsts.get(pk, []), now), now), known, on)
        found += _moving(pk, name, now, where, on)
    return found


def _accounts(
    known: tuple[SuccessionFact, ...], gone: set[str], on: date, teams: Iterable[Moving]
) -> list[Moving]:
    """Accounts that are on. Of a body that was split, people go where all of their teams were placed."""
    moved = BodyMove.objects.filter(user__isnull=False)
    rows = User.objects.filter(
        Q(organisation__name__in=gone) | Q(pk__in=moved.values("user")), is_active=True
    )
    firsts = _firsts(moved.values_list("user", "from_body__name", "to_body__name").order_by("recorded_at"))
    going = {row.id: row.new for row in teams}
    among: dict[UUID, set[str]] = {}
    held = Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), user__in=rows)
    for user, team, body in held.filter(team__isnull=False).values_list(
        "user", "team", "team__organisation__name"
    ):
        among.setdefault(user, set()).add(going.get(team) or body)
    found = []
    for pk, now in rows.order_by("full_name", "pk").values_list("pk", "organisation__name"):
        belongs = Belonging(_first(firsts.get(pk, []), now), now)
        where = home(belongs, known, on, frozenset(among.get(pk, ())))
        found += _moving(pk, "", now, where, on)
    return found


def _moving(pk: UUID, name: str, now: str, where: Home, on: date) -> list[Moving]:
    if where.body == now and not where.candidates:
        return []
    new = "" if where.candidates else where.body
    return [Moving(pk, name, now, new, where.on or on, name, where.candidates)]


def _named(rows: Iterable[Moving]) -> Iterable[Moving]:
    """Each team with its name in the new body, where another of that name may work already."""
    going = list(rows)
    old = Organisation.objects.filter(name__in=[row.old for row in going])
    short = {body.name: str(body) for body in old}
    there = Team.objects.filter(organisation__name__in=[row.new for row in going])
    taken = set(there.values_list("organisation__name", "name"))
    for row in going:
        names = [name for body, name in taken if body == row.new]
        new_name = name_there(row.name, short[row.old], names)[:100]
        taken.add((row.new, new_name))
        yield Moving(row.id, row.name, row.old, row.new, row.on, new_name)


def _firsts(rows: Iterable[tuple[UUID, str, str]]) -> dict[UUID, list[tuple[str, str]]]:
    found: dict[UUID, list[tuple[str, str]]] = {}
    for pk, old, new in rows:
        found.setdefault(pk, []).append((old, new))
    return found


def _first(moves: list[tuple[str, str]], now: str) -> str:
    """The body it was of before runs moved it here; the body of now where a person has moved it since."""
    for old, new in reversed(moves):
        if new != now:
            break
        now = old
    return now


def _settings_left(
    known: tuple[SuccessionFact, ...], gone: set[str], on: date
) -> tuple[tuple[str, str], ...]:
    """Bodies with review clocks of their own whose successor has none: they do not carry over."""
    own = set(PracticeSettings.objects.values_list("organisation__name", flat=True))
    found = []
    for name in sorted(own & gone):
        heir = home(Belonging(name, name), known, on)
        if heir.body != name and heir.body not in own:
            found.append((name, heir.body))
    return tuple(found)


def moves_of_run(run_id: UUID) -> list[BodyMove]:
    """The teams that a run moved, by name, and after them the accounts."""
    rows = BodyMove.objects.filter(run=run_id).select_related("from_body", "to_body", "user")
    return sorted(rows.order_by("name_before", "user__full_name"), key=lambda row: row.team_id is None)
