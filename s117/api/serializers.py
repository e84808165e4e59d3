"""What each endpoint sends: output only, over rows. No serializer here can write."""

from __future__ import annotations

from rest_framework import serializers


class CaseOut(serializers.Serializer):
    """A person on the register, without their legal status."""

    reference = serializers.CharField(help_text="The case's reference, for example S117-2026-00042.")
    status = serializers.ChoiceField(
        choices=(
            "to_check",
            "prospective",
            "active",
            "ended",
            "ended_death",
            "not_entitled",
            "entered_in_error",
        )
    )
    registered_on = serializers.DateField()
    nhs_number = serializers.CharField(help_text="Ten digits, or empty when there is none.")
    family_name = serializers.CharField()
    given_names = serializers.CharField()
    date_of_birth = serializers.DateField()
    left_hospital_on = serializers.DateField(allow_null=True, help_text="The last time they left hospital.")
    coordinator_name = serializers.CharField(allow_null=True)
    team_name = serializers.CharField(allow_null=True)
    council_name = serializers.CharField(allow_null=True, help_text="The council proposed or agreed.")
    nhs_body_name = serializers.CharField(allow_null=True, help_text="The NHS body proposed or agreed.")


class CaseWithLegalStatusOut(CaseOut):
    """A person on the register. The last three fields come only for roles that may see legal status."""

    section_code = serializers.CharField(allow_null=True, help_text="NHS legal status code while detained.")
    admitted_on = serializers.DateField(allow_null=True, help_text="While in hospital.")
    cto_from = serializers.DateField(allow_null=True, help_text="While on a community treatment order.")


class PlanOut(serializers.Serializer):
    """The published plan of a person. The words of the plan are not sent."""

    reference = serializers.CharField(help_text="The case's reference.")
    number = serializers.IntegerField(help_text="The version of the plan.")
    effective_from = serializers.DateField(allow_null=True)
    review_due_on = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    fingerprint = serializers.CharField(allow_null=True, help_text="SHA-256 of what was published.")


class ReviewOut(serializers.Serializer):
    """A review that is due within 28 days or overdue."""

    reference = serializers.CharField(help_text="The case's reference.")
    kind = serializers.CharField()
    status = serializers.ChoiceField(choices=("due", "booked"))
    due_on = serializers.DateField()
    booked_for = serializers.DateField(allow_null=True)
    overdue_days = serializers.IntegerField(help_text="0 when it is not overdue.")


class ScheduleOut(serializers.Serializer):
    """A frozen funding schedule. Its lines are at `schedules/{id}/lines/`."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Counted by each council for itself.")
    edition = serializers.IntegerField()
    council_name = serializers.CharField()
    period_from = serializers.DateField()
    period_to = serializers.DateField(help_text="The last day.")
    frozen_at = serializers.DateTimeField()
    row_count = serializers.IntegerField()
    gross_pence = serializers.IntegerField(help_text="Whole pence.")
    control_hash = serializers.CharField(help_text="Fingerprint of the figures.")


class PartOut(serializers.Serializer):
    """One body's part of a line."""

    code = serializers.CharField()
    name = serializers.CharField()
    percent = serializers.CharField(help_text="Two decimals, for example 50.00.")
    amount = serializers.IntegerField(help_text="Whole pence. The parts come to the gross.")


class ScheduleLineOut(serializers.Serializer):
    """A line of a frozen schedule: figures that never change."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=("charge", "reversal", "replacement"))
    case_reference = serializers.CharField()
    provider_name = serializers.CharField()
    description = serializers.CharField()
    service_from = serializers.DateField()
    service_to = serializers.DateField(help_text="The last day.")
    days = serializers.IntegerField()
    rate_pence = serializers.IntegerField(help_text="Whole pence a unit.")
    unit = serializers.CharField()
    gross_pence = serializers.IntegerField(help_text="Whole pence.")
    decision_reference = serializers.CharField()
    parts = PartOut(many=True)
