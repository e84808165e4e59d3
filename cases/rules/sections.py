"""Legal powers and NHS legal status codes, and which of them qualify for aftercare (rules Q-1 to Q-12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cases.rules.facts import DetentionFact, OrderKind
from cases.rules.rulebook import finding
from cases.rules.rulesets import SECTION_45A_BEGINS, SECTION_117_BEGINS
from cases.rules.words import capital, day
from s117.kernel.findings import Answer, Finding


@dataclass(frozen=True, slots=True)
class LegalPower:
    """One power. `detains` says whether time under it is detention under the Act (rule L-6).

    `by_application` marks powers used on an application under Part 2; `by_court` those that start with
    a court order or a direction (rule N-9). `presumed` is what to show when `qualifies` goes to a person.
    """

    name: str
    qualifies: Answer
    rule: str
    detains: bool = True
    by_application: bool = False
    by_court: bool = False
    presumed: bool = False


def _yes(name: str, rule: str = "Q-1", **kw: bool) -> LegalPower:
    return LegalPower(name, Answer.YES, rule, **kw)


def _no(name: str, rule: str = "Q-6", **kw: bool) -> LegalPower:
    return LegalPower(name, Answer.NO, rule, **kw)


def _ask(name: str, rule: str = "Q-9", **kw: bool) -> LegalPower:
    return LegalPower(name, Answer.CANNOT_TELL, rule, **kw)


UNKNOWN = _ask("a power that is not on the list")

POWERS: dict[str, LegalPower] = {
    "informal": _no("an informal stay", detains=False),
    "2": _no("section 2", by_application=True),
    "3": _yes("section 3", by_application=True),
    "4": _no("section 4", by_application=True),
    "5(2)": _no("section 5(2)"),
    "5(4)": _no("section 5(4)"),
    "7": _no("guardianship under section 7", detains=False),
    "19": _ask("a transfer under section 19"),
    "19 from guardianship": _yes("transfer from guardianship to hospital under section 19", "Q-9"),
    "35": _no("section 35", by_court=True),
    "36": _no("section 36", by_court=True),
    "37": _yes("section 37", by_court=True),
    "37/41": _yes("section 37 with section 41", "Q-3", by_court=True),
    "37 guardianship": _no("a guardianship order under section 37", "Q-2", detains=False),
    "notional 37": _yes("notional section 37", "Q-4", by_court=True),
    "38": _no("section 38", by_court=True),
    "44": _no("section 44", by_court=True),
    "45a": _yes("section 45A", by_court=True),
    "46": _ask("section 46 (repealed)", by_court=True),
    "47": _yes("section 47", by_court=True),
    "47/49": _yes("section 47 with section 49", "Q-3", by_court=True),
    "48": _yes("section 48", by_court=True),
    "48/49": _yes("section 48 with section 49", "Q-3", by_court=True),
    "51(5)": _ask("a hospital order under section 51(5)", "Q-5", by_court=True, presumed=True),
    "cpia": _ask(
        "an order under the Criminal Procedure (Insanity) Act 1964", "Q-5", by_court=True, presumed=True
    ),
    "135": _no("section 135"),
    "136": _no("section 136"),
    "deprivation of liberty": _no("a deprivation of liberty under other law", detains=False),
    "recall": _no("recall from conditional discharge or community treatment", "A-8", by_court=True),
    "supervised discharge": _ask("supervised discharge", detains=False),
    "previous legislation": _ask("previous legislation"),
    "other acts": _ask("another Act"),
    "not applicable": _ask("no legal status that applies", detains=False),
    "unknown": UNKNOWN,
}

"""Each power with the rule that says whether it qualifies: section 3, hospital orders and transfers (Q-1),
guardianship orders (Q-2), restrictions (Q-3), notional 37 (Q-4), the 1964 Act (Q-5), what does not (Q-6),
recall (A-8), and orders to be matched to a provision first (Q-9)."""

CODES: dict[str, str] = {
    "01": "informal", "02": "2", "03": "3", "04": "4", "05": "5(2)", "06": "5(4)", "07": "35", "08": "36",
    "09": "37/41", "10": "37", "11": "unknown", "12": "38", "13": "44", "14": "46", "15": "47/49", "16": "47",
    "17": "48/49", "18": "48", "19": "135", "20": "136", "30": "previous legislation", "31": "cpia",
    "32": "other acts", "33": "supervised discharge", "34": "45a", "35": "7", "36": "37 guardianship",
    "37": "45a", "38": "45a", "98": "not applicable", "99": "unknown",
}  # fmt: skip

# Other ways a power is written in records. The first pattern found in the words wins.
_WRITTEN: tuple[tuple[str, str], ...] = (
    (r"recall|revo[ck]|42\(3\)|17[ef]", "recall"),
    (r"1959", "previous legislation"),
    (r"(19|transfer).*guardianship|guardianship.*(19|transfer)", "19 from guardianship"),
    (r"guardianship", "37 guardianship"),
    (r"insanity|cpia", "cpia"),
    (r"dols|mca|mental capacity|liberty|liberties|court of protection", "deprivation of liberty"),
    (r"inherent|children act|secure accommodation", "deprivation of liberty"),
    (r"notional|37n", "notional 37"),
    (r"supervised|25a", "supervised discharge"),
    (r"informal|voluntary|131", "informal"),
    (r"scotland|northern ireland|jersey|guernsey|isle of man", "other acts"),
    (r"37\D+41", "37/41"),
    (r"47\D+49", "47/49"),
    (r"48\D+49", "48/49"),
)  # fmt: skip
_LEADING = re.compile(r"(?P<section>\d+a?(\(\d\))?)(?!\w)")


def power_of(detention: DetentionFact) -> LegalPower:
    """The power a detention was under: the NHS code decides, then the section as written.

    The code of somebody recalled is that of the suspended section (Q-12), so there the words decide.
    """
    if detention.order_kind is OrderKind.GUARDIANSHIP_ORDER:
        return POWERS["37 guardianship"]
    named, code = _by_name(detention.section), detention.code.strip()
    if code and named is not POWERS["recall"]:
        return POWERS[CODES.get(code.zfill(2), "unknown")]
    return named


@lru_cache(maxsize=512)
def _by_name(section: str) -> LegalPower:
    text = re.sub(r"\s+", " ", section.strip().lower())
    bare = re.sub(r"^(sections?|ss?)\.?\s*(?=\d)", "", text)
    short = bare.replace(" ", "")
    short = "7" if short in {"7", "7guardianship"} else short
    if short in POWERS:
        return POWERS[short]
    if text in POWERS:
        return POWERS[text]
    leading = _LEADING.match(bare)
    number = leading["section"] if leading is not None else ""
    written = next((key for pattern, key in _WRITTEN if re.search(pattern, text)), number)
    return POWERS.get(written, UNKNOWN)


def qualifies(detention: DetentionFact) -> tuple[Answer, Finding]:
    """Whether a detention is one that section 117(1) lists, with the finding that says why.

    One that was over before the section came into force is not (Q-10).
    """
    power = power_of(detention)
    start = detention.starts_on
    if power.qualifies is not Answer.NO and start is not None and start < SECTION_117_BEGINS:
        return _before_1983(detention, power)
    if _contradicted(detention, power):
        text = f"The section as written and the code or kind of order disagree: {power.name} is coded."
        return Answer.CANNOT_TELL, finding("F-1", text)
    if power.name == "section 45A" and start is not None and start < SECTION_45A_BEGINS:
        return Answer.CANNOT_TELL, finding("Q-1", f"{capital(power.name)} did not exist on {day(start)}.")
    return power.qualifies, finding(power.rule, _sentence(detention, power))


def _contradicted(detention: DetentionFact, power: LegalPower) -> bool:
    """Whether the code and the words of one row point opposite ways. "37" alone may be either order (Q-2)."""
    if detention.order_kind is OrderKind.HOSPITAL_ORDER and power is POWERS["37 guardianship"]:
        return True
    named = _by_name(detention.section)
    if not detention.section or named is POWERS["37"] or named is POWERS["recall"]:
        return False
    return {named.qualifies, power.qualifies} == {Answer.YES, Answer.NO}


def _before_1983(detention: DetentionFact, power: LegalPower) -> tuple[Answer, Finding]:
    if detention.ends_on is not None and detention.ends_on < SECTION_117_BEGINS:
        text = f"{capital(power.name)} ended before section 117 came into force on 30 September 1983."
        return Answer.NO, finding("Q-10", text)
    text = (
        f"{capital(power.name)} began before 30 September 1983 and continued after it. Check the order on "
        "file."
    )
    return Answer.CANNOT_TELL, finding("Q-10", text)


def _sentence(detention: DetentionFact, power: LegalPower) -> str:
    since = "" if detention.starts_on is None else f" from {day(detention.starts_on)}"
    words = {
        Answer.YES: "qualifies for aftercare",
        Answer.NO: "does not qualify for aftercare by itself",
        Answer.CANNOT_TELL: "may qualify: a person must check the order on file",
    }
    return f"{capital(power.name)}{since} {words[power.qualifies]}."
