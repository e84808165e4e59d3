#!/usr/bin/env python
"""Entry point for every command; development settings unless told otherwise."""

import os
import sys

from django.core.management import execute_from_command_line

# These change tables or rights, which the application's database role may not.
OWNER_COMMANDS = {"migrate", "createcachetable", "grant_app_role", "prepare", "dbshell"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s117.settings.dev")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ.setdefault("DATABASE_ROLE", "owner")
    execute_from_command_line(sys.argv)
