"""The API described: the OpenAPI document for machines, and a page of our own for people.

The page is made from the document, so the two cannot differ. No script bundle is shipped for it, and the
content security policy has no exception (docs/adr/0005).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from drf_spectacular.generators import SchemaGenerator

from s117.api.services import LONGEST_DAYS
from s117.kernel.permissions import Permission
from s117.web.views import Accessed, ScopedDetail

API_PATHS = "/api/v1"


@dataclass(frozen=True, slots=True)
class Field:
    """One field or parameter: its name, its kind and what it means."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API as the page shows it."""

    path: str
    summary: str
    parameters: tuple[Field, ...]
    fields: tuple[Field, ...]


class ApiView(ScopedDetail):
    """What the API offers, how to sign in to it, and every field it sends."""

    permission = Permission.API_READ
    template = "api/api_view.html"

    def present(self, subject: None) -> dict[str, Any]:
        document = openapi_document(self.request)
        return {
            "endpoints": endpoints_of(document),
            "address": self.request.build_absolute_uri(API_PATHS),
            "longest_days": LONGEST_DAYS,
        }

    def accessed(self, subject: None) -> Accessed | None:
        return None


class SchemaView(ApiView):
    """The OpenAPI document itself."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(openapi_document(request), json_dumps_params={"indent": 1})


def openapi_document(request: HttpRequest) -> dict[str, Any]:
    """The document that drf-spectacular makes from the endpoints."""
    document: dict[str, Any] = SchemaGenerator(api_version="v1").get_schema(request=None, public=True)
    return document


def endpoints_of(document: dict[str, Any]) -> tuple[Endpoint, ...]:
    """The endpoints of a document in order of address."""
    schemas = document["components"]["schemas"]
    return tuple(
        Endpoint(
            path=path,
            summary=item["get"].get("description", ""),
            parameters=tuple(_parameter(sent) for sent in item["get"].get("parameters", ())),
            fields=_fields(item["get"]["responses"]["200"], schemas),
        )
        for path, item in sorted(document["paths"].items())
    )


def _parameter(sent: dict[str, Any]) -> Field:
    where = "in the address" if sent["in"] == "path" else "optional"
    return Field(sent["name"], f"{_kind(sent['schema'])}, {where}", sent.get("description", ""))


def _fields(response: dict[str, Any], schemas: dict[str, Any]) -> tuple[Field, ...]:
    schema = _resolved(response["content"]["application/json"]["schema"], schemas)
    rows = schema["properties"].get("results")
    if rows is not None:
        schema = _resolved(rows["items"], schemas)
    return tuple(
        Field(name, _kind(_resolved(sent, schemas)), sent.get("description", ""))
        for name, sent in schema["properties"].items()
    )


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference stands for; drf-spectacular wraps some in `allOf`."""
    if "allOf" in schema:
        return _resolved(schema["allOf"][0], schemas)
    if "$ref" in schema:
        found: dict[str, Any] = schemas[schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " or ".join(str(value) for value in schema["enum"] if value is not None)
    kinds = {"date": "date", "date-time": "date and time", "uuid": "UUID", "uri": "address"}
    kind = kinds.get(
        schema.get("format", ""),
        {"integer": "whole number", "string": "text"}.get(schema.get("type", ""), "list"),
    )
    return f"{kind} or null" if schema.get("nullable") else kind
