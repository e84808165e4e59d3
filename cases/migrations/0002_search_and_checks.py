"""Hand-written SQL: references, search by name, the NHS number check, and append-only tables."""

from django.db import migrations

REFERENCES = """
CREATE TABLE cases_reference_year (year integer PRIMARY KEY, last integer NOT NULL);
CREATE FUNCTION cases_next_reference(wanted integer) RETURNS text LANGUAGE sql AS $$
  INSERT INTO cases_reference_year AS r VALUES (wanted, 1)
  ON CONFLICT (year) DO UPDATE SET last = r.last + 1
  RETURNING 'S117-' || wanted || '-' || lpad(last::text, greatest(5, length(last::text)), '0')
$$;
"""

DROP_REFERENCES = "DROP FUNCTION cases_next_reference; DROP TABLE cases_reference_year;"

# Names are compared without case, accents or apostrophes, a hyphen as a space: O'Brien, OBrien; Zoë, Zoe.
# (translate() drops a character that has no partner.) unaccent is only STABLE because its dictionary may be
# changed; ours is the one PostgreSQL ships.
PLAIN = """
CREATE FUNCTION cases_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(lower(public.unaccent('public.unaccent', words)), '-''’‘`', ' ')
$$;
"""

# One index a name serves both ways of searching: words that begin so, and words that are spelt alike.
SEARCH = """
CREATE INDEX client_search_family_name ON cases_client USING gin (cases_plain(family_name) gin_trgm_ops);
CREATE INDEX client_search_given_names ON cases_client USING gin (cases_plain(given_names) gin_trgm_ops);
CREATE INDEX client_search_preferred_name ON cases_client USING gin (cases_plain(preferred_name) gin_trgm_ops);
"""

DROP_SEARCH = """
DROP INDEX client_search_family_name, client_search_given_names, client_search_preferred_name;
"""

# Weights 10 to 2 on the first nine digits; 11 minus the sum's remainder is the tenth, 11 counting as 0;
# a number whose check works out as 10 is never issued, nor are ten equal digits (practice 5.1).
NHS_NUMBER = """
CREATE FUNCTION cases_nhs_number_ok(number text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT number ~ '^[0-9]{10}$' AND number !~ '^(.)\\1{9}$' AND right(number, 1)::int = (
    SELECT (11 - sum(substr(number, place, 1)::int * (11 - place)) % 11) % 11
    FROM generate_series(1, 9) AS place)
$$;
ALTER TABLE cases_client ADD CONSTRAINT client_nhs_number_valid
  CHECK (nhs_number = '' OR cases_nhs_number_ok(nhs_number));
"""

DROP_NHS_NUMBER = """
ALTER TABLE cases_client DROP CONSTRAINT client_nhs_number_valid;
DROP FUNCTION cases_nhs_number_ok;
"""

APPEND_ONLY = """
CREATE FUNCTION cases_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: add a row instead', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_casestatuschange
  FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_contactlog
  FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();
"""

DROP_APPEND_ONLY = """
DROP TRIGGER append_only ON cases_casestatuschange;
DROP TRIGGER append_only ON cases_contactlog;
DROP FUNCTION cases_refuse_change;
"""


class Migration(migrations.Migration):
    """What Django's migrations cannot say."""

    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(REFERENCES, DROP_REFERENCES),
        migrations.RunSQL(PLAIN, "DROP FUNCTION cases_plain;"),
        migrations.RunSQL(SEARCH, DROP_SEARCH),
        migrations.RunSQL(NHS_NUMBER, DROP_NHS_NUMBER),
        migrations.RunSQL(APPEND_ONLY, DROP_APPEND_ONLY),
    ]
