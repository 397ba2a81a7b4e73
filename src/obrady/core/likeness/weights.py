"""How often each agreement is seen: of one person, in one household, at one office, between strangers.

The figures were set by hand and tried on generated registers (tests/core/likeness/registers.py); they need not be exact,
only of the right order.
"""

from __future__ import annotations

from .names import Agreement

LIKELY = 0.06
"""From this probability up a pair is proposed: a wrong proposal costs a glance, a missed one a double seat."""

SAME, NEAR, OTHER, UNKNOWN = "same", "near", "other", "unknown"

# How many pairs of each sort one expects per record of a register (random pairs: half the register).
MATCHES, HOUSEHOLDS, COLLEAGUES = 0.06, 0.03, 0.10

# How often each agreement is seen, given that both records are of one person ...
GIVEN_OF_ONE = {
    Agreement.SAME: 0.72,
    Agreement.SOUND: 0.05,
    Agreement.VARIANT: 0.10,
    Agreement.INITIAL: 0.03,
    Agreement.TYPO: 0.07,
    Agreement.ALIKE: 0.02,
    Agreement.DIFFERENT: 0.005,
    Agreement.MISSING: 1.0,
}
SURNAME_OF_ONE = {
    Agreement.SAME: 0.70,
    Agreement.SOUND: 0.06,
    Agreement.PART: 0.06,
    Agreement.GENDER: 0.02,
    Agreement.INITIAL: 0.02,
    Agreement.TYPO: 0.10,
    Agreement.ALIKE: 0.03,
    Agreement.DIFFERENT: 0.02,
    Agreement.MISSING: 1.0,
}
PHONE_OF_ONE = {SAME: 0.78, OTHER: 0.22, UNKNOWN: 1.0}
EMAIL_OF_ONE = {SAME: 0.72, NEAR: 0.12, OTHER: 0.16, UNKNOWN: 1.0}
TOWN_OF_ONE = {SAME: 0.93, OTHER: 0.07, UNKNOWN: 1.0}
ORGANISATION_OF_ONE = {SAME: 0.75, OTHER: 0.25, UNKNOWN: 1.0}
# ... of two people of one household ...
GIVEN_IN_HOUSEHOLD = {
    Agreement.SAME: 0.01,
    Agreement.SOUND: 0.01,
    Agreement.VARIANT: 0.01,
    Agreement.INITIAL: 0.08,
    Agreement.TYPO: 0.03,
    Agreement.ALIKE: 0.05,
    Agreement.DIFFERENT: 0.81,
    Agreement.MISSING: 1.0,
}
SURNAME_IN_HOUSEHOLD = {
    Agreement.SAME: 0.65,
    Agreement.SOUND: 0.02,
    Agreement.PART: 0.08,
    Agreement.GENDER: 0.15,
    Agreement.INITIAL: 0.02,
    Agreement.TYPO: 0.03,
    Agreement.ALIKE: 0.02,
    Agreement.DIFFERENT: 0.13,
    Agreement.MISSING: 1.0,
}
PHONE_IN_HOUSEHOLD = {SAME: 0.75, OTHER: 0.25, UNKNOWN: 1.0}
EMAIL_IN_HOUSEHOLD = {SAME: 0.15, NEAR: 0.20, OTHER: 0.65, UNKNOWN: 1.0}
TOWN_IN_HOUSEHOLD = {SAME: 0.95, OTHER: 0.05, UNKNOWN: 1.0}
# ... and of two people who share an office's telephone or mailbox; their names agree by chance only.
PHONE_AT_WORK = {SAME: 0.65, OTHER: 0.35, UNKNOWN: 1.0}
EMAIL_AT_WORK = {SAME: 0.45, NEAR: 0.05, OTHER: 0.50, UNKNOWN: 1.0}
TOWN_AT_WORK = {SAME: 0.85, OTHER: 0.15, UNKNOWN: 1.0}

SHARED_BY_CHANCE = 1e-6
OFFICE_WORDS = (
    "biuro kontakt info office sekretariat poczta mail email recepcja fundacja stowarzyszenie szkola projekt admin "
    "rekrutacja zarzad organizacja hello zapisy zgloszenia gmina urzad mops gops dyrektor koordynator"
)
OFFICE_MAILBOXES = frozenset(OFFICE_WORDS.split())
