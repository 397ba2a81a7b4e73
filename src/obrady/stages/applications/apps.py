from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "obrady.stages.applications"
    label = "applications"
