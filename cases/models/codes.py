"""Code lists of the person's record, with the words shown for each code.

Sources: NHS Data Dictionary ethnic category (16+1), person stated gender, phenotypic sex, sexual orientation
and disability codes, UK Core NHS number
verification status, MHSDS v6 reasons why a person who is clinically ready has not left hospital.
"""

from __future__ import annotations

NHS_NUMBER_STATUSES = (
    ("01", "Present and verified"),
    ("02", "Present but not traced"),
    ("03", "Trace required"),
    ("04", "Trace attempted: no match or several"),
    ("05", "Trace needs to be resolved"),
    ("06", "Trace in progress"),
    ("07", "Not present, no trace required"),
    ("08", "Trace postponed"),
)

NHS_NUMBER_UNAVAILABLE = (
    ("not_known", "Not known"),
    ("overseas", "Overseas visitor, none issued"),
    ("devolved", "Registered in Scotland or Northern Ireland"),
)

GENDERS = (
    ("2", "Female, including trans woman"),
    ("1", "Male, including trans man"),
    ("3", "Non-binary"),
    ("4", "In another way"),
    ("Z", "Prefers not to say"),
    ("X", "Not known"),
)

ETHNIC_CATEGORIES = (
    ("A", "White - British"),
    ("B", "White - Irish"),
    ("C", "White - Any other White background"),
    ("D", "Mixed - White and Black Caribbean"),
    ("E", "Mixed - White and Black African"),
    ("F", "Mixed - White and Asian"),
    ("G", "Mixed - Any other mixed background"),
    ("H", "Asian or Asian British - Indian"),
    ("J", "Asian or Asian British - Pakistani"),
    ("K", "Asian or Asian British - Bangladeshi"),
    ("L", "Asian or Asian British - Any other Asian background"),
    ("M", "Black or Black British - Caribbean"),
    ("N", "Black or Black British - African"),
    ("P", "Black or Black British - Any other Black background"),
    ("R", "Other Ethnic Groups - Chinese"),
    ("S", "Other Ethnic Groups - Any other ethnic group"),
    ("Z", "Not stated"),
    ("99", "Not known"),
)

ACCESSIBLE_FORMATS = (
    ("easy_read", "Easy read"),
    ("large_print", "Large print"),
    ("braille", "Braille"),
    ("audio", "Audio"),
    ("email", "By email"),
    ("bsl", "British Sign Language"),
    ("other", "Another format"),
)

SIGN_LANGUAGES = (
    ("bsl", "British Sign Language"),
    ("makaton", "Makaton"),
    ("deafblind", "Deafblind manual"),
    ("other", "Another sign language"),
)

CONTACT_METHODS = (
    ("phone", "Phone call"),
    ("text", "Text message"),
    ("email", "Email"),
    ("letter", "Letter"),
    ("in_person", "In person"),
    ("through", "Through somebody else"),
)

DETAIL_SOURCES = (
    ("person", "The person"),
    ("family", "Family, friend or carer"),
    ("professional", "A professional"),
    ("file", "An older file or another system"),
)

SEXES = (("2", "Female"), ("1", "Male"), ("9", "Indeterminate"), ("X", "Not known"))

ORIENTATIONS = (
    ("1", "Heterosexual or straight"),
    ("2", "Gay or lesbian"),
    ("3", "Bisexual"),
    ("4", "Another orientation"),
    ("U", "Asked, and does not know"),
    ("Z", "Prefers not to say"),
)

DISABILITIES = (
    ("01", "Behaviour and emotions"),
    ("02", "Hearing"),
    ("03", "Using their hands"),
    ("04", "Memory, concentration, learning or understanding"),
    ("05", "Moving about"),
    ("06", "Sense of danger"),
    ("07", "Personal care and continence"),
    ("08", "A progressive or long-term condition"),
    ("09", "Sight"),
    ("10", "Speech"),
    ("XX", "Another disability"),
    ("NN", "No disability"),
    ("ZZ", "Prefers not to say"),
)

MAPPA_LEVELS = (
    ("0", "Not under MAPPA"),
    ("1", "Level 1"),
    ("2", "Level 2"),
    ("3", "Level 3"),
)

FORMATS = dict(ACCESSIBLE_FORMATS)

DELAY_REASONS = (
    ("01", "Awaiting care coordinator allocation"),
    ("02", "Awaiting allocation of community psychiatrist"),
    ("03", "Awaiting allocation of social worker"),
    ("04", "Awaiting public funding or decision from funding panel"),
    ("05", "Awaiting further community or mental health NHS services not delivered in an acute setting"),
    ("06", "Awaiting placement in prison or Immigration Removal Centre"),
    ("07", "Awaiting placement in care home without nursing"),
    ("08", "Awaiting placement in care home with nursing"),
    ("09", "Awaiting commencement of care package in usual or temporary residence"),
    ("11", "Patient or family choice"),
    ("12", "Disputes relating to responsible commissioner for post-discharge care"),
    ("13", "Disputes relating to post-discharge care pathway between clinical teams or care panels"),
    ("14", "Housing: awaiting private rented accommodation"),
    ("15", "Housing: awaiting social rented housing via council waiting list"),
    ("16", "Housing: awaiting purchase or sourcing of own home"),
    ("17", "Housing: patient not eligible for funded care or support"),
    ("18", "Housing: awaiting supported accommodation"),
    ("19", "Housing: awaiting temporary accommodation from the council under housing legislation"),
    ("20", "Awaiting residential children's home (non-secure)"),
    ("21", "Awaiting secure children's home"),
    ("22", "Awaiting Youth Offender Institution placement"),
    ("23", "Child or young person awaiting foster placement"),
    ("24", "Awaiting Ministry of Justice agreement to proposed placement"),
    ("25", "Awaiting outcome of legal proceedings under mental health legislation"),
    ("26", "Awaiting Court of Protection proceedings"),
    ("27", "Awaiting Deprivation of Liberty Safeguards application"),
    ("28", "Delay due to consideration of specific court judgements"),
    ("29", "Awaiting residential special school or college placement"),
    ("30", "Lack of local education support"),
    ("31", "Public safety concern unrelated to clinical treatment need"),
    ("32", "Highly bespoke housing or care arrangements not available in the community"),
    ("33", "No lawful support available in the community excluding social care"),
    ("34", "No social care support including social care funded placement"),
    ("35", "Delays to NHS-led assessments in the community"),
    ("36", "Hospital staff shortages"),
    ("37", "Delays to non-NHS led assessments in the community"),
    ("98", "Reason not known"),
)

LEGAL_STATUSES = (
    ("02", "Section 2 (admission for assessment)"),
    ("03", "Section 3 (admission for treatment)"),
    ("04", "Section 4 (emergency admission for assessment)"),
    ("05", "Section 5(2) (doctor or approved clinician holding power)"),
    ("06", "Section 5(4) (nurse holding power)"),
    ("07", "Section 35 (remand for report)"),
    ("08", "Section 36 (remand for treatment)"),
    ("09", "Section 37 with section 41 restrictions"),
    ("10", "Section 37 (hospital order)"),
    ("12", "Section 38 (interim hospital order)"),
    ("13", "Section 44 (committal pending restriction order)"),
    ("14", "Section 46 (repealed: historic records only)"),
    ("15", "Section 47 with section 49 restrictions"),
    ("16", "Section 47 (transfer of sentenced prisoner)"),
    ("17", "Section 48 with section 49 restrictions"),
    ("18", "Section 48 (transfer of other prisoner or immigration detainee)"),
    ("19", "Section 135 (warrant, place of safety)"),
    ("20", "Section 136 (place of safety)"),
    ("30", "Previous legislation (historic)"),
    ("31", "Criminal Procedure (Insanity) Act 1964"),
    ("32", "Another Act"),
    ("35", "Guardianship, section 7"),
    ("36", "Guardianship, section 37"),
    ("37", "Section 45A (limitation direction in force)"),
    ("38", "Section 45A (limitation direction ended)"),
    ("99", "Not known"),
)

# Ours, not national codes: recall puts somebody back in hospital under an order made before, and no new
# detention is made in law (rule A-8). A revoked community treatment order revives the section it followed.
REVOKED, CTO_RECALL, DISCHARGE_RECALL = "RV", "RC", "RD"
RECALLS = (
    (CTO_RECALL, "Recalled from a community treatment order"),
    (REVOKED, "Community treatment order revoked"),
    (DISCHARGE_RECALL, "Recalled from conditional discharge"),
)
RECALL_CODES = frozenset(code for code, _ in RECALLS)

# Codes for which the words of the order decide, so the form asks what was made (rules ).
ORDER_MUST_BE_CONFIRMED = frozenset({"14", "30", "31", "32"})
# Not time in hospital under detention: guardianship is in the community.
GUARDIANSHIP = frozenset({"35", "36"})
# An order under section 17A can follow these (MHA section 17A(2) and Schedule 1).
CTO_MAY_FOLLOW = frozenset({"03", "10", "16", "18", "31", "38", REVOKED})
# Made or directed by a court or the Secretary of State (Part 3): the court and the order's date are asked.
PART_3 = frozenset({"07", "08", "09", "10", "12", "13", "14", "15", "16", "17", "18", "31", "37", "38"})
# What a code says of restrictions by itself, and the codes that leave it to the order.
RESTRICTION_OF = {"09": "s41", "15": "s49", "17": "s49", "37": "limitation"}
RESTRICTION_MAY_BE = frozenset({"14", "30", "31", "32"})
# A restricted patient may be conditionally discharged (sections 42 and 73), recalled, and discharged again.
MAY_BE_CONDITIONALLY_DISCHARGED = frozenset({*RESTRICTION_OF, *RESTRICTION_MAY_BE, DISCHARGE_RECALL})


def section_words(code: str) -> str:
    """The legal status in as few words as a banner has room for: Section 3."""
    words = dict((*LEGAL_STATUSES, *RECALLS))[code]
    return words.split(" (")[0] if words.startswith("Section") else words
