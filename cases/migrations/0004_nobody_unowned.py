"""Hand-written SQL: nobody is unowned for a day, and a dispute's interim payer is one of its bodies."""

from django.db import migrations

# An allocation ends on the day on which the next begins, so that nobody is without one for a day. Asked when the
# transaction commits, because the old one ends before the new one begins.
NO_GAP = """
CREATE FUNCTION cases_allocation_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM cases_allocation ended
    WHERE ended.case_id = COALESCE(NEW.case_id, OLD.case_id) AND ended.ends_on IS NOT NULL AND NOT EXISTS (
      SELECT FROM cases_allocation following
      WHERE following.case_id = ended.case_id AND following.id <> ended.id
        AND following.starts_on = ended.ends_on))
  THEN
    RAISE EXCEPTION 'an allocation ends only on the day on which the next begins'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_no_gap';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER allocation_no_gap AFTER INSERT OR UPDATE OR DELETE ON cases_allocation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_allocation_no_gap();
"""
DROP_NO_GAP = """
DROP TRIGGER allocation_no_gap ON cases_allocation;
DROP FUNCTION cases_allocation_no_gap;
"""
# A transfer is complete when a coordinator of the receiving body has the case, and its notice never changes.
TAKEN_OVER = """
CREATE FUNCTION cases_transfer_taken_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'completed' AND NOT EXISTS (
    SELECT FROM cases_allocation taken JOIN accounts_team team ON team.id = taken.team_id
    WHERE taken.id = NEW.allocation_id AND taken.case_id = NEW.case_id
      AND taken.coordinator_id IS NOT NULL AND team.organisation_id = NEW.to_body_id)
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
CREATE TRIGGER transfer_taken_over BEFORE INSERT OR UPDATE ON cases_transfer
  FOR EACH ROW EXECUTE FUNCTION cases_transfer_taken_over();
"""
DROP_TAKEN_OVER = """
DROP TRIGGER transfer_taken_over ON cases_transfer;
DROP FUNCTION cases_transfer_taken_over;
"""
# While bodies argue one of them pays, and it is one of those that argue.
INTERIM_PAYER = """
ALTER TABLE cases_dispute ADD CONSTRAINT dispute_interim_payer_is_a_party
  FOREIGN KEY (id, interim_payer_id) REFERENCES cases_disputeparty (dispute_id, organisation_id)
  DEFERRABLE INITIALLY DEFERRED;
"""
DROP_INTERIM_PAYER = "ALTER TABLE cases_dispute DROP CONSTRAINT dispute_interim_payer_is_a_party;"


class Migration(migrations.Migration):
    """What holds between tables."""

    dependencies = [("accounts", "0001_initial"), ("cases", "0003_records_stand")]

    operations = [
        migrations.RunSQL(NO_GAP, DROP_NO_GAP),
        migrations.RunSQL(TAKEN_OVER, DROP_TAKEN_OVER),
        migrations.RunSQL(INTERIM_PAYER, DROP_INTERIM_PAYER),
    ]
