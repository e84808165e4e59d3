"""Hand-written SQL: what was recorded stands, whoever writes to the database."""

from django.db import migrations

RECORDS = (
    "cases_casestatuschange",
    "cases_contactlog",
    "cases_registerconfirmation",
    "cases_endingneed",
    "cases_endingdecision",
    "cases_endingnotice",
    "cases_endingservicemove",
    "cases_disputeadvice",
    "cases_disputereferral",
    "cases_lettermove",
)
APPEND_ONLY = """
CREATE FUNCTION cases_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: add a row instead', TG_TABLE_NAME;
END $$;
""" + "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();\n"
    for table in RECORDS
)
DROP_APPEND_ONLY = "".join(f"DROP TRIGGER append_only ON {table};\n" for table in RECORDS) + (
    "DROP FUNCTION cases_refuse_change;"
)

AROUND = (
    "cases_relation",
    "cases_nearestrelative",
    "cases_authority",
    "cases_advocate",
    "cases_professional",
    "cases_sharingconsent",
)
# What was written down stands: a row may end, or lose its place to one that supersedes it, once. A merge of
# two entries for one person may move it to the other case. Nothing else about it changes, and it is never
# deleted.
STANDS = """
CREATE FUNCTION cases_around_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  may_change text[] := ARRAY['ends_on', 'end_reason', 'is_current', 'version', 'case_id'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '% is never deleted: end it or supersede it', TG_TABLE_NAME;
  END IF;
  IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
    RAISE EXCEPTION '% is never overwritten: add a row that supersedes it', TG_TABLE_NAME;
  END IF;
  IF NEW.is_current AND NOT OLD.is_current THEN
    RAISE EXCEPTION '% was superseded and cannot stand again', TG_TABLE_NAME;
  END IF;
  IF OLD.ends_on IS NOT NULL AND NEW.ends_on IS DISTINCT FROM OLD.ends_on THEN
    RAISE EXCEPTION '% has ended: add a row that supersedes it', TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER around_stands BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION cases_around_stands();\n"
    for table in AROUND
)
DROP_STANDS = "".join(f"DROP TRIGGER around_stands ON {table};\n" for table in AROUND) + (
    "DROP FUNCTION cases_around_stands;"
)


class Migration(migrations.Migration):
    """Append-only tables, and tables whose rows may end or be superseded and nothing else."""

    dependencies = [("cases", "0002_search_and_checks")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, DROP_APPEND_ONLY),
        migrations.RunSQL(STANDS, DROP_STANDS),
    ]
