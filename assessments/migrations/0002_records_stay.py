"""Hand-written SQL: status changes are only ever added, and a signed off assessment does not change."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION assessments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: add a row instead', TG_TABLE_NAME;
END $$;
CREATE TRIGGER assessment_status_change_append_only BEFORE UPDATE OR DELETE
  ON assessments_assessmentstatuschange FOR EACH ROW EXECUTE FUNCTION assessments_refuse_change();
"""

# A signed off assessment is what a care plan rests on. Its parts stay as they were signed.
SIGNED = """
CREATE FUNCTION assessments_refuse_after_sign_off() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE signed boolean;
BEGIN
  SELECT status IN ('signed_off', 'superseded') INTO signed FROM assessments_assessment
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.assessment_id ELSE NEW.assessment_id END;
  IF signed THEN
    RAISE EXCEPTION 'a signed off assessment does not change: start a new one';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER need_stays_as_signed BEFORE INSERT OR UPDATE OR DELETE
  ON assessments_need FOR EACH ROW EXECUTE FUNCTION assessments_refuse_after_sign_off();
CREATE TRIGGER entry_stays_as_signed BEFORE INSERT OR UPDATE OR DELETE
  ON assessments_domainentry FOR EACH ROW EXECUTE FUNCTION assessments_refuse_after_sign_off();
"""

DROP_APPEND_ONLY = """
DROP TRIGGER assessment_status_change_append_only ON assessments_assessmentstatuschange;
DROP FUNCTION assessments_refuse_change;
"""

DROP_SIGNED = """
DROP TRIGGER need_stays_as_signed ON assessments_need;
DROP TRIGGER entry_stays_as_signed ON assessments_domainentry;
DROP FUNCTION assessments_refuse_after_sign_off;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, DROP_APPEND_ONLY),
        migrations.RunSQL(SIGNED, DROP_SIGNED),
    ]
