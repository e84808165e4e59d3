"""Reports and panels' papers are rows like every document: the same columns, the same words."""

from django.db import migrations, models

from s117.audit.migrating import together

STATES = [
    ("requested", "Waiting to be made"),
    ("rendering", "Being made"),
    ("ready", "Ready"),
    ("failed", "Could not be made"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0018_money_back"),
    ]

    operations = [
        *(
            migrations.RenameField(name, "made_at", "finished_at")
            for name in ("reportrun", "historicalreportrun")
        ),
        *(
            migrations.AddField(
                name, "failure", models.TextField(blank=True, default=""), preserve_default=False
            )
            for name in ("reportrun", "historicalreportrun")
        ),
        *(
            migrations.AlterField(
                name, "status", models.CharField(choices=STATES, default="requested", max_length=10)
            )
            for name in ("reportrun", "historicalreportrun", "panelpack", "historicalpanelpack")
        ),
    ]
    operations = together(operations)
