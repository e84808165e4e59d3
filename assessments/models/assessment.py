"""A needs assessment, its domains and its needs, each tested by the two limbs of section 117(6)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from assessments.models.choices import (
    Capacity,
    CareActConclusion,
    CarerAssessment,
    Consent,
    Decided,
    LimbChoice,
    Method,
    OtherRoute,
    YesNo,
)
from assessments.rules.domains import DOMAINS
from assessments.rules.lifecycle import STATUS_WORDS, AssessmentStatus
from s117.audit.history import Privacy, TrackedModel
from s117.kernel.findings import Answer

DOMAIN_CHOICES = [(domain.code, domain.title) for domain in DOMAINS]
STATUS_CHOICES = [(status.value, words) for status, words in STATUS_WORDS.items()]


class Assessment(TrackedModel):
    """One needs assessment of a person. Numbered within the case; the newest signed off one counts."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=STATUS_CHOICES, default=AssessmentStatus.DRAFT.value)
    started_on = models.DateField()
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    carried_forward = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    left_open = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    assessor_name = models.CharField(max_length=120, blank=True)
    assessor_profession = models.CharField(max_length=120, blank=True)
    registration_number = models.CharField(max_length=40, blank=True)
    assessed_from = models.DateField(null=True, blank=True)
    assessed_to = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=12, choices=Method.choices, blank=True)
    capacity = models.CharField(max_length=12, choices=Capacity.choices, blank=True)
    capacity_note = models.TextField(blank=True)
    consent = models.CharField(max_length=16, choices=Consent.choices, blank=True)
    consent_note = models.TextField(blank=True)

    risk_summary = models.TextField(blank=True)
    triggers = models.TextField(blank=True)
    warning_signs = models.TextField(blank=True)
    protective_factors = models.TextField(blank=True)

    carer_assessment = models.CharField(max_length=12, choices=CarerAssessment.choices, blank=True)
    carer_impact = models.TextField(blank=True)

    aftercare_summary = models.TextField(blank=True)
    other_summary = models.TextField(blank=True)
    care_act_conclusion = models.CharField(max_length=12, choices=CareActConclusion.choices, blank=True)
    care_act_reason = models.TextField(blank=True)

    signed_off_on = models.DateField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )

    privacy = Privacy(
        special="capacity consent",
        free_text="capacity_note consent_note risk_summary triggers warning_signs protective_factors"
        " carer_impact aftercare_summary other_summary care_act_reason",
        ordinary="case number status started_on author carried_forward left_open assessor_name"
        " assessor_profession registration_number assessed_from assessed_to method carer_assessment"
        " care_act_conclusion signed_off_on signed_off_by",
    )

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="assessment_number_once_per_case"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=[AssessmentStatus.DRAFT.value, AssessmentStatus.SUBMITTED.value]),
                name="assessment_one_unfinished_per_case",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status=AssessmentStatus.SIGNED_OFF.value),
                name="assessment_one_signed_off_per_case",
            ),
            models.CheckConstraint(
                condition=Q(assessed_to__isnull=True) | Q(assessed_to__gte=models.F("assessed_from")),
                name="assessment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"Needs assessment {self.number}"


class DomainEntry(TrackedModel):
    """What was found in one part of the person's life."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="entries")
    domain = models.CharField(max_length=20, choices=DOMAIN_CHOICES)
    situation = models.TextField(blank=True)
    person_view = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    has_need = models.CharField(max_length=3, choices=YesNo.choices, blank=True)

    privacy = Privacy(
        special="has_need", free_text="situation person_view strengths", ordinary="assessment domain"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "domain"], name="entry_once_per_domain"),
        ]

    def __str__(self) -> str:
        return self.get_domain_display()


class Need(TrackedModel):
    """One need with its two answers. `key` stays the same when a newer assessment copies the need."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="needs")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    domain = models.CharField(max_length=20, choices=DOMAIN_CHOICES)
    title = models.CharField(max_length=200)
    arises = models.CharField(max_length=12, choices=LimbChoice.choices, blank=True)
    arises_reason = models.TextField(blank=True)
    reduces = models.CharField(max_length=12, choices=LimbChoice.choices, blank=True)
    reduces_reason = models.TextField(blank=True)
    proposed = models.CharField(max_length=12, choices=LimbChoice.choices)
    override = models.CharField(max_length=12, choices=Decided.choices, blank=True)
    override_reason = models.TextField(blank=True)
    conclusion = models.CharField(max_length=12, choices=LimbChoice.choices)
    findings = models.JSONField(default=list)
    ruleset = models.CharField(max_length=60)
    care_act_eligible = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    other_route = models.CharField(max_length=12, choices=OtherRoute.choices, blank=True)
    withdrawn = models.BooleanField(default=False)
    withdrawn_reason = models.TextField(blank=True)

    privacy = Privacy(
        special="arises reduces proposed override conclusion care_act_eligible other_route findings",
        free_text="title arises_reason reduces_reason override_reason withdrawn_reason",
        ordinary="assessment key number domain ruleset withdrawn",
    )

    class Meta:
        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="need_number_once_per_assessment"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def s117(self) -> bool:
        """Whether the need is recorded as an aftercare need."""
        return self.conclusion == Answer.YES.value


class AssessmentStatusChange(TrackedModel):
    """One move of an assessment; rows are only ever added."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="status_changes")
    from_status = models.CharField(max_length=20, choices=STATUS_CHOICES)
    to_status = models.CharField(max_length=20, choices=STATUS_CHOICES)
    reason = models.TextField(blank=True)
    by_name = models.CharField(max_length=120)
    by_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    privacy = Privacy(free_text="reason", ordinary="assessment from_status to_status by_name by_id at")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"
