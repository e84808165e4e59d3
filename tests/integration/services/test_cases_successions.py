"""Mergers and splits of bodies are carried into the register: once, from their day, and never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import TestCase

from cases import queries
from cases.models import Determination, SuccessionRun, SuccessionStep
from cases.services import places, responsibility, successions
from cases.tasks import succession_continue, successions_sweep
from s117.accounts.models import OrganisationSuccession
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.dashboards.queries.case_file import case_file
from s117.dashboards.queries.work import cards
from s117.kernel.actor import system_actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases, endings
from tests.builders import successions as build
from tests.builders.accounts import NOW, SETTING_UP, TODAY
from tests.builders.successions import APRIL

pytestmark = pytest.mark.django_db

WORKER = system_actor("test worker")


@pytest.fixture
def at_once() -> Any:
    """What is enqueued after a commit is done at once."""
    return TestCase.captureOnCommitCallbacks


@pytest.fixture
def qmj() -> Any:
    return build.icb("QMJ", "NHS North Central London Integrated Care Board")


@pytest.fixture
def heir() -> Any:
    return build.icb("Z9B2Z", "NHS West and North London Integrated Care Board")


def apply(at_once: Any) -> SuccessionRun:
    with at_once(execute=True):
        run = build.run()
    return SuccessionRun.objects.get(pk=run.pk)


def split(*heirs: str) -> tuple[Any, list[Any]]:
    frimley = build.icb("QNQ", "NHS Frimley Integrated Care Board")
    return frimley, [build.icb(code, f"NHS {code} Integrated Care Board") for code in heirs]


def test_a_merger_is_applied_from_its_day_with_rule_reason_and_both_audit_rows(at_once, qmj, heir):
    case = build.a_case_of(qmj)
    cases.accept(case, "nhs_body", build.signatory_of(qmj))
    build.merge(qmj, heir)
    run = apply(at_once)
    assert (run.status, run.to_do) == ("done", 1)
    new = cases.current_determination(case, "nhs_body")
    assert (new.body, new.payer, new.starts_on) == (heir, heir, APRIL)
    assert (new.origin, new.accepted_before, new.supersedes.body) == ("succession", True, qmj)
    heirs = build.signatory_of(heir)
    waiting = {card.kind.slug: card.count for card in cards(heirs, TODAY)}
    assert waiting["determinations"] == 0, "what the old body accepted binds the new one"
    bodies = case_file(heirs, queries.case_for(heirs, case.reference), TODAY).bodies
    assert [body.reply for body in bodies if body.name == heir.name] == ["accepted_before"]
    assert new.findings[0]["rule"] == "J-8"
    assert new.findings[0]["citation"]
    shares = case.participations.filter(capacity="nhs_body").order_by("starts_on")
    assert [(row.organisation.code, row.ends_on) for row in shares if row.ends_on is None] == [
        ("Z9B2Z", None)
    ]
    assert shares.get(organisation=heir).starts_on == APRIL
    events = AuditEvent.objects.filter(case_id=case.id, event__startswith="authority_").order_by("id")
    assert [event.event for event in events][-2:] == ["authority_replaced", "authority_succeeded"]
    assert {event.reason for event in events[2:]} == {"The orders of 2026"}
    assert new.history.get().history_actor == "celery:succession-continue"


def test_running_it_again_changes_nothing(at_once, qmj, heir):
    case = build.a_case_of(qmj)
    build.merge(qmj, heir)
    apply(at_once)
    before = Determination.objects.count()
    assert queries.affected(TODAY) == ()
    with pytest.raises(Refused, match="nothing to change"):
        build.run()
    assert Determination.objects.count() == before
    assert build.named(case) == ("Z9B2Z", APRIL)


def test_the_successor_is_no_news_about_the_person_and_a_new_fact_still_is(at_once, qmj, heir):
    case = build.a_case_of(qmj)
    build.merge(qmj, heir)
    cases.move_home(case, starts_on=date(2025, 11, 1))
    assert build.named(case)[0] == "QMJ", (
        "the run, with its day, carries the merger in; a new address does not"
    )
    apply(at_once)
    cases.move_home(case, starts_on=date(2025, 12, 1))
    assert build.named(case) == ("Z9B2Z", APRIL)
    places.record_gp(
        actor=accounts.mha_office(), at=NOW, case_id=case.id, **cases.practice(starts_on=date(2025, 9, 1))
    )
    assert build.named(case)[0] == "NMI"


def test_a_dispute_of_the_old_body_leaves_the_successor_to_answer(at_once, qmj, heir):
    case = build.a_case_of(qmj)
    build.merge(qmj, heir)
    apply(at_once)
    assert not cases.current_determination(case, "nhs_body").accepted_before
    cases.accept(case, "nhs_body", build.signatory_of(heir), decided_on=TODAY)


def test_councils_merge_too_and_people_long_ended_are_left(at_once):
    old, new = accounts.northmoor(), accounts.body("council", "NEW", "Northmoor and Vale Council")
    live, ended = cases.an_active_case(), endings.an_ended_case(cases.an_active_case())
    with acting_as(SETTING_UP):
        dead = cases.a_detained_case()
        dead.amend(status="ended_death")
    build.merge(old, new)
    apply(at_once)
    assert build.named(live, "council") == build.named(ended, "council") == ("NEW", APRIL)
    assert build.named(dead, "council")[0] == "NMC"


def test_two_mergers_in_turn_each_have_their_day(at_once, qmj, heir):
    case = build.a_case_of(qmj)
    last = build.icb("LAST", "NHS All London Integrated Care Board")
    build.merge(qmj, heir)
    build.merge(heir, last, starts_on=date(2026, 10, 1))
    apply(at_once)
    rows = Determination.objects.filter(case=case, kind="nhs_body", origin="succession").order_by("starts_on")
    assert [(row.body.code, row.starts_on) for row in rows] == [("Z9B2Z", APRIL), ("LAST", date(2026, 10, 1))]
    middle = case.participations.get(organisation=heir)
    assert (middle.starts_on, middle.ends_on) == (APRIL, date(2026, 10, 1))


def test_a_split_is_listed_for_a_person_and_changes_nothing_by_itself(at_once):
    frimley, heirs = split("QU9", "QRL", "QXU")
    case = build.a_case_of(frimley)
    for body in heirs:
        build.merge(frimley, body)
    run = apply(at_once)
    assert build.named(case)[0] == "QNQ"
    step = SuccessionStep.objects.get(run=run)
    assert (step.outcome, step.takes_effect_on, len(step.candidates)) == ("to_choose", APRIL, 3)
    assert all(queries.case_for(build.signatory_of(body), case.reference) for body in heirs)
    with pytest.raises(Refused, match="nothing to change"):
        build.run()


def test_one_of_the_bodies_chooses_with_a_reason_and_the_others_stop_seeing_the_case(at_once):
    frimley, heirs = split("QU9", "QRL", "QXU")
    case = build.a_case_of(frimley)
    for body in heirs:
        build.merge(frimley, body)
    apply(at_once)
    chooser = build.signatory_of(heirs[0])

    def choose(**over: Any) -> Any:
        known = {"actor": chooser, "kind": "nhs_body", "body": heirs[0], "reason": "Lived in Ascot"}
        return successions.choose_successor(at=NOW, case_id=case.id, **{**known, **over})

    with pytest.raises(Refused, match="reason"):
        choose(reason=" ")
    with pytest.raises(Refused, match="took over"):
        choose(body=accounts.northmoor_icb())
    with pytest.raises(NotAllowed, match="may have taken over"):
        choose(actor=_sees(case, accounts.southvale_icb()))
    with pytest.raises(NotFound):
        choose(kind="council")
    decided = choose()
    assert (decided.origin, decided.starts_on, decided.payer) == ("person", APRIL, heirs[0])
    assert decided.decisions.get().reply == "accept"
    shared = {row.organisation for row in case.participations.filter(capacity="nhs_body", ends_on=None)}
    assert shared & {frimley, *heirs} == {heirs[0]}
    with pytest.raises(NotFound):
        queries.case_for(build.signatory_of(heirs[1]), case.reference)
    cases.move_home(case, starts_on=date(2025, 11, 1))
    assert build.named(case) == ("QU9", APRIL), "the rules do not put the same question again"
    with pytest.raises(NotFound):
        choose()


def test_choosing_another_body_leaves_it_to_answer_for_itself(at_once):
    frimley, heirs = split("QU9", "QRL")
    case = build.a_case_of(frimley)
    for body in heirs:
        build.merge(frimley, body)
    apply(at_once)
    decided = successions.choose_successor(
        actor=build.signatory_of(heirs[0]),
        at=NOW,
        case_id=case.id,
        kind="nhs_body",
        body=heirs[1],
        reason="Slough",
    )
    assert not decided.decisions.exists()
    cases.accept(case, "nhs_body", build.signatory_of(heirs[1]), decided_on=TODAY)


def test_a_wrong_successor_is_put_right_by_correcting_the_list_and_running_again(at_once, qmj, heir):
    case = build.a_case_of(qmj)
    wrong = build.icb("WRONG", "NHS Wrong Integrated Care Board")
    build.merge(qmj, wrong, starts_on=date(2026, 3, 1))
    apply(at_once)
    assert build.named(case) == ("WRONG", date(2026, 3, 1))
    row = OrganisationSuccession.objects.get(successor=wrong)
    with acting_as(SETTING_UP):
        row.amend(withdrawn=True)
    build.merge(qmj, heir)
    apply(at_once)
    rows = Determination.objects.filter(case=case, kind="nhs_body").order_by("made_at", "starts_on")
    assert {(r.body.code, r.starts_on, r.is_current) for r in rows if r.origin == "succession"} == {
        ("WRONG", date(2026, 3, 1), False),
        ("QMJ", date(2026, 3, 1), False),
        ("Z9B2Z", APRIL, True),
    }
    assert queries.affected(TODAY) == ()


def test_what_was_not_previewed_is_not_applied(qmj, heir):
    build.a_case_of(qmj)
    other = build.a_case_of(build.icb("QMF", "NHS North East London Integrated Care Board"))
    build.merge(qmj, heir)
    shown = queries.fingerprint(queries.affected(TODAY), queries.staff_moves(TODAY))
    build.merge(cases.current_determination(other, "nhs_body").body, heir)
    with pytest.raises(Refused, match="register has changed"):
        successions.start_run(actor=accounts.administrator(), at=NOW, preview=shown, reason="Orders")


def test_one_run_at_a_time_and_only_by_an_administrator(qmj, heir):
    build.a_case_of(qmj)
    build.merge(qmj, heir)
    with pytest.raises(NotAllowed):
        build.run(accounts.nhs_signatory())
    build.run()
    with pytest.raises(Refused, match="under way"):
        build.run()


def test_a_killed_worker_loses_nothing_and_two_workers_do_nothing_twice(qmj, heir, monkeypatch, at_once):
    people = [build.a_case_of(qmj) for _ in range(3)]
    build.merge(qmj, heir)
    run = build.run()
    monkeypatch.setattr(successions, "PIECE", 2)
    with monkeypatch.context() as killed:
        killed.setattr(successions, "_applied", _dies_after_one(successions._applied))
        with pytest.raises(KeyboardInterrupt):
            successions.continue_run(actor=WORKER, at=NOW, run_id=run.id)
    assert SuccessionStep.objects.count() == 1
    assert not successions.continue_run(actor=WORKER, at=NOW, run_id=run.id), "the dead worker's claim holds"
    with at_once(execute=True):
        assert successions.continue_run(actor=WORKER, at=NOW + timedelta(minutes=6), run_id=run.id)
    assert SuccessionRun.objects.get().status == "done"
    assert {build.named(case) for case in people} == {("Z9B2Z", APRIL)}
    assert SuccessionStep.objects.count() == 3
    succession_continue(run_id=str(run.id))
    assert SuccessionStep.objects.count() == 3


def test_large_runs_go_in_pieces_each_asking_for_the_next(qmj, heir, monkeypatch, at_once):
    for _ in range(3):
        build.a_case_of(qmj)
    build.merge(qmj, heir)
    monkeypatch.setattr(successions, "PIECE", 1)
    assert apply(at_once).status == "done"


def test_a_case_that_fails_holds_no_other_up_and_is_tried_again(qmj, heir, monkeypatch, at_once):
    bad, good = build.a_case_of(qmj), build.a_case_of(qmj)
    build.merge(qmj, heir)
    real = successions._take_over

    def fails_once(at: Any, case: Any, run: Any, row: Any) -> None:
        if case.pk == bad.pk:
            raise ValueError("broken")
        real(at, case, run, row)

    with monkeypatch.context() as broken:
        broken.setattr(successions, "_take_over", fails_once)
        assert apply(at_once).status == "requested"
    assert (build.named(bad)[0], build.named(good)[0]) == ("QMJ", "Z9B2Z")
    with acting_as(SETTING_UP):
        SuccessionRun.objects.get().amend(claimed_at=None)
    with at_once(execute=True):
        successions_sweep()
    assert build.named(bad)[0] == "Z9B2Z"
    assert SuccessionRun.objects.get().status == "done"


def test_who_pays_follows_its_own_successor_and_a_person_chooses_where_it_was_split(at_once, qmj, heir):
    case = cases.a_detained_case()
    responsibility.override_determination(
        actor=accounts.nhs_signatory(), at=NOW, case_id=case.id, kind="nhs_body", body=accounts.northmoor_icb(),
        reason="Agreed",
    )  # fmt: skip
    with acting_as(SETTING_UP):
        cases.current_determination(case, "nhs_body").amend(payer=qmj)
    other = build.icb("Z0000", "NHS Other Integrated Care Board")
    for body in (heir, other):
        build.merge(qmj, body)
    apply(at_once)
    decided = successions.choose_successor(
        actor=build.signatory_of(heir), at=NOW, case_id=case.id, kind="nhs_body", body=heir, reason="Agreed"
    )
    assert (decided.body, decided.payer) == (accounts.northmoor_icb(), heir)


def test_the_preview_asks_no_more_for_many_people_than_for_one(qmj, heir, django_assert_num_queries):
    for _ in range(4):
        build.a_case_of(qmj)
    build.merge(qmj, heir)
    one = queries.affected(TODAY)[0]
    with django_assert_num_queries(2):
        assert len(queries.affected(TODAY, one.case_id)) == 1
    with django_assert_num_queries(2):
        assert len(queries.affected(TODAY)) == 4


def test_what_lies_ahead_is_shown_and_not_applied(qmj, heir):
    build.a_case_of(qmj)
    build.merge(qmj, heir, starts_on=date(2027, 4, 1))
    assert queries.affected(TODAY) == ()
    assert [row.on for row in queries.coming(TODAY)] == [date(2027, 4, 1)]


def _sees(case: Any, body: Any) -> Any:
    with acting_as(SETTING_UP):
        case.participations.create(organisation=body, capacity="nhs_body", starts_on=TODAY)
    return build.signatory_of(body)


def _dies_after_one(real: Any) -> Any:
    done: list[Any] = []

    def work(*args: Any) -> bool:
        if done:
            raise KeyboardInterrupt
        done.append(args)
        return bool(real(*args))

    return work
