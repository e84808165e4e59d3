"""A recharge after a dispute is issued once: the database refuses to change or remove it or its lines."""

from django.db import migrations

ISSUED = """
CREATE FUNCTION funding_recharge_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued recharge never changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'recharge_issued';
END $$;

CREATE TRIGGER funding_recharge_fixed BEFORE UPDATE OR DELETE ON funding_recharge
    FOR EACH ROW EXECUTE FUNCTION funding_recharge_issued();
CREATE TRIGGER funding_rechargeline_fixed BEFORE UPDATE OR DELETE ON funding_rechargeline
    FOR EACH ROW EXECUTE FUNCTION funding_recharge_issued();
"""


class Migration(migrations.Migration):
    """Issued recharges."""

    dependencies = [("funding", "0005_recharges")]

    operations = [migrations.RunSQL(ISSUED, "DROP FUNCTION funding_recharge_issued() CASCADE")]
