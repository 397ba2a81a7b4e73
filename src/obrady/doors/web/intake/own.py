"""On the private page: ask and object, read the answers, see and take away one's data, take back a consent.

The link gives no session and nothing that is sealed: whoever wants the whole copy gets a link to the address on record.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from obrady.doors.web.intake import words
from obrady.doors.web.intake.consents import withdrawable, words_of
from obrady.doors.web.intake.copies import as_file, parts_of
from obrady.doors.web.intake.forms import AskForm, MoreForm
from obrady.doors.web.intake.showing import Row, heard_by_person
from obrady.doors.web.intake.threads import today_of
from obrady.doors.web.parts.private import private
from obrady.stages.applications.actions.rights import (
    give_and_tell,
    send_data_link,
    shown_by_link,
    small_copy,
    take_back_and_tell,
    whole_copy,
)
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import (
    applicant,
    application_with_token,
    definition_of,
)
from obrady.stages.applications.queries.register import VISIBLE
from obrady.stages.applications.states import Refusal as ApplicationRefusal
from obrady.stages.intake import actions, queries
from obrady.stages.intake.actions import Settled
from obrady.stages.intake.models import Thread
from obrady.stages.intake.states import Refusal, Right, ThreadChannel, ThreadKind
from obrady.stages.letters.actions.writing import channel_for
from obrady.stages.letters.states import LetterChannel
from obrady.workshop import clock


def own_or_404(token: str) -> Application:
    application = application_with_token(token)
    if application is None or application.person.erased_at is not None:
        raise Http404
    return application


def own_part(application: Application) -> dict:
    """What the private page shows of this room."""
    today = today_of(application.meeting)
    threads = [Row(thread, today) for thread in queries.threads_about(application.about)]
    consents = withdrawable(application, get_language() or "pl") if application.merged_into_id is None else []
    return {"own_threads": threads, "own_consents": consents}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_ask(request: HttpRequest, token: str) -> HttpResponse:
    application = own_or_404(token)
    form = AskForm(request.POST or None, initial={"subject": request.GET.get("subject", "question")})
    if request.method == "POST" and form.is_valid():
        kind, right = words.subject_of(form.cleaned_data["subject"])
        try:
            thread = asked(application, kind, right, form.cleaned_data["text"])
        except Refusal as refusal:
            form.add_error("text", words.refusal_in_words(refusal))
        else:
            return redirect("own-thread", token=token, number=thread.number)
    context = {"meeting": application.meeting, "application": application, "token": token, "form": form}
    return private(render(request, "intake/own_ask.html", context, status=422 if form.errors else 200))


def asked(application: Application, kind: ThreadKind, right: Right, text: str) -> Thread:
    return actions.open_thread(
        actor=applicant(application), meeting=application.meeting, person=application.person, kind=kind, right=right,
        about=application.about, text=text, channel=ThreadChannel.PAGE, language=application.person.language,
        now=clock.now(),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_thread(request: HttpRequest, token: str, number: int) -> HttpResponse:
    application = own_or_404(token)
    thread = queries.threads_about(application.about).filter(meeting=application.meeting, number=number).first()
    if thread is None:
        raise Http404
    form = MoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_more(
                actor=applicant(application), thread=thread, text=form.cleaned_data["text"],
                channel=ThreadChannel.PAGE, now=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error("text", words.refusal_in_words(refusal))
        else:
            return redirect("own-thread", token=token, number=number)
    context = {
        "meeting": application.meeting, "application": application, "token": token, "form": form, "thread": thread,
        "row": Row(thread, today_of(application.meeting)), "entries": heard_by_person(queries.entries_of(thread)),
    }  # fmt: skip
    return private(render(request, "intake/own_thread.html", context, status=422 if form.errors else 200))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """What the link may show, as a page and as a file; and the way to all the rest."""
    application = own_or_404(token)
    if application.merged_into_id is not None:
        context = {"meeting": application.meeting, "token": token}
        return private(render(request, "applications/own_closed.html", context))
    if request.method == "POST":
        return private(taken(request, application, token))
    copy = shown_by_link(application.person)
    context = {
        "meeting": application.meeting, "application": application, "token": token,
        "parts": parts_of(copy, definition_of(application.form), get_language() or "pl"),
        "by_mail": channel_for(application.person) is LetterChannel.MAIL,
    }  # fmt: skip
    return private(render(request, "intake/own_data.html", context))


def taken(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    if request.POST.get("act") == "file":
        copy = small_copy(actor=applicant(application), application=application, now=clock.now())
        return as_file(copy, f"data-{application.reference.replace('/', '-')}")
    try:
        ask_for_all(application)
    except Refusal as refusal:
        messages.warning(request, words.refusal_in_words(refusal))
    else:
        messages.success(request, _("Done. Your request stands on your page, under Questions."))
    return redirect("own-application", token=token)


def ask_for_all(application: Application) -> None:
    """By e-mail where that is how we reach them; else the office calls back and makes sure who it is."""
    with override(application.person.language):
        asks = _("I want a copy of all my data, the sealed answers too.")
        told = _("We sent a link to the e-mail address that we have. It works for 24 hours.")
    if channel_for(application.person) is not LetterChannel.MAIL:
        asked(application, ThreadKind.RIGHT, Right.ACCESS, asks)
        return
    send_data_link(
        actor=applicant(application), application=application, words=Settled(asked=asks, told=told), now=clock.now()
    )


@never_cache
@require_POST
def own_consent(request: HttpRequest, token: str) -> HttpResponse:
    application = own_or_404(token)
    takes_back, key = request.POST.get("act") != "give", request.POST.get("consent", "")
    said = words_of(application, key, takes_back=takes_back)
    if said is None or application.merged_into_id is not None:
        return redirect("own-application", token=token)
    act = take_back_and_tell if takes_back else give_and_tell
    try:
        act(
            actor=applicant(application), application=application, key=key, channel=ThreadChannel.PAGE, words=said,
            now=clock.now(),
        )  # fmt: skip
    except ApplicationRefusal:
        return redirect("own-application", token=token)
    messages.success(request, said.told)
    return redirect("own-application", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def data_copy(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link that went to the address on record. Opening it shows nothing yet; a button does."""
    now = clock.now()
    link = queries.data_link(token, now=now)
    if link is None:
        raise Http404
    context: dict = {"organisation": link.person.organisation, "token": token}
    if request.method != "POST":
        return private(render(request, "intake/data_copy.html", context))
    actions.use_data_link(link, now=now)
    copy = whole_copy(person=link.person, about=link.person.about, now=now)
    if request.POST.get("act") == "file":
        return private(as_file(copy, "my-data"))
    own = Application.objects.filter(VISIBLE, person=link.person).select_related("form").first()
    if own is None:
        raise Http404
    context["parts"] = parts_of(copy, definition_of(own.form), get_language() or "pl")
    return private(render(request, "intake/data_copy.html", context))
