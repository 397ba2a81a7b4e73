"""What is wrong with an answer, in the reader's words, saying what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def in_words(fault) -> str:
    params = fault.params
    match fault.code:
        case "required":
            return _("Please answer this question.")
        case "no_consent":
            return _(
                "We may keep this answer only with your consent. Tick the consent below it, or tick “Send without this answer”."
            )
        case "too_long":
            return ngettext(
                "This text is too long: it has %(length)s characters, %(limit)s is the most.",
                "This text is too long: it has %(length)s characters, %(limit)s are the most.",
                params["limit"],
            ) % {"length": params["length"], "limit": params["limit"]}
        case "too_many_choices":
            return ngettext(
                "Please choose at most %(limit)s answer.", "Please choose at most %(limit)s answers.", params["limit"]
            ) % {"limit": params["limit"]}
        case "unknown_option":
            return _("Please choose one of the answers.")
        case "not_an_email":
            return _(
                "This is not a whole e-mail address. It needs a name, the sign @ and a domain, e.g. anna@example.org."
            )
        case "not_a_phone":
            return _(
                "This is not a whole telephone number. Write its digits, with the country code if it is not Polish."
            )
        case "not_a_gmina":
            return _("Please choose a gmina from the list.")
        case "not_a_date":
            return _("Please write the date as year-month-day, e.g. 2026-12-14.")
        case "not_a_number":
            return _("Please write a number.")
    return _("Please look at this answer again.")


def consent_in_words() -> str:
    return _("Please tick this box: without it we cannot take the application.")
