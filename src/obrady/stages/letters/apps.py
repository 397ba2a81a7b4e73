from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "obrady.stages.letters"
    label = "letters"

    def ready(self) -> None:
        from obrady.stages.letters import copying, course, personal

        personal.declare()
        course.declare()
        copying.declare()
