"""A plan as one frozen value: what the screen shows, what is printed and what publishing keeps.

The same value is made from the rows while a plan is being written, and read back from the stored
JSON once it is published, so that a document can only ever show what was published.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, Field, asdict, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from careplans.rules.lifecycle import PlanStatus
from careplans.rules.terms import (
    AgreementAnswer,
    Category,
    CopyFormat,
    CostKind,
    CostPer,
    Delivery,
    Funder,
    Group,
    HomeKind,
    HomeNeed,
    Hours,
    Party,
    Progress,
    RecipientKind,
    Unit,
)
from s117.kernel.letters import listed_name

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PersonPart:
    """Whose plan it is and who answers for it."""

    reference: str
    family_name: str
    given_names: str
    preferred_name: str
    date_of_birth: date | None
    nhs_number: str
    section: str
    council: str
    nhs_body: str
    coordinator: str
    team: str
    conditions_of: str = ""
    # Where the NHS body is a local health board: complaints go to another ombudsman there.
    in_wales: bool = False
    coordinator_phone: str = ""
    council_since: date | None = None
    nhs_body_since: date | None = None
    # Still in hospital: the duty, and with it what either body has to do, begins with leaving.
    duty_to_come: bool = False

    @property
    def full_name(self) -> str:
        """Given names first, as the person would say it."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def listed_name(self) -> str:
        """Family name in capitals first, as lists and page heads show it."""
        return listed_name(self.family_name, self.given_names)


@dataclass(frozen=True, slots=True)
class ServicePart:
    """One service line."""

    id: UUID
    service_key: UUID
    need_key: UUID | None
    group: Group
    category: Category
    description: str
    provider: str
    arranged_by: str
    frequency: str
    quantity: Decimal | None
    unit: Unit | None
    starts_on: date | None
    ends_on: date | None
    contact_name: str
    contact_phone: str
    delivery: Delivery | None = None
    cqc_location: str = ""
    quality_note: str = ""
    ending_outcome: str = ""
    # The bodies that pay for it, by name; two share it. None in plans published before this was kept.
    funders: tuple[str, ...] = ()

    @property
    def how_often(self) -> str:
        """Frequency and amount in words, as far as they are recorded."""
        if self.unit is Unit.ONE_OFF:
            amount = "one-off"
        elif self.unit is Unit.WEEK and self.quantity in {None, 1}:
            amount = "every week"
        elif self.quantity is None or self.unit is None:
            amount = ""
        else:
            amount = f"{self.quantity.normalize():f} {self._counted()}"
        return ", ".join(part for part in (amount, self.frequency) if part)

    def _counted(self) -> str:
        words = self.unit.words if self.unit else ""
        if self.quantity != 1:
            return f"{words}s" if words == "week" else words
        first, _, rest = words.partition(" ")
        return f"{first.removesuffix('s')} {rest}".strip()


@dataclass(frozen=True, slots=True)
class NeedPart:
    """One assessed need, why it is aftercare or not, and how the plan answers it."""

    key: UUID
    title: str
    domain: str
    domain_title: str
    is_aftercare: bool
    reasons: tuple[str, ...]
    outcome: str
    no_service_reason: str


@dataclass(frozen=True, slots=True)
class GoalPart:
    """One goal in the person's words."""

    id: UUID
    words: str
    measure: str
    target_on: date | None
    progress: Progress
    rating: int | None


@dataclass(frozen=True, slots=True)
class CrisisPart:
    """Staying well, and what to do when things go wrong."""

    keeping_well: str = ""
    triggers: str = ""
    early_signs: str = ""
    first_steps: str = ""
    what_helps: str = ""
    risks: str = ""
    advance_choices: str = ""
    admission_preference: str = ""
    home_pets_children: str = ""
    contingency: str = ""


@dataclass(frozen=True, slots=True)
class CostPart:
    """One part of what the home costs. `pence` is the price for `per`, None while it is not known."""

    id: UUID
    kind: CostKind
    pence: int | None
    per: CostPer
    funder: Funder
    funder_name: str
    reason: str
    starts_on: date | None
    ends_on: date | None
    agreed_on: date | None


@dataclass(frozen=True, slots=True)
class HomePart:
    """Where the person is to live, whether that is itself aftercare, and what it costs part by part."""

    need: HomeNeed | None = None
    reason: str = ""
    kind: HomeKind | None = None
    address: str = ""
    landlord: str = ""
    starts_on: date | None = None
    preference: str = ""
    move_on: str = ""
    costs: tuple[CostPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactPart:
    """Whom to call, and when they answer."""

    id: UUID
    name: str
    role: str
    phone: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """What one party says of the plan."""

    party: Party
    answer: AgreementAnswer
    words: str
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class RecipientPart:
    """Who has a copy."""

    id: UUID
    name: str
    kind: RecipientKind
    format: CopyFormat
    sent_on: date | None


@dataclass(frozen=True, slots=True)
class AroundPart:
    """Somebody around the person, and what they are to them. Of family no number is kept: whom to call in a
    crisis stands among the contacts."""

    role: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class SharingPart:
    """What the person says may be shared with somebody, or with all of a kind."""

    recipient: str
    level: str
    words: str


@dataclass(frozen=True, slots=True)
class VersionPart:
    """One line of the plan's own history."""

    number: int
    on: date
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class PlanSnapshot:
    """The whole plan."""

    number: int
    status: PlanStatus
    person: PersonPart
    effective_from: date | None
    review_due_on: date | None
    published_on: date | None
    published_by: str
    what_matters: str
    how_i_communicate: str
    please_do: str
    please_dont: str
    strengths: str
    preferences: str
    aspirations: str
    my_part: str
    carers_part: str
    medication: str
    physical_health: str
    conditions: str
    capacity: str
    factors_considered: tuple[str, ...]
    factors_note: str
    persons_views: str
    carers_views: str
    sharing_wishes: str
    goals: tuple[GoalPart, ...]
    needs: tuple[NeedPart, ...]
    services: tuple[ServicePart, ...]
    crisis: CrisisPart
    contacts: tuple[ContactPart, ...]
    agreements: tuple[AgreementPart, ...]
    recipients: tuple[RecipientPart, ...]
    history: tuple[VersionPart, ...]
    home: HomePart = HomePart()
    benefits_help: str = ""
    benefits_owner: str = ""
    benefits_by: date | None = None
    people: tuple[AroundPart, ...] = ()
    sharing: tuple[SharingPart, ...] = ()

    def services_in(self, group: Group) -> tuple[ServicePart, ...]:
        """The services of one group, in plan order."""
        return tuple(service for service in self.services if service.group is group)

    def services_for(self, need_key: UUID) -> tuple[ServicePart, ...]:
        """The services that meet one need."""
        return tuple(service for service in self.services if service.need_key == need_key)

    def agreement_of(self, party: Party) -> AgreementPart | None:
        """What a party said, or None when nothing is recorded."""
        return next((said for said in self.agreements if said.party is party), None)


def to_json(value: object) -> Any:
    """The value as plain JSON types: dates in ISO form, terms as their stored values."""
    return json.loads(json.dumps(asdict(value), default=str))  # type: ignore[call-overload]


def from_json(data: dict[str, Any]) -> PlanSnapshot:
    """The plan that `to_json` wrote. KeyError when a part is missing: a damaged record is not guessed at.

    Parts that plans did not have at first have a default, and stand empty in a plan published before them.
    """
    return read_back(PlanSnapshot, data)


def fingerprint(data: dict[str, Any]) -> str:
    """SHA-256 of the plan's JSON in its one canonical form, in hexadecimal."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def check_reference(sha256: str) -> str:
    """The short form of a fingerprint that people can read out: 12 characters in threes of four."""
    short = sha256[:12].upper()
    return f"{short[:4]}-{short[4:8]}-{short[8:12]}"


def read_back(kind: type[T], data: dict[str, Any]) -> T:
    """The frozen value that `to_json` wrote of this kind. KeyError when a part is missing."""
    hints = get_type_hints(kind)
    given = (field for field in fields(kind) if field.name in data or not _came_later(field))  # type: ignore[arg-type]
    return kind(**{field.name: _read(hints[field.name], data[field.name]) for field in given})


def _came_later(field: Field[Any]) -> bool:
    return field.default is not MISSING


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is UnionType:
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return read_back(hint, value)  # type: ignore[arg-type]
    return date.fromisoformat(value) if hint is date else hint(value)
