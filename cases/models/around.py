"""The people around a person, and what the person says of sharing with them (practice 1.4 A and B).

Each row says what was so from one day to another, who said it and who wrote it down. A row is never
overwritten: it ends, or a further row takes its place and the old one stays, no longer current. The
database refuses anything else (migration of these tables).
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower

from cases.rules.sharing import ConsentLevel, ConsentRecipient
from s117.audit.history import Privacy, TrackedModel

WRITTEN = "case starts_on ends_on source recorded_at recorded_by is_current supersedes"
"""The columns of every row here that are of no special kind, for its privacy classes."""
SAID = "note end_reason change_reason"
"""The columns of every row here that hold somebody's words."""
_DAYS = Func(
    F("starts_on"),
    F("ends_on"),
    RangeBoundary(inclusive_upper=True),
    function="daterange",
    output_field=DateRangeField(),
)


class AroundRow(TrackedModel):
    """What was so from `starts_on` to `ends_on`, its last day; empty while it goes on."""

    class Source(models.TextChoices):
        PERSON = "person", "The person"
        FAMILY = "family", "Family, friend or carer"
        PROFESSIONAL = "professional", "A professional"
        DOCUMENT = "document", "A document that was seen"
        FILE = "file", "An older file or another system"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=12, choices=Source.choices)
    note = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_current = models.BooleanField(default=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    change_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(change_reason=""),
                name="%(class)s_change_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["case", "starts_on"], name="%(class)s_rows")]


class PersonAround(AroundRow):
    """Somebody around the person, and how to reach them."""

    name = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")

    class Meta(AroundRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


def one_at_a_time(name: str, condition: Q | None = None) -> ExclusionConstraint:
    """Only one row of a case that stands may cover a day."""
    standing = Q(is_current=True)
    return ExclusionConstraint(
        name=name,
        expressions=[("case", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
        condition=standing if condition is None else standing & condition,
    )


class Relation(PersonAround):
    """Family, a friend or a carer; for a carer, how their own assessment stands (Care Act 2014 s10)."""

    class Tie(models.TextChoices):
        PARTNER = "partner", "Husband, wife or partner"
        PARENT = "parent", "Parent"
        CHILD = "child", "Son or daughter"
        SIBLING = "sibling", "Brother or sister"
        GRANDPARENT = "grandparent", "Grandparent"
        RELATIVE = "relative", "Another relative"
        FRIEND = "friend", "Friend"
        NEIGHBOUR = "neighbour", "Neighbour"
        OTHER = "other", "Someone else"

    class Assessment(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        UNDECIDED = "undecided", "Not decided yet"

    tie = models.CharField(max_length=12, choices=Tie.choices)
    lives_with = models.BooleanField(default=False)
    call_first = models.BooleanField(default=False)
    is_carer = models.BooleanField(default=False)
    assessment_offered_on = models.DateField(null=True, blank=True)
    assessment_answer = models.CharField(max_length=10, choices=Assessment.choices, blank=True, default="")
    assessed_on = models.DateField(null=True, blank=True)

    privacy = Privacy(
        identifier="name phone email",
        special="tie lives_with is_carer assessment_answer",
        free_text=SAID,
        ordinary=f"{WRITTEN} call_first assessment_offered_on assessed_on",
    )

    class Meta(PersonAround.Meta):
        constraints = [
            *PersonAround.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_carer=True)
                | Q(assessment_offered_on__isnull=True, assessment_answer="", assessed_on__isnull=True),
                name="relation_assessment_is_a_carers",
            ),
        ]


class NearestRelative(PersonAround):
    """The nearest relative (section 26), one at a time. What they are called on screen follows the law in
    force on the day the row begins: see `cases.rules.nominated_person`."""

    class Basis(models.TextChoices):
        SECTION_26 = "section_26", "Next in the list of section 26"
        DELEGATED = "delegated", "Asked by the nearest relative to act (regulation 24)"
        COURT = "court", "Appointed by the county court (section 29)"
        NOMINATED = "nominated", "Named by the person themselves"
        APPOINTED = "appointed", "Appointed for the person by a professional"

    tie = models.CharField(max_length=12, choices=Relation.Tie.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    consulted_on = models.DateField(null=True, blank=True)

    privacy = Privacy(
        identifier="name phone email", special="tie basis", free_text=SAID, ordinary=f"{WRITTEN} consulted_on"
    )

    class Meta(PersonAround.Meta):
        constraints = [*PersonAround.Meta.constraints, one_at_a_time("nearest_relative_one_at_a_time")]


class Authority(PersonAround):
    """Somebody who may decide or handle money for the person: attorney, deputy or benefits appointee."""

    class Kind(models.TextChoices):
        ATTORNEY_HEALTH = "attorney_health", "Attorney for health and welfare"
        ATTORNEY_FINANCE = "attorney_finance", "Attorney for property and money"
        DEPUTY_HEALTH = "deputy_health", "Deputy for health and welfare"
        DEPUTY_FINANCE = "deputy_finance", "Deputy for property and money"
        APPOINTEE = "appointee", "Appointee for benefits"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    document_seen_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True, default="")

    privacy = Privacy(
        identifier="name phone email reference",
        special="kind",
        free_text=SAID,
        ordinary=f"{WRITTEN} document_seen_on",
    )

    class Meta(PersonAround.Meta):
        verbose_name_plural = "authorities"
        constraints = [
            *PersonAround.Meta.constraints,
            one_at_a_time("appointee_one_at_a_time", Q(kind="appointee")),
        ]


class Advocate(PersonAround):
    """An advocate: offered on `starts_on`, what became of the offer, and who it is."""

    class Kind(models.TextChoices):
        IMHA = "imha", "Mental health advocate (IMHA)"
        IMCA = "imca", "Mental capacity advocate (IMCA)"
        CARE_ACT = "care_act", "Care Act advocate"
        OTHER = "other", "Another advocate"

    class Reply(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        INSTRUCTED = "instructed", "Instructed for the person, who could not decide"
        DECLINED = "declined", "Declined"
        UNDECIDED = "undecided", "Not decided yet"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    reply = models.CharField(max_length=10, choices=Reply.choices)
    replied_on = models.DateField(null=True, blank=True)
    organisation_name = models.CharField(max_length=120, blank=True, default="")

    privacy = Privacy(
        identifier="name phone email",
        special="kind reply",
        free_text=SAID,
        ordinary=f"{WRITTEN} replied_on organisation_name",
    )

    class Meta(PersonAround.Meta):
        pass


class Professional(PersonAround):
    """A professional who works with the person. Only one at a time is responsible clinician."""

    class Role(models.TextChoices):
        RC = "rc", "Responsible clinician"
        CONSULTANT = "consultant", "Community consultant"
        AMHP = "amhp", "Approved mental health professional"
        SUPERVISOR = "supervisor", "Social supervisor"
        NURSE = "nurse", "Community nurse"
        SOCIAL_WORKER = "social_worker", "Social worker"
        GP = "gp", "GP"
        PROBATION = "probation", "Probation officer"
        HOUSING = "housing", "Housing officer"
        KEY_WORKER = "key_worker", "Key worker at a provider"
        OTHER = "other", "Another professional"

    role = models.CharField(max_length=14, choices=Role.choices)
    role_words = models.CharField(max_length=80, blank=True, default="")
    organisation_name = models.CharField(max_length=120, blank=True, default="")

    privacy = Privacy(
        identifier="name phone email",
        special="role role_words",
        free_text=SAID,
        ordinary=f"{WRITTEN} organisation_name",
    )

    class Meta(PersonAround.Meta):
        constraints = [
            *PersonAround.Meta.constraints,
            one_at_a_time("responsible_clinician_one_at_a_time", Q(role="rc")),
        ]


class SharingConsent(AroundRow):
    """What the person says may be shared with one recipient, or with all of a kind when `name` is empty."""

    recipient = models.CharField(max_length=10, choices=ConsentRecipient.choices())
    name = models.CharField(max_length=120, blank=True, default="")
    level = models.CharField(max_length=8, choices=ConsentLevel.choices())

    privacy = Privacy(identifier="name", special="recipient level", free_text=SAID, ordinary=WRITTEN)

    class Meta(AroundRow.Meta):
        constraints = [
            *AroundRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(level="limited") | ~Q(note=""), name="sharingconsent_limit_has_words"
            ),
            ExclusionConstraint(
                name="consent_one_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("recipient", RangeOperators.EQUAL),
                    (Lower("name"), RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(is_current=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_recipient_display()


class SafeguardingConcern(AroundRow):
    """A safeguarding concern, from the day it was raised to the day it was closed. Enquiries are made by the
    council of the area where the person is (Care Act 2014 s42); another may owe the aftercare."""

    about = models.CharField(max_length=200)
    enquiry_by = models.CharField(max_length=120, blank=True, default="")

    privacy = Privacy(special="enquiry_by", free_text=f"about {SAID}", ordinary=WRITTEN)

    class Meta(AroundRow.Meta):
        pass

    def __str__(self) -> str:
        return self.about


# The tables by the words of their addresses, in the order of the page.
AROUND: dict[str, type[AroundRow]] = {
    "relation": Relation,
    "nearest-relative": NearestRelative,
    "authority": Authority,
    "advocate": Advocate,
    "professional": Professional,
    "consent": SharingConsent,
    "safeguarding": SafeguardingConcern,
}
