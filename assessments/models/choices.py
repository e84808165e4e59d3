"""The closed lists of answers, stored by code and shown in words."""

from __future__ import annotations

from django.db import models


class YesNo(models.TextChoices):
    """A question asked; blank means not asked yet."""

    YES = "yes", "Yes"
    NO = "no", "No"


class LimbChoice(models.TextChoices):
    """The answer to one limb of section 117(6)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    CANNOT_TELL = "cannot_tell", "I cannot tell yet"


class Decided(models.TextChoices):
    """A person's own decision on a need, against or in place of the proposal."""

    AFTERCARE = "aftercare", "It is an aftercare need"
    OTHER = "other", "It is not an aftercare need"


class Method(models.TextChoices):
    """How people met."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    PHONE = "phone", "By telephone"
    MIXED = "mixed", "Some in person and some by video"


class Capacity(models.TextChoices):
    """Capacity to take part in the assessment (Mental Capacity Act 2005, for this decision at this time)."""

    HAS = "has", "Has capacity to take part"
    FLUCTUATES = "fluctuates", "Capacity changes from time to time"
    LACKS = "lacks", "Lacks capacity to take part"


class Consent(models.TextChoices):
    """Whether the person agrees to be assessed, or what stands in place of their agreement."""

    GIVEN = "given", "Agrees to the assessment"
    IN_PART = "in_part", "Agrees to part of it"
    REFUSED = "refused", "Does not agree"
    BEST_INTERESTS = "best_interests", "Cannot decide: assessed in the person’s best interests"


class OtherRoute(models.TextChoices):
    """Who may have to meet a need that is not an aftercare need."""

    CARE_ACT = "care_act", "The council, under the Care Act"
    CHC = "chc", "The NHS, as continuing healthcare"
    NHS = "nhs", "The NHS, as for anybody"
    HOUSING = "housing", "The housing authority"
    OTHER = "other", "Somebody else"
    NOBODY = "nobody", "Nobody has to"


class CarerAssessment(models.TextChoices):
    """Whether a carer was offered an assessment (Care Act 2014, section 10)."""

    NO_CARER = "no_carer", "There is no carer"
    ACCEPTED = "accepted", "Offered and accepted"
    DECLINED = "declined", "Offered and declined"
    NOT_OFFERED = "not_offered", "There is a carer and no offer has been made yet"


class CareActConclusion(models.TextChoices):
    """The outcome on eligibility under section 9 and 13 of the Care Act 2014."""

    ELIGIBLE = "eligible", "Has eligible needs under the Care Act"
    NOT_ELIGIBLE = "not_eligible", "Has no eligible needs under the Care Act"
    NOT_NEEDED = "not_needed", "A Care Act assessment is not needed"


class Attendance(models.TextChoices):
    """What became of an invitation."""

    ATTENDED = "attended", "Attended"
    APOLOGIES = "apologies", "Sent apologies"
    INVITED = "invited", "Invited, did not come"


class ClinicianPresent(models.TextChoices):
    """Whether the responsible clinician took part, as the Code of Practice expects."""

    YES = "yes", "Yes, the responsible clinician"
    DEPUTY = "deputy", "Yes, another doctor for the responsible clinician"
    NO = "no", "No"


class Discussed(models.TextChoices):
    """What the meeting said of one part of life."""

    AFTERCARE = "aftercare", "Aftercare need"
    OTHER = "other", "Other need"
    NONE = "none", "No need"


class AccommodationNeed(models.TextChoices):
    """Whether accommodation is itself an aftercare need."""

    YES = "yes", "Yes, accommodation is an aftercare need"
    NO = "no", "No, ordinary housing meets the need"
    UNDECIDED = "undecided", "Not decided at this meeting"


class Body(models.TextChoices):
    """Who arranges or pays, as spoken of at a meeting; the split itself is decided later."""

    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS"
    JOINT = "joint", "Council and NHS together"
    OUTSIDE = "outside", "Outside aftercare"


class ChangeExpected(models.TextChoices):
    """What is expected to become of the legal status when the person leaves hospital."""

    NONE = "none", "No change expected"
    ENDS = "ends", "The section ends"
    CTO = "cto", "Community treatment order"
    CONDITIONAL = "conditional", "Conditional discharge"
    GUARDIANSHIP = "guardianship", "Guardianship"
    LEAVE = "leave", "Leave under section 17"
    OTHER = "other", "Something else"


class Papers(models.TextChoices):
    """What the meeting had before it."""

    RISK = "risk", "Risk assessment"
    NEEDS = "needs", "Earlier needs assessment"
    PLAN = "plan", "Earlier care plan"
    OT = "ot", "Occupational therapy report"
    PSYCHOLOGY = "psychology", "Psychology report"
    NURSING = "nursing", "Nursing report"
    MEDICAL = "medical", "Medical report"
    SOCIAL = "social", "Social circumstances report"
    TRIBUNAL = "tribunal", "Tribunal decision"


class CopyTo(models.TextChoices):
    """Who was sent the record of the meeting."""

    PERSON = "person", "The person"
    CARER = "carer", "Carer, family or friend"
    ADVOCATE = "advocate", "Advocate"
    WARD = "ward", "The ward"
    GP = "gp", "GP practice"
    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS body"
    PROVIDER = "provider", "Provider"


class ChecklistNeeded(models.TextChoices):
    """NHS continuing healthcare checklist, for needs outside aftercare."""

    NOT_NEEDED = "not_needed", "Not needed"
    NEEDED = "needed", "Needed, to be done"
    DONE = "done", "Done"


class BenefitsAdvice(models.TextChoices):
    """Help to claim benefits before leaving hospital."""

    GIVEN = "given", "Given"
    ARRANGED = "arranged", "Arranged"
    NOT_WANTED = "not_wanted", "Offered and not wanted"
    NOT_DONE = "not_done", "Not done"
