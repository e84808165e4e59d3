from django.db import migrations, models

from s117.audit.migrating import together


class Migration(migrations.Migration):
    """Whom to call: the work phone of a user, which the plans they coordinate print."""

    dependencies = [("accounts", "0003_limits_apart")]

    operations = together(
        [
            migrations.AddField(
                model_name=name,
                name="phone",
                field=models.CharField(blank=True, default="", max_length=40, verbose_name="work phone"),
                preserve_default=False,
            )
            for name in ("historicaluser", "user")
        ]
    )
