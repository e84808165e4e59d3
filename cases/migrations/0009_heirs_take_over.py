"""Hand-written SQL: the team of a body that took the receiving one's place may complete its transfer too."""

from django.db import migrations

CHECKS = """
CREATE OR REPLACE FUNCTION cases_transfer_taken_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'completed' AND NOT EXISTS (
    WITH RECURSIVE heir(id) AS (
      SELECT NEW.to_body_id
      UNION
      SELECT succession.successor_id
      FROM accounts_organisationsuccession succession JOIN heir ON heir.id = succession.predecessor_id
      WHERE NOT succession.withdrawn)
    SELECT FROM cases_allocation taken JOIN accounts_team team ON team.id = taken.team_id
    WHERE taken.id = NEW.allocation_id AND taken.case_id = NEW.case_id
      AND taken.coordinator_id IS NOT NULL AND team.organisation_id IN (SELECT id FROM heir))
  THEN
    RAISE EXCEPTION 'a transfer is completed by a coordinator of the body that receives'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_taken_over';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.case_id, NEW.from_body_id, NEW.to_body_id, NEW.pack, NEW.proposed_at)
    IS DISTINCT FROM (OLD.case_id, OLD.from_body_id, OLD.to_body_id, OLD.pack, OLD.proposed_at)
  THEN
    RAISE EXCEPTION 'the notice of a transfer does not change: withdraw it and give another'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_notice_stays';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_body_moves")]

    # Backwards it stays: 0004 drops the function when it is taken back.
    operations = [migrations.RunSQL(CHECKS, migrations.RunSQL.noop)]
