"""Money that somebody spends on their aftercare: set up, paid, looked after, asked back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from funding.models.package import FundedLine
from funding.rules.direct_payments import Account, BudgetKind, Cycle, Holder
from funding.rules.paying import PaymentRunStatus, ReclaimStatus
from s117.audit.history import Privacy, TrackedModel


class DirectPayment(TrackedModel):
    """A direct payment or a personal health budget for one funded service, at the rates of that service."""

    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="direct_payments")
    kind = models.CharField(max_length=12, choices=BudgetKind.choices())
    holder = models.CharField(max_length=12, choices=Holder.choices())
    holder_name = models.CharField(max_length=200, blank=True)
    has_capacity = models.BooleanField()
    consented_on = models.DateField(null=True, blank=True)
    suitability = models.TextField("why it is suitable and manageable")
    may_buy = models.TextField("what it may buy")
    account = models.CharField(max_length=10, choices=Account.choices())
    cycle = models.CharField(max_length=12, choices=Cycle.choices())
    one_off_pence = models.BigIntegerField(default=0)
    employer = models.BooleanField("the holder employs somebody", default=False)
    monitoring_months = models.PositiveSmallIntegerField(default=3)
    weeks_kept = models.PositiveSmallIntegerField(default=8)
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)
    end_reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    privacy = Privacy(
        identifier="holder_name",
        special="has_capacity",
        free_text="suitability may_buy end_reason",
        ordinary="line kind holder consented_on account cycle one_off_pence employer monitoring_months"
        " weeks_kept starts_on ends_on recorded_at",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(ends_on__isnull=True), name="direct_payment_one_open_a_service"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="direct_payment_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(one_off_pence__gte=0), name="direct_payment_one_off"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.line}"


class PaymentRun(TrackedModel):
    """A body's payments that fall due up to a day. Approved by a second person, it never changes."""

    body = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    due_to = models.DateField("payments due up to")
    status = models.CharField(
        max_length=10,
        choices=[(s.value, s.name.capitalize()) for s in PaymentRunStatus],
        default=PaymentRunStatus.DRAFT.value,
    )
    row_count = models.PositiveIntegerField()
    total_pence = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    privacy = Privacy(
        ordinary="body number due_to status row_count total_pence made_at made_by approved_at approved_by"
    )

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="payment_run_number_once"),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(status=PaymentRunStatus.DRAFT.value),
                name="payment_run_one_draft_a_body",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
                name="payment_run_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"payment run {self.number}"


class Payment(TrackedModel):
    """One payment period of an arrangement in a run. `standing` is off when its run was withdrawn.

    With `mends` it puts right what an approved run paid for the same days: below zero where that was too
    much.
    """

    run = models.ForeignKey(PaymentRun, models.PROTECT, related_name="payments")
    direct_payment = models.ForeignKey(DirectPayment, models.PROTECT, related_name="payments")
    first_day = models.DateField()
    last_day = models.DateField()
    pence = models.BigIntegerField()
    one_off = models.BooleanField(default=False)
    standing = models.BooleanField(default=True)
    mends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")

    privacy = Privacy(ordinary="run direct_payment first_day last_day pence one_off standing mends")

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["direct_payment", "first_day", "one_off"],
                condition=Q(standing=True, mends__isnull=True),
                name="payment_once_a_period",
            ),
            models.UniqueConstraint(fields=["run", "mends"], name="payment_mended_once_a_run"),
            models.CheckConstraint(
                condition=Q(pence__gt=0) | Q(mends__isnull=False, pence__lt=0), name="payment_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


class MonitoringReturn(TrackedModel):
    """What the holder had, was paid and spent in some days, and what is asked back of what is left. Pence.

    `overpaid_pence` of what is asked back was paid above the rate: no schedule charges it, so nobody shares
    it.
    """

    direct_payment = models.ForeignKey(DirectPayment, models.PROTECT, related_name="returns")
    first_day = models.DateField()
    last_day = models.DateField()
    opening_pence = models.BigIntegerField()
    paid_pence = models.BigIntegerField()
    spent_pence = models.BigIntegerField()
    closing_pence = models.BigIntegerField()
    receipts_seen = models.BooleanField()
    note = models.TextField(blank=True)
    reclaim_pence = models.BigIntegerField(default=0)
    overpaid_pence = models.BigIntegerField("of it, paid too much", default=0)
    reclaim_status = models.CharField(
        max_length=10,
        choices=[(s.value, s.name.capitalize()) for s in ReclaimStatus],
        default=ReclaimStatus.NONE.value,
    )
    reclaimed_on = models.DateField(null=True, blank=True)
    reclaim_note = models.TextField("reference, or why it is not asked back", blank=True)
    recorded_at = models.DateTimeField()

    privacy = Privacy(
        free_text="note reclaim_note",
        ordinary="direct_payment first_day last_day opening_pence paid_pence spent_pence closing_pence"
        " receipts_seen reclaim_pence overpaid_pence reclaim_status reclaimed_on recorded_at",
    )

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["direct_payment", "first_day"], name="return_one_a_period"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="return_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(closing_pence=F("opening_pence") + F("paid_pence") - F("spent_pence")),
                name="return_adds_up",
            ),
            models.CheckConstraint(condition=Q(reclaim_pence__gte=0), name="return_reclaim_not_negative"),
            models.CheckConstraint(
                condition=Q(overpaid_pence__gte=0, overpaid_pence__lte=F("reclaim_pence")),
                name="return_overpaid_within_reclaim",
            ),
        ]

    def __str__(self) -> str:
        return f"return for {self.first_day} to {self.last_day}"
