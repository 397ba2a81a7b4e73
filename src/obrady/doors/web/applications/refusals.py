"""Why something could not be done, and what to do instead."""

from django.utils.translation import gettext as _

from obrady.doors.web.applications.words import PAIR_STATES, state_label
from obrady.stages.applications.states import PairState, Refusal


def in_words(refusal: Refusal) -> str:
    match refusal.code:
        case "application_is_locked":
            return (
                _("The pool for the draw is frozen, so %(reference)s stays as it is. A withdrawal is still possible.")
                % refusal.params
            )
        case "state_refused":
            return _("This cannot be done: %(reference)s is now “%(state)s”.") % {
                "reference": refusal.params["reference"],
                "state": state_label(str(refusal.params["state"])),
            }
        case "reason_missing":
            return _("Please give the reason: it is told to the person.")
        case "pair_is_decided":
            state = PairState(str(refusal.params["state"]))
            return _("Somebody else was quicker: the decision is “%(decision)s”.") % {"decision": PAIR_STATES[state][0]}
        case "nothing_to_undo":
            return _("There is nothing to undo.")
        case "changed_meanwhile":
            return _(
                "Somebody else changed %(reference)s while this page was open. Nothing was overwritten: "
                "look at how it stands now, then decide."
            ) % {"reference": refusal.params["reference"]}
        case "bulk_is_undone":
            return _("This was undone already.")
        case "filter_name_taken":
            return _("You have a filter of this name. Please choose another name.")
        case "link_is_decided":
            return _("Somebody else has just decided about this wish. This is how it stands now.")
        case "link_without_other":
            return _("Please choose first which application is meant.")
        case "no_form":
            return _("This meeting has no published form yet.")
    return _("This cannot be done now. Please look at the page again.")
