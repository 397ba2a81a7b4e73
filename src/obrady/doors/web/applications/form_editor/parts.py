"""Sections, consents, the notice, title and languages, the limit of seats: one page each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from obrady.doors.web.announcements.forms.wording import Words
from obrady.doors.web.applications.form_editor.desk import Desk, sent
from obrady.doors.web.applications.form_editor.finding import of_part
from obrady.doors.web.applications.form_editor.gaps import Place, places_of
from obrady.doors.web.applications.form_editor.labels import called, said
from obrady.doors.web.applications.form_editor.question_form import taken_keys
from obrady.doors.web.applications.form_editor.wording import (
    CONSENT,
    CapForm,
    FormTexts,
    NoticeTexts,
    SectionTexts,
    TextsForm,
    name_of,
)
from obrady.doors.web.parts.access import team_page
from obrady.stages.applications import rules
from obrady.stages.applications.queries import NOT_REMOVABLE
from obrady.stages.applications.queries.form_parts import (
    Cap,
    Consent,
    FormDefinition,
    Notice,
    Section,
    add_section,
    key_from,
    parse_draft,
    put_consent,
    put_section,
    remove_consent,
    remove_section,
    section_of,
    to_json,
)
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.queries import languages_of

ORGANISATION = "organisation_key"
Change = Callable[[FormDefinition], FormDefinition]


class ConsentForm(TextsForm):
    words: ClassVar[dict[str, Words]] = {
        "label": Words(_("What people agree to"), required=True, lines=4, most=CONSENT)
    }
    layout = ("label", "required", "withdrawable", "covers")

    required = forms.BooleanField(
        label=_("Everybody has to give it"),
        help_text=_("For declarations such as “I know the rules”. An application without it is incomplete."),
        required=False,
    )
    withdrawable = forms.BooleanField(label=_("Can be taken back"), required=False)
    covers = forms.MultipleChoiceField(
        label=_("Answers that may be kept and used only with it"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["covers"].choices = questions  # type: ignore[attr-defined]


def finish(desk: Desk, form: Any, change: Change, *, what: str, at: str) -> HttpResponse | None:
    """Written, and back to the outline; None when the page has to be shown again."""
    if desk.request.method != "POST" or not form.is_valid() or not desk.save(change, what=what):
        return None
    messages.success(desk.request, _now("Saved."))
    return redirect(f"{reverse('form-edit', args=[desk.meeting.slug])}?at={at}#{at}")


def show(desk: Desk, form: Any, title: object, **more: object) -> HttpResponse:
    context = {"meeting": desk.meeting, "rail": "form-view", "desk": desk, "form": form, "page_title": title, **more}
    status = 409 if desk.conflict else 422 if form.errors else 200
    return render(desk.request, "applications/form_editor/part.html", context, status=status)


def places(desk: Desk) -> list[Place]:
    language = get_language() or "pl"
    return places_of(desk.meeting, desk.filling, language if language in desk.languages else desk.languages[0])


def section_as_seen(desk: Desk, key: str) -> Section:
    for definition in desk.versions:
        for one in definition.sections:
            if one.key == key:
                return one
    raise Http404


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, meeting: Meeting, key: str) -> HttpResponse:
    desk = Desk(request, meeting)
    before = section_as_seen(desk, key)
    texts = {"title": before.title, "help": before.help}
    form = SectionTexts(sent(request), languages=desk.languages, texts=texts)

    def change(definition: FormDefinition) -> FormDefinition:
        if key not in {one.key for one in definition.sections}:
            definition = add_section(definition, Section(key=key, title={}, help=None, questions=()))
        return put_section(definition, key, title=form.text("title"), explanation=form.text_or_none("help"))

    done = finish(desk, form, change, what=f"section:{key}", at=f"s-{key}")
    remove = reverse("form-section-remove", args=[meeting.slug, key])
    language = get_language() or "pl"
    title = desk.filling.text(said(before.title, language), language) or key
    return done or show(desk, form, title, remove_url=remove, remove_label=_("Remove this part"))


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def new_section(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk = Desk(request, meeting)
    form = SectionTexts(sent(request), languages=desk.languages)
    key = ""
    if form.is_bound and form.is_valid():
        words = next((one for one in form.text("title").values() if one), "")
        key = key_from(words, {one.key for one in desk.definition.sections}, fallback="part")

    def change(definition: FormDefinition) -> FormDefinition:
        made = Section(key=key, title=form.text("title"), help=form.text_or_none("help"), questions=())
        office = next(
            (one.key for one in definition.sections if one.questions and all(q.office_only for q in one.questions)),
            None,
        )
        return add_section(definition, made, before=office)

    done = finish(desk, form, change, what=f"section:{key}", at=f"s-{key}")
    return done or show(desk, form, _("A new part"))


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def section_remove(request: HttpRequest, meeting: Meeting, key: str) -> HttpResponse:
    desk, language = Desk(request, meeting), get_language() or "pl"
    try:
        part = section_of(desk.definition, key)
    except KeyError:
        raise Http404 from None
    needed = [one for one in part.questions if one.key in NOT_REMOVABLE]
    if (
        request.method == "POST"
        and not needed
        and desk.save(lambda form: remove_section(form, key), what=f"removed:{key}")
    ):
        messages.success(request, _now("The part is removed. “Undo” on this page brings it back."))
        return redirect("form-edit", slug=meeting.slug)
    lines = [
        _now("It leaves the draft with all its questions; conditions and what follows for the recruitment lose them.")
    ]
    lines += [called(desk.words, "question", one.key, language) for one in part.questions]
    if needed:
        lines = [
            _now("The system needs “%(name)s”: move it to another part first.")
            % {"name": called(desk.words, "question", one.key, language)}
            for one in needed
        ]
    context = {
        "meeting": meeting, "rail": "form-view", "desk": desk, "name": called(desk.words, "section", key, language), "consequences": lines,
        "is_refused": bool(needed), "back_url": reverse("form-section", args=[meeting.slug, key]), "action_label": _("Remove the part"),
    }  # fmt: skip
    return render(request, "applications/form_editor/remove.html", context, status=409 if desk.conflict else 200)


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk = Desk(request, meeting)
    known = {"title": desk.definition.title, "intro": desk.definition.intro}
    offered = [(code, name_of(code)) for code in languages_of(meeting.organisation)]
    offered += [(one, name_of(one)) for one in desk.languages if one not in dict(offered)]
    form = FormTexts(sent(request), languages=desk.languages, texts=known, offered=offered)

    def change(definition: FormDefinition) -> FormDefinition:
        chosen = tuple(code for code, _name in offered if code in form.cleaned_data["speaks"])
        kept = [one for one in definition.languages if one in chosen]
        languages = (*kept, *(one for one in chosen if one not in kept))
        changed = replace(definition, title=form.text("title"), intro=form.text("intro"), languages=languages)
        return in_languages(changed)

    done = finish(desk, form, change, what="texts", at="texts")
    return done or show(desk, form, _("Title, introduction, languages"), placeholders=places(desk))


def in_languages(definition: FormDefinition) -> FormDefinition:
    """Every text in exactly the languages of the form."""
    return parse_draft(to_json(definition))


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk = Desk(request, meeting)
    before = desk.definition.notice
    known = {"short": before.short, "full": before.full}
    form = NoticeTexts(sent(request), languages=desk.languages, texts=known, initial={"version": before.version})

    def change(definition: FormDefinition) -> FormDefinition:
        typed = Notice(version=form.cleaned_data["version"], short=form.text("short"), full=form.text("full"))
        return replace(definition, notice=typed)

    done = finish(desk, form, change, what="notice", at="notice")
    return done or show(desk, form, _("Notice about personal data"), placeholders=places(desk))


def consent_as_seen(desk: Desk, key: str) -> Consent:
    for definition in desk.versions:
        for one in definition.consents:
            if one.key == key:
                return one
    raise Http404


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, meeting: Meeting, key: str) -> HttpResponse:
    desk = Desk(request, meeting)
    before = consent_as_seen(desk, key)
    form = consent_form(desk, before)
    done = finish(desk, form, put(form, key), what=f"consent:{key}", at=f"c-{key}")
    more: Mapping[str, object] = {
        "remove_url": reverse("form-consent-remove", args=[meeting.slug, key]),
        "remove_label": _("Remove this consent"),
        "findings": of_part(desk, "consent", key),
        "placeholders": places(desk),
    }
    return done or show(desk, form, _("Consent"), **more)


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def new_consent(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk = Desk(request, meeting)
    form = consent_form(desk, Consent(key="", label={}, required=False, covers=(), withdrawable=True))
    key = ""
    if form.is_bound and form.is_valid():
        words = next((one for one in form.text("label").values() if one), "")
        key = key_from(f"consent {words}", taken_keys(desk.definition), fallback="consent")
    done = finish(desk, form, put(form, key), what=f"consent:{key}", at=f"c-{key}")
    return done or show(desk, form, _("A new consent"), placeholders=places(desk))


def consent_form(desk: Desk, before: Consent) -> ConsentForm:
    language = get_language() or "pl"
    questions = [(one.key, said(one.label, language) or one.key) for one in desk.words.asked_questions]
    initial = {"required": before.required, "withdrawable": before.withdrawable, "covers": list(before.covers)}
    return ConsentForm(
        sent(desk.request),
        languages=desk.languages,
        texts={"label": before.label},
        initial=initial,
        questions=questions,
    )


def put(form: ConsentForm, key: str) -> Change:
    def change(definition: FormDefinition) -> FormDefinition:
        typed = form.cleaned_data
        made = Consent(
            key=key,
            label=form.text("label"),
            required=typed["required"],
            covers=tuple(one.key for one in definition.questions if one.key in typed["covers"]),
            withdrawable=typed["withdrawable"],
        )
        return put_consent(definition, made)

    return change


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def consent_remove(request: HttpRequest, meeting: Meeting, key: str) -> HttpResponse:
    desk, language = Desk(request, meeting), get_language() or "pl"
    found = next((one for one in desk.definition.consents if one.key == key), None)
    if found is None:
        raise Http404
    if request.method == "POST" and desk.save(lambda form: remove_consent(form, key), what=f"removed:{key}"):
        messages.success(request, _now("The consent is removed. “Undo” on this page brings it back."))
        return redirect("form-edit", slug=meeting.slug)
    lines = [_now("It leaves the draft. Whoever gave it stays on record with the words that were accepted.")]
    lines += [
        _now("“%(name)s” stands under no consent then.") % {"name": called(desk.words, "question", one, language)}
        for one in found.covers
    ]
    context = {
        "meeting": meeting, "rail": "form-view", "desk": desk, "name": called(desk.words, "consent", key, language)[:120], "consequences": lines,
        "back_url": reverse("form-consent", args=[meeting.slug, key]), "action_label": _("Remove the consent"),
    }  # fmt: skip
    return render(request, "applications/form_editor/remove.html", context, status=409 if desk.conflict else 200)


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def caps(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk = Desk(request, meeting)
    before = next((one.max for one in desk.definition.caps if one.key == ORGANISATION), None)
    form = CapForm(sent(request), initial={"most": before})

    def change(definition: FormDefinition) -> FormDefinition:
        others = tuple(one for one in definition.caps if one.key != ORGANISATION)
        most = form.cleaned_data["most"]
        return replace(definition, caps=(*others, Cap(ORGANISATION, most)) if most else others)

    done = finish(desk, form, change, what="caps", at="features")
    return done or show(desk, form, _("Limit of seats"))
