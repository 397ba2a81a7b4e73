from django.apps import AppConfig


class DrawsConfig(AppConfig):
    name = "obrady.stages.draws"
    label = "draws"
