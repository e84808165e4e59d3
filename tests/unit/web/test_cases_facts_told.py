"""The sentences about the facts relied on: nothing that was stored goes untold."""

from __future__ import annotations

from dataclasses import fields

from cases.presenters.facts_told import ONCE, ROWS, facts_relied_on
from cases.rules import facts as f
from cases.rules.facts import CaseFacts, as_json
from tests.unit.rules.cases.histories import day, detained, discharged, lived, on_cto, satisfied

# Reference data, codes beside a sentence of their own, and the words of events that end nothing.
UNTOLD = {"area_nhs_bodies", "successions", "nhs_record", "events"}


def test_every_kind_of_fact_has_its_sentence() -> None:
    assert {field.name for field in fields(CaseFacts)} == set(ROWS) | set(ONCE) | UNTOLD


def test_a_home_that_was_not_settled_says_so_and_who_arranged_it() -> None:
    home = lived("LA_B", "2024-01-01", settled=False, arranged_by="LA_A", power=f.Power.CARE_ACT)

    assert facts_relied_on(as_json(CaseFacts(residences=(home,)))) == (
        "Lived in the area of LA_B from 1 January 2024, not settled, arranged by LA_A, under the Care Act 2014",
    )


def test_facts_are_told_in_the_order_in_which_they_are_read() -> None:
    facts = discharged(
        detentions=(
            detained(
                "2025-01-10",
                "2025-03-01",
                "",
                code="10",
                order_kind=f.OrderKind.HOSPITAL_ORDER,
                application_made_on=day("2025-01-09"),
                nhs_england_bed=True,
            ),
        ),
        leave=(f.LeaveFact(kind=f.LeaveKind.SHORT, starts_on=day("2025-02-01")),),
        ctos=(on_cto("2025-03-01", recalled_on="2025-04-01"),),
        endings=(satisfied(f.Side.COUNCIL, "2025-06-01", still_needed=True),),
        notices=(f.NoticeFact(given_on=day("2025-07-01"), joint=False),),
        determinations=(f.DeterminationFact(decided_on=day("2025-08-01"), area="LA_A"),),
        responsible=(f.ResponsibleFact(side=f.Side.NHS, body="ICB_A", since=day("2024-01-01")),),
        reinstatements=(f.ReinstatementFact(on=day("2025-09-01")),),
        flawed_endings=(f.FlawedEndingFact(found_on=None),),
        prisons=(f.PrisonFact(starts_on=day("2025-10-01"), area="LA_C"),),
        episodes=(f.EpisodeFact(starts_on=day("2020-01-01")),),
        paid_by=((day("2022-06-30"), "CCG_A"),),
        commissioned_by=((day("2020-08-31"), "CCG_B"),),
        present_in_area="LA_D",
        died_on=day("2026-01-01"),
    )

    assert facts_relied_on(as_json(facts)) == (
        "Section 37 from 10 January 2025 to 1 March 2025, a hospital order, applied for on 9 January 2025, in a "
        "bed that NHS England commissioned",
        "Left hospital on 1 March 2025",
        "Short section 17 leave from 1 February 2025",
        "Community treatment order from 1 March 2025, recalled on 1 April 2025",
        "Lived in the area of LA_A from 1 June 2015 to 10 January 2025, settled",
        "GP practice in ICB_A from 1 June 2016",
        "In prison in the area of LA_C from 1 October 2025",
        "The council decided on 1 June 2025 that aftercare was still needed",
        "Notice to the person on 1 July 2025, not jointly in writing",
        "The ending of aftercare was found to be flawed",
        "Aftercare put back by both bodies from 1 September 2025",
        "Aftercare on an earlier register from 1 January 2020",
        "Named as the responsible NHS body by an earlier register since 1 January 2024: ICB_A",
        "Determined by ministers on 1 August 2025 to be the responsibility of LA_A",
        "CCG_A paid for aftercare on 30 June 2022",
        "CCG_B commissioned aftercare on 31 August 2020",
        "Now in the area of LA_D",
        "Died on 1 January 2026",
    )


def test_a_determination_of_before_this_form_has_no_facts_to_tell() -> None:
    assert facts_relied_on([]) == ()
