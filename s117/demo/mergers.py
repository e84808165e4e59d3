"""Bodies that were replaced: one merged, one split, and the run that left a choice open."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from cases import queries
from cases.models import Determination
from cases.services import clients, detentions, hospital, responsibility, successions
from s117.accounts import services
from s117.accounts.models import Organisation
from s117.demo.world import BUILDER, LONG_AGO, REGISTRAR, World
from s117.kernel.dates import LONDON

DETAINED_ON, ACCEPTED_ON, LEFT_ON = date(2025, 5, 12), date(2025, 5, 20), date(2025, 8, 4)
REPLACED_ON, APPLIED_ON = date(2026, 4, 1), date(2026, 4, 7)
OLD_BODIES = (("ODM", "NHS Oldmoor Integrated Care Board"), ("ODV", "NHS Fenmoor Integrated Care Board"))
PEOPLE = (("Okafor", "Ngozi", date(1979, 2, 11), "ODM"), ("Lindqvist", "Sara", date(1991, 9, 30), "ODV"))


def replace_bodies(world: World, numbers: list[str]) -> None:
    """Fenmoor merged into Northmoor; Oldmoor was split between Northmoor and Southvale.

    A run has carried both into the register. Whose the person of Oldmoor is waits for a decision maker.
    """
    old = {code: _body(code, name) for code, name in OLD_BODIES}
    for number, (family, given, born, code) in zip(numbers, PEOPLE, strict=True):
        _accepted(world, _person(world, family, given, born, number, old[code]))
    for code, heirs in (("ODM", ("NMI", "SVI")), ("ODV", ("NMI",))):
        for heir in heirs:
            services.save_succession(
                actor=BUILDER,
                at=LONG_AGO,
                predecessor=old[code],
                successor=world.bodies[heir],
                starts_on=REPLACED_ON,
                note="Invented for the demonstration",
            )
    _apply(world)


def _body(code: str, name: str) -> Organisation:
    return services.save_organisation(
        actor=BUILDER,
        at=LONG_AGO,
        kind="icb",
        code=code,
        name=name,
        short_name=name.removesuffix(" Integrated Care Board"),
        valid_to=date(2026, 3, 31),
    )


def _person(world: World, family: str, given: str, born: date, nhs_number: str, board: Organisation) -> UUID:
    webb, since = world.actor(REGISTRAR, DETAINED_ON), date(2019, 6, 1)
    made = clients.register_client(
        actor=webb,
        at=_moment(DETAINED_ON),
        family_name=family,
        given_names=given,
        date_of_birth=born,
        nhs_number=nhs_number,
        different_person=True,
        address={
            "kind": "home",
            "settled": "yes",
            "line": "17 Fen Road, Northmoor",
            "postcode": "NM4 7FR",
            "council": world.bodies["NMC"],
            "starts_on": since,
        },
        gp={"practice_code": "A82733", "practice_name": "Fen Road Surgery", "icb": board, "starts_on": since},
    )
    detentions.record_detention(
        actor=webb,
        at=_moment(DETAINED_ON),
        case_id=made.case_id,
        detention=detentions.DetentionInput(
            section_code="03",
            starts_on=DETAINED_ON,
            hospital="Northmoor General, Rowan Unit",
            ward="Rowan",
            provider=world.bodies["NMT"],
        ),
    )
    hospital.record_leaving(
        actor=webb,
        at=_moment(LEFT_ON),
        case_id=made.case_id,
        left_on=LEFT_ON,
        destination="home",
        end_reason="discharged_by_rc",
    )
    return made.case_id


def _accepted(world: World, case_id: UUID) -> None:
    """The council accepts. Nobody of the old boards has an account, so they never answered."""
    found = Determination.objects.get(case=case_id, kind="council", is_current=True)
    responsibility.answer_determination(
        actor=world.actor("price", ACCEPTED_ON),
        at=_moment(LEFT_ON),
        case_id=case_id,
        determination_id=found.id,
        reply="accept",
        decided_on=ACCEPTED_ON,
    )


def _apply(world: World) -> None:
    singh, at = world.actor("singh", APPLIED_ON), _moment(APPLIED_ON)
    run = successions.start_run(
        actor=singh,
        at=at,
        preview=queries.fingerprint(queries.affected(APPLIED_ON), queries.staff_moves(APPLIED_ON)),
        reason="Boards replaced on 1 April 2026",
    )
    successions.continue_run(actor=BUILDER, at=at, run_id=run.id)


def _moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 10, tzinfo=LONDON).astimezone(UTC)
