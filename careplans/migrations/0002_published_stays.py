"""Hand-written SQL: what was published does not change, whoever writes to the database."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION careplans_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: add a row instead', TG_TABLE_NAME;
END $$;
CREATE TRIGGER plan_status_change_append_only BEFORE UPDATE OR DELETE
  ON careplans_planstatuschange FOR EACH ROW EXECUTE FUNCTION careplans_refuse_change();
CREATE TRIGGER plan_version_append_only BEFORE UPDATE OR DELETE
  ON careplans_planversion FOR EACH ROW EXECUTE FUNCTION careplans_refuse_change();
"""

DROP_APPEND_ONLY = """
DROP TRIGGER plan_status_change_append_only ON careplans_planstatuschange;
DROP TRIGGER plan_version_append_only ON careplans_planversion;
DROP FUNCTION careplans_refuse_change;
"""

# A published plan may only be replaced; nothing else of it moves.
PLAN_STAYS = """
CREATE FUNCTION careplans_plan_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('published', 'superseded') AND (
    TG_OP = 'DELETE'
    OR to_jsonb(OLD) - 'status' - 'version' <> to_jsonb(NEW) - 'status' - 'version'
    OR NOT (NEW.status = OLD.status OR (OLD.status = 'published' AND NEW.status = 'superseded'))
  ) THEN
    RAISE EXCEPTION 'a published plan does not change: start a new version';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER plan_stays_as_published BEFORE UPDATE OR DELETE
  ON careplans_careplan FOR EACH ROW EXECUTE FUNCTION careplans_plan_stays();
"""

DROP_PLAN_STAYS = """
DROP TRIGGER plan_stays_as_published ON careplans_careplan;
DROP FUNCTION careplans_plan_stays;
"""

# Its parts stay too. The day on which a copy was sent is written afterwards, so recipients may be amended.
PARTS = ("goal", "planneed", "serviceline", "crisisplan", "crisiscontact", "agreement")
KEEP = """
CREATE FUNCTION careplans_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE frozen boolean;
BEGIN
  SELECT status IN ('published', 'superseded') INTO frozen FROM careplans_careplan
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END;
  IF frozen THEN
    RAISE EXCEPTION 'a published plan does not change: start a new version';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
PARTS_STAY = KEEP + "".join(
    f"CREATE TRIGGER part_stays_as_published BEFORE INSERT OR UPDATE OR DELETE"
    f" ON careplans_{part} FOR EACH ROW EXECUTE FUNCTION careplans_part_stays();\n"
    for part in PARTS
)

DROP_PARTS_STAY = (
    "".join(f"DROP TRIGGER part_stays_as_published ON careplans_{part};\n" for part in PARTS)
    + "DROP FUNCTION careplans_part_stays;"
)


class Migration(migrations.Migration):
    """What Django's migrations cannot say."""

    dependencies = [("careplans", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, DROP_APPEND_ONLY),
        migrations.RunSQL(PLAN_STAYS, DROP_PLAN_STAYS),
        migrations.RunSQL(PARTS_STAY, DROP_PARTS_STAY),
    ]
