from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from i18nfield.strings import LazyI18nString

from obrady.doors.web.parts.slugs import slug_from
from obrady.doors.web.people.forms import FirstForm, SignInForm
from obrady.stages.organisations.queries import all_organisations
from obrady.stages.people.actions import CodeAlreadyUsed, begin_installation
from obrady.stages.people.queries import awaits_first_coordinator
from obrady.workshop import clock

PASSWORDS = "django.contrib.auth.backends.ModelBackend"

sign_in = LoginView.as_view(
    template_name="people/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)
sign_out = LogoutView.as_view()


@sensitive_post_parameters("code", "password")
def first(request: HttpRequest) -> HttpResponse:
    """The first coordinator, with the code that the console printed."""
    if not awaits_first_coordinator():
        return render(request, "people/first_done.html")
    organisation = all_organisations().first()
    form = FirstForm(request.POST or None, asks_for_organisation=organisation is None)
    if form.is_valid() and _began(request, form):
        return redirect("team")
    return render(request, "people/first.html", {"form": form, "organisation": organisation})


def _began(request: HttpRequest, form: FirstForm) -> bool:
    said = form.cleaned_data
    name = said.get("organisation", "")
    try:
        account = begin_installation(
            code=said["code"],
            organisation_name=LazyI18nString({get_language(): name}),
            slug=said.get("slug") or slug_from(name),
            email=said["email"],
            name=said["name"],
            password=said["password"],
            now=clock.now(),
        )
    except CodeAlreadyUsed:
        form.add_error(
            "code", _("This code is not valid, or it was used. Start ./obrady run again: it prints a new one.")
        )
        return False
    login(request, account, backend=PASSWORDS)
    messages.success(request, _("You are signed in as the coordinator. Next: call your first meeting."))
    return True


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "people/privacy.html", {"organisations": all_organisations()})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "people/accessibility.html", {"organisations": all_organisations()})
