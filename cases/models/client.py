"""The person: who they are, where they have lived, which GP practice they were with."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import codes
from s117.audit.history import Privacy, TrackedModel
from s117.kernel.letters import listed_name


class Client(TrackedModel):
    """A person in the register. The NHS number's check digit is also checked by the database."""

    nhs_number = models.CharField("NHS number", max_length=10, blank=True, default="")
    nhs_number_status = models.CharField(max_length=2, choices=codes.NHS_NUMBER_STATUSES, default="03")
    nhs_number_unavailable = models.CharField(
        max_length=20, choices=codes.NHS_NUMBER_UNAVAILABLE, blank=True, default=""
    )
    family_name = models.CharField(max_length=100)
    given_names = models.CharField(max_length=100)
    preferred_name = models.CharField(max_length=100, blank=True, default="")
    other_names = models.TextField("former and other names, one a line", blank=True, default="")
    pronouns = models.CharField(max_length=40, blank=True, default="")
    date_of_birth = models.DateField()
    date_of_birth_estimated = models.BooleanField(default=False)
    date_of_death = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=1, choices=codes.GENDERS, blank=True, default="")
    ethnic_category = models.CharField(max_length=2, choices=codes.ETHNIC_CATEGORIES, blank=True, default="")
    first_language = models.CharField(max_length=60, blank=True, default="")
    interpreter_needed = models.BooleanField(default=False)
    accessible_formats = ArrayField(
        models.CharField(max_length=20, choices=codes.ACCESSIBLE_FORMATS), blank=True, default=list
    )
    sign_language = models.CharField(max_length=10, choices=codes.SIGN_LANGUAGES, blank=True, default="")
    contact_method = models.CharField(max_length=10, choices=codes.CONTACT_METHODS, blank=True, default="")
    communication_note = models.TextField(blank=True, default="")
    communication_asked_on = models.DateField(null=True, blank=True)
    communication_source = models.CharField(
        max_length=12, choices=codes.DETAIL_SOURCES, blank=True, default=""
    )
    council_number = models.CharField(max_length=30, blank=True, default="")
    trust_number = models.CharField(max_length=30, blank=True, default="")
    icb_number = models.CharField(max_length=30, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    safe_to_leave_message = models.BooleanField(null=True, blank=True)
    other_phone = models.CharField(max_length=30, blank=True, default="")
    other_phone_safe = models.BooleanField(null=True, blank=True)
    email = models.EmailField(blank=True, default="")
    sex_at_birth = models.CharField(max_length=1, choices=codes.SEXES, blank=True, default="")
    sexual_orientation = models.CharField(max_length=1, choices=codes.ORIENTATIONS, blank=True, default="")
    religion = models.CharField(max_length=60, blank=True, default="")
    disabilities = ArrayField(
        models.CharField(max_length=2, choices=codes.DISABILITIES), blank=True, default=list
    )
    veteran = models.BooleanField(null=True, blank=True)
    care_leaver = models.BooleanField(null=True, blank=True)
    mappa_level = models.CharField(max_length=1, choices=codes.MAPPA_LEVELS, blank=True, default="")
    cares_for_others = models.BooleanField(null=True, blank=True)
    caring_note = models.TextField(blank=True, default="")
    no_recourse = models.BooleanField(null=True, blank=True)
    immigration_note = models.TextField(blank=True, default="")
    circumstances_asked_on = models.DateField(null=True, blank=True)
    circumstances_source = models.CharField(
        max_length=12, choices=codes.DETAIL_SOURCES, blank=True, default=""
    )

    privacy = Privacy(
        identifier=(
            "nhs_number family_name given_names preferred_name other_names date_of_birth date_of_death phone "
            "other_phone email council_number trust_number icb_number"
        ),
        special=(
            "pronouns gender ethnic_category first_language interpreter_needed accessible_formats "
            "sign_language sex_at_birth sexual_orientation religion disabilities veteran care_leaver "
            "mappa_level cares_for_others no_recourse"
        ),
        free_text="communication_note caring_note immigration_note",
        ordinary=(
            "nhs_number_status nhs_number_unavailable date_of_birth_estimated safe_to_leave_message "
            "other_phone_safe contact_method communication_asked_on communication_source "
            "circumstances_asked_on circumstances_source"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["nhs_number"], condition=~Q(nhs_number=""), name="client_nhs_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(nhs_number="") | ~Q(nhs_number_unavailable=""),
                name="client_nhs_number_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(date_of_death__isnull=True) | Q(date_of_death__gte=F("date_of_birth")),
                name="client_death_after_birth",
            ),
        ]
        indexes = [models.Index(fields=["date_of_birth"], name="client_search_born")]

    def __str__(self) -> str:
        return listed_name(self.family_name, self.given_names)


class Address(TrackedModel):
    """Where the person lived from one day to another: the facts that decide which council is responsible.

    `ends_on` is the last day lived there. `settled` answers Shah [1983] 2 AC 309: adopted voluntarily and
    for settled purposes; `arranged_by` and `arranged_under` matter when a council or the NHS placed them.
    Where one that is `restricted` is, only a few roles are shown (see `queries.record`).
    """

    class Kind(models.TextChoices):
        HOME = "home", "Own or family home"
        SUPPORTED = "supported", "Supported living or extra care"
        CARE_HOME = "care_home", "Care home"
        HOSTEL = "hostel", "Hostel or temporary accommodation"
        STUDENT = "student", "Student accommodation"
        PRISON = "prison", "Prison or other detention"
        HOSPITAL = "hospital", "Hospital, with no other home"
        NONE = "no_fixed_abode", "No fixed abode"
        OTHER = "other", "Somewhere else"

    class Country(models.TextChoices):
        ENGLAND = "england", "England"
        WALES = "wales", "Wales"
        SCOTLAND = "scotland", "Scotland"
        NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"
        ELSEWHERE = "elsewhere", "Another country"

    class ArrangedBy(models.TextChoices):
        PERSON = "person", "The person or their family"
        COUNCIL = "council", "A council"
        NHS = "nhs", "The NHS"
        OTHER = "other", "Someone else"
        UNKNOWN = "not_known", "Not known"

    class Power(models.TextChoices):
        CARE_ACT = "care_act", "Care Act 2014"
        SECTION_117 = "s117", "Section 117 aftercare"
        CHILDREN_ACT = "children_act", "Children Act 1989"
        NHS = "nhs", "NHS placement"
        OTHER = "other", "Another power, such as housing"

    class Settled(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "not_known", "Not known"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.HOME)
    line = models.CharField(max_length=200, blank=True, default="")
    postcode = models.CharField(max_length=8, blank=True, default="")
    uprn = models.CharField("UPRN", max_length=12, blank=True, default="")
    country = models.CharField(max_length=20, choices=Country.choices, default=Country.ENGLAND)
    council = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    settled = models.CharField(max_length=10, choices=Settled.choices, default=Settled.YES)
    arranged_by = models.CharField(max_length=10, choices=ArrangedBy.choices, default=ArrangedBy.PERSON)
    arranged_under = models.CharField(max_length=20, choices=Power.choices, blank=True, default="")
    arranging_body = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True, default="")
    restricted = models.BooleanField(default=False)
    restricted_reason = models.TextField(blank=True, default="")

    privacy = Privacy(
        identifier="line postcode uprn",
        special="",
        free_text="note restricted_reason",
        ordinary=(
            "client kind country council starts_on ends_on settled arranged_by arranged_under arranging_body "
            "restricted"
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(restricted=False) | ~Q(restricted_reason=""),
                name="address_restriction_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="address_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["client", "starts_on"], name="address_history")]

    def __str__(self) -> str:
        return f"{self.line or self.get_kind_display()}, from {self.starts_on}"


class GpRegistration(TrackedModel):
    """The practice a person was registered with, and the ICB it belonged to. `ends_on` is the last day."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="gp_registrations")
    practice_code = models.CharField(max_length=6, blank=True, default="")
    practice_name = models.CharField(max_length=120)
    icb = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    privacy = Privacy(
        identifier="",
        special="",
        free_text="",
        ordinary="client practice_code practice_name icb starts_on ends_on",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="gp_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["client", "starts_on"], name="gp_history")]

    def __str__(self) -> str:
        return f"{self.practice_name}, from {self.starts_on}"
