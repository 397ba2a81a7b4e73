from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "obrady.stages.applications"
    label = "applications"

    def ready(self) -> None:
        from obrady.stages.applications import copying, course, personal

        personal.declare()
        course.declare()
        copying.declare()
