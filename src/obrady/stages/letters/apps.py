from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "obrady.stages.letters"
    label = "letters"
