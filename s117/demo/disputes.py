"""People about whom two councils are in dispute: one awaits its determination, one has just begun."""

from __future__ import annotations

from datetime import date, time, timedelta

from cases.models import Dispute
from cases.services import detentions, dispute_outcomes, disputes, hospital, places
from s117.demo.register import Answers
from s117.demo.story import HOSPITAL, POSTCODES, STREETS, WARD, Story, moment
from s117.demo.world import REGISTRAR, SIGNATORY_OF

# Journey J7's own days.
MOVED, DETAINED_AGAIN, HOME_AGAIN, DISPUTED = (
    date(2025, 11, 1),
    date(2026, 1, 5),
    date(2026, 2, 1),
    date(2026, 2, 9),
)
STEPS = (
    ("contacts", date(2026, 2, 12), "Helen Price for Northmoor, Sandra Bell for Southvale."),
    ("person_told", date(2026, 2, 13), "Carys Jones saw Femi at home and left a letter: nothing changes."),
    ("information", date(2026, 2, 20), "Tenancy agreement and the placement papers of 2025 exchanged."),
    (
        "dialogue",
        date(2026, 3, 2),
        "Meeting of both heads of service. No agreement on who arranged it.",
    ),
    ("escalated", date(2026, 3, 9), "Letters to both heads of service."),
    ("escalated_again", date(2026, 4, 7), "Letters to both directors of adult social services."),
)
REFERRED = date(2026, 6, 5)
RECENT = timedelta(days=24)


def dispute(story: Story) -> None:
    """Tell the dispute, as far as the person's story has one."""
    if story.entry.answers is Answers.MOVED_THEN_DISPUTED:
        _move_and_return(story)
        _refer(story, _raise(story, "SVC", "NMC", DISPUTED, "Placed in Southvale by Northmoor in 2025."))
    elif story.entry.answers is Answers.COUNCIL_DISPUTES:
        since = story.today - RECENT
        made = _raise(story, "NMC", "SVC", since, "Lived with his brother in Southvale for the year before.")
        _step(story, made, "NMC", "contacts", since + timedelta(days=3), "By email.")


def _move_and_return(story: Story) -> None:
    """A tenancy in another council's area, and section 3 again from there."""
    webb = story.world.actor(REGISTRAR, story.today)
    places.record_address(
        actor=webb, at=moment(MOVED, 9), case_id=story.case_id, kind="supported", starts_on=MOVED,
        line=f"8 {STREETS['SVC']}", postcode=POSTCODES["SVC"], council=story.world.bodies["SVC"],
    )  # fmt: skip
    detentions.record_detention(
        actor=webb,
        at=moment(DETAINED_AGAIN, 9),
        case_id=story.case_id,
        detention=detentions.DetentionInput(
            section_code="03",
            starts_on=DETAINED_AGAIN,
            start_time=time(8, 20),
            hospital=HOSPITAL,
            ward=WARD,
            provider=story.world.bodies["NMT"],
        ),
    )
    hospital.record_leaving(
        actor=webb, at=moment(HOME_AGAIN, 17), case_id=story.case_id, left_on=HOME_AGAIN,
        destination="supported", end_reason="discharged_by_rc",
    )  # fmt: skip


def _raise(story: Story, council: str, other: str, day: date, position: str) -> Dispute:
    """Raised by one council against another. Northmoor, whose team coordinates, pays meanwhile."""
    payer = story.world.bodies["NMC"]
    return disputes.raise_dispute(
        actor=story.world.actor(SIGNATORY_OF[council], story.today),
        at=moment(day, 11),
        case_id=story.case_id,
        dispute=disputes.DisputeInput(
            kind="councils",
            other=story.world.bodies[other],
            arose_on=day,
            services="Supported living with daily support.",
            interim_payer=payer,
            interim_from=day,
            reservation=f"{payer.name} pays without prejudice to who is responsible.",
            position=position,
            evidence="Placement papers of August 2025." if council == "SVC" else "Letter from the brother.",
            contact_name="Duty manager, adult social care",
            contact_details="01632 960 117",
        ),
    )


def _step(story: Story, made: Dispute, council: str, step: str, day: date, note: str) -> None:
    disputes.record_step(
        actor=story.world.actor(SIGNATORY_OF[council], story.today), at=moment(day, 12),
        case_id=story.case_id, dispute_id=made.id, step=step, done_on=day, note=note,
    )  # fmt: skip


def _refer(story: Story, made: Dispute) -> None:
    """The other council's position, the steps, and the referral within four months."""
    price = story.world.actor(SIGNATORY_OF["NMC"], story.today)
    about = {"actor": price, "case_id": story.case_id, "dispute_id": made.id}
    disputes.record_position(
        **about, at=moment(date(2026, 2, 12), 15), contact_name="Helen Price",
        contact_details="01632 960 100",
        position="Femi chose the tenancy himself. Northmoor helped with the move and did not place him.",
        evidence="Tenancy agreement of 1 November 2025, in Femi’s name.",
    )  # fmt: skip
    for step, day, note in STEPS:
        _step(story, made, "NMC", step, day, note)
    dispute_outcomes.save_statement(
        **about,
        at=moment(REFERRED - timedelta(days=3), 10),
        statement={
            "nature": "Which council Femi was ordinarily resident in on 4 January 2026.",
            "chronology": "Aftercare by Northmoor from August 2025. Southvale tenancy from 1 November 2025.",
            "needs": "Daily support with medicines, meals and going out.",
            "met_by": "Northmoor Council, under section 117, throughout.",
            "residences": "Northmoor to 31 October 2025; Orchard Road, Southvale, from 1 November 2025.",
            "capacity": "Assessed on 20 October 2025: able to decide where to live.",
            "correspondence": "Letters of 9 February, 9 March and 7 April 2026, enclosed.",
            "letter_on": REFERRED - timedelta(days=1),
        },
    )
    dispute_outcomes.refer_dispute(
        **about, at=moment(REFERRED, 16), referred_on=REFERRED,
        referred_to="The Secretary of State for Health and Social Care", reference="OR-2026-031",
    )  # fmt: skip
