"""One import as its pages show it: where it stands, who brought it, what came of it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from obrady.doors.web.applications import importing_words as wording
from obrady.stages.applications.models import ImportJob
from obrady.stages.applications.states import IMPORT_CAN_BE_CANCELLED, ImportState
from obrady.stages.people.queries import names_of_actors

STATES = {
    ImportState.READING: (pgettext_lazy("import", "being read"), "calm"),
    ImportState.MAPPING: (pgettext_lazy("import", "waits for its columns"), "warn"),
    ImportState.CHECKING: (pgettext_lazy("import", "being checked"), "calm"),
    ImportState.CHECKED: (pgettext_lazy("import", "checked, waits for your word"), "warn"),
    ImportState.IMPORTING: (pgettext_lazy("import", "being taken in"), "calm"),
    ImportState.DONE: (pgettext_lazy("import", "in the register"), "good"),
    ImportState.UNDOING: (pgettext_lazy("import", "being taken back"), "calm"),
    ImportState.UNDONE: (pgettext_lazy("import", "taken back"), "calm"),
    ImportState.CANCELLED: (pgettext_lazy("import", "stopped"), "calm"),
    ImportState.FAILED: (pgettext_lazy("import", "not read"), "bad"),
}
WORK = {
    ImportState.READING: gettext_lazy("Reading the file"),
    ImportState.CHECKING: gettext_lazy("Checking every row; nothing is written"),
    ImportState.IMPORTING: gettext_lazy("Taking the applications in"),
    ImportState.UNDOING: gettext_lazy("Destroying what was taken back"),
}
STEPS = (
    (("reading",), gettext_lazy("File")),
    (("mapping",), gettext_lazy("Columns")),
    (("checking", "checked"), gettext_lazy("Trial")),
    (("importing", "done"), gettext_lazy("In the register")),
)
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1250": "Windows-1250",
    "iso-8859-2": "ISO-8859-2",
    "cp1251": "Windows-1251",
}


def shown_state(job: ImportJob) -> dict:
    state = ImportState(job.state)
    label, mark = STATES[state]
    here = next((place for place, (states, _label) in enumerate(STEPS) if job.state in states), -1)
    return {
        "label": label,
        "mark": mark,
        "by": names_of_actors({job.made_by}).get(job.made_by, ""),
        "steps": [
            {"label": text, "is_here": place == here, "is_done": place < here}
            for place, (_states, text) in enumerate(STEPS)
        ],
        "work": WORK.get(state, ""),
        "percent": min(100, round(100 * job.done / job.rows)) if job.rows else 0,
        "may_cancel": state in IMPORT_CAN_BE_CANCELLED,
        "fault": wording.file_fault(job.fault, job.fault_params) if job.fault else "",
        "read_as": read_as(job),
        "sheets": [name for name in job.details.get("sheets", []) if name != job.details.get("sheet")],
        "states": wording.states(job.counts.get("states", {})),
        "undoes": state is ImportState.DONE,
    }


def read_as(job: ImportJob) -> str:
    """How the file was understood, so that a wrong guess is seen."""
    details = job.details
    if details.get("format") == "xlsx":
        return _("Read: sheet “%(sheet)s”.") % {"sheet": details.get("sheet", "")}
    if details.get("format") != "csv":
        return ""
    separators = {",": _("comma"), ";": _("semicolon"), "\t": _("tabulator"), "|": _("vertical bar")}
    return _("Read: letters in %(encoding)s, columns parted by %(separator)s.") % {
        "encoding": ENCODINGS.get(str(details.get("encoding")), str(details.get("encoding"))),
        "separator": separators.get(str(details.get("separator")), str(details.get("separator"))),
    }


def history_rows(jobs: Iterable[ImportJob]) -> list[dict]:
    jobs = list(jobs)
    names = names_of_actors({job.made_by for job in jobs})
    return [
        {"job": job, "by": names.get(job.made_by, ""), "label": STATES[ImportState(job.state)][0],
         "mark": STATES[ImportState(job.state)][1], "imported": job.counts.get("imported")}
        for job in jobs
    ]  # fmt: skip
