"""What was typed when the session ended is kept, and is there again after signing in.

A form carries its owner's id, signed. When it arrives without a session, its fields are held for that owner
and that address alone; the address after sign-in names the held row, and the form opens with the text in it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from s117.web import clock
from s117.web.models import HeldForm

KEPT = timedelta(days=2)
MOST_BYTES = 200_000
SALT = "s117.held"
NOT_TYPED = ("csrfmiddlewaretoken", "submission_id", "owner")


def owner_mark(user_id: UUID | None) -> str:
    """The hidden value that says whose form this is; nobody can make another person's."""
    return signing.dumps(str(user_id), salt=SALT) if user_id else ""


def sign_in_again(request: HttpRequest, *, ended: bool = False) -> HttpResponseRedirect:
    """To the sign-in page, and from there back to where the person was, with what they had typed."""
    query = {"next": _address_after(request)}
    if ended:
        query = {"ended": "1", **query}
    return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode(query)}")


def held_for(user_id: UUID | None, path: str, held_id: str) -> QueryDict | None:
    """The fields held for this person at this address, or None."""
    try:
        row = HeldForm.objects.filter(pk=UUID(held_id), user_id=user_id, path=path).first()
    except ValueError:
        return None
    return QueryDict(row.fields) if row is not None else None


def forget_old(at: datetime) -> int:
    """Delete held text that nobody came back for. Returns how many."""
    return HeldForm.objects.filter(held_at__lt=at - KEPT).delete()[0]


def _address_after(request: HttpRequest) -> str:
    if request.method != "POST":
        return request.get_full_path()
    owner = _owner(request.POST.get("owner", ""))
    typed = request.POST.copy()
    for name in NOT_TYPED:
        typed.pop(name, None)
    text = typed.urlencode()
    if owner is None or len(text) > MOST_BYTES:
        return "/"
    row = HeldForm.objects.create(user_id=owner, path=request.path[:500], fields=text, held_at=clock.now())
    return f"{request.path}?held={row.id}"


def _owner(mark: str) -> UUID | None:
    try:
        return UUID(signing.loads(mark, salt=SALT, max_age=settings.SESSION_ABSOLUTE))
    except (signing.BadSignature, ValueError):
        return None
