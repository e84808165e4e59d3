"""Hand-written SQL: references, search by name, and the NHS number check."""

from django.db import migrations

# The application takes the year's next reference and can neither see nor set the count itself: the function runs
# as the owner of the tables, for the application's role has no right to a table that no model stands for
# (grant_app_role). Its search path is fixed, so that nobody's own table can stand in for ours.
REFERENCES = """
CREATE TABLE cases_reference_year (year integer PRIMARY KEY, last integer NOT NULL);
CREATE FUNCTION cases_next_reference(wanted integer) RETURNS text LANGUAGE sql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
CREATE INDEX client_search_other_names ON cases_client
  USING gin (cases_plain(replace(other_names, E'\\n', ' ')) gin_trgm_ops);
"""

DROP_SEARCH = """
DROP INDEX client_search_family_name, client_search_given_names, client_search_preferred_name,
  client_search_other_names;
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


class Migration(migrations.Migration):
    """What Django's migrations cannot say."""

    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(REFERENCES, DROP_REFERENCES),
        migrations.RunSQL(PLAIN, "DROP FUNCTION cases_plain;"),
        migrations.RunSQL(SEARCH, DROP_SEARCH),
        migrations.RunSQL(NHS_NUMBER, DROP_NHS_NUMBER),
    ]
