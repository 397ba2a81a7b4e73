from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "obrady.stages.applications"
    label = "applications"

    def ready(self) -> None:
        from obrady.stages.applications import audiences, copying, course, personal

        personal.declare()
        course.declare()
        copying.declare()
        audiences.declare()
