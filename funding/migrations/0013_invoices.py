"""Providers' invoices. Approved ones are fixed by a trigger, so that what was paid can always be explained."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


from s117.audit.migrating import together

APPROVED = """
CREATE FUNCTION funding_invoice_approved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_line uuid;
    the_invoice uuid;
    state text;
BEGIN
    IF TG_TABLE_NAME = 'funding_invoice' THEN
        the_invoice := OLD.id;
    ELSIF TG_TABLE_NAME = 'funding_invoiceline' THEN
        IF TG_OP = 'INSERT' THEN the_invoice := NEW.invoice_id; ELSE the_invoice := OLD.invoice_id; END IF;
    ELSE
        IF TG_OP = 'INSERT' THEN the_line := NEW.line_id; ELSE the_line := OLD.line_id; END IF;
        SELECT invoice_id INTO the_invoice FROM funding_invoiceline WHERE id = the_line;
    END IF;
    SELECT status INTO state FROM funding_invoice WHERE id = the_invoice;
    IF state = 'approved' THEN
        RAISE EXCEPTION 'an approved invoice never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_approved';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER funding_invoice_fixed BEFORE UPDATE OR DELETE ON funding_invoice
    FOR EACH ROW EXECUTE FUNCTION funding_invoice_approved();
CREATE TRIGGER funding_invoiceline_fixed BEFORE INSERT OR UPDATE OR DELETE ON funding_invoiceline
    FOR EACH ROW EXECUTE FUNCTION funding_invoice_approved();
CREATE TRIGGER funding_invoicecharge_fixed BEFORE INSERT OR UPDATE OR DELETE ON funding_invoicecharge
    FOR EACH ROW EXECUTE FUNCTION funding_invoice_approved();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_signing_limits"),
        ("funding", "0012_refund_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalInvoice",
            fields=[
                ("history_actor", models.CharField(default="", max_length=200)),
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("history_user_id", models.UUIDField(null=True)),
                ("provider_name", models.CharField(max_length=200)),
                ("number", models.CharField(max_length=60, verbose_name="invoice number")),
                ("received_on", models.DateField()),
                ("period_from", models.DateField()),
                ("period_to", models.DateField(verbose_name="last day")),
                ("total_pence", models.BigIntegerField()),
                ("tolerance_pence", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("approved", "Approved for payment"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("matched_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("payable_pence", models.BigIntegerField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical invoice",
                "verbose_name_plural": "historical invoices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("provider_name", models.CharField(max_length=200)),
                ("number", models.CharField(max_length=60, verbose_name="invoice number")),
                ("received_on", models.DateField()),
                ("period_from", models.DateField()),
                ("period_to", models.DateField(verbose_name="last day")),
                ("total_pence", models.BigIntegerField()),
                ("tolerance_pence", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("approved", "Approved for payment"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("matched_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("payable_pence", models.BigIntegerField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-recorded_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalInvoiceLine",
            fields=[
                ("history_actor", models.CharField(default="", max_length=200)),
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("history_user_id", models.UUIDField(null=True)),
                ("number", models.PositiveIntegerField()),
                ("client_reference", models.CharField(max_length=40)),
                ("service_from", models.DateField()),
                ("service_to", models.DateField(verbose_name="last day")),
                ("amount_pence", models.BigIntegerField()),
                ("charged_pence", models.BigIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[("matched", "Matched"), ("query", "Query"), ("settled", "Query settled")],
                        default="query",
                        max_length=8,
                    ),
                ),
                (
                    "settlement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("credit_note", "The provider sends a credit note: we pay what was charged"),
                            ("accepted", "The amount invoiced is right: we pay it"),
                            (
                                "rate_corrected",
                                "Our rate was wrong and has been corrected: we pay the amount invoiced",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                ("settled_words", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical invoice line",
                "verbose_name_plural": "historical invoice lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("number", models.PositiveIntegerField()),
                ("client_reference", models.CharField(max_length=40)),
                ("service_from", models.DateField()),
                ("service_to", models.DateField(verbose_name="last day")),
                ("amount_pence", models.BigIntegerField()),
                ("charged_pence", models.BigIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[("matched", "Matched"), ("query", "Query"), ("settled", "Query settled")],
                        default="query",
                        max_length=8,
                    ),
                ),
                (
                    "settlement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("credit_note", "The provider sends a credit note: we pay what was charged"),
                            ("accepted", "The amount invoiced is right: we pay it"),
                            (
                                "rate_corrected",
                                "Our rate was wrong and has been corrected: we pay the amount invoiced",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                ("settled_words", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="funding.invoice",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="InvoiceCharge",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("service_from", models.DateField()),
                ("service_to", models.DateField()),
                ("pence", models.BigIntegerField()),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.scheduleline",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="funding.invoiceline",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                models.F("body"),
                django.db.models.functions.text.Upper("provider_name"),
                django.db.models.functions.text.Upper("number"),
                condition=models.Q(("status", "withdrawn"), _negated=True),
                name="invoice_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_to__gte", models.F("period_from"))),
                name="invoice_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_by", models.F("recorded_by")), _negated=True),
                name="invoice_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "approved"), _negated=True),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("payable_pence__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="invoice_approval_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.UniqueConstraint(fields=("invoice", "number"), name="invoice_line_number_once"),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.CheckConstraint(
                condition=models.Q(("service_to__gte", models.F("service_from"))),
                name="invoice_line_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "settled"), models.Q(("settlement", ""), _negated=True)),
                    models.Q(models.Q(("status", "settled"), _negated=True), ("settlement", "")),
                    _connector="OR",
                ),
                name="invoice_line_settled_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicecharge",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("charge", "="),
                    (
                        models.Func(
                            models.F("service_from"),
                            models.F("service_to"),
                            models.Value("[]"),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="invoice_charge_day_once",
            ),
        ),
        migrations.RunSQL(APPROVED, "DROP FUNCTION funding_invoice_approved() CASCADE"),
    ]
    operations = together(operations)
