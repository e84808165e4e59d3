"""How disputes about who is responsible end, the letters they rest on, and the lists of them."""

from __future__ import annotations

from datetime import date

import pytest

from cases import queries
from cases.models import Determination, DisputeOutcome
from cases.services import dispute_outcomes, letters, responsibility
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases
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


class TestOutcome:
    def test_a_determination_takes_effect_from_its_day_on_both_records(self):
        case = cases.an_active_case()
        before = cases.current_determination(case, "council")
        made = d.a_determined_dispute(case)
        now = cases.current_determination(case, "council")
        assert (now.body, now.starts_on, now.origin) == (d.westerby(), date(2026, 10, 19), "ruling")
        assert now.supersedes == before
        assert Determination.objects.filter(pk=before.pk, body=accounts.northmoor()).exists()
        assert d.refreshed(made).status == "determined"
        for actor in (accounts.council_signatory(), d.westerby_signatory()):
            assert queries.case_for(actor, case.reference).council_name == "Westerby Council"
            assert queries.dispute_for(actor, case.reference, made.id).outcome.body == d.westerby()

    def test_no_body_alone_decides_against_it(self):
        case = cases.an_active_case()
        d.a_determined_dispute(case)
        for actor in (accounts.council_signatory(), d.westerby_signatory()):
            with pytest.raises(NotAllowed, match="binds the parties"):
                responsibility.override_determination(
                    actor=actor,
                    at=NOW,
                    case_id=case.id,
                    kind="council",
                    body=accounts.northmoor(),
                    reason="We think otherwise",
                )
        assert cases.current_determination(case, "council").body == d.westerby()

    def test_the_rules_do_not_undo_it_until_they_say_something_new(self):
        case = cases.an_active_case()
        d.a_determined_dispute(case)
        cases.move_home(case, at=NOW, starts_on=date(2026, 11, 1), line="9 Mill Lane, Northmoor")
        assert cases.current_determination(case, "council").body == d.westerby()

    @pytest.mark.parametrize(
        ("over", "field"),
        [
            ({"body": None}, "body"),
            ({"decided_on": date(2026, 11, 20)}, "decided_on"),
            ({"decided_on": date(2026, 11, 22)}, "decided_on"),
            ({"effective_from": date(2026, 11, 22)}, "effective_from"),
            ({"effective_from": date(1900, 1, 1)}, "effective_from"),
        ],
    )
    def test_a_determination_that_cannot_be_is_refused(self, over, field):
        case = cases.an_active_case()
        made, letter = d.a_referred_dispute(case), d.a_letter(case)
        with pytest.raises(Refused) as refusal:
            d.determine(made, letter.id, **over)
        assert field in refusal.value.fields
        with pytest.raises(Refused) as refusal:
            d.determine(made, letter.id, body=accounts.northmoor_icb())
        assert refusal.value.fields["body"] == "Select a council"

    def test_it_rests_on_a_letter_of_this_person(self):
        case, other = cases.an_active_case(), cases.an_active_case()
        made, elsewhere = d.a_referred_dispute(case), d.a_letter(other)
        with pytest.raises(NotFound):
            d.determine(made, elsewhere.id)

    def test_the_parties_settle_it_when_both_agree_the_same(self):
        case = cases.an_active_case()
        made = d.a_dispute(case)
        terms = {"effective_from": date(2026, 10, 19), "terms": "Half is paid back", "title": "Head"}
        act(dispute_outcomes.agree_terms, made, body=d.westerby(), **terms)
        gale = d.westerby_signatory()
        act(dispute_outcomes.agree_terms, made, actor=gale, body=accounts.northmoor(), **terms)
        assert d.refreshed(made).status == "raised", "they do not agree on who"
        assert cases.current_determination(case, "council").body == accounts.northmoor()
        act(dispute_outcomes.agree_terms, made, actor=gale, body=d.westerby(), **terms)
        assert d.refreshed(made).status == "determined"
        assert cases.current_determination(case, "council").body == d.westerby()
        assert DisputeOutcome.objects.get().decided_by == "agreement"

    def test_a_split_is_settled_without_naming_a_body(self):
        case = cases.an_active_case()
        made = d.a_dispute(case, kind="split", other=accounts.northmoor_icb())
        terms = {"effective_from": TODAY, "terms": "60 to 40", "title": "Head"}
        act(dispute_outcomes.agree_terms, made, **terms)
        act(dispute_outcomes.agree_terms, made, actor=accounts.nhs_signatory(), **terms)
        assert DisputeOutcome.objects.get().made is None

    def test_only_who_raised_it_withdraws_it_and_a_new_one_may_follow(self):
        case = cases.an_active_case()
        made = d.a_dispute(case)
        with pytest.raises(NotAllowed):
            act(dispute_outcomes.withdraw_dispute, made, actor=d.westerby_signatory(), reason="No")
        act(dispute_outcomes.withdraw_dispute, made, reason="The tenancy was ours")
        assert d.refreshed(made).status == "closed"
        d.a_dispute(case)

    def test_sums_are_recorded_and_it_is_closed_with_what_was_learnt(self):
        case = cases.an_active_case()
        made = d.a_determined_dispute(case)
        sums = {"recharged_on": TODAY, "reference": "INV-7"}
        with pytest.raises(Refused):
            act(dispute_outcomes.record_recharge, made, actor=accounts.council_finance(), pence=-1, **sums)
        act(dispute_outcomes.record_recharge, made, actor=accounts.council_finance(), pence=2_247_141, **sums)
        assert d.refreshed(made).status == "recharged"
        act(dispute_outcomes.close_dispute, made, reason="Paid in full", lessons="Ask for the tenancy first")
        closed = d.refreshed(made)
        assert (closed.status, closed.closed_on) == ("closed", TODAY)
        with pytest.raises((NotAllowed, IllegalTransition)):
            d.take(closed, "contacts")

    def test_it_is_not_referred_before_a_step_nor_determined_before_referral(self):
        case = cases.an_active_case()
        made, letter = d.a_dispute(case), d.a_letter(case)
        with pytest.raises(NotAllowed):
            act(dispute_outcomes.refer_dispute, made, referred_on=TODAY, referred_to="The Secretary of State")
        with pytest.raises(NotAllowed):
            d.determine(made, letter.id)


class TestLetters:
    """Journey J7, d: a determination letter on the wrong person's file."""

    def move(self, case, letter, to, reason="Opened with another person's post, wrong surname", **given):
        return letters.move_letter(
            actor=given.pop("actor", accounts.council_signatory()),
            at=NOW,
            case_id=case.id,
            letter_id=letter.id,
            to_reference=to,
            reason=reason,
            **given,
        )

    def test_it_moves_with_its_reason_and_both_files_keep_that(self):
        wrong, right = cases.an_active_case(), cases.an_active_case()
        letter = d.a_letter(wrong)
        self.move(wrong, letter, right.reference)
        assert [row.id for row in queries.letters_of(right.id)] == [letter.id]
        assert queries.letters_of(wrong.id) == ()
        assert queries.letters_moved_away(wrong.id)[0].reason.startswith("Opened with")
        told = AuditEvent.objects.filter(event="letter_moved").values_list("case_id", flat=True)
        assert set(told) == {wrong.id, right.id}
        for case, words in ((wrong, "moved away"), (right, "moved here")):
            assert any(words in entry.title for entry in queries.timeline(case.id))

    def test_a_determination_recorded_from_it_is_set_aside(self):
        wrong, right = cases.an_active_case(), cases.an_active_case()
        made = d.a_determined_dispute(wrong)
        letter = made.outcomes.get().letter
        self.move(wrong, letter, right.reference)
        assert d.refreshed(made).status == "referred"
        assert made.outcomes.get().is_current is False
        back = cases.current_determination(wrong, "council")
        assert (back.body, back.supersedes.origin) == (accounts.northmoor(), "ruling")
        again = d.determine(d.refreshed(made), d.a_letter(wrong, reference="OR-2").id)
        assert again.status == "determined"

    def test_it_moves_to_somebody_known_and_to_somebody_else(self):
        wrong = cases.an_active_case()
        letter = d.a_letter(wrong)
        for reference in ("S117-NOBODY", wrong.reference):
            with pytest.raises(Refused) as refusal:
                self.move(wrong, letter, reference)
            assert "to_reference" in refusal.value.fields

    def test_it_stays_once_money_has_moved_by_it(self):
        wrong, right = cases.an_active_case(), cases.an_active_case()
        made = d.a_determined_dispute(wrong)
        act(dispute_outcomes.close_dispute, made, reason="Nothing to recover", lessons="")
        with pytest.raises(Refused):
            self.move(wrong, made.outcomes.get().letter, right.reference)

    def test_a_letter_from_the_future_is_refused(self):
        case = cases.an_active_case()
        for over in ({"dated_on": date(2026, 11, 22)}, {"received_on": date(2026, 11, 20)}):
            with pytest.raises(Refused):
                d.a_letter(case, **over)


class TestLists:
    def test_the_worst_comes_first(self):
        calm = d.a_dispute(cases.an_active_case(), arose_on=date(2026, 11, 20))
        late = d.a_dispute(cases.an_active_case(), arose_on=date(2026, 7, 1))
        near = d.a_dispute(cases.an_active_case(), arose_on=date(2026, 8, 1))
        step = d.a_dispute(cases.an_active_case(), arose_on=date(2026, 11, 2))
        decided = d.a_determined_dispute(cases.an_active_case())
        price = accounts.council_signatory()
        rows = queries.dispute_rows(price, TODAY, mine=True, closed=False, after=None, limit=10)
        assert [row.id for row in rows] == [made.id for made in (late, near, step, calm, decided)]
        after = queries.dispute_key(rows[1])
        rest = queries.dispute_rows(price, TODAY, mine=True, closed=False, after=after, limit=10)
        assert [row.id for row in rest] == [step.id, calm.id, decided.id]
        assert queries.disputes_due(price, TODAY) == 3
        figures = queries.dispute_figures(price, TODAY, mine=True)
        assert (figures.count, figures.oldest, figures.due) == (4, 143, 3)

    def test_mine_are_those_of_my_body_and_others_are_seen_by_those_who_share_the_person(self):
        d.a_dispute(cases.an_active_case())

        def seen(actor, mine):
            return len(queries.dispute_rows(actor, TODAY, mine=mine, closed=False, after=None, limit=9))

        assert (seen(d.westerby_signatory(), True), seen(accounts.nhs_signatory(), True)) == (1, 0)
        assert (seen(accounts.nhs_signatory(), False), seen(d.southvale_signatory(), False)) == (1, 0)

    @pytest.mark.parametrize("many", [1, 4])
    def test_a_list_costs_the_same_for_one_and_for_many(self, many, django_assert_num_queries):
        for _ in range(many):
            d.a_dispute(cases.an_active_case())
        price = accounts.council_signatory()
        with django_assert_num_queries(3):
            queries.dispute_rows(price, TODAY, mine=True, closed=False, after=None, limit=10)
