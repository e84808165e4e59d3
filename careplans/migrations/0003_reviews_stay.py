"""Hand-written SQL: a review that was signed off does not change, nor do the tries that failed before it."""

from django.db import migrations

APPEND_ONLY = """
CREATE TRIGGER review_attempt_append_only BEFORE UPDATE OR DELETE
  ON careplans_reviewattempt FOR EACH ROW EXECUTE FUNCTION careplans_refuse_change();
CREATE TRIGGER review_trigger_append_only BEFORE UPDATE OR DELETE
  ON careplans_reviewtrigger FOR EACH ROW EXECUTE FUNCTION careplans_refuse_change();
"""

DROP_APPEND_ONLY = """
DROP TRIGGER review_attempt_append_only ON careplans_reviewattempt;
DROP TRIGGER review_trigger_append_only ON careplans_reviewtrigger;
"""

REVIEW_STAYS = """
CREATE FUNCTION careplans_review_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'signed_off' OR TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a review that was signed off does not change, and none is deleted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER review_stays_as_signed BEFORE UPDATE OR DELETE
  ON careplans_review FOR EACH ROW EXECUTE FUNCTION careplans_review_stays();
"""

DROP_REVIEW_STAYS = """
DROP TRIGGER review_stays_as_signed ON careplans_review;
DROP FUNCTION careplans_review_stays;
"""

PARTS = ("need", "service", "goal")
KEEP = """
CREATE FUNCTION careplans_review_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE frozen boolean;
BEGIN
  SELECT status = 'signed_off' INTO frozen FROM careplans_review
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END;
  IF frozen THEN
    RAISE EXCEPTION 'a review that was signed off does not change';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
PARTS_STAY = KEEP + "".join(
    f"CREATE TRIGGER part_stays_as_signed BEFORE INSERT OR UPDATE OR DELETE"
    f" ON careplans_review{part} FOR EACH ROW EXECUTE FUNCTION careplans_review_part_stays();\n"
    for part in PARTS
)
DROP_PARTS_STAY = (
    "".join(f"DROP TRIGGER part_stays_as_signed ON careplans_review{part};\n" for part in PARTS)
    + "DROP FUNCTION careplans_review_part_stays;"
)


class Migration(migrations.Migration):
    dependencies = [("careplans", "0002_published_stays")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, DROP_APPEND_ONLY),
        migrations.RunSQL(REVIEW_STAYS, DROP_REVIEW_STAYS),
        migrations.RunSQL(PARTS_STAY, DROP_PARTS_STAY),
    ]
