"""Hand-written SQL: a fact of legal status is superseded or set aside, never overwritten."""

from django.db import migrations

# Each table with what may still be filled in: a column that is empty, and those that come with it.
TABLES = {
    "cases_detention": ("ends_on,end_reason",),
    "cases_hospitalstay": ("left_on,left_time,destination", "ready_on,delay_reason"),
    "cases_communitytreatmentorder": ("ended_on,end_reason",),
    "cases_leave": ("ends_on,end_reason",),
    "cases_conditionaldischarge": ("ends_on,end_time,end_reason",),
    "cases_hospitalmove": (),
    "cases_renewal": (),
    "cases_tribunal": (),
}
# Beyond that a row may stop standing, once, with the reason; and a merge of two entries for one person may move
# it to the other case.
STANDS = """
CREATE FUNCTION cases_fact_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  may_change text[] := ARRAY['version', 'case_id'];
  open_columns text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '% is never deleted: set it aside or supersede it', TG_TABLE_NAME;
  END IF;
  IF OLD.is_current THEN
    may_change := may_change || ARRAY['is_current', 'set_aside_reason', 'set_aside_at', 'set_aside_by_id'];
    FOREACH open_columns IN ARRAY COALESCE(TG_ARGV, ARRAY[]::text[]) LOOP
      IF to_jsonb(OLD) ->> split_part(open_columns, ',', 1) IS NULL THEN
        may_change := may_change || string_to_array(open_columns, ',');
      END IF;
    END LOOP;
  END IF;
  IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
    RAISE EXCEPTION '% is never overwritten: add a row that supersedes it', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER fact_stands BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
    f"EXECUTE FUNCTION cases_fact_stands({', '.join(repr(columns) for columns in later)});\n"
    for table, later in TABLES.items()
)
DROP_STANDS = "".join(f"DROP TRIGGER fact_stands ON {table};\n" for table in TABLES) + (
    "DROP FUNCTION cases_fact_stands;"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_heirs_take_over")]

    operations = [migrations.RunSQL(STANDS, DROP_STANDS)]
