"""How often a token may ask: one limit over all web processes, counted in PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from s117.api.models import ServiceToken, TokenMinute
from s117.web.clock import now

COUNT_ONE = """
    INSERT INTO api_tokenminute (token_id, minute, requests) VALUES (%s, %s, 1)
    ON CONFLICT (token_id, minute) DO UPDATE SET requests = api_tokenminute.requests + 1
    RETURNING requests
"""


class TokenThrottle(BaseThrottle):
    """At most `API_REQUESTS_A_MINUTE` requests in a clock minute; people signed in are not counted."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.auth, ServiceToken):
            return True
        self.at = now()
        used = self._count(request.auth, self.at.replace(second=0, microsecond=0))
        return used <= settings.API_REQUESTS_A_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return 60 - self.at.second

    @staticmethod
    def _count(token: ServiceToken, minute: datetime) -> int:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ONE, [token.pk, minute])
            used: int = cursor.fetchone()[0]
        if used == 1:
            TokenMinute.objects.filter(token=token, minute__lt=minute - timedelta(hours=1)).delete()
        return used
