from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "obrady.stages.organisations"
    label = "organisations"
