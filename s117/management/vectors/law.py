"""Answers law vectors (the form of vectors/law.yaml) with the rules of law.

The answer is worked out from the case's facts, the day asked, its `config_override` and the file's
`meta`; no expected value is ever read. `group` says which question `engine`, `default` and `reason`
speak of: the same facts can be asked about the council and about the NHS body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from cases.rules import council, duty, history, nhs_body
from cases.rules.answers import Alternative, Firmness
from cases.rules.duty import DutyState, Flag, Proposal
from cases.rules.ending import Bar
from cases.rules.facts import CaseFacts
from cases.rules.rulesets import Law
from s117.kernel.findings import Answer, Outcome
from s117.management.vectors import law_money
from s117.management.vectors.finance_facts import Facts, as_day
from s117.management.vectors.law_disputes import dispute
from s117.management.vectors.law_facts import case_facts, last_day, law_from, leave_aside
from s117.management.vectors.law_printed import Printed, about, engine, plain

# Keys that every question has: they are printed for the group's own question only.
OF_THE_GROUP = frozenset({"engine", "default", "reason", "flag", "rules", "basis", "alternative"})
SUBJECTS: dict[str, frozenset[str]] = {
    "dispute": frozenset({"parties", "dispute_arose", "determination_on"}),
    "time": frozenset({"left_hospital_at", "last_review", "plan_sections"}),
    "money": frozenset(law_money.READERS),
    "nhs": frozenset({"gp", "usual_residence_icb", "originating_icb", "category", "need", "pct_responsible"}),
    "la": frozenset({"residences", "responsible", "determination"}),
}


def answer(vector: Mapping[str, Any], document: Mapping[str, Any]) -> Printed:
    """Everything that the case could be asked. Unknown facts are reported, never ignored."""
    meta = document.get("meta") or {}
    facts, ask = Facts(vector.get("facts")), Facts(vector.get("ask"), "ask.")
    override = Facts(vector.get("config_override"), "config_override.")
    changed = dict(override.remaining())
    config = Facts({**(meta.get("default_config") or {}), **changed}, "config_override.")
    on = ask.day("date") or last_day(vector.get("facts")) or as_day(meta.get("as_of")) or date.max
    law = law_from(config)
    group = str(vector.get("group") or _subject(facts))
    found = _answers(group, facts, meta, on, law, config)
    settings = {f"config_override.{key}" for key in changed}
    reported = {
        "unknown_facts": [*(path for path in config.unread() if path in settings), *facts.unread()],
        "unreadable_facts": [p for part in (ask, override, config, facts) for p in part.unreadable()],
    }
    return {**plain(found), **{key: paths for key, paths in reported.items() if paths}}


def _answers(group: str, facts: Facts, meta: Mapping[str, Any], on: date, law: Law, config: Facts) -> Printed:
    case = case_facts(facts, meta)
    leave_aside(facts)
    answered = {
        "money": _if_readable(lambda: law_money.money(facts)),
        "time": _if_readable(lambda: law_money.time(facts, config)),
        "dispute": _if_readable(lambda: dispute(facts, law)),
        "nhs": _nhs(case, facts, on, law),
        "la": _council(case, on, law),
        "duty": _duty(case, facts, on, law),
    }
    main = answered.pop(group if group in answered else _subject(facts))
    beside = (item for part in answered.values() for item in part.items())
    shown = {key: value for key, value in beside if key not in OF_THE_GROUP}
    return {**shown, "engine": engine(manual=True), **main}


def _if_readable(part: Callable[[], Printed]) -> Printed:
    """A part of the answer, or the fault of the figures it was asked about."""
    try:
        return part()
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        return {"engine": "manual_review", "unanswerable": f"{type(fault).__name__}: {fault}"}


def _subject(facts: Facts) -> str:
    """The group of a case that names none, by the facts that only one group has."""
    given = set(facts.keys())
    return next((group for group, keys in SUBJECTS.items() if given & keys), "duty")


# ---------------------------------------------------------------- duty


def _duty(case: CaseFacts, facts: Facts, on: date, law: Law) -> Printed:
    outcome = duty.assess(case, on, law)
    value = outcome.value
    if value is None:
        return {}
    order_open = value.proposal in (Proposal.CONFIRM_ORDER, Proposal.CHECK_ORDER)
    printed = about(outcome, default=_duty_default(value), reason=_duty_reason(value))
    printed |= {
        "qualifies": "manual" if value.qualifies is Answer.CANNOT_TELL else value.qualifies is Answer.YES,
        "duty": "manual" if outcome.manual_review and not order_open else value.state,
        "duty_from": value.starts_on,
        "duty_to": value.ends_on,
        "duty_episodes": [_episode(episode) for episode in value.episodes],
        "qualifying_start": value.qualifying_start,
        "unbroken_detention_start": value.unbroken_start,
        "planning_required": value.state is DutyState.PENDING,
        "detained_in_hospital": value.detained,
        "on_cto": value.on_cto,
        "new_detention": _new_detention(case, facts),
    }
    if case.endings:
        printed["ending_valid"] = value.state is DutyState.ENDED and not value.bars
    if Flag.OVERDUE_REVIEW in value.flags:
        printed["flag"] = Flag.OVERDUE_REVIEW
    if Flag.ACCOMMODATION_SCOPE in value.flags:
        printed["scope_note"] = Flag.ACCOMMODATION_SCOPE
    return printed


def _episode(episode: duty.DutyEpisode) -> Printed:
    printed: Printed = {"from": episode.starts_on, "to": episode.ends_on}
    return printed if episode.end_reason is None else {**printed, "end_reason": episode.end_reason}


def _duty_default(value: duty.Duty) -> Any:
    if value.proposal is Proposal.CONFIRM_ORDER:
        return True
    if value.proposal is Proposal.ACTIVE_FROM_LEAVE:
        return f"active_from_{value.proposed_from}"
    return value.proposal


def _duty_reason(value: duty.Duty) -> Proposal | Bar | None:
    if value.proposal in (Proposal.CONFIRM_ORDER, Proposal.CHECK_ORDER):
        return value.proposal
    return value.bars[0] if value.bars else None


def _new_detention(case: CaseFacts, facts: Facts) -> bool:
    """Whether an unbroken detention begins on the day of any transfer between hospitals."""
    rows = facts.rows("transfers")
    for row in rows:
        row.get("from"), row.get("to"), row.get("under")
    moved = {row.day("date") for row in rows}
    return any(run.starts_on in moved for run in history.runs_of(case.detentions))


# ---------------------------------------------------------------- council


def _council(case: CaseFacts, on: date, law: Law) -> Printed:
    outcome = council.determine(case, on, law)
    value = outcome.value
    if value is None:
        return {**about(outcome), "la": "manual" if outcome.manual_review else None}
    printed = about(outcome, via=value.via, reason=value.reason, default=_default(outcome, value.area_code))
    printed |= {
        "la": _settled(value.area_code, value.firmness),
        "la_basis": value.basis,
        "tested_on": value.tested_on,
        "la_for_care_act_needs_before_detention": council.care_act_council(case, on),
    }
    if value.flags:
        printed["flag"] = value.flags[0]
    if case.determinations:
        printed["follow_reasoning"] = council.CouncilFlag.REASONING_OVERRULED not in value.flags
    words = ("first", "second", "third", "fourth", "fifth")
    for word, left_on in zip(words, sorted(row.left_on for row in case.leavings), strict=False):
        then = council.determine(case, left_on, law).value
        if then is not None:
            printed[f"la_after_{word}_discharge"] = _settled(then.area_code, then.firmness)
    return printed


def _settled(body: str | None, firmness: Firmness) -> str | None:
    """A body, or 'manual' where the default is not an answer."""
    return "manual" if firmness is Firmness.OPEN else body


def _default(outcome: Outcome[Any], body: str | None) -> str | None:
    """The default to show a person; the word 'none' where there is none."""
    return (body or "none") if outcome.manual_review else None


# ---------------------------------------------------------------- NHS body


def _nhs(case: CaseFacts, facts: Facts, on: date, law: Law) -> Printed:
    outcome = nhs_body.determine(case, on, law)
    value = outcome.value
    if value is None:
        return {**about(outcome), "icb_commission": None, "icb_pay": None}
    stay = nhs_body.informal_stay_payer(case, on, law)
    need = facts.inner("need")
    default = _default(outcome, value.commissioner_code) or (stay.value if stay.manual_review else None)
    if value.reason == nhs_body.SUCCESSOR_OF_PAYER and value.payer_code in dict(case.paid_by).values():
        default = f"{value.reason}_{value.payer_code}"
    printed = about(
        outcome, reason=value.reason, default=default, alternative=_alternative(value.alternatives)
    )
    printed |= {
        "icb_commission": _settled(value.commissioner_code, value.firmness),
        "icb_pay": _settled(value.payer_code, value.firmness),
        "icb_general_health": value.general_health_code,
        "nhs_body_kind": value.kind,
        "nhs_body": _settled(value.commissioner_code, value.firmness),
        "engine": engine(outcome.manual_review or stay.manual_review),
    }
    if stay.value is not None:
        printed["icb_pay_for_informal_stay"] = stay.value
    if "kind" in need:
        need.get("chc_referral")
        printed |= _need(case, str(need.get("kind")), value, on)
    return printed


def _alternative(alternatives: tuple[Alternative, ...]) -> str | None:
    return next((f"{a.body}_{a.because}" for a in alternatives if a.body), None)


def _need(case: CaseFacts, kind: str, value: nhs_body.NhsAnswer, on: date) -> Printed:
    """A need that is not a mental health need follows today's core responsibility (N-6)."""
    if kind.startswith("mental"):
        return {"icb_for_need": value.commissioner_code, "s117": True}
    return {"icb_for_need": nhs_body.other_health_needs(case, on).value, "s117": False}
