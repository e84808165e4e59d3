"""One person's story, told through the services in the order in which it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from cases.models import Determination
from cases.services import (
    allocation,
    clients,
    conditional_discharges,
    confirmations,
    contacts,
    detentions,
    evidence,
    hospital,
    orders,
    responsibility,
)
from s117.demo.register import Answers, Entry, Stage
from s117.demo.world import MANAGER_OF, NHS_BODY_OF, REGISTRAR, SIGNATORY_OF, World
from s117.kernel.actor import Actor
from s117.kernel.dates import LONDON
from s117.kernel.findings import Answer

STREETS = {"NMC": "Mill Lane, Northmoor", "SVC": "Orchard Road, Southvale", "WBC": "Quay Street, Westerby"}
POSTCODES = {"NMC": "NM1 4ML", "SVC": "SV2 7OR", "WBC": "WB3 1QS"}
PRACTICES = {
    "NMC": ("A82608", "Mill Surgery"),
    "SVC": ("A83014", "Orchard Practice"),
    "WBC": ("A82711", "Quayside Surgery"),
}
TENANCY = Path(__file__).with_name("tenancy.pdf")
CHECKED_AFTER = timedelta(days=60)
SETTLED_SINCE = date(2019, 6, 1)
HOSPITAL, WARD = "Northmoor General, Rowan Unit", "Rowan"
ORDER_MAY_BE = {"31": "not_confirmed"}
# How far through the time in hospital each step is taken, and at which hour of that day.
WHEN = {
    "allocated": (0.10, 10),
    "answered": (0.15, 11),
    "met": (0.30, 11),
    "assessment_started": (0.45, 12),
    "assessment_signed": (0.60, 13),
    "plan_drafted": (0.70, 14),
    "plan_submitted": (0.80, 15),
    "plan_published": (0.90, 16),
}
STAGES = list(Stage)


@dataclass(frozen=True, slots=True)
class Story:
    """A person on the register, with the days of their story worked out."""

    world: World
    entry: Entry
    case_id: UUID
    today: date
    detained: date
    left: date | None

    def reaches(self, stage: Stage) -> bool:
        """Whether the story gets as far as the stage."""
        return STAGES.index(self.entry.stage) >= STAGES.index(stage)

    def when(self, step: str) -> datetime:
        """The moment of a step, between the first day and leaving hospital (or today)."""
        share, hour = WHEN[step]
        length = ((self.left or self.today) - self.detained).days
        day = self.detained + timedelta(days=round(length * share))
        return moment(day, hour)

    @property
    def coordinator(self) -> Actor:
        """The coordinator, as they are."""
        return self.world.actor(self.entry.coordinator, self.today)

    @property
    def manager(self) -> Actor:
        """The manager of the coordinator's team."""
        return self.world.actor(MANAGER_OF[self.entry.team], self.today)


def moment(day: date, hour: int) -> datetime:
    """An hour of a day in London."""
    return datetime.combine(day, time(hour), LONDON)


def begin(world: World, entry: Entry, number: int, nhs_number: str, today: date) -> Story:
    """Put the person on the register with an address, a GP and the detention; allocate; collect answers."""
    detained = entry.day(entry.detained, today)
    left = None if entry.left is None else entry.day(entry.left, today)
    at = moment(detained, 9)
    case_id = _register(world, entry, number, nhs_number, at)
    story = Story(world, entry, case_id, today, detained, left)
    _detain(story, at)
    if entry.coordinator:
        _allocate(story)
    _answer(story)
    return story


def leave(story: Story) -> None:
    """Ready to leave, leaving with or without a community treatment order, and the contact afterwards."""
    entry = story.entry
    webb = story.world.actor(REGISTRAR, story.today)
    if entry.ready is not None:
        ready_on = entry.day(entry.ready, story.today)
        hospital.record_ready(
            actor=webb, at=moment(ready_on, 17), case_id=story.case_id, ready_on=ready_on,
            delay_reason=entry.delay_reason,
        )  # fmt: skip
    if story.left is None:
        return
    if entry.cto:
        order = orders.OrderInput(
            starts_on=story.left, conditions="To see the community team every two weeks."
        )
        orders.record_cto(
            actor=webb, at=moment(story.left, 17), case_id=story.case_id, order=order, left_on=story.left,
            destination="home",
        )  # fmt: skip
    elif entry.conditional:
        conditions = "To live where the community team agrees, and to keep its appointments."
        discharge = conditional_discharges.DischargeInput(
            starts_on=story.left, discharged_by="tribunal", conditions=conditions
        )
        conditional_discharges.record_conditional_discharge(
            actor=webb, at=moment(story.left, 17), case_id=story.case_id, discharge=discharge,
            left_on=story.left, destination="supported",
        )  # fmt: skip
    elif entry.section != "02":
        hospital.record_leaving(
            actor=webb, at=moment(story.left, 17), case_id=story.case_id, left_on=story.left,
            destination="supported" if "supported" in entry.package else "home",
            end_reason="discharged_by_rc",
        )  # fmt: skip
    if entry.coordinator and entry.contact_after is not None:
        _contact(story, story.left + timedelta(days=entry.contact_after))


def confirm(story: Story) -> None:
    """The yearly check of people two months out of hospital. The NHS bodies are behind with some of them."""
    if story.left is None or story.today - story.left < CHECKED_AFTER:
        return
    at = moment(story.left + CHECKED_AFTER, 11)
    accepted = Determination.objects.filter(
        case=story.case_id, case__status="active", is_current=True, decisions__reply__startswith="accept"
    )
    for row in accepted.select_related("body"):
        behind = row.kind == Determination.Kind.NHS_BODY and story.left.day % 2
        signatory = SIGNATORY_OF.get(row.body.code if row.body else "")
        if signatory and not behind:
            confirmations.record_confirmation(
                actor=story.world.actor(signatory, story.today), at=at, case_id=story.case_id,
                still_owed="yes", confirmed_on=at.date(),
            )  # fmt: skip


def _register(world: World, entry: Entry, number: int, nhs_number: str, at: datetime) -> UUID:
    code, practice = PRACTICES[entry.council]
    address = {
        "kind": "home",
        "settled": "no" if entry.unsettled else "yes",
        "line": f"{number} {STREETS[entry.council]}",
        "postcode": POSTCODES[entry.council],
        "council": world.bodies[entry.council],
        "starts_on": max(SETTLED_SINCE, entry.born),
    }
    made = clients.register_client(
        actor=world.actor(REGISTRAR, at.date()),
        at=at,
        family_name=entry.family_name,
        given_names=entry.given_names,
        preferred_name=entry.preferred_name,
        date_of_birth=entry.born,
        gender=entry.gender,
        ethnic_category=entry.ethnicity,
        nhs_number=nhs_number,
        different_person=True,
        address=address,
        gp={
            "practice_code": code,
            "practice_name": practice,
            "icb": world.bodies[NHS_BODY_OF[entry.council]],
            "starts_on": address["starts_on"],
        },
    )
    return made.case_id


def _detain(story: Story, at: datetime) -> None:
    entry = story.entry
    over = entry.section == "02" and story.left is not None
    detentions.record_detention(
        actor=story.world.actor(REGISTRAR, story.today),
        at=moment(story.left, 9) if over and story.left else at,
        case_id=story.case_id,
        detention=detentions.DetentionInput(
            section_code=entry.section,
            starts_on=story.detained,
            start_time=time(8, 20),
            ends_on=story.left if over else None,
            end_reason="discharged_by_rc" if over else "",
            order_kind=ORDER_MAY_BE.get(entry.section, ""),
            hospital=HOSPITAL,
            ward=WARD,
            provider=story.world.bodies["NMT"],
        ),
        left_hospital_on=story.left if over else None,
    )


def _allocate(story: Story) -> None:
    at = story.when("allocated")
    allocation.make_allocation(
        actor=story.manager,
        at=at,
        case_id=story.case_id,
        team=story.world.teams[story.entry.team],
        coordinator=story.world.users[story.entry.coordinator],
        starts_on=at.date(),
        reason="Allocated at the weekly meeting",
    )


def _answer(story: Story) -> None:
    """Each body that is named answers, unless the story leaves the question with it."""
    if story.entry.answers is Answers.WAITING:
        return
    named = Determination.objects.filter(case=story.case_id, is_current=True, body__isnull=False)
    for row in named.select_related("body"):
        if row.answer == Answer.YES:
            _reply(story, row)
        elif story.left is not None:
            _decide(story, row)


def _reply(story: Story, row: Determination) -> None:
    at = story.when("answered")
    if story.entry.answers is Answers.COUNCIL_DISPUTES and row.kind == Determination.Kind.COUNCIL:
        evidence.add_evidence(
            actor=story.world.actor(SIGNATORY_OF[row.body.code], story.today),
            at=at,
            case_id=story.case_id,
            kind=row.kind,
            title="Tenancy agreement for the flat in Northmoor",
            data=TENANCY.read_bytes(),
            dated_on=SETTLED_SINCE,
        )
        return
    responsibility.answer_determination(
        actor=story.world.actor(SIGNATORY_OF[row.body.code], story.today),
        at=at,
        case_id=story.case_id,
        determination_id=row.id,
        reply="accept",
        decided_on=at.date(),
    )


def _decide(story: Story, row: Determination) -> None:
    """Where the rules leave it open, the body that practice points to takes it on."""
    responsibility.override_determination(
        actor=story.world.actor(SIGNATORY_OF[row.body.code], story.today),
        at=story.when("answered"),
        case_id=story.case_id,
        kind=row.kind,
        body=row.body,
        reason="We commissioned the person's care before the court's order, so we take it on.",
    )


def _contact(story: Story, day: date) -> None:
    if day > story.today:
        return
    contacts.record_contact(
        actor=story.coordinator,
        at=moment(day, 16),
        case_id=story.case_id,
        happened_at=moment(day, 11),
        kind="face_to_face",
        with_whom="person",
        attended="yes",
        note="Seen at home. Settled, eating and sleeping. Has medicine for two weeks.",
    )
