"""The chain of detention and aftercare that the NHS rules follow (rules N-5, N-7, N-10).

A chain opens with the first application and closes when the person is discharged from aftercare.
Detention again inside it is part of the same chain, so it does not change the NHS body.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cases.rules.episodes import DISCHARGES, Course, DutyEpisode, EpisodeEnd, Opening, Reading, course
from cases.rules.facts import CaseFacts
from cases.rules.history import Run, runs_of, suspended
from cases.rules.rulesets import ORIGINATING_ICB_BEGINS, Law, Stance
from cases.rules.sections import power_of


@dataclass(frozen=True, slots=True)
class Chain:
    """The qualifying detentions of one chain, in order; never empty.

    `after` is the day on which the chain before it closed.
    """

    openings: tuple[Opening, ...]
    after: date = date.min

    @property
    def run(self) -> Run:
        """The unbroken detention that opened the chain; empty when only a register entry is known."""
        return self.openings[0].run

    @property
    def began_on(self) -> date:
        """The day detention began, or the day the earlier register starts."""
        return self.run.starts_on

    @property
    def applied_on(self) -> date:
        """The day the first application was made; the first day of detention if that is not recorded."""
        made = [
            d.application_made_on or d.starts_on for d in self.run.detentions if power_of(d).by_application
        ]
        return min((on for on in made if on is not None), default=self.began_on)

    @property
    def by_court(self) -> bool:
        """Whether it opened with a court order or direction and no application at all (rule N-9)."""
        rows = self.run.detentions
        return bool(rows) and not any(power_of(d).by_application for d in rows)

    @property
    def in_nhs_england_bed(self) -> bool:
        """Whether NHS England or a provider collaborative commissioned the bed (rules N-9, N-13)."""
        return any(d.nhs_england_bed for d in self.run.detentions)


def chain_at(known: CaseFacts, law: Law) -> Chain | None:
    """The latest chain, or None when no detention qualifies."""
    reading = Reading(imprisonment_ends=law.imprisonment_ends_duty is Stance.YES)
    run = course(known, reading, law)
    if not run.openings:
        run = course(known, replace(reading, doubtful_orders=True), law)
    discharged = [e.ends_on for e in _closing(run) if e.ends_on is not None]
    last = run.openings[-1].opened_on if run.openings else date.min
    closed = max((on for on in discharged if on <= last), default=date.min)
    inside = tuple(opening for opening in run.openings if opening.opened_on >= closed)
    return Chain(inside, closed) if inside else None


def _closing(run: Course) -> Iterator[DutyEpisode]:
    """The episodes whose end discharged the person from aftercare and was not taken back."""
    for episode, after in zip(run.episodes, (*run.episodes[1:], None), strict=False):
        closed = episode.end_reason in (*DISCHARGES, EpisodeEnd.IMPRISONMENT)
        if closed and not _taken_back(run, episode, after):
            yield episode


def _taken_back(run: Course, episode: DutyEpisode, after: DutyEpisode | None) -> bool:
    """Whether the next episode goes on with the same detention's aftercare (E-8)."""
    if after is None:
        return False
    return not any(episode.starts_on < opening.opened_on <= after.starts_on for opening in run.openings)


def assessed_apart(known: CaseFacts, chain: Chain) -> date | None:
    """The first application since the chain before closed that led to no qualifying detention (N-10)."""
    return next(
        (
            run.starts_on
            for run in runs_of(suspended(known))
            if max(chain.after, ORIGINATING_ICB_BEGINS) <= run.starts_on < chain.began_on
            and any(power_of(d).by_application for d in run.detentions)
        ),
        None,
    )


def redetained_in(chain: Chain, start: date, end: date) -> bool:
    """Whether the latest detention was a further one of the chain, begun from `start` and before `end`."""
    return len(chain.openings) > 1 and start <= chain.openings[-1].opened_on < end
