"""The sentences that explain a duty answer: a finding for each rule that had a say, in order of events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from cases.rules.episodes import Course, DutyState, EpisodeEnd, Opening
from cases.rules.facts import CaseFacts, LeaveKind, NhsRecordFact
from cases.rules.history import (
    Run,
    odd_rows,
    ordered,
    recalls,
    revivals,
    runs_of,
    start_of,
    stay_at,
    under_18,
)
from cases.rules.rulebook import finding
from cases.rules.sections import power_of, qualifies
from cases.rules.words import day
from s117.kernel.findings import Finding

_NOT_AN_END: dict[str, str] = {
    "declines_all_services": "The person declining services does not end the duty.",
    "discharged_from_cmht": "Discharge from secondary mental health services does not end the duty.",
    "dols_standard_authorisation": "Deprivation of liberty under other law does not end the duty.",
    "moves_area": "Moving to another area does not end the duty.",
    "cto_ended": "The end of a community treatment order does not end the duty.",
}


def duty(facts: CaseFacts, main: Course) -> tuple[Finding, ...]:
    """Every finding behind a duty answer; never empty."""
    found: list[Finding] = []
    found += [qualifies(row)[1] for row in ordered(facts).detentions]
    for opening in main.openings:
        found += _opening(facts, opening)
    found += _episodes(main)
    if main.ending is not None:
        found += main.ending.findings
    found += _circumstances(facts, main)
    found += odd_rows(facts)
    if not found:
        found.append(finding("Q-6", "No detention is recorded, so no duty to provide aftercare has arisen."))
    return tuple(dict.fromkeys(found))


def nhs_record(record: NhsRecordFact) -> Finding:
    """What a legal status code in the national data set shows, and what it does not."""
    if record.cto_open:
        text = (
            "The record shows an open community treatment order, so the code is the suspended section: the "
            "person is not in hospital."
        )
        return finding("Q-12", text)
    return finding(
        "Q-12", f"Legal status code {record.code} alone does not prove that the person is in hospital now."
    )


def _opening(facts: CaseFacts, opening: Opening) -> Iterator[Finding]:
    """What a detention opened: its unbroken run (A-2), a child (Q-7), planning from admission (A-12), a
    voluntary stay after it (A-3) and leaving hospital (A-1). A register's entry does not lapse (Q-11)."""
    run = opening.run
    if opening.taken_over:
        yield finding("Q-11", f"The earlier register shows aftercare from {day(opening.opened_on)}.")
        return
    if run.starts_on < opening.opened_on:
        text = (
            f"Detention was unbroken from {day(run.starts_on)}; the qualifying detention began on "
            f"{day(opening.opened_on)}."
        )
        yield finding("A-2", text)
    if under_18(facts, opening.opened_on):
        yield finding("Q-7", "The person was under 18 when detained; children qualify in the same way.")
    if run.ends_on is None:
        yield finding(
            "A-12",
            f"Detention since {day(run.starts_on)} has not ended. Plan aftercare now; the duty starts "
            "on leaving.",
        )
        yield from _still_in_hospital(facts, run)
        return
    if opening.left_on is None:
        yield _not_left(facts, run.ends_on)
        return
    if opening.left_on > run.ends_on:
        text = (
            f"Detention ceased on {day(run.ends_on)} and the person left hospital on {day(opening.left_on)}."
        )
        yield finding("A-3", text)
    yield finding("A-1", f"The person had ceased to be detained and left hospital by {day(opening.left_on)}.")
    yield from _released(facts, opening.left_on)


def _still_in_hospital(facts: CaseFacts, run: Run) -> Iterator[Finding]:
    """What is not leaving hospital, or may be: a move to another hospital (A-4), leave (A-5)."""
    if any(power_of(first) is power_of(second) for first, second in pairwise(run.detentions)):
        yield finding("A-4", "A move between hospitals while detained is not leaving hospital.")
    kinds = {leave.kind for leave in ordered(facts).leave}
    if LeaveKind.LIVING_OUT in kinds:
        text = "Living out on section 17 leave may be leaving hospital: that is a question of fact."
        yield finding("A-5", text)
    if LeaveKind.SHORT in kinds:
        yield finding("A-5", "Short section 17 leave is not leaving hospital.")


def _not_left(facts: CaseFacts, ceased: date) -> Finding:
    if stay_at(facts, ceased) is not None:
        text = (
            f"Detention ceased on {day(ceased)} and the person is still in hospital as a voluntary patient. "
            "The duty starts on leaving."
        )
        return finding("A-3", text)
    return finding("A-1", f"Detention ceased on {day(ceased)} but no day of leaving hospital is recorded.")


def _released(facts: CaseFacts, left: date) -> Iterator[Finding]:
    """Leaving under a community treatment order (A-6) or on conditional discharge (A-7)."""
    if any(cto.starts_on == left for cto in facts.ctos):
        text = f"A community treatment order began on {day(left)}; the duty runs throughout it."
        yield finding("A-6", text)
    if any(discharge.starts_on == left for discharge in facts.conditional_discharges):
        yield finding("A-7", f"Conditional discharge on {day(left)}: the duty runs from leaving hospital.")


def _episodes(main: Course) -> Iterator[Finding]:
    """Why each run of the duty goes on (Q-11) or ended: detention again (A-11, E-5), death (E-7)."""
    for episode in main.episodes:
        if episode.ends_on is None:
            yield finding(
                "Q-11",
                f"Nothing recorded since {day(episode.starts_on)} has ended the duty, and it does not "
                "lapse with time.",
            )
        elif episode.end_reason is EpisodeEnd.QUALIFYING_REDETENTION:
            text = (
                f"A further qualifying detention on {day(episode.ends_on)} ended the duty that began on "
                f"{day(episode.starts_on)}"
            )
            yield finding("A-11", f"{text}; a fresh one arises on leaving hospital.")
            yield finding("E-5", "That ending does not break the chain that fixes the NHS body.")
        elif episode.end_reason is EpisodeEnd.DEATH:
            yield finding("E-7", f"The person died on {day(episode.ends_on)}, so the duty ended.")
        elif episode.end_reason is EpisodeEnd.RECORDED:
            yield finding(
                "E-1", f"The earlier register shows that aftercare ended on {day(episode.ends_on)}."
            )


def _circumstances(facts: CaseFacts, main: Course) -> Iterator[Finding]:
    """What people take for an end and is none (E-3), what is contested (A-8, A-9), and no recourse (Q-8)."""
    active = main.state is DutyState.ACTIVE
    for event in sorted(facts.events, key=lambda e: (e.on or date.min, e.what)):
        if active:
            yield finding(
                "E-3", _NOT_AN_END.get(event.what, "Nothing that has happened since ends the duty by itself.")
            )
    if active and main.episodes:
        yield from _later_admissions(facts, main.episodes[-1].starts_on)
    if facts.prisons and main.openings:
        yield finding(
            "A-9",
            "The person has been in prison: whether that ends the duty is contested. Keep the record "
            "open and plan for release.",
        )
    if main.openings and recalls(facts):
        yield finding(
            "A-8", "There has been a recall or revocation: whether that ends the duty is contested."
        )
    yield from _put_right(facts, main)
    if facts.no_recourse and main.openings:
        yield finding(
            "Q-8",
            "Having no recourse to public funds does not bar aftercare; accommodation is included only "
            "if the need arises from the mental disorder.",
        )


def _put_right(facts: CaseFacts, main: Course) -> Iterator[Finding]:
    for back in sorted(facts.reinstatements, key=lambda row: row.on):
        if any(episode.starts_on == back.on for episode in main.episodes):
            yield finding("E-8", f"Both bodies put aftercare back from {day(back.on)}.")
    if facts.flawed_endings:
        yield finding(
            "E-8",
            "The ending has been found to be flawed. Both bodies can reinstate aftercare by a joint "
            "decision.",
        )


def _later_admissions(facts: CaseFacts, since: date) -> Iterator[Finding]:
    """Admissions while the duty runs that end nothing: informal, or under section 2 alone (A-10).

    Recall is not one of them: what it does is contested (A-8).
    """
    recalled = set(revivals(facts))
    for stay in ordered(facts).stays:
        if start_of(stay) > since:
            yield finding("A-10", f"The informal admission on {day(start_of(stay))} ends nothing.")
    for run in runs_of(row for row in facts.detentions if row not in recalled):
        if run.starts_on > since:
            powers = " and ".join(dict.fromkeys(power_of(d).name for d in run.detentions))
            yield finding("A-10", f"The admission under {powers} on {day(run.starts_on)} ends nothing.")
