from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "obrady.stages.outreach"
    label = "outreach"
