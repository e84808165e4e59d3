"""Asking one route as everybody, and saying in a letter what came back.

    A  allowed: the page, its form with what to put right, or on to the next page
    R  refused with a reason (403)
    N  not found: this person is not to be known of (404)
    S  sent to the sign-in page

A cell has one letter when it is the same for everybody's people, else one for each relation in order:
own, colleague's, another team's, a stranger's; "-" where a relation makes no difference to the role.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.template.backends.jinja2 import Template
from django.urls import reverse

from s117.dashboards.queries.measures import MEASURES
from s117.dashboards.queries.work import KINDS
from tests.access.world import PROFILES, RELATIONS, World
from tests.architecture.routes import Route

COLUMNS = ("anonymous", *(profile.name for profile in PROFILES))
# Rows about the asking itself. Everything else is business, and stays as it is unless a write is allowed.
TECHNICAL = (
    "audit_accessevent",
    "audit_auditevent",
    "django_session",
    "api_tokenminute",
    "rate_limits",
    "web_heldform",
)
# The person, at the stage where the act is possible, whom a route is asked about.
STAGE = {
    "dashboards": "ward",
    "cases": "ward",
    "cases:client_merge_undo": "merge",
    "cases:cto_end": "cto",
    "cases:contact_correct": "logged",
    "cases:cto_recall": "cto",
    "cases:cto_correct": "fact cto",
    "cases:recall_end": "fact recall",
    "cases:stay_correct": "fact stay",
    "cases:leave_correct": "fact leave",
    "cases:leave_end": "fact leave in force",
    "cases:conditional_discharge_correct": "fact discharge in force",
    "cases:conditional_discharge_end": "fact discharge in force",
    "cases:hospital_move_correct": "fact transfer",
    "cases:renewal_correct": "fact renewal",
    "cases:tribunal_correct": "fact tribunal",
    "cases:legal_status_set_aside": "fact tribunal",
    "cases:fact_file_add": "fact tribunal",
    "cases:confirmation_record": "planned",
    "cases:case_disputes": "referred",
    "cases:dispute_raise": "undisputed",
    **{
        f"cases:dispute_{act}": "disputed"
        for act in (
            "view",
            "bundle",
            "position",
            "advice",
            "step",
            "statement",
            "statement_agree",
            "agree",
            "withdraw",
        )
    },
    "cases:dispute_refer": "escalated",
    "cases:dispute_determine": "referred",
    "cases:dispute_recharge": "determined",
    "cases:dispute_close": "determined",
    "cases:letter_move": "referred",
    "assessments": "ward",
    "assessments:meeting_view": "meeting",
    "assessments:meeting_amend": "meeting",
    "assessments:assessment_start": "planned",
    "assessments:assessment_return": "waiting",
    "assessments:assessment_sign_off": "waiting",
    "careplans": "drafted",
    "careplans:goal_edit": "goal",
    "careplans:goal_remove": "goal",
    "careplans:service_edit": "service",
    "careplans:service_remove": "service",
    "careplans:contact_edit": "contact",
    "careplans:cost_edit": "cost",
    "careplans:cost_remove": "cost",
    "careplans:contact_remove": "contact",
    "careplans:recipient_edit": "recipient",
    "careplans:recipient_remove": "recipient",
    "careplans:plan_return": "agreed",
    "careplans:plan_publish": "agreed",
    "careplans:plan_draft": "planned",
    "careplans:plan_view": "planned",
    "careplans:copy_send": "planned",
    "careplans:document_request": "planned",
    "careplans:document_view": "planned",
    "careplans:document_download": "planned",
    "careplans:document_retry": "planned",
    "careplans:batch_view": "planned",
    "careplans:batch_download": "planned",
    "careplans:letter_list": "planned",
    "careplans:letter_write": "planned",
    "careplans:received_add": "planned",
    "careplans:received_download": "planned",
    "careplans:received_withdraw": "planned",
    "careplans:review_list": "planned",
    "careplans:review_view": "planned",
    "careplans:review_book": "planned",
    "careplans:review_open": "planned",
    "careplans:review_miss": "planned",
    "careplans:calendar_view": "planned",
    "careplans:review_record": "planned",
    "careplans:review_sign_off": "held",
    "careplans:notice_read": "planned",
    "funding": "paid",
    "funding:schedule_view": "frozen",
    "funding:schedule_download": "frozen",
    "funding:ledger_view": "determined",
    "funding:recharge_issue": "determined",
    "funding:direct_payment_record": "direct payment",
    "funding:direct_payment_view": "direct payment",
    "funding:direct_payment_end": "direct payment",
    "funding:return_record": "direct payment",
    "funding:reclaim_settle": "direct payment",
    "funding:payment_run_view": "direct payment",
    "funding:payment_run_approve": "direct payment",
    "funding:payment_run_withdraw": "direct payment",
    "funding:nursing_record": "direct payment",
    "funding:top_up_record": "direct payment",
    "funding:top_up_end": "direct payment",
    "funding:contribution_record": "refunded",
    "funding:contribution_end": "refunded",
    "funding:contribution_check": "refunded",
    "funding:charge_found": "refunded",
    "funding:refund_open": "refunded",
    "funding:refund_view": "refunded",
    "funding:refund_letter": "refunded",
    "funding:refund_approve": "refunded",
    "funding:refund_pay": "refunded",
    "funding:refund_withdraw": "refunded",
    "funding:report_run": "reported",
    "funding:report_view": "reported",
    "funding:report_download": "reported",
    "funding:filter_drop": "reported",
    **{f"funding:uplift_{act}": "to raise" for act in ("view", "exclude", "include", "approve", "withdraw")},
    "funding:uplift_undo": "raised",
    "funding:limit_end": "limited",
    **{f"funding:invoice_{act}": "invoiced" for act in ("view", "match", "settle", "withdraw")},
    "funding:invoice_approve": "agreed invoice",
    **{f"funding:line_query_{act}": "queried" for act in ("view", "answer", "withdraw")},
    "funding:line_query_raise": "frozen",
    "funding:line_query_close": "answered",
    "funding:schedule_renew": "draft schedule",
    "funding:schedule_freeze": "draft schedule",
    "funding:schedule_withdraw": "draft schedule",
    "cases:succession_run": "split",
    "cases:successor_choose": "split",
    "references": "list",
    "funding:application_list": "applied",
    "funding:application_view": "decided",
    "funding:application_recommend": "applied",
    "funding:application_withdraw": "applied",
    "funding:application_resubmit": "deferred",
    "funding:decision_record": "pending",
    "funding:decision_sign": "decided",
    "funding:decision_tell": "approved",
    "funding:application_schedule": "panel",
    "funding:application_unschedule": "panel",
    "funding:panel_view": "panel",
    "funding:panel_minute": "panel",
    "funding:member_record": "panel",
    "funding:member_remove": "panel",
    "funding:interest_record": "panel",
    "funding:pack_request": "panel",
    "funding:panel_documents": "panel",
    "funding:pack_download": "panel",
    "journeys": "asked",
    "journeys:transfer_history": "moving",
    "journeys:transfer_propose": "planned",
    "journeys:transfer_view": "moving",
    "journeys:transfer_pack": "moving",
    "journeys:transfer_accept": "moving",
    "journeys:transfer_decline": "moving",
    "journeys:transfer_complete": "moving",
    "journeys:transfer_withdraw": "moving",
    "journeys:ending_request": "planned",
    "journeys:ending_confirm": "satisfied",
    "journeys:ending_reinstate": "ended",
    "journeys:ending_notice": "ended",
    "journeys:ending_undo": "ended",
    "api": "ward",
    "api:schedule_line_list": "frozen",
}
FIXED = {
    "dashboards": {"kind": KINDS[0].slug, "measure": MEASURES[0].slug},
    "": {"uidb36": "1", "key": "not-a-key"},
}
# The date of birth of everybody in the world: a search that would find them all.
SENT = {"cases:client_search": {"q": "14 March 1988"}}


@dataclass
class Answer:
    """What one request led to."""

    letter: str
    status: int
    text: str
    html: bool
    writes: list[str] = field(default_factory=list)
    while_drawing: list[str] = field(default_factory=list)
    looks: int = 0


def address(world: World, route: Route) -> str:
    """The route's path, about the person whom its stage names."""
    stage = STAGE.get(route.name) or STAGE.get(route.app, "")
    known = {**world.arguments.get(stage, {}), **FIXED.get(route.app, {})}
    wanted = {name: known[name] for name in route.arguments}
    return reverse(route.name, kwargs=wanted)


def ask(world: World, route: Route, method: str, profile: str, relation: str) -> Answer:
    """Send one request and undo whatever it did."""
    client, path = world.client(profile, relation), address(world, route)
    watch = Watch()
    with transaction.atomic(), watch.watching():
        response = getattr(client, method)(path, SENT.get(route.name, {}))
        kind = response.headers.get("Content-Type", "")
        text = _text(response, kind)
        transaction.set_rollback(True)
    letter = _letter(response)
    html = "text/html" in kind
    return Answer(letter, response.status_code, text, html, watch.writes, watch.while_drawing, watch.looks)


def relations_of(column: str) -> tuple[str, ...]:
    """The relations that make a difference to a column."""
    return next((profile.relations for profile in PROFILES if profile.name == column), ("stranger",))


def cell(letters: dict[str, str]) -> str:
    """The letters of one column as the table writes them."""
    if len(set(letters.values())) == 1:
        return next(iter(letters.values()))
    return "".join(letters.get(relation, "-") for relation in RELATIONS)


class Watch:
    """Notes statements that change business rows, those sent while a page is drawn, and recorded looks."""

    def __init__(self) -> None:
        self.writes: list[str] = []
        self.while_drawing: list[str] = []
        self.drawing = False
        self.looks = 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """For the length of one request."""
        original = Template.render

        def render(template: Template, context: Any = None, request: Any = None) -> Any:
            self.drawing = True
            try:
                return original(template, context, request)
            finally:
                self.drawing = False

        Template.render = render
        try:
            with connection.execute_wrapper(self._note):
                yield
        finally:
            Template.render = original

    def _note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.lstrip().split(" ", 1)[0].upper()
        if verb in ("INSERT", "UPDATE", "DELETE") and not any(f'"{name}"' in sql for name in TECHNICAL):
            self.writes.append(sql[:200])
        if verb == "INSERT" and '"audit_accessevent"' in sql:
            self.looks += 1
        if self.drawing and verb == "SELECT":
            self.while_drawing.append(sql[:200])
        return execute(sql, params, many, context)


def _letter(response: HttpResponseBase) -> str:
    if response.status_code in (301, 302) and "/account/sign-in/" in response.headers["Location"]:
        return "S"
    return {401: "S", 403: "R", 404: "N"}.get(response.status_code, "A")


def _text(response: Any, kind: str) -> str:
    """The body, as far as it is text, with the headers."""
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return headers + (body.decode() if kind.startswith(("text/", "application/json")) else "")
