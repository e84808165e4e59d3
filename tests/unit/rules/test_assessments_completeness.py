"""What must be there before an assessment is signed off (practice 1.4 G)."""

from assessments.rules.completeness import (
    EntryFacts,
    SectionStatus,
    domain_state,
    missing_fields,
    missing_from_entry,
    section_state,
)
from assessments.rules.domains import DOMAINS
from assessments.rules.needs import LimbAnswer, NeedFacts
from assessments.rules.sections import (
    ASSESSMENT_SECTIONS,
    MEETING_SECTIONS,
    assessment_section,
    meeting_section,
)
from s117.kernel.findings import Answer

SETTLED = NeedFacts(LimbAnswer(Answer.YES, "a"), LimbAnswer(Answer.YES, "b"))
OPEN = NeedFacts(LimbAnswer(), LimbAnswer())


def entry(**given: object) -> EntryFacts:
    return EntryFacts(
        "accommodation", **{"situation": "Hostel", "person_view": "A flat", "has_need": "yes", **given}
    )


def test_the_sixteen_parts_of_life_of_the_form_are_all_asked() -> None:
    assert len({item.code for item in DOMAINS}) == 16


def test_an_untouched_section_is_not_started() -> None:
    assert domain_state(EntryFacts("money")).status is SectionStatus.NOT_STARTED
    for section in (*ASSESSMENT_SECTIONS, *MEETING_SECTIONS):
        assert section_state(section, {}).status is SectionStatus.NOT_STARTED


def test_a_part_of_life_without_a_need_wants_no_more_than_the_situation() -> None:
    state = domain_state(entry(has_need="no", person_view=""))
    assert state.completed


def test_a_need_wants_the_persons_view_and_both_tests() -> None:
    assert domain_state(entry(needs=(("A home", SETTLED),))).completed
    unheard = domain_state(entry(person_view=" ", needs=(("A home", SETTLED),)))
    assert unheard.missing == ("the person's view and hopes",)
    untested = domain_state(entry(needs=(("A home", SETTLED), ("Rent", OPEN))))
    assert all(words.startswith("“Rent”") for words in untested.missing)
    assert len(untested.missing) == 2
    assert domain_state(entry(needs=())).missing == ("the need itself",)


def test_what_was_carried_forward_waits_to_be_confirmed() -> None:
    state = domain_state(entry(needs=(("A home", SETTLED),)), carried=True)
    assert state.status is SectionStatus.INCOMPLETE


def test_a_section_that_its_writer_left_open_is_not_complete_whatever_it_holds() -> None:
    risks = meeting_section("risks")
    assert risks is not None
    whole = {"risks": "Falls", "contingency": "Crisis bed"}
    assert section_state(risks, whole).completed
    left = section_state(risks, whole, left_open=True)
    assert left.missing == ("your answer that the section is complete",)
    assert section_state(risks, {}, left_open=True).status is SectionStatus.INCOMPLETE
    assert not domain_state(entry(has_need="no"), left_open=True).completed


def test_what_a_section_lacks_is_named_field_by_field() -> None:
    risks = meeting_section("risks")
    assert risks is not None
    assert missing_fields(risks, {"risks": "Falls"}) == (("contingency", "the contingency plan"),)
    assert missing_from_entry(EntryFacts("money", has_need="yes")) == (
        ("situation", "the current situation"),
        ("person_view", "the person's view and hopes"),
        ("", "the need itself"),
    )


def test_a_question_that_depends_on_another_is_wanted_only_then() -> None:
    carer = assessment_section("carer")
    assert carer is not None
    assert section_state(carer, {"carer_assessment": "no_carer"}).completed
    assert section_state(carer, {"carer_assessment": "declined"}).missing == ("the effect on the carer",)


def test_help_with_benefits_that_was_promised_has_an_owner() -> None:
    """P-11: fault was found where confusion over who would help meant missed benefits."""
    checks = meeting_section("checks")
    assert checks is not None
    promised = {"chc_checklist": "not_needed", "benefits_advice": "arranged", "copies_to": "person"}
    assert section_state(checks, promised).missing == ("who will help with benefits",)
    assert section_state(checks, {**promised, "benefits_owner": "Welfare rights"}).completed
