"""What states, channels, problems, reasons and events are called on the team's pages."""

from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from obrady.doors.web.intake.verbs import VERBS as INTAKE
from obrady.stages.applications.states import (
    ApplicationState,
    BulkKind,
    Channel,
    LinkMode,
    LinkState,
    PairState,
    Problem,
    Reason,
)

STATES = {
    ApplicationState.RECEIVED: (_("Received, not typed in"), "calm"),
    ApplicationState.INCOMPLETE: (_("Incomplete"), "warn"),
    ApplicationState.COMPLETE: (_("Complete"), "calm"),
    ApplicationState.ELIGIBLE: (_("Eligible"), "good"),
    ApplicationState.NOT_ELIGIBLE: (_("Not eligible"), "bad"),
    ApplicationState.LATE: (_("Late"), "bad"),
    ApplicationState.WITHDRAWN: (_("Withdrawn"), "calm"),
    ApplicationState.MERGED: (_("Merged"), "calm"),
}
CHANNELS = {
    Channel.WEB: pgettext_lazy("channel", "Web"),
    Channel.PAPER_SCAN: pgettext_lazy("channel", "Paper or scan"),
    Channel.OFFICE: pgettext_lazy("channel", "Office"),
    Channel.PHONE: pgettext_lazy("channel", "Phone"),
}
PROBLEMS = {
    Problem.DUPLICATE: _("Possible duplicate"),
    Problem.MISSING: _("Something is missing"),
    Problem.UNPROVEN: _("Unproven"),
    Problem.SPELLING: _("Organisation to unify"),
    Problem.LINK: _("Wish to come together"),
}
REASONS = {
    Reason.SAME_PHONE: _("the same telephone, perhaps written in another way"),
    Reason.SAME_EMAIL: _("the same e-mail address"),
    Reason.SIMILAR_EMAIL: _("nearly the same e-mail address"),
    Reason.SAME_NAME: _("the same name"),
    Reason.SHORT_FIRST_NAME: _("a short form of the same first name"),
    Reason.PART_OF_NAME: _("a part of the same name"),
    Reason.OTHER_ALPHABET: _("the same name in another alphabet"),
    Reason.SIMILAR_NAME: _("nearly the same name"),
    Reason.SAME_TOWN: _("the same gmina"),
}
MODES = {
    LinkMode.TOGETHER: _("both or neither"),
    LinkMode.ONE_OF_US: _("one of them at most"),
}
LINK_STATES = {
    LinkState.PROPOSED: (_("To decide"), "warn"),
    LinkState.CONFIRMED: (_("Confirmed"), "good"),
    LinkState.REJECTED: (_("Set aside"), "calm"),
}
PAIR_STATES = {
    PairState.OPEN: (_("To decide"), "warn"),
    PairState.MERGED: (_("One person, merged"), "good"),
    PairState.TWO_PEOPLE: (_("Two people"), "calm"),
}
BULK_KINDS = {
    BulkKind.LET_IN: _("Let take part"),
    BulkKind.NOT_ELIGIBLE: _("Cannot take part"),
    BulkKind.ASSIGN: _("Given into somebody’s hands"),
}
EVENTS = {
    "applications.submit": _("Application taken in"),
    "applications.import": _("Brought in from a file"),
    "applications.correct": _("Answers corrected"),
    "applications.withdraw": _("Withdrawn"),
    "applications.take_back_withdrawal": _("Withdrawal undone"),
    "applications.take_back_consents": _("Consent taken back"),
    "applications.judge": _("Decided about taking part"),
    "applications.merge_pair": _("Merged: one person"),
    "applications.keep_both": _("Kept apart: two people"),
    "applications.undo_decision": _("Decision about a duplicate undone"),
    "applications.link_confirmed": _("Wish to come together confirmed"),
    "applications.open_sensitive": _("Sensitive answers were read"),
    "applications.note": _("Note written"),
    "applications.remove_note": _("Note removed"),
    "applications.bring_note_back": _("Note brought back"),
    "applications.assign": _("Given into other hands"),
    "applications.undo_correction": _("The last correction undone"),
    "applications.link_rejected": _("Wish to come together set aside"),
}


def state_label(state: str) -> str:
    return str(STATES[ApplicationState(state)][0])


def reasons_in_words(reasons) -> list[str]:
    """A reason that a later version stored and this one does not know is shown as it is."""
    known = set(Reason)
    return [str(REASONS[Reason(reason)]) if reason in known else str(reason) for reason in reasons]


def likeness_in_words(score: float) -> str:
    if score >= 0.95:
        return _now("very probably")
    return _now("probably") if score >= 0.8 else _now("perhaps")


def event_in_words(verb: str, facts: Mapping) -> str:
    label = str(EVENTS.get(verb) or INTAKE.get(verb, verb))
    state = str(facts.get("state", ""))
    if verb in ("applications.submit", "applications.correct", "applications.judge") and state in set(ApplicationState):
        return _now("%(event)s; state: %(state)s") % {"event": label, "state": state_label(state).lower()}
    return label
