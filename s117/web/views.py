"""The three view bases. A view names its permission, loads through queries and makes one service call.

Order in every request: signed in (else the sign-in page) → method allowed (else 405) → `load` (NotFound
is a 404, recorded as denied) → `decide` (a refusal is a 403 with the reason) → the method. What a service
refuses while a form is sent: `Refused` is shown beside the fields (422), `Stale` is the same page with
both texts (409), `IllegalTransition` is a page that says why (409), and so is a refusal of what has moved
on since the form was opened; both show what was typed. DraftedForm is an ActionForm that may be left half
written.
"""

from s117.web.actions import ActionForm, add_refusal
from s117.web.drafting import DraftedForm
from s117.web.scoped import SIGNED_IN, Accessed, ScopedDetail, ScopedList, ScopedView

__all__ = [
    "SIGNED_IN",
    "Accessed",
    "ActionForm",
    "DraftedForm",
    "ScopedDetail",
    "ScopedList",
    "ScopedView",
    "add_refusal",
]
