"""News of what is about no one person, such as a report that is ready, has no case."""

import django.db.models.deletion
from django.db import migrations, models

from s117.audit.migrating import together


class Migration(migrations.Migration):
    dependencies = [
        ("careplans", "0009_refund_letter"),
        ("cases", "0010_facts_stand"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalnotice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("review", "Reviews"),
                    ("follow_up", "Contact within 72 hours of leaving hospital"),
                    ("plan", "Plans to publish before the person leaves hospital"),
                    ("cto_expiry", "Community treatment orders that run out"),
                    ("section_expiry", "Detentions that run out"),
                    ("determination", "Responsible bodies awaiting an answer"),
                    ("unallocated", "People without a coordinator"),
                    ("leaver", "People whose coordinator has left"),
                    ("dispute_step", "Steps of disputes about responsibility"),
                    ("dispute_referral", "Disputes that must be referred by a day"),
                    ("line_query", "Queries about lines of funding schedules"),
                    ("report", "Finance reports that are ready"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="historicalnotice",
            name="step",
            field=models.CharField(
                choices=[
                    ("due_soon", "due soon"),
                    ("due", "due today"),
                    ("overdue", "overdue"),
                    ("escalated", "long overdue"),
                    ("head", "overdue for months"),
                    ("news", "new"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.case",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("review", "Reviews"),
                    ("follow_up", "Contact within 72 hours of leaving hospital"),
                    ("plan", "Plans to publish before the person leaves hospital"),
                    ("cto_expiry", "Community treatment orders that run out"),
                    ("section_expiry", "Detentions that run out"),
                    ("determination", "Responsible bodies awaiting an answer"),
                    ("unallocated", "People without a coordinator"),
                    ("leaver", "People whose coordinator has left"),
                    ("dispute_step", "Steps of disputes about responsibility"),
                    ("dispute_referral", "Disputes that must be referred by a day"),
                    ("line_query", "Queries about lines of funding schedules"),
                    ("report", "Finance reports that are ready"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="step",
            field=models.CharField(
                choices=[
                    ("due_soon", "due soon"),
                    ("due", "due today"),
                    ("overdue", "overdue"),
                    ("escalated", "long overdue"),
                    ("head", "overdue for months"),
                    ("news", "new"),
                ],
                max_length=12,
            ),
        ),
    ]
    operations = together(operations)
