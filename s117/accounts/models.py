"""Organisations with their dates and successors; teams; users and their dated memberships."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from s117.accounts.roles import ROLES
from s117.audit.context import NoActor, current_actor
from s117.audit.history import Privacy, TrackedModel, TrackedQuerySet, history_of_changes
from s117.kernel.actor import Actor


class OrganisationKind(models.TextChoices):
    """The kinds of body that share a case or appear in one."""

    COUNCIL = "council", "Council"
    ICB = "icb", "Integrated care board"
    LHB = "lhb", "Local health board"
    TRUST = "trust", "NHS trust"
    PROVIDER = "provider", "Provider"


class Organisation(TrackedModel):
    """A body, by code and dates. Councils and NHS bodies merge under live cases: join on code."""

    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    code = models.CharField(max_length=20)
    ons_code = models.CharField("ONS code", max_length=12, blank=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=60, blank=True)
    nation = models.CharField(max_length=10, default="england")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField("last day", null=True, blank=True)
    note = models.TextField(blank=True)

    privacy = Privacy(ordinary="kind code ons_code name short_name region nation valid_from valid_to note")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="organisation_code_once_per_kind"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="organisation_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class OrganisationSuccession(TrackedModel):
    """One body took over from another from a day. A body split among several has several rows."""

    predecessor = models.ForeignKey(Organisation, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organisation, models.PROTECT, related_name="inheritances")
    starts_on = models.DateField()
    note = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False, help_text="Recorded in error: it counts for nothing")

    privacy = Privacy(ordinary="predecessor successor starts_on note withdrawn")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="succession_to_another_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class ReferenceFile(TrackedModel):
    """A code list that an administrator sent: what was wrong with it, or when it was loaded.

    The text is kept as it was sent, so that what is loaded is what was looked at.
    """

    class Status(models.TextChoices):
        CHECKED = "checked", "Ready to load"
        REFUSED = "refused", "Cannot be loaded"
        LOADED = "loaded", "Loaded"

    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices)
    row_count = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(null=True, blank=True)
    changes = models.JSONField(default=dict, blank=True)

    privacy = Privacy(
        free_text="text faults", ordinary="kind name status row_count sent_at sent_by loaded_at changes"
    )

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return self.name


class PracticeSettings(TrackedModel):
    """One organisation's own clocks for reviews (practice 1.5). There is no statutory interval (law P-7), so
    each is local policy: the reason says which policy. An organisation without a row has the defaults."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="practice_settings")
    first_review_days = models.PositiveSmallIntegerField(
        "days from leaving hospital to the first review",
        default=42,
        help_text="6 weeks: what many local policies ask for after leaving hospital.",
    )
    routine_months = models.PositiveSmallIntegerField(
        "months between routine reviews",
        default=12,
        help_text="12: Care Act guidance asks for a review at least every 12 months. Some trusts use 6.",
    )
    trigger_days = models.PositiveSmallIntegerField(
        "days to review after something changed",
        default=28,
        help_text="28: soon enough to matter, long enough to bring both bodies together.",
    )
    due_soon_days = models.PositiveSmallIntegerField(
        "days ahead that a review counts as due soon",
        default=28,
        help_text="28: leaves time for an invitation ten working days before.",
    )
    manager_days = models.PositiveSmallIntegerField(
        "days overdue after which the team's manager is told",
        default=28,
        help_text="28: amber turns red.",
    )
    head_days = models.PositiveSmallIntegerField(
        "days overdue after which the head of service is told",
        default=90,
        help_text="90: three months late is a failing of the service, not of one coordinator.",
    )
    head_of_service = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField("which local policy these come from")

    privacy = Privacy(
        ordinary="organisation first_review_days routine_months trigger_days due_soon_days manager_days"
        " head_days head_of_service reason"
    )

    class Meta:
        verbose_name_plural = "practice settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_review_days__range=(1, 366), routine_months__range=(1, 24)),
                name="practice_review_intervals_sensible",
            ),
            models.CheckConstraint(
                condition=Q(trigger_days__range=(1, 183), due_soon_days__range=(1, 92)),
                name="practice_days_ahead_sensible",
            ),
            models.CheckConstraint(
                condition=Q(manager_days__gte=1, head_days__gt=models.F("manager_days")),
                name="practice_head_told_after_manager",
            ),
        ]

    def __str__(self) -> str:
        return f"Practice settings of {self.organisation}"


class Team(TrackedModel):
    """A team of one organisation; people of partner organisations may work in it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=100)

    privacy = Privacy(ordinary="organisation name")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once_per_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager.from_queryset(TrackedQuerySet)):  # type: ignore[misc]
    """Finds users by their user name; accounts are made by services, not here."""

    def get_queryset(self) -> TrackedQuerySet:
        """With the organisation, which every request needs."""
        return super().get_queryset().select_related("organisation")

    def get_by_natural_key(self, username: str | None) -> User:
        """User names do not differ by case alone."""
        return self.get(username__iexact=username)


def _account_actor(instance: User, **_: object) -> Actor:
    # Signing in may rehash a password, and a person changes their own: neither runs in a service.
    try:
        return current_actor()
    except NoActor:
        return Actor(id=instance.pk, name=instance.full_name)


class User(AbstractBaseUser):
    """A person with an account, of exactly one organisation (practice J12)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    username = models.CharField(
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9._-]+$", "Use small letters, digits, . _ -")],
    )
    full_name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField("work phone", max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)
    is_service = models.BooleanField("service user of the API", default=False)
    last_login = None

    objects = UserManager()
    history = history_of_changes(excluded_fields=["password"], get_user=_account_actor)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    privacy = Privacy(
        identifier="username full_name email phone",
        ordinary="password job_title organisation is_active is_service",
    )

    class Meta:
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def amend(self, **changes: object) -> User:
        """Set the fields, count the change and save."""
        TrackedModel.amend(self, **changes)  # type: ignore[arg-type]
        return self

    # The Django admin asks these four. Rights come from roles alone, so each is worked out.
    @property
    def is_staff(self) -> bool:
        """May open the admin site: administrators only."""
        return self.is_active and self.memberships.filter(role="administrator", ends_on__isnull=True).exists()

    @property
    def is_superuser(self) -> bool:
        """Nobody is above the roles."""
        return False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Administrators may use the admin site; what it lets them change is decided there."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """As has_perm."""
        return self.is_staff


class Membership(TrackedModel):
    """A role that a user holds, in a team or in the whole organisation, between two days."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(key, role.label) for key, role in ROLES.items()])
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships", null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)

    privacy = Privacy(ordinary="user role team starts_on ends_on")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "team"],
                condition=Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="membership_held_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class SigningLimit(TrackedModel):
    """How much a signatory may sign for, a week and in single payments: all of a body, or one person."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    weekly_pence = models.PositiveBigIntegerField("pence a week")
    once_pence = models.PositiveBigIntegerField("pence in single payments", null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)

    privacy = Privacy(ordinary="organisation user weekly_pence once_pence starts_on ends_on")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="signing_limit_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="signing_limit_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.organisation}: {self.weekly_pence} pence a week"
