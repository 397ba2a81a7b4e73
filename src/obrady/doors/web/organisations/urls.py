from django.urls import path

from obrady.doors.web.organisations import account_links, colleagues, invitations, look, setup

OF = "organisation/<slug:organisation>"

urlpatterns = [
    path(f"{OF}/setup/", setup.setup, name="organisation-setup"),
    path(f"{OF}/setup/details/", setup.details, name="organisation-details"),
    path(f"{OF}/setup/languages/", setup.languages, name="organisation-languages"),
    path(f"{OF}/setup/logo/", look.logo, name="organisation-logo"),
    path(f"{OF}/setup/logo/choose/", look.choose, name="organisation-logo-choose"),
    path(f"{OF}/setup/colour/", look.accent, name="organisation-accent"),
    path(f"{OF}/setup/address/", setup.public_address, name="public-address"),
    path(f"{OF}/colleagues/", colleagues.colleagues, name="colleagues"),
    path(f"{OF}/colleagues/invite/", invitations.invite, name="colleague-invite"),
    path(f"{OF}/colleagues/invitations/<uuid:key>/", invitations.invitation, name="invitation-staff"),
    path(f"{OF}/colleagues/give-back/<int:key>/", colleagues.give_back, name="role-give-back"),
    path(f"{OF}/colleagues/<uuid:key>/", colleagues.colleague, name="colleague"),
    path(f"{OF}/colleagues/<uuid:key>/take/", colleagues.take, name="colleague-take"),
    path(f"{OF}/colleagues/<uuid:key>/switch/", colleagues.switch, name="colleague-switch"),
    path(f"{OF}/colleagues/<uuid:key>/password/", account_links.password_link, name="colleague-password"),
    path(f"{OF}/colleagues/<uuid:key>/second-factor/", account_links.factor, name="colleague-factor"),
]
