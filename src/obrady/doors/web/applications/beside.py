"""What the page of one application shows beside the answers: notes, hands, the last correction."""

from obrady.stages.applications import queries
from obrady.stages.applications.models import Application, Note
from obrady.stages.people.queries import names_of_actors


def beside(found: Application) -> dict:
    """What the page of one application shows of all this."""
    notes = list(Note.objects.filter(application=found))
    names = names_of_actors({note.author for note in notes})
    shown = [{"note": note, "by": names.get(note.author, "")} for note in notes if note.removed_at is None]
    removed = max((note for note in notes if note.removed_at), key=lambda note: note.removed_at, default=None)
    return {
        "notes": shown,
        "removed_note": removed,
        "colleagues": list(queries.colleagues(found.meeting)),
        "last_correction": queries.last_correction(found),
    }
