"""Units are recorded once for a day, and may be none: a month in which nothing was delivered is frozen too."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import migrations, models

from s117.audit.migrating import together

DAY_ONCE = ExclusionConstraint(
    name="delivery_day_once",
    expressions=[
        ("line", "="),
        (
            models.Func(
                models.F("service_from"), models.F("service_to"), models.Value("[]"), function="daterange"
            ),
            "&&",
        ),
    ],
    condition=models.Q(("superseded_at__isnull", True)),
)


class Migration(migrations.Migration):
    """Guards of what was delivered."""

    dependencies = [("funding", "0015_direct_payments")]

    operations = together(
        [
            migrations.RemoveConstraint(model_name="delivery", name="delivery_one_a_day"),
            migrations.RemoveConstraint(model_name="delivery", name="delivery_units_positive"),
            migrations.AddConstraint(
                model_name="delivery",
                constraint=models.CheckConstraint(
                    condition=models.Q(("units__gte", 0)), name="delivery_units_not_negative"
                ),
            ),
            migrations.AddConstraint(model_name="delivery", constraint=DAY_ONCE),
        ]
    )
