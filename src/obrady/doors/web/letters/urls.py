from django.urls import path

from obrady.doors.web.letters.views import all_texts, bulk, lists, mail, single, tasks, templates, writing

HERE = "team/<slug:slug>/letters/"

urlpatterns = [
    path("organisation/<slug:organisation>/mail/", mail.mail_setup, name="mail-setup"),
    path(HERE, lists.letters, name="letters"),
    path(f"{HERE}export/", lists.export, name="letters-export"),
    path(f"{HERE}review/", bulk.review, name="letters-review"),
    path(f"{HERE}review/anew/", bulk.anew, name="letters-anew"),
    path(f"{HERE}send/", bulk.send, name="letters-send"),
    path(f"{HERE}recall/", bulk.recall, name="letters-recall"),
    path(f"{HERE}write/", writing.mailings, name="letters-write"),
    path(f"{HERE}write/<uuid:key>/stop/", writing.stop, name="letters-write-stop"),
    path(f"{HERE}write/<slug:kind>/", writing.writing, name="letters-write-one"),
    path(f"{HERE}calls/", tasks.calls, name="letters-calls"),
    path(f"{HERE}calls/list/", tasks.calls_list, name="letters-calls-list"),
    path(f"{HERE}print/", tasks.sheets, name="letters-print"),
    path(f"{HERE}texts/", templates.texts, name="letter-texts"),
    path(f"{HERE}texts/all/", all_texts.all_texts, name="letter-texts-all"),
    path(f"{HERE}texts/<slug:kind>/<slug:language>/", templates.text, name="letter-text"),
    path(f"{HERE}<uuid:key>/", single.letter, name="letter"),
    path(f"{HERE}<uuid:key>/act/", single.act, name="letter-act"),
]
