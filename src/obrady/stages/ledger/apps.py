from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "obrady.stages.ledger"
    label = "ledger"
