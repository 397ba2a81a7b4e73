"""What can be asked of what came in: threads (`threads`), the mailbox (`messages`)."""

from obrady.stages.intake.queries.copies import data_link
from obrady.stages.intake.queries.messages import (
    collecting_of,
    letter_answered,
    likely_people,
    message_with_key,
    messages,
    messages_of,
    raw_of,
    unread,
    waiting_messages,
)
from obrady.stages.intake.queries.public import (
    all_public_questions,
    public_question_of,
    public_question_with_key,
    public_questions,
)
from obrady.stages.intake.queries.threads import (
    Objection,
    ThreadCounts,
    colleagues,
    counts,
    entries_of,
    has_asked_enough,
    objections,
    thread_with_key,
    thread_with_number,
    threads,
    threads_about,
    threads_of,
)

__all__ = [
    "Objection",
    "ThreadCounts",
    "all_public_questions",
    "colleagues",
    "collecting_of",
    "counts",
    "data_link",
    "entries_of",
    "has_asked_enough",
    "letter_answered",
    "likely_people",
    "message_with_key",
    "messages",
    "messages_of",
    "objections",
    "public_question_of",
    "public_question_with_key",
    "public_questions",
    "raw_of",
    "thread_with_key",
    "thread_with_number",
    "threads",
    "threads_about",
    "threads_of",
    "unread",
    "waiting_messages",
]
