"""The legal status page, and a detention as the form to correct it shows it."""

from __future__ import annotations

from typing import Any

from cases import policies
from cases.presenters.links import href_if
from cases.queries import REVOKED, CaseHeader, LegalRecord, section_words
from s117.kernel.actor import Actor


def legal_page(actor: Actor, case: CaseHeader, legal: LegalRecord) -> dict[str, Any]:
    """What may be recorded next, as (words, href), and the links to correct each detention."""
    ref = case.reference
    may_correct = policies.detention_record(actor, case)
    acts = (
        ("Record a detention", href_if(may_correct, "cases:detention_record", ref)),
        ("End the detention", href_if(policies.detention_end(actor, case), "cases:detention_end", ref)),
        ("Record ready to leave", href_if(policies.hospital_ready(actor, case), "cases:hospital_ready", ref)),
        (
            "Record leaving hospital",
            href_if(policies.hospital_leave(actor, case), "cases:hospital_leave", ref),
        ),
        (
            "Record a community treatment order",
            href_if(policies.cto_record(actor, case), "cases:cto_record", ref),
        ),
        ("End the community treatment order", href_if(policies.cto_end(actor, case), "cases:cto_end", ref)),
    )
    corrections = {
        row.id: href_if(may_correct, "cases:detention_correct", ref, detention=row.id)
        for row in legal.detentions
        if row.section_code != REVOKED
    }
    return {
        "section_words": section_words,
        "acts": [act for act in acts if act[1]],
        "corrections": corrections,
        "may_correct": bool(may_correct),
    }


def detention_answers(detention: Any) -> dict[str, Any]:
    """A detention as the form shows it first."""
    same = (
        "section_code", "order_kind", "starts_on", "start_time", "application_made_on", "hospital", "ward",
        "ends_on", "end_reason", "source",
    )  # fmt: skip
    return {
        **{name: getattr(detention, name) for name in same},
        "provider": detention.provider_id,
        "in_force": "yes" if detention.ends_on is None else "no",
        "afterwards": "not_known",
    }
