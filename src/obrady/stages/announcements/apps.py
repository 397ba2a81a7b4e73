from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "obrady.stages.announcements"
    label = "announcements"
