"""A day has one signing limit of a signatory, and one of the body: two that overlap are refused."""

from django.db import migrations

APART = """
ALTER TABLE accounts_signinglimit ADD CONSTRAINT signing_limit_one_a_day EXCLUDE USING gist (
    organisation_id WITH =,
    COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =,
    daterange(starts_on, ends_on, '[]') WITH &&
);
"""


class Migration(migrations.Migration):
    """Limits apart."""

    dependencies = [("accounts", "0002_signing_limits"), ("cases", "0000_extensions")]

    operations = [
        migrations.RunSQL(APART, "ALTER TABLE accounts_signinglimit DROP CONSTRAINT signing_limit_one_a_day")
    ]
