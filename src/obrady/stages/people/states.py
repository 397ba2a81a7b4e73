from enum import StrEnum


class TextKind(StrEnum):
    CONSENT = "consent"
    NOTICE = "notice"


class AnswerChannel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
