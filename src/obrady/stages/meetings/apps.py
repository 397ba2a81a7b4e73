from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "obrady.stages.meetings"
    label = "meetings"
