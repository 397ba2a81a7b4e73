from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "obrady.stages.outreach"
    label = "outreach"

    def ready(self) -> None:
        from obrady.stages.outreach import audiences, course, personal

        personal.declare()
        course.declare()
        audiences.declare()
