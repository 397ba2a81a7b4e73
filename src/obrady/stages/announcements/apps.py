from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "obrady.stages.announcements"
    label = "announcements"

    def ready(self) -> None:
        from obrady.stages.announcements import copying, course, personal

        personal.declare()
        course.declare()
        copying.declare()
