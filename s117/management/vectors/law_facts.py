"""Reads the facts of a law vector into what the rules of law take. Every key read is remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from cases.rules.facts import (
    CaseFacts,
    ConditionalDischargeFact,
    CtoFact,
    DetentionFact,
    DeterminationFact,
    EndReason,
    EpisodeFact,
    EventFact,
    FlawedEndingFact,
    GpFact,
    LeaveFact,
    LeaveKind,
    LeavingFact,
    MoveFact,
    NhsRecordFact,
    OrderKind,
    Power,
    PrisonFact,
    ReinstatementFact,
    ResidenceFact,
    ResponsibleFact,
    Side,
    StayFact,
    SuccessionFact,
)
from cases.rules.rulesets import SECTION_117_BEGINS, DeemingKey, Law, Nation, Stance
from s117.management.vectors.finance_facts import Facts
from s117.management.vectors.law_endings import endings, notices

RETURNED_TO_PRISON = "returned_to_prison"
_POWERS = {power.value: power for power in Power} | {
    "accommodation_provided_under_s117": Power.SECTION_117,
    "nhs_accommodation": Power.NHS,
    "nhs": Power.NHS,
}
_STANCES = {stance.value: stance for stance in Stance} | {"True": Stance.YES, "False": Stance.NO}
_NATIONS = {"england": Nation.ENGLAND, "wales": Nation.WALES, "scotland": Nation.SCOTLAND,
            "northern ireland": Nation.NORTHERN_IRELAND}  # fmt: skip
_PATTERN = re.compile(r"placed_by_(?P<a>.+)_in_(?P<b>.+)_then_redetained")
_LIVING_OUT = ("resident", "residing", "living", "lives", "trial")
_DIED = frozenset({"died", "dies", "death"})
_MOVED = re.compile(
    r"(?:moves?|moved|emigrate[sd]?|returns?|returned)_(?:to_(?:live_in_)?)?(?P<where>[a-z_]+)"
)
_PLACES = {"wales": Nation.WALES, "scotland": Nation.SCOTLAND, "northern_ireland": Nation.NORTHERN_IRELAND,
           "england": Nation.ENGLAND, "abroad": Nation.ELSEWHERE, "overseas": Nation.ELSEWHERE}  # fmt: skip
_DETAINED = re.compile(r"(?:re)?_?detained_(?:under_)?s(?:ection)?_?(?P<section>\d+\w*)")
_ANSWERED = re.compile(r"(?:icb|ccg|pct)_(?P<what>commission|pay|responsible)_at_(?P<day>\d{4}_\d\d_\d\d)")


def law_from(config: Facts) -> Law:
    """The configuration of a vector file as the rules take it."""
    joint, deeming = (config.day(f"MHA2025_S46_{number}_COMMENCED_ON") for number in (2, 3))
    return Law(
        joint_notice_in_england_from=joint,
        joint_notice_in_wales_from=joint,
        deeming_in_england_from=deeming,
        deeming_in_wales_from=deeming,
        deeming_key=config.one_of(
            "MHA2025_S46_3_APPLIES_BY", {key.value: key for key in DeemingKey}, DeemingKey.DETENTION_START
        ),
        cto_revocation_refixes_council=_stance(config, "CTO_REVOCATION_REDETERMINES_LA"),
        discharge_recall_refixes_council=_stance(config, "CD_RECALL_REDETERMINES_LA"),
        imprisonment_ends_duty=_stance(config, "IMPRISONMENT_ENDS_DUTY"),
        dispute_referral_months=config.whole("DISPUTE_REFERRAL_MONTHS", 4),
        determination_review_months=config.whole("DETERMINATION_REVIEW_MONTHS", 3),
    )


def _stance(config: Facts, key: str) -> Stance:
    return config.one_of(key, _STANCES, Stance.MANUAL)


def last_day(values: Any) -> date | None:
    """The latest date anywhere in the facts: the day asked about where a vector names none."""
    if isinstance(values, datetime):
        return values.date()
    if isinstance(values, date):
        return values
    inner = values.values() if isinstance(values, Mapping) else values if isinstance(values, list) else ()
    return max((day for value in inner if (day := last_day(value)) is not None), default=None)


def case_facts(facts: Facts, meta: Mapping[str, Any]) -> CaseFacts:
    """The facts of one person. Keys of disputes, money and plans are left for their own readers."""
    answered = list(_answered(facts))
    ruling = facts.inner("determination")
    pattern = _PATTERN.fullmatch(facts.word("pattern"))
    return CaseFacts(
        **_recorded(facts, pattern, ruling.day("date")),
        **_events(facts),
        **_person(facts),
        leavings=tuple(_leavings(facts)),
        leave=tuple(_leave(facts)),
        ctos=tuple(_ctos(facts)),
        conditional_discharges=tuple(_conditional_discharges(facts)),
        gps=tuple(_registration(row) for row in facts.rows("gp")),
        stays=tuple(_stays(facts)),
        endings=tuple(endings(facts)),
        notices=tuple(notices(facts)),
        episodes=tuple(_episodes(facts)),
        responsible=tuple(_responsible(facts)),
        determinations=tuple(_determinations(ruling)),
        successions=tuple(_successions(facts.rows("succession"))),
        nhs_record=_nhs_record(facts),
        sent_to_area=facts.word("sent_on_discharge_to"),
        present_in_area=facts.word("present_in"),
        usual_residence_body=facts.word("usual_residence_icb"),
        area_nhs_bodies=tuple((meta.get("area_nhs_bodies") or {}).items()),
        paid_by=tuple((on, body) for what, on, body in answered if what == "pay"),
        commissioned_by=tuple((on, body) for what, on, body in answered if what != "pay"),
        primary_care_trust=facts.word("pct_responsible"),
        cross_border_category=facts.word("category"),
    )


def _person(facts: Facts) -> dict[str, Any]:
    person = facts.inner("person")
    person.get("moving_between_areas")  # said again by having no home
    return {
        "date_of_birth": person.day("dob"),
        "no_residence": bool(person.get("no_fixed_abode")) or facts.get("residences") == [],
        "no_recourse": person.get("immigration") == "no_recourse",
        "looked_after_by": person.word("looked_after_by"),
    }


def _events(facts: Facts) -> dict[str, Any]:
    """Events are facts of their own kind where a rule turns on them, else things that end nothing (E-3)."""
    happened = [(row.day("date"), row.word("what")) for row in facts.rows("events")]
    jailed = [PrisonFact(starts_on=on) for on, what in happened if _is_jailed(what)]
    jailed += [
        PrisonFact(starts_on=row.day("end"))
        for row in facts.rows("detentions")
        if row.get("end_reason") == RETURNED_TO_PRISON
    ]
    return {
        "died_on": min((on for on, what in happened if what in _DIED and on), default=None),
        "moves": tuple(
            MoveFact(on=on, nation=nation) for on, what in happened if on and (nation := _moved_to(what))
        ),
        "prisons": (*_prisons(facts), *jailed),
        "reinstatements": tuple(
            ReinstatementFact(on=on) for on, what in happened if on is not None and "reinstated" in what
        ),
        "flawed_endings": tuple(FlawedEndingFact(found_on=on) for on, what in happened if "flawed" in what),
        "events": tuple(
            EventFact(on=on, what=what)
            for on, what in happened
            if what not in _DIED and not _moved_to(what) and not _DETAINED.fullmatch(what)
        ),
    }


def _moved_to(what: str) -> Nation | None:
    """The nation that the words of an event say somebody went to live in; None for any other event."""
    found = _MOVED.fullmatch(what)
    return _PLACES.get(found["where"]) if found else None


def _is_jailed(what: str) -> bool:
    """Sentenced, remanded or recalled to prison; a release is not."""
    return any(mark in what for mark in ("imprison", "prison", "custody")) and "release" not in what


def _registration(row: Facts) -> GpFact:
    return GpFact(body=row.word("icb", "ccg"), starts_on=row.day("from"), ends_on=row.day("to"))


# Facts that say nothing the rules do not work out from the dates, or that no rule turns on.
_WITHOUT_BEARING = ("regime", "still_on_s117")


def leave_aside(facts: Facts) -> None:
    """Mark as read what the rules work out for themselves: the regime follows from the dates."""
    for key in _WITHOUT_BEARING:
        facts.get(key)


def _recorded(facts: Facts, pattern: re.Match[str] | None, ruled_on: date | None) -> dict[str, Any]:
    """Detentions and residences; the words of a pattern stand for the history they describe.

    No ruling is older than section 117 itself: a day before it stands for no history.
    """
    detentions = [*map(_detention, facts.rows("detentions")), *_detained_events(facts)]
    residences = [_residence(row) for row in facts.rows("residences")]
    if pattern is not None and ruled_on is not None and ruled_on >= SECTION_117_BEGINS:
        year = timedelta(days=365)
        first, second = ruled_on - 3 * year, ruled_on - year
        detentions += [
            DetentionFact(section="3", starts_on=first, ends_on=first + year / 2),
            DetentionFact(section="3", starts_on=second, ends_on=second + year / 2),
        ]
        residences += [
            ResidenceFact(area=pattern["a"], starts_on=first - 10 * year, ends_on=first, settled=True),
            ResidenceFact(area=pattern["b"], starts_on=first + year / 2, ends_on=second, settled=True,
                          arranged_by=pattern["a"], power=Power.SECTION_117),
        ]  # fmt: skip
    return {"detentions": tuple(detentions), "residences": tuple(residences)}


def _detained_events(facts: Facts) -> Iterator[DetentionFact]:
    """Detentions told as events: detained_under_section_3."""
    for row in facts.rows("events"):
        found = _DETAINED.fullmatch(row.word("what"))
        if found:
            yield DetentionFact(section=found["section"], starts_on=row.day("date"))


def _detention(row: Facts) -> DetentionFact:
    row.get("hospital_country")  # the country of the hospital decides nothing
    kind = row.word("kind")
    return DetentionFact(
        section=row.word("section"),
        code=row.word("nhs_code"),
        order_kind=OrderKind(kind) if kind in set(OrderKind) else None,
        starts_on=row.day("start"),
        ends_on=row.day("end"),
        end_reason=_end_reason(row.get("end_reason")),
        application_made_on=row.first_day("application_made", "application_made_on", "application_date"),
        hospital_area=row.word("hospital_la"),
        nhs_england_bed=_by_nhs_england(row),
    )


def _by_nhs_england(row: Facts) -> bool:
    """Whether NHS England or a provider collaborative commissioned the bed, as secure beds are."""
    told = [row.word(key).lower() for key in ("commissioned_by", "bed_commissioner", "bed", "unit")]
    marks = ("nhse", "nhs england", "nhs_england", "collaborative", "secure")
    return bool(row.get("nhse_commissioned")) or any(mark in words for words in told for mark in marks)


def _end_reason(given: Any) -> EndReason | None:
    if given is None:
        return None
    words = str(given)
    known = {reason.value for reason in EndReason}
    return EndReason(words) if words in known else EndReason.OTHER


def _residence(row: Facts) -> ResidenceFact:
    row.get("lost_during")  # said again by the dates
    by_condition = row.get("cto_condition_of_residence")
    under, country = row.word("under"), row.word("country")
    power = _POWERS.get(under, Power.OTHER)
    if row.get("accommodation_provided_under_s117"):
        power = Power.SECTION_117
    elif by_condition and power is Power.NONE:
        power = Power.CTO_CONDITION
    nation = _NATIONS.get(country.lower(), Nation.ELSEWHERE) if country else Nation.ENGLAND
    return ResidenceFact(
        area=row.word("la", "county", "country"),
        starts_on=row.day("from"),
        ends_on=row.day("to"),
        settled=row.truth("settled"),
        nation=nation,
        kind=row.word("kind"),
        arranged_by=row.word("arranged_by", "placed_by"),
        power=power,
        voluntary=row.truth("voluntary"),
        lacks_capacity=bool(row.get("person_lacks_capacity")),
        decision_maker_settled=row.truth("decision_maker_settled"),
        district=row.word("district"),
    )


def _leavings(facts: Facts) -> Iterator[LeavingFact]:
    days = [facts.day("left_hospital"), facts.day("second_discharge")]
    days += facts.days("left_hospital_events")
    yield from (LeavingFact(left_on=on) for on in days if on is not None)


def _stays(facts: Facts) -> Iterator[StayFact]:
    for row in (*facts.several("informal_stay"), *facts.rows("informal_stays")):
        if "from" in row or "to" in row:
            yield StayFact(
                starts_on=row.day("from"),
                ends_on=row.day("to"),
                hospital_area=row.word("hospital_la"),
            )


def _leave(facts: Facts) -> Iterator[LeaveFact]:
    for row in facts.several("s17_leave"):
        told, lives_in = row.word("kind").lower(), row.word("lives_in")
        out = any(mark in told for mark in _LIVING_OUT) or lives_in not in ("", "hospital")
        kind = LeaveKind.LIVING_OUT if out else LeaveKind.SHORT
        yield LeaveFact(kind=kind, starts_on=row.day("from"), ends_on=row.day("to"))


def _ctos(facts: Facts) -> Iterator[CtoFact]:
    for row in facts.several("cto"):
        recalled, revoked = row.day("recalled"), row.day("revoked")
        yield CtoFact(
            starts_on=row.day("start"), ends_on=row.day("end"), recalled_on=recalled, revoked_on=revoked
        )


def _conditional_discharges(facts: Facts) -> Iterator[ConditionalDischargeFact]:
    for row in facts.several("conditional_discharge"):
        row.get("conditions"), row.get("deprivation_of_liberty")  # the duty runs whatever they are
        start, end = row.first_day("start", "from", "date"), row.first_day("end", "to")
        yield ConditionalDischargeFact(starts_on=start, ends_on=end, recalled_on=row.day("recalled"))


def _prisons(facts: Facts) -> Iterator[PrisonFact]:
    for row in facts.several("imprisonment"):
        area = row.word("prison_la")
        yield PrisonFact(starts_on=row.day("from"), ends_on=row.day("to"), area=area)


def _episodes(facts: Facts) -> Iterator[EpisodeFact]:
    since, ended = facts.day("duty_active_since"), facts.day("duty_ended_on")
    if since is not None or ended is not None:
        yield EpisodeFact(starts_on=since or ended, ends_on=ended)


def _responsible(facts: Facts) -> Iterator[ResponsibleFact]:
    row = facts.inner("responsible")
    if "la" in row:
        yield ResponsibleFact(side=Side.COUNCIL, body=row.word("la"), since=row.day("since"))
    if "icb" in row:
        yield ResponsibleFact(side=Side.NHS, body=row.word("icb"), since=row.day("since"))
    if facts.get("originating_icb"):
        yield ResponsibleFact(side=Side.NHS, body=facts.word("originating_icb"))


def _determinations(row: Facts) -> Iterator[DeterminationFact]:
    if "date" in row:
        rejected = "cornwall" in row.word("basis").lower()
        yield DeterminationFact(
            decided_on=row.day("date"), area=row.word("result"), rejected_reasoning=rejected
        )


def _successions(rows: list[Facts]) -> Iterator[SuccessionFact]:
    for row in rows:
        on = row.day("date")
        if on is not None:
            yield SuccessionFact(predecessor=row.word("from"), successor=row.word("to"), on=on,
                                 by_area=bool(row.get("area_rule")))  # fmt: skip


def _nhs_record(facts: Facts) -> NhsRecordFact | None:
    row = facts.inner("nhs_record")
    if "legal_status_code" not in row:
        return None
    return NhsRecordFact(code=row.word("legal_status_code"), cto_open=bool(row.get("mhs404_cto_open")))


def _answered(facts: Facts) -> Iterator[tuple[str, date, str]]:
    """Bodies said to have answered on a past day: icb_pay_at_2022_06_30 and the like."""
    for key in list(facts.keys()):
        found = _ANSWERED.fullmatch(key)
        on = Facts({"day": found["day"].replace("_", "-")}).day("day") if found else None
        if found and on is not None:
            yield found["what"], on, facts.word(key)
