"""When a worker last went on with a batch: a long one that is worked on is slow, not stuck."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("careplans", "0012_letters_withdrawn"),
    ]

    operations = [
        migrations.AddField(name, "claimed_at", models.DateTimeField(blank=True, null=True))
        for name in ("documentbatch", "historicaldocumentbatch")
    ]
