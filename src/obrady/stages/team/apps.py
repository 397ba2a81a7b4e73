from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "obrady.stages.team"
    label = "team"
