from django.urls import path, re_path

from obrady.doors.web.announcements import posters
from obrady.doors.web.announcements.views import comparing, hub, lists, programme, projects, public, sharing, texts

HERE = "team/<slug:slug>/announcement/"

urlpatterns = [
    path("m/<slug:slug>/", public.announcement, name="announcement"),
    path("m/<slug:slug>/meeting.ics", public.announcement_ics, name="announcement-ics"),
    path("m/<slug:slug>/announcement.txt", sharing.announcement_text, name="announcement-text"),
    re_path(
        r"^m/(?P<slug>[-a-zA-Z0-9_]+)/share-(?P<language>[a-z]{2,3})\.png$",
        sharing.share_picture,
        name="announcement-picture",
    ),
    re_path(r"^logo/(?P<sha256>[0-9a-f]{64})\.png$", public.logo, name="logo"),
    re_path(
        r"^m/(?P<slug>[-a-zA-Z0-9_]+)/poster-(?P<size>[a-z0-9]+)-(?P<language>[a-z]{2,3})\.pdf$",
        posters.poster,
        name="poster",
    ),
    re_path(r"^s/(?P<code>[0-9A-Za-z]{6})/$", posters.short, name="short"),
    path("team/<slug:slug>/posters/", posters.posters, name="posters"),
    re_path(
        r"^team/(?P<slug>[-a-zA-Z0-9_]+)/posters/(?P<size>[a-z0-9]+)-(?P<language>[a-z]{2,3})\.png$",
        posters.poster_preview,
        name="poster-preview",
    ),
    path(HERE, hub.edit, name="announcement-edit"),
    path(f"{HERE}preview/", hub.preview, name="announcement-preview"),
    path(f"{HERE}publish/", hub.publish, name="announcement-publish"),
    path(f"{HERE}plain/", sharing.plain_page, name="announcement-plain"),
    path(f"{HERE}versions/compare/", comparing.compare, name="announcement-compare"),
    path(f"{HERE}versions/<int:number>/", hub.version, name="announcement-version"),
    path(f"{HERE}texts/", texts.texts, name="announcement-texts"),
    path(f"{HERE}particulars/", texts.particulars, name="announcement-particulars"),
    path(f"{HERE}programme/", programme.programme, name="announcement-programme"),
    path(f"{HERE}programme/new/", programme.point, name="announcement-point-new"),
    path(f"{HERE}programme/<int:key>/", programme.point, name="announcement-point"),
    path(f"{HERE}programme/<int:key>/move/", programme.move, name="announcement-point-move"),
    path(f"{HERE}programme/<int:key>/remove/", programme.remove, name="announcement-point-remove"),
    path(f"{HERE}projects/", projects.projects, name="announcement-projects"),
    path(f"{HERE}projects/new/", projects.project, name="announcement-project-new"),
    path(f"{HERE}projects/<int:key>/", projects.project, name="announcement-project"),
    path(f"{HERE}projects/<int:key>/choose/", projects.choose, name="announcement-project-choose"),
    path(f"{HERE}logos/<int:key>/", projects.logo_text, name="announcement-logo-text"),
    path(f"{HERE}lists/", lists.lists, name="announcement-lists"),
    path(f"{HERE}lists/<slug:kind>/", lists.one_list, name="announcement-list"),
    path(f"{HERE}lists/<slug:kind>/move/", lists.move_list, name="announcement-list-move"),
    path(f"{HERE}lists/<slug:kind>/new/", lists.entry, name="announcement-entry-new"),
    path(f"{HERE}lists/<slug:kind>/<int:key>/", lists.entry, name="announcement-entry"),
    path(f"{HERE}lists/<slug:kind>/<int:key>/move/", lists.move_entry, name="announcement-entry-move"),
    path(f"{HERE}lists/<slug:kind>/<int:key>/remove/", lists.remove_entry, name="announcement-entry-remove"),
]
