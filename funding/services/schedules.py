"""Ask for a schedule, work it out, freeze it, withdraw it. What is frozen never changes."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from funding import policies, queries
from funding.models import Schedule, ScheduleLine, ScheduleShare
from funding.queries.schedules import CLAIM_LASTS
from funding.rules.corrections import Issued, Posting
from funding.rules.lifecycle import SCHEDULE, ScheduleAction, ScheduleStatus
from funding.rules.postings import Parties, line_postings
from funding.rules.reconcile import control_hash, control_totals
from funding.rules.split import percent_words
from funding.services.lines import schedule_rows
from s117.audit.record import record
from s117.audit.writes import writes
from s117.jobs.enqueue import enqueue
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import Refused, require_version
