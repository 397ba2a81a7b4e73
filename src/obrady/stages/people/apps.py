from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "obrady.stages.people"
    label = "people"

    def ready(self) -> None:
        from obrady.stages.people import personal

        personal.declare()
