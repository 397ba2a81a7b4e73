from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "obrady.stages.meetings"
    label = "meetings"

    def ready(self) -> None:
        from obrady.stages.meetings import copying

        copying.declare()
