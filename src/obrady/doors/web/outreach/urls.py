from django.urls import path

from obrady.doors.web.outreach import book, contact, filling, importing, invitations, public, spread

BOOK = "organisation/<slug:organisation>/contacts/"
HERE = "team/<slug:slug>/spread/"

urlpatterns = [
    path("i/<str:token>/", public.invitation, name="invitation"),
    path("u/<str:token>/", public.unsubscribe, name="unsubscribe"),
    path(BOOK, book.contacts, name="contacts"),
    path(f"{BOOK}many/", book.bulk, name="contacts-bulk"),
    path(f"{BOOK}undo/", book.undo, name="contacts-undo"),
    path(f"{BOOK}export/", book.export, name="contacts-export"),
    path(f"{BOOK}limits/", book.limits, name="contacts-limits"),
    path(f"{BOOK}new/", contact.new, name="contact-new"),
    path(f"{BOOK}import/", importing.upload, name="contacts-import"),
    path(f"{BOOK}import/columns/", importing.columns, name="contacts-import-columns"),
    path(f"{BOOK}import/undo/", importing.undo, name="contacts-import-undo"),
    path(f"{BOOK}offices/", filling.offices, name="contacts-offices"),
    path(f"{BOOK}participants/", filling.participants, name="contacts-participants"),
    path(f"{BOOK}<uuid:key>/", contact.contact, name="contact"),
    path(f"{BOOK}<uuid:key>/merge/", contact.merge, name="contact-merge"),
    path(f"{BOOK}<uuid:key>/restore/", contact.restore, name="contact-restore"),
    path(f"{BOOK}<uuid:key>/<slug:act>/", contact.ask, name="contact-ask"),
    path(HERE, spread.spread, name="spread"),
    path(f"{HERE}choose/", spread.choose, name="spread-choose"),
    path(f"{HERE}send/", spread.send, name="spread-send"),
    path(f"{HERE}call-back/", spread.call_back, name="spread-call-back"),
    path(f"{HERE}invitations/", invitations.invitations, name="spread-invitations"),
    path(f"{HERE}invitations/<uuid:key>/", invitations.reply, name="spread-reply"),
    path(f"{HERE}report/", invitations.report, name="spread-report"),
    path(f"{HERE}report/evidence/", invitations.evidence, name="spread-evidence"),
]
