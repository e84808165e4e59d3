"""The endpoints. Each names its permission, reads rows in the caller's scope and leaves an access record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from s117.api import queries
from s117.api.authentication import ServiceTokenAuthentication, SessionOfAPerson, actor_of
from s117.api.paging import cursor_of, page, page_size
from s117.api.serializers import (
    CaseOut,
    CaseWithLegalStatusOut,
    PlanOut,
    ReviewOut,
    ScheduleLineOut,
    ScheduleOut,
)
from s117.api.throttling import TokenThrottle
from s117.audit.record import record_access
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.web.clock import today

DAY, TIME = date.fromisoformat, datetime.fromisoformat
PAGING = [
    OpenApiParameter("page_size", int, description="Rows a page, 1 to 200; 50 when not said."),
    OpenApiParameter("cursor", str, description="Where to go on; take the whole `next` address instead."),
]


def page_schema(name: str, row: type[serializers.Serializer]) -> Any:
    """The envelope of a list: the address of the next page and the rows."""
    fields = {"next": serializers.URLField(allow_null=True), "results": row(many=True)}
    return inline_serializer(name, fields)


class ApiView(APIView):
    """A read for a caller who may use the API and holds the endpoint's own permission."""

    permission: ClassVar[Permission]
    authentication_classes: ClassVar = [ServiceTokenAuthentication, SessionOfAPerson]
    throttle_classes: ClassVar = [TokenThrottle]
    http_method_names: ClassVar = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """DRF puts the token's user on the request; what runs afterwards must see the session's own,
        or every call by token would begin a session."""
        own = request.user
        try:
            return super().dispatch(request, *args, **kwargs)
        finally:
            request.user = own

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After signing in and the throttle: who is calling, and may they."""
        super().initial(request, *args, **kwargs)
        self.actor = actor_of(request)
        for permission in (Permission.API_READ, self.permission):
            decision = self.actor.holds(permission)
            if not decision:
                raise PermissionDenied(decision.reason)

    def listed(
        self, request: Request, out: type[serializers.Serializer], rows: Sequence[Any], key: Callable
    ) -> Response:
        """A page of rows, with the record of who took them."""
        body = page(request, rows, key)
        record_access(self.actor, "list", f"Api{out.__name__}", None, count=len(body["results"]))
        body["results"] = out(body["results"], many=True).data
        return Response(body)


class CaseList(ApiView):
    """People on the register whom the caller may see, by reference."""

    permission = Permission.CASE_VIEW

    @extend_schema(
        operation_id="cases_list",
        parameters=PAGING,
        responses=page_schema("CasePage", CaseWithLegalStatusOut),
    )
    def get(self, request: Request) -> Response:
        rows = queries.case_rows(self.actor, cursor_of(request, str), page_size(request) + 1)
        return self.listed(request, case_out(self.actor), rows, by_reference)


class CaseDetail(ApiView):
    """One person on the register."""

    permission = Permission.CASE_VIEW

    @extend_schema(operation_id="cases_read", responses=CaseWithLegalStatusOut)
    def get(self, request: Request, ref: str) -> Response:
        row = queries.case_row(self.actor, ref)
        if row is None:
            record_access(self.actor, "denied", "ApiCaseOut", None)
            raise NotFound
        record_access(self.actor, "view", "ApiCaseOut", row["id"], case_id=row["id"])
        return Response(case_out(self.actor)(row).data)


class PlanList(ApiView):
    """The published care plan of each person whom the caller may see, by the case's reference."""

    permission = Permission.PLAN_VIEW

    @extend_schema(operation_id="plans_list", parameters=PAGING, responses=page_schema("PlanPage", PlanOut))
    def get(self, request: Request) -> Response:
        rows = queries.plan_rows(self.actor, cursor_of(request, str), page_size(request) + 1)
        return self.listed(request, PlanOut, rows, by_reference)


class ReviewDueList(ApiView):
    """Reviews due within 28 days or overdue, the longest overdue first."""

    permission = Permission.REVIEW_VIEW

    @extend_schema(
        operation_id="reviews_due_list", parameters=PAGING, responses=page_schema("ReviewPage", ReviewOut)
    )
    def get(self, request: Request) -> Response:
        rows = queries.review_rows(self.actor, today(), cursor_of(request, DAY, str), page_size(request) + 1)
        return self.listed(request, ReviewOut, rows, lambda row: (row["due_on"], row["reference"]))


class ScheduleList(ApiView):
    """Frozen funding schedules of the caller's organisation, the newest first."""

    permission = Permission.SCHEDULE_VIEW

    @extend_schema(
        operation_id="schedules_list", parameters=PAGING, responses=page_schema("SchedulePage", ScheduleOut)
    )
    def get(self, request: Request) -> Response:
        rows = queries.schedule_rows(self.actor, cursor_of(request, TIME, UUID), page_size(request) + 1)
        return self.listed(request, ScheduleOut, rows, lambda row: (row["frozen_at"].isoformat(), row["id"]))


class ScheduleLineList(ApiView):
    """The lines of one frozen schedule that the caller's organisation may see, in order."""

    permission = Permission.SCHEDULE_VIEW

    @extend_schema(
        operation_id="schedule_lines_list",
        parameters=PAGING,
        responses=page_schema("ScheduleLinePage", ScheduleLineOut),
    )
    def get(self, request: Request, schedule: UUID) -> Response:
        if not queries.schedule_exists(self.actor, schedule):
            record_access(self.actor, "denied", "ApiScheduleLineOut", None)
            raise NotFound
        after = cursor_of(request, int)
        rows = queries.schedule_line_rows(self.actor, schedule, after, page_size(request) + 1)
        return self.listed(request, ScheduleLineOut, rows, lambda row: (row.number,))


def by_reference(row: dict[str, Any]) -> tuple[str]:
    """The key of lists in order of reference."""
    return (row["reference"],)


def case_out(actor: Actor) -> type[CaseOut]:
    """What the caller's roles let them see of a case."""
    return CaseWithLegalStatusOut if actor.may(Permission.LEGAL_STATUS_VIEW) else CaseOut
