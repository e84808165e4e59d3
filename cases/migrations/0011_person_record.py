"""What practice 1.4 A and R ask of a person beside the law: numbers, property, recourse to public funds, a goal
for a contact, and safeguarding concerns, whose rows stand as those of the other people around a person do."""

import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from s117.audit.migrating import together


STANDS = (
    "CREATE TRIGGER around_stands BEFORE UPDATE OR DELETE ON cases_safeguardingconcern "
    "FOR EACH ROW EXECUTE FUNCTION cases_around_stands();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_facts_stand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="address",
            name="uprn",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="UPRN"),
        ),
        migrations.AddField(
            model_name="client",
            name="council_number",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="client",
            name="icb_number",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="client",
            name="immigration_note",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="client",
            name="no_recourse",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="client",
            name="trust_number",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="contactlog",
            name="goal_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="contactlog",
            name="goal_words",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="historicaladdress",
            name="uprn",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="UPRN"),
        ),
        migrations.AddField(
            model_name="historicalclient",
            name="council_number",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="historicalclient",
            name="icb_number",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="historicalclient",
            name="immigration_note",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="historicalclient",
            name="no_recourse",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalclient",
            name="trust_number",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="historicalcontactlog",
            name="goal_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalcontactlog",
            name="goal_words",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.CreateModel(
            name="SafeguardingConcern",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("family", "Family, friend or carer"),
                            ("professional", "A professional"),
                            ("document", "A document that was seen"),
                            ("file", "An older file or another system"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                ("is_current", models.BooleanField(default=True)),
                ("change_reason", models.CharField(blank=True, default="", max_length=200)),
                ("about", models.CharField(max_length=200)),
                ("enquiry_by", models.CharField(blank=True, default="", max_length=120)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="cases.safeguardingconcern",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalSafeguardingConcern",
            fields=[
                ("history_actor", models.CharField(default="", max_length=200)),
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("history_user_id", models.UUIDField(null=True)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("family", "Family, friend or carer"),
                            ("professional", "A professional"),
                            ("document", "A document that was seen"),
                            ("file", "An older file or another system"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                ("is_current", models.BooleanField(default=True)),
                ("change_reason", models.CharField(blank=True, default="", max_length=200)),
                ("about", models.CharField(max_length=200)),
                ("enquiry_by", models.CharField(blank=True, default="", max_length=120)),
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
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
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
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.safeguardingconcern",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical safeguarding concern",
                "verbose_name_plural": "historical safeguarding concerns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddIndex(
            model_name="safeguardingconcern",
            index=models.Index(fields=["case", "starts_on"], name="safeguardingconcern_rows"),
        ),
        migrations.AddConstraint(
            model_name="safeguardingconcern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="safeguardingconcern_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="safeguardingconcern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("supersedes__isnull", True),
                    models.Q(("change_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="safeguardingconcern_change_has_reason",
            ),
        ),
        migrations.RunSQL(STANDS, "DROP TRIGGER around_stands ON cases_safeguardingconcern;"),
    ]
    operations = together(operations)
