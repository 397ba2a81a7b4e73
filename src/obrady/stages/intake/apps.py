from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "obrady.stages.intake"
    label = "intake"

    def ready(self) -> None:
        from obrady.stages.intake import copying, personal

        personal.declare()
        copying.declare()
