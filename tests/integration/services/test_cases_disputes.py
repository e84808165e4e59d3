"""Disputes about who is responsible: never without an interim payer, each party for itself, both see the end."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases import queries
from cases.models import Dispute, Participation
from cases.presenters.dispute_stake import stake_words
from cases.services import dispute_outcomes, disputes, responsibility
from s117.audit.context import acting_as
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, cases, funding
from tests.builders import disputes as d
from tests.builders.accounts import NOW, TODAY

pytestmark = pytest.mark.django_db


def act(service, dispute, *, actor=None, **given):
    return service(
        actor=actor or accounts.council_signatory(),
        at=NOW,
        case_id=dispute.case_id,
        dispute_id=dispute.id,
        **given,
    )


def stake(made: Dispute) -> list[str] | str:
    file = queries.dispute_for(accounts.council_signatory(), made.case.reference, made.id)
    return stake_words(file, TODAY)


class TestMoneyAtStake:
    def test_is_worked_out_from_the_funding_whoever_pays(self):
        case = cases.an_active_case()
        funding.a_line_without_share(case)
        made = d.a_dispute(case, stake_pence=99)
        assert stake(made) == [
            "£1,050.00 a week for 1 funded service",
            "£3,000.00 from 2 November 2026 to 21 November 2026, whoever pays",
            "Worked out from the funding",
        ]

    def test_where_nothing_is_funded_it_is_as_the_body_put_it(self):
        case = cases.an_active_case()
        told = d.a_dispute(case, stake_pence=130_000)
        assert stake(told) == "£1,300.00 a week, as Northmoor Council put it: nothing is funded here"
        untold = d.a_dispute(cases.an_active_case(family_name="Teak", different_person=True))
        assert "Not known" in stake(untold)


class TestRaising:
    def test_without_an_interim_payer_it_is_refused(self):
        case = cases.an_active_case()
        with pytest.raises(Refused) as refusal:
            d.a_dispute(case, interim_payer=None)
        assert "services continue" in refusal.value.fields["interim_payer"]
        assert not Dispute.objects.exists()

    def test_the_rules_propose_who_is_meeting_needs_and_another_needs_a_reason(self):
        case = cases.an_active_case()
        with pytest.raises(Refused) as refusal:
            d.a_dispute(case, interim_payer=d.westerby())
        assert "Northmoor Council" in refusal.value.fields["interim_reason"]
        made = d.a_dispute(case, interim_payer=d.westerby(), interim_reason="Agreed on the telephone")
        assert made.interim_basis.startswith("Northmoor Council is meeting needs")
        assert "rule X-1" in made.interim_basis

    def test_where_nobody_meets_needs_the_council_where_the_person_lives_is_proposed(self):
        case = cases.a_detained_case()
        proposed, body = disputes.interim_for(case.id, "councils", TODAY)
        assert (body, proposed.finding.rule.id) == (accounts.northmoor(), "X-2")

    def test_nhs_bodies_share_the_cost_equally_meanwhile(self):
        case = cases.an_active_case()
        proposed, body = disputes.interim_for(case.id, "nhs_bodies", TODAY)
        assert (proposed.shared, body) == (True, accounts.northmoor_icb())

    @pytest.mark.parametrize(
        ("over", "field"),
        [
            ({"reservation": "We will pay"}, "reservation"),
            ({"arose_on": date(2026, 11, 22)}, "arose_on"),
            ({"other": None}, "other"),
            ({"kind": "nhs_bodies"}, "other"),
        ],
    )
    def test_what_cannot_be_is_refused_beside_its_field(self, over, field):
        case = cases.an_active_case()
        with pytest.raises(Refused) as refusal:
            d.a_dispute(case, **over)
        assert field in refusal.value.fields

    def test_it_starts_its_clocks_and_names_its_route(self):
        made = d.a_dispute(cases.an_active_case())
        due = {step.kind: step.due_on for step in made.steps.all()}
        assert (due["escalated"], due["escalated_again"]) == (date(2026, 11, 30), date(2026, 12, 28))
        assert made.refer_by == date(2027, 3, 2)
        assert "Care Act 2014 s40" in made.route

    def test_a_split_between_council_and_nhs_has_no_four_months(self):
        case = cases.an_active_case()
        made = d.a_dispute(case, kind="split", other=accounts.northmoor_icb())
        assert (made.refer_by, made.route) == (None, "local_policy_then_ombudsman_or_judicial_review")

    def test_the_named_body_disputes_by_it_and_cannot_dispute_without(self):
        case = d.the_case_of_f()
        named = cases.current_determination(case, "council")
        assert named.body == accounts.southvale()
        with pytest.raises(Refused) as refusal:
            responsibility.answer_determination(
                actor=d.southvale_signatory(), at=NOW, case_id=case.id, determination_id=named.id,
                reply="dispute", decided_on=TODAY, reason="Placed by Northmoor",
            )  # fmt: skip
        assert "interim" in refusal.value.fields["reply"] or "meanwhile" in refusal.value.fields["reply"]
        made = d.a_dispute(case, actor=d.southvale_signatory(), other=accounts.northmoor())
        assert made.determination == named
        assert named.decisions.get().reply == "dispute"

    def test_only_one_lives_for_a_question_and_another_question_may_live_beside_it(self):
        case = cases.an_active_case()
        d.a_dispute(case)
        with pytest.raises(Refused):
            d.a_dispute(case)
        d.a_dispute(case, kind="split", other=accounts.northmoor_icb())


class TestDatabase:
    """What holds whoever writes."""

    def test_no_two_live_disputes_of_one_question(self):
        made = d.a_dispute(cases.an_active_case())
        with pytest.raises(IntegrityError, match="dispute_one_live_a_question"), transaction.atomic():
            insert_like(made)

    def test_an_interim_payer_who_is_a_party_and_a_reservation(self):
        made = d.a_dispute(cases.an_active_case())
        for change, fault in (
            ("interim_payer_id = NULL", "not-null"),
            (f"interim_payer_id = '{accounts.southvale().id}'", "dispute_interim_payer_is_a_party"),
            ("reservation = 'We pay'", "dispute_is_without_prejudice"),
            ("status = 'closed'", "dispute_closed_has_its_reason"),
            ("status = 'recharged'", "dispute_recharged_has_its_sum"),
        ):
            with pytest.raises(IntegrityError, match=fault), transaction.atomic():
                run(
                    f"UPDATE cases_dispute SET {change} WHERE id = '{made.id}'; SET CONSTRAINTS ALL IMMEDIATE"
                )

    def test_advice_cannot_be_changed(self):
        made = d.a_dispute(cases.an_active_case())
        kept = act(disputes.record_advice, made, advice="Settle")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(f"UPDATE cases_disputeadvice SET advice = '' WHERE id = '{kept.id}'")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def insert_like(made):
    with acting_as(accounts.SETTING_UP):
        fields = {field.attname: getattr(made, field.attname) for field in Dispute._meta.concrete_fields}
        Dispute.objects.create(**{**fields, "id": accounts.northmoor().id})


class TestParties:
    def test_each_writes_its_own_position_and_a_stranger_none(self):
        made = d.a_dispute(cases.an_active_case())
        said = {"evidence": "", "contact_name": "Gale", "contact_details": "gale@example.org"}
        act(disputes.record_position, made, actor=d.westerby_signatory(), position="Moved in 2023", **said)
        words = {party.organisation.code: party.position for party in made.parties.all()}
        assert words == {"NMC": "Lived in Westerby on the day before the detention.", "WBC": "Moved in 2023"}
        with pytest.raises(NotAllowed, match="not a party"):
            act(disputes.record_position, made, actor=accounts.nhs_signatory(), position="", **said)
        with pytest.raises(NotFound):
            act(disputes.record_position, made, actor=d.southvale_signatory(), position="", **said)

    def test_a_position_changed_meanwhile_is_stale(self):
        made = d.a_dispute(cases.an_active_case())
        said = {"position": "New", "evidence": "", "contact_name": "A", "contact_details": "B"}
        act(disputes.record_position, made, **said)
        with pytest.raises(Stale):
            act(disputes.record_position, made, **said, seen_version=1)

    def test_legal_advice_is_for_the_body_that_keeps_it(self):
        case = cases.an_active_case()
        made = d.a_dispute(case)
        act(disputes.record_advice, made, advice="We shall lose")

        def read_by(actor):
            return [row.advice for row in queries.dispute_for(actor, case.reference, made.id).advice]

        assert read_by(accounts.council_signatory()) == ["We shall lose"]
        assert read_by(d.westerby_signatory()) == []
        assert read_by(accounts.nhs_signatory()) == []
        assert read_by(accounts.council_finance()) == [], "of the same body, without the role"

    def test_steps_move_it_on_in_their_order(self):
        made = d.a_dispute(cases.an_active_case())
        d.take(made, "contacts")
        assert d.refreshed(made).status == "local_resolution"
        with pytest.raises(Refused):
            d.take(made, "escalated_again")
        with pytest.raises(Refused):
            d.take(made, "contacts")
        with pytest.raises(Refused):
            d.take(made, "dialogue", done_on=date(2026, 11, 1))
        d.take(made, "escalated", actor=d.westerby_signatory())
        d.take(made, "escalated_again")
        d.take(made, "dialogue")
        assert d.refreshed(made).status == "escalated"
        with pytest.raises(NotFound):
            d.take(made, "no-such-step")

    def test_a_change_of_the_statement_undoes_what_was_agreed(self):
        case = cases.an_active_case()
        made = d.a_dispute(case)
        with pytest.raises(Refused):
            act(dispute_outcomes.agree_statement, made)
        first = act(dispute_outcomes.save_statement, made, statement={"nature": "Residence"})
        act(dispute_outcomes.agree_statement, made, actor=d.westerby_signatory(), seen_version=first.version)
        party = made.parties.get(organisation=d.westerby())
        assert party.agreed_version == first.version
        changed = act(
            dispute_outcomes.save_statement, made, statement={"nature": "Tenancy"}, seen_version=first.version
        )
        assert party.agreed_version != changed.version
        with pytest.raises(Stale):
            act(dispute_outcomes.agree_statement, made, seen_version=first.version)


class TestSight:
    """What a body that disputes may see (journey J7, c)."""

    def test_it_sees_a_summary_until_it_accepts(self):
        case = d.the_case_of_f()
        vale = d.southvale_signatory()
        assert queries.case_for(vale, case.reference).id == case.id
        made = d.a_dispute(
            case, actor=vale, other=accounts.northmoor(), arose_on=d.DISPUTED, interim_from=d.DISPUTED
        )
        with pytest.raises(NotFound):
            queries.case_for(vale, case.reference)
        assert not queries.visible_to(vale).filter(pk=case.pk).exists()
        summary = queries.summary_for(vale, case.reference)
        assert (summary.summary_only, summary.coordinator_name) == (True, "")
        assert queries.dispute_for(vale, case.reference, made.id).dispute == made
        assert not queries.summary_for(accounts.council_signatory(), case.reference).summary_only

        responsibility.answer_determination(
            actor=vale, at=NOW, case_id=case.id, reply="accept_without_prejudice", decided_on=TODAY,
            determination_id=cases.current_determination(case, "council").id, reason="Meanwhile",
        )  # fmt: skip
        assert queries.case_for(vale, case.reference).id == case.id

    def test_the_other_party_sees_the_summary_and_nobody_else_of_its_body_does(self):
        case = cases.an_active_case()
        d.a_dispute(case)
        gale = d.westerby_signatory()
        assert queries.summary_for(gale, case.reference).summary_only
        coordinator = accounts.actor_of(accounts.user("eze", "care_coordinator", d.westerby()))
        with pytest.raises(NotFound):
            queries.summary_for(coordinator, case.reference)

    def test_a_body_whose_team_coordinates_keeps_the_whole(self):
        case = cases.an_active_case()
        d.a_dispute(case, interim_payer=d.westerby(), interim_reason="Agreed")
        assert queries.case_for(accounts.council_signatory(), case.reference)
        assert queries.case_for(d.westerby_signatory(), case.reference), "it pays, so it needs the whole"

    def test_new_facts_do_not_take_a_party_out_of_its_dispute(self):
        case = d.the_case_of_f()
        d.a_dispute(case, actor=d.southvale_signatory(), other=accounts.northmoor())
        cases.move_home(
            case, council=d.westerby(), starts_on=date(2026, 3, 1), line="1 Quay Street, Westerby"
        )
        sight = Participation.objects.filter(case=case, organisation=accounts.southvale())
        assert list(sight.values_list("extent", "ends_on")) == [("summary", None)]
