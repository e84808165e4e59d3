"""Notices as sentences, each with where something can be done about it; calendar entries in words."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from careplans.queries.calendars import CalendarEntry
from careplans.queries.notices import NoticeRow
from careplans.rules.terms import NoticeKind, NoticeStep
from s117.documents.ical import IcalEvent
from s117.web.filters import date as date_words

SOON, DUE, LATE = NoticeStep.DUE_SOON, NoticeStep.DUE, NoticeStep.OVERDUE
LONG, MONTHS = NoticeStep.ESCALATED, NoticeStep.HEAD
# What each step of each sort says; {day} is the due date. The person's name stands beside it.
WORDS: dict[NoticeKind, dict[NoticeStep, str]] = {
    NoticeKind.REVIEW: {
        SOON: "Review due by {day}",
        DUE: "Review due on {day}",
        LATE: "Review overdue since {day}",
        LONG: "Review long overdue: it was due on {day}",
        MONTHS: "Review overdue for months: it was due on {day}",
    },
    NoticeKind.FOLLOW_UP: {
        DUE: "Left hospital: see them by {day} (72-hour contact)",
        LATE: "Left hospital and not seen by {day} (72-hour contact missed)",
    },
    NoticeKind.PLAN: {
        DUE: "Ready to leave hospital since {day}, and no plan is published",
        LATE: "At home since {day} without a published plan",
        LONG: "At home since {day} without a published plan: more than a week",
        MONTHS: "At home since {day} without a published plan: four weeks or more",
    },
    NoticeKind.CTO_EXPIRY: {
        SOON: "Community treatment order runs out on {day} unless it is extended",
        DUE: "Community treatment order runs out today, {day}",
        LATE: "Community treatment order ran out on {day}: record whether it was extended or ended",
        LONG: "Community treatment order ran out on {day} and nothing is recorded since",
    },
    NoticeKind.SECTION_EXPIRY: {
        SOON: "Detention runs out on {day} unless it is renewed",
        DUE: "Detention runs out today, {day}, unless it is renewed",
        LATE: "Detention was to run out on {day}: check whether it was renewed, or record how it ended",
        LONG: "Detention was to run out on {day} and nothing is recorded since",
    },
    NoticeKind.DETERMINATION: {
        SOON: "Your organisation is proposed as responsible: answer by {day}",
        DUE: "Your organisation is proposed as responsible: the answer is due today, {day}",
        LATE: "Your organisation was to answer by {day} whether it is responsible",
        LONG: "No answer since {day} whether your organisation is responsible",
    },
    NoticeKind.UNALLOCATED: {
        SOON: "No coordinator yet: allocate one by {day}",
        DUE: "No coordinator yet: one is to be allocated today, {day}",
        LATE: "No coordinator: one was to be allocated by {day}",
        MONTHS: "No coordinator four weeks after {day}",
    },
    NoticeKind.LEAVER: {
        DUE: "The coordinator’s account was switched off today: allocate somebody else",
        LATE: "The coordinator’s account was switched off on {day}: allocate somebody else",
        MONTHS: "The coordinator left on {day} and nobody has taken over",
    },
    NoticeKind.DISPUTE_STEP: {
        SOON: "Dispute: the next step is to be taken by {day}",
        DUE: "Dispute: a step is to be taken today, {day}",
        LATE: "Dispute: a step was to be taken by {day}",
        LONG: "Dispute: a step was to be taken by {day}, and nothing is recorded since",
    },
    NoticeKind.DISPUTE_REFERRAL: {
        SOON: "Dispute: settle it, or refer it by {day}, the last day",
        DUE: "Dispute: today, {day}, is the last day to refer it",
        LATE: "Dispute: it was to be referred by {day}. Refer it now",
        LONG: "Dispute: it was to be referred by {day} and has not been",
    },
    NoticeKind.LINE_QUERY: {
        NoticeStep.NEWS: "A line of a funding schedule: a query, or the answer to yours",
        SOON: "A query about a line of your schedule: answer by {day}",
        DUE: "A query about a line of your schedule: the answer is due today, {day}",
        LATE: "A query about a line of your schedule: the answer was due by {day}",
        LONG: "A query about a line of your council’s schedule has had no answer since {day}",
    },
    NoticeKind.REPORT: {NoticeStep.NEWS: "The finance report that you asked for on {day} is finished"},
}
ROUTES = {
    NoticeKind.REVIEW: "careplans:review_list",
    NoticeKind.FOLLOW_UP: "cases:contact_view",
    NoticeKind.PLAN: "careplans:plan_list",
    NoticeKind.CTO_EXPIRY: "cases:legal_status_view",
    NoticeKind.SECTION_EXPIRY: "cases:legal_status_view",
    NoticeKind.DETERMINATION: "cases:determination_view",
    # Not the allocation form itself: a head of service is told too, and allocates nobody.
    NoticeKind.UNALLOCATED: "cases:client_view",
    NoticeKind.LEAVER: "cases:client_view",
    NoticeKind.DISPUTE_STEP: "cases:case_disputes",
    NoticeKind.DISPUTE_REFERRAL: "cases:case_disputes",
}
# News, and what follows from it, has a list of its own to go to, whoever it is about.
LISTS = {
    NoticeKind.LINE_QUERY: "funding:line_query_list",
    NoticeKind.REPORT: "funding:report_list",
}


def notice_words(row: NoticeRow) -> str:
    """A notice as a sentence. The name is not in it: it stands in the link beside it."""
    if not row.reference and row.kind not in LISTS:
        return "About somebody you no longer work with. There is nothing for you to do"
    return WORDS[row.kind][row.step].format(day=date_words(row.due_on))


def notice_href(row: NoticeRow) -> str:
    """Where the person who is told can do something about it; empty where they no longer may."""
    if row.kind in LISTS:
        return reverse(LISTS[row.kind])
    return reverse(ROUTES[row.kind], kwargs={"ref": row.reference}) if row.reference else ""


def ical_event(entry: CalendarEntry) -> IcalEvent:
    """A review as a calendar shows it: the reference number and nothing about the person."""
    path = reverse("careplans:review_list", kwargs={"ref": entry.reference})
    return IcalEvent(
        uid=f"review-{entry.id}@s117",
        summary=f"{'Review' if entry.booked else 'Review due'}: {entry.reference}",
        on=entry.on,
        at=entry.at,
        url=f"{settings.SERVICE_ADDRESS}{path}",
        sequence=entry.version,
    )
