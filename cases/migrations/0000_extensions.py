"""What the tables need of PostgreSQL: equality inside exclusion constraints, and search that forgives."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Before the tables, because their constraints use btree_gist."""

    dependencies: list[tuple[str, str]] = []

    operations = [BtreeGistExtension(), TrigramExtension(), UnaccentExtension()]
