from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "obrady.stages.intake"
    label = "intake"
