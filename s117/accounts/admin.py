"""The admin site edits reference data and accounts, and nothing about people on the register."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from s117.accounts import services
from s117.accounts.models import (
    Membership,
    Organisation,
    OrganisationSuccession,
    PracticeSettings,
    SigningLimit,
    Team,
    User,
)
from s117.kernel.permissions import Permission
from s117.web.clock import now

admin.site.site_header = admin.site.site_title = "S117"
admin.site.index_title = "Users and organisations"


class ServiceAdmin(admin.ModelAdmin):
    """Saves through a service, under one permission; deletes nothing."""

    permission = Permission.REFERENCE_MANAGE

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Shown to those who hold the permission."""
        return request.actor.may(self.permission)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As the module."""
        return request.actor.may(self.permission)

    has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows are ended, never deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """One service call."""
        services.save_from_admin(actor=request.actor, at=now(), row=obj, permission=self.permission)


@admin.register(Organisation)
class OrganisationAdmin(ServiceAdmin):
    """Bodies, with the days they open and close."""

    list_display = ("name", "kind", "code", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("name", "code")
    exclude = ("version",)


@admin.register(OrganisationSuccession)
class OrganisationSuccessionAdmin(ServiceAdmin):
    """Who took over from whom."""

    list_display = ("predecessor", "successor", "starts_on")
    exclude = ("version",)


@admin.register(PracticeSettings)
class PracticeSettingsAdmin(ServiceAdmin):
    """When reviews fall due in an organisation, and who is told when they do not happen."""

    list_display = ("organisation", "first_review_days", "routine_months", "head_of_service")
    exclude = ("version",)


@admin.register(Team)
class TeamAdmin(ServiceAdmin):
    """Teams."""

    permission = Permission.USERS_MANAGE
    list_display = ("name", "organisation")
    exclude = ("version",)


@admin.register(User)
class UserAdmin(ServiceAdmin):
    """Accounts. A password is never chosen here: the person sets it from a reset message."""

    permission = Permission.USERS_MANAGE
    list_display = ("full_name", "username", "organisation", "is_active")
    search_fields = ("full_name", "username")
    exclude = ("version", "password")


@admin.register(Membership)
class MembershipAdmin(ServiceAdmin):
    """Dated roles."""

    permission = Permission.USERS_MANAGE
    list_display = ("user", "role", "team", "starts_on", "ends_on")
    exclude = ("version",)


@admin.register(SigningLimit)
class SigningLimitAdmin(ServiceAdmin):
    """How much a body's signatories, or one of them, may sign for. A person's own limit goes first."""

    permission = Permission.USERS_MANAGE
    list_display = ("organisation", "user", "weekly_pence", "once_pence", "starts_on", "ends_on")
    exclude = ("version",)
