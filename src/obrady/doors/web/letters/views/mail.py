"""Through which mailbox an organisation writes and reads: settings, and a try of them in words."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.doors.web.letters import wording
from obrady.doors.web.letters.mail_forms import ProviderForm, ReceivingForm, SendingForm, TestForm, initial_of
from obrady.doors.web.parts.access import actor_of, organisation_page
from obrady.stages.letters import actions, queries, rules
from obrady.stages.letters.actions.mail_setup import IMAP, SMTP
from obrady.stages.organisations.models import Organisation
from obrady.workshop import clock
from obrady.workshop.mail import BadAddress, Tried, configured_server

LIMITS = ("most_an_hour", "most_a_day")


@organisation_page(rules.can_set_up_mail)
def mail_setup(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    forms = forms_for(request, organisation)
    match request.POST.get("act", ""):
        case "later":
            actions.leave_mail_for_later(actor=actor_of(request), organisation=organisation, now=clock.now())
            messages.success(request, _("Noted. Letters wait safely until there is a mail server."))
            return redirect("mail-setup", organisation=organisation.slug)
        case "sending" | "sending-test" if _is_saved(request, organisation, forms["sending"], actions.save_sending):
            return _after_sending(request, organisation)
        case "receiving" | "receiving-test" if _is_saved(
            request, organisation, forms["receiving"], actions.save_receiving
        ):
            return _after_receiving(request, organisation)
        case "test" if forms["test"].is_valid():
            _say_sending(request, _tested(request, organisation, forms["test"].cleaned_data["to"]))
            return redirect("mail-setup", organisation=organisation.slug)
    return render(request, "letters/mail.html", _context(organisation, forms))


def forms_for(request: HttpRequest, organisation: Organisation) -> dict:
    row, act = queries.mail_settings(organisation), request.POST.get("act", "")
    provider = ProviderForm(request.GET)
    chosen = provider.chosen()
    sending = {**initial_of(row, (*SMTP, *LIMITS)), "sender_name": _sender_name(row, organisation)}
    receiving = initial_of(row, IMAP)
    if chosen:
        sending |= dict(zip(("smtp_host", "smtp_port", "smtp_security"), chosen.smtp, strict=True))
        receiving |= dict(zip(("imap_host", "imap_port", "imap_security"), chosen.imap, strict=True))
    said_of = {name: request.POST if act.startswith(name) else None for name in ("sending", "receiving", "test")}
    return {
        "row": row,
        "provider": provider,
        "chosen_provider": chosen,
        "sending": SendingForm(said_of["sending"], prefix="out", initial=sending, has_password=_has(row, "smtp")),
        "receiving": ReceivingForm(
            said_of["receiving"], prefix="in", initial=receiving, has_password=_has(row, "imap")
        ),
        "test": TestForm(said_of["test"], prefix="try", initial={"to": request.user.email}),
    }


def _sender_name(row, organisation: Organisation) -> str:
    return row.sender_name if row and row.smtp_host else str(organisation.name)


def _has(row, which: str) -> bool:
    return row is not None and bool(getattr(row, f"{which}_sealed"))


def _context(organisation: Organisation, forms: dict) -> dict:
    row = forms["row"]
    return {
        "organisation": organisation,
        "rail": "mail-setup",
        **forms,
        "has_own": row is not None and bool(row.smtp_host),
        "has_mailbox": row is not None and bool(row.imap_host),
        "has_installations": configured_server() is not None,
        "waiting": queries.waiting_mail(organisation),
        "smtp_word": wording.TRIALS.get(row.smtp_tested) if row else None,
        "imap_word": wording.MAILBOX_TRIALS.get(row.imap_tested) if row else None,
        "wrong_form": next((forms[key] for key in ("sending", "receiving", "test") if forms[key].errors), None),
    }


def _is_saved(request: HttpRequest, organisation: Organisation, form, save) -> bool:
    if not form.is_valid():
        return False
    try:
        save(actor=actor_of(request), organisation=organisation, chosen=form.chosen(), now=clock.now())
    except actions.MailRefused:
        form.add_error("password", _("For another server or user the password has to be typed again."))
        return False
    return True


def _after_sending(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    messages.success(request, _("The settings for sending are saved."))
    if request.POST["act"] == "sending-test":
        _say_sending(request, _tested(request, organisation, request.user.email))
    return redirect("mail-setup", organisation=organisation.slug)


def _after_receiving(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    messages.success(request, _("The settings of the mailbox are saved."))
    if request.POST["act"] == "receiving-test":
        _say_mailbox(request, organisation)
    return redirect("mail-setup", organisation=organisation.slug)


def _tested(request: HttpRequest, organisation: Organisation, to: str) -> tuple[str, Tried | None]:
    letter = actions.Probe(
        to=to,
        subject=_("A test letter from Obrady"),
        body=_("This letter shows that mail from %(organisation)s leaves and arrives. Nobody needs to answer it.")
        % {"organisation": organisation.name},
        language=get_language() or "pl",
    )
    try:
        done = actions.send_test_letter(
            actor=actor_of(request), organisation=organisation, letter=letter, now=clock.now()
        )
    except (actions.MailRefused, BadAddress):
        return to, None
    return to, done


def _say_sending(request: HttpRequest, tested: tuple[str, Tried | None]) -> None:
    to, done = tested
    if done is None:
        messages.warning(request, _("There is no server and no usable sender yet, so no test letter was sent."))
    elif done.result == "accepted":
        messages.success(
            request, _("The server took the test letter to %(address)s. See whether it arrives.") % {"address": to}
        )
    else:
        messages.error(request, " ".join(filter(None, (str(wording.TRIALS[done.result]), _quoted(done.answer)))))


def _say_mailbox(request: HttpRequest, organisation: Organisation) -> None:
    try:
        done = actions.try_mailbox(actor=actor_of(request), organisation=organisation, now=clock.now())
    except actions.MailRefused:
        messages.warning(request, _("No mailbox is set, so there was nothing to try."))
        return
    said = " ".join(filter(None, (str(wording.MAILBOX_TRIALS[done.result]), _quoted(done.answer))))
    (messages.success if done.result == "accepted" else messages.error)(request, said)


def _quoted(answer: str) -> str:
    return _("The server said: %(answer)s") % {"answer": answer} if answer else ""
