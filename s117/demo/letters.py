"""Letters kept and received for one person, and a batch of them that her coordinator asked for."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from careplans import services as careplans
from careplans.queries import letters_to_write
from careplans.rules.letters import OwnWords
from careplans.rules.terms import BatchOf, Paper, Variant
from cases.models import Case
from cases.queries import case_for
from s117.demo.story import moment
from s117.demo.world import World

WHO, COORDINATOR = "Wynn", "jones"
KEPT = (Paper.ENTITLEMENT, Paper.PLAN_COVER, Paper.LEAFLET)
GP_LETTER = Path(__file__).with_name("gp_letter.pdf")


def correspond(world: World, today: date) -> None:
    """What the record gives reason to write is written in easy read; the GP practice wrote too."""
    actor, yesterday = world.actor(COORDINATOR, today), today - timedelta(days=1)
    reference = Case.objects.get(client__family_name=WHO).reference
    case = case_for(actor, reference)
    for letter in letters_to_write(case, yesterday):
        if letter.subject.paper in KEPT:
            careplans.write_letter(
                actor=actor,
                at=moment(yesterday, 14),
                case_id=case.id,
                paper=letter.subject.paper,
                about=letter.subject.about,
                variant=Variant.EASY_READ,
                own=OwnWords(phone="01632 960 201"),
            )
    received = careplans.LetterReceived(
        sender="Dr Imran Shah, Mill Lane Surgery",
        about="Blood tests before the depot",
        dated_on=today - timedelta(days=6),
        received_on=today - timedelta(days=4),
        data=GP_LETTER.read_bytes(),
    )
    careplans.add_received(actor=actor, at=moment(yesterday, 15), case_id=case.id, letter=received)
    careplans.request_batch(
        actor=actor, at=moment(yesterday, 16), coordinator=world.users[COORDINATOR], what=BatchOf.LETTERS
    )
