from django.urls import path

from obrady.doors.web.intake import mailbox, one, own, public, threads

TEAM = "team/<slug:slug>/"
HERE = f"{TEAM}questions/"
PUBLIC = f"{HERE}public/"
BOX = "organisation/<slug:organisation>/mailbox/"
OWN = "z/<str:token>/"

urlpatterns = [
    path("m/<slug:slug>/questions/", public.questions, name="questions"),
    path(HERE, threads.threads, name="threads"),
    path(f"{HERE}export/", threads.export, name="threads-export"),
    path(f"{HERE}new/", threads.new, name="thread-new"),
    path(f"{HERE}<int:number>/", one.thread, name="thread"),
    path(PUBLIC, public.listed, name="public-questions"),
    path(f"{PUBLIC}new/", public.new, name="public-question-new"),
    path(f"{PUBLIC}<int:key>/", public.change, name="public-question"),
    path(f"{PUBLIC}<int:key>/act/", public.act, name="public-question-act"),
    path(BOX, mailbox.mailbox, name="mailbox"),
    path(f"{BOX}collect/", mailbox.collect, name="mailbox-collect"),
    path(f"{BOX}<uuid:key>/", mailbox.message, name="message"),
    path(f"{BOX}<uuid:key>/raw/", mailbox.raw, name="message-raw"),
    path(f"{OWN}ask/", own.own_ask, name="own-ask"),
    path(f"{OWN}questions/<int:number>/", own.own_thread, name="own-thread"),
    path(f"{OWN}data/", own.own_data, name="own-data"),
    path(f"{OWN}consents/", own.own_consent, name="own-consents"),
    path("d/<str:token>/", own.data_copy, name="data-copy"),
]
