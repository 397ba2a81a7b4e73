from django.apps import AppConfig


class DrawsConfig(AppConfig):
    name = "obrady.stages.draws"
    label = "draws"

    def ready(self) -> None:
        from obrady.stages.draws import audiences, copying, course, personal

        personal.declare()
        course.declare()
        copying.declare()
        audiences.declare()
