"""The application takes the year's next reference and can neither see nor set the count itself.

The function runs as the owner of the tables, for the application's role has no right to a table that no model
stands for (grant_app_role). Its search path is fixed, so that nobody's own table can stand in for ours.
"""

from django.db import migrations

AS_OWNER = """
ALTER FUNCTION cases_next_reference(integer) SECURITY DEFINER SET search_path = public, pg_temp;
"""

AS_CALLER = "ALTER FUNCTION cases_next_reference(integer) SECURITY INVOKER RESET search_path;"


class Migration(migrations.Migration):
    """The right to run the function is enough to register a person."""

    dependencies = [("cases", "0002_search_and_checks")]

    operations = [migrations.RunSQL(AS_OWNER, AS_CALLER)]
