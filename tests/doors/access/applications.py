from types import SimpleNamespace

from obrady.doors.web.applications import proof
from obrady.stages.applications import queries
from obrady.stages.applications.actions import withdraw
from tests import cast
from tests.doors.access import COORDINATOR, GET, OFFICE, POST, SLUG, TEAM, Access, everyone, only
from tests.stages.applications import carrying, desk


def world() -> SimpleNamespace:
    """A pair that may be one person, one who named another, one who withdrew, an organisation in two spellings."""
    meeting = desk.meeting()
    done = desk.apply(meeting, linked_with="Bartosz Kulikowiec", linked_mode="together")
    desk.apply(meeting, full_name="Zaneta Łąkowska", organisation="FUNDACJA CIEPLY PIEC")
    gone = desk.apply(meeting, **desk.other_person(1)).application
    withdraw(actor=desk.office(), application=gone, now=cast.NOW)
    return SimpleNamespace(
        meeting=meeting,
        file=carrying.uploaded(meeting, carrying.csv_file(carrying.GOOGLE_HEADER, carrying.GOOGLE_ROWS)).pk,
        token=done.token,
        reference=done.application.reference,
        withdrawn=gone.reference,
        pair=desk.only_pair(meeting).pk,
        link=queries.links_of(meeting).get().pk,
        spelling=queries.register(meeting).get(pk=done.application.pk).spelling_id,
    )


def the_file(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": world.file}


def the_step(world: SimpleNamespace) -> dict:
    return {**the_file(world), "act": "cancel"}


def export_choice(world: SimpleNamespace) -> dict:
    return {"format": "csv", "written": "codes", "columns": ["reference", "state"]}


def the_one(world: SimpleNamespace) -> dict:
    return {**SLUG, "reference": world.reference}


def the_withdrawn(world: SimpleNamespace) -> dict:
    return {**SLUG, "reference": world.withdrawn}


def the_pair(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": world.pair}


def the_link(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": world.link}


def the_spelling(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": world.spelling}


def own(world: SimpleNamespace) -> dict:
    return {"token": world.token}


def receipt(world: SimpleNamespace) -> dict:
    return {**SLUG, "token": world.token}


def ticket(world: SimpleNamespace) -> dict:
    return {"ticket": proof.hand_out(cast.NOW).sealed}


def empty_entry(world: SimpleNamespace) -> dict:
    return {**ticket(world), "act": "later"}


def controller(world: SimpleNamespace) -> dict:
    return {"name_0": "Fundacja Szkolimy", "email": "biuro@example.org"}


def office(status: int = 200) -> dict:
    return only(COORDINATOR, OFFICE, status=status)


PHONE = {**SLUG, "channel": "phone"}
TABLE = [
    Access("apply", SLUG, GET, everyone(200)),
    Access("apply", SLUG, POST, everyone(422), data=ticket),
    Access("apply-received", receipt, GET, everyone(200)),
    Access("notice", SLUG, GET, everyone(200)),
    Access("own-application", own, GET, everyone(200)),
    Access("own-correct", own, GET, everyone(200)),
    Access("own-correct", own, POST, everyone(422)),
    Access("own-withdraw", own, GET, everyone(200)),
    Access("own-withdraw", own, POST, everyone(302)),
    Access("own-come-back", own, GET, everyone(405)),
    Access("own-come-back", own, POST, everyone(409)),
    Access("queue", SLUG, GET, only(*TEAM)),
    Access("queue-clear", SLUG, GET, office(405)),
    Access("queue-clear", SLUG, POST, office(302)),
    Access("applications-export", SLUG, GET, only(COORDINATOR)),
    Access("applications-export", SLUG, POST, only(COORDINATOR), data=export_choice),
    Access("applications-import", SLUG, GET, only(COORDINATOR)),
    Access("applications-import", SLUG, POST, only(COORDINATOR)),
    Access("applications-import-forget", SLUG, GET, only(COORDINATOR, status=405)),
    Access("applications-import-forget", SLUG, POST, only(COORDINATOR, status=302), data={"name": "Google"}),
    Access("applications-import-file", the_file, GET, only(COORDINATOR)),
    Access("applications-import-file", the_file, POST, only(COORDINATOR), data={"act": "look"}),
    Access("applications-import-progress", the_file, GET, only(COORDINATOR, status=204)),
    Access("applications-import-progress", the_file, POST, only(COORDINATOR, status=405)),
    Access("applications-import-faults", the_file, GET, only(COORDINATOR)),
    Access("applications-import-undo", the_file, GET, only(COORDINATOR, status=302)),
    Access("applications-import-undo", the_file, POST, only(COORDINATOR, status=302)),
    Access("applications-import-step", the_step, GET, only(COORDINATOR, status=405)),
    Access("applications-import-step", the_step, POST, only(COORDINATOR, status=302)),
    Access("application-new", PHONE, GET, office()),
    Access("application-new", PHONE, POST, office(422), data=empty_entry),
    Access("application-likely", SLUG, GET, office(405)),
    Access("application-likely", SLUG, POST, office(), data={"full_name": "Żaneta Łąkowska"}),
    Access("application-number", the_one, GET, office()),
    Access("application-number", the_one, POST, office(302)),
    Access("application-complete", the_one, GET, office()),
    Access("application-complete", the_one, POST, office(422), data={"act": "later"}),
    Access("application", the_one, GET, office()),
    Access("application-sensitive", the_one, GET, only(COORDINATOR, status=405)),
    Access("application-sensitive", the_one, POST, only(COORDINATOR)),
    Access("application-judge", the_one, GET, only(COORDINATOR, status=405)),
    Access("application-judge", the_one, POST, only(COORDINATOR, status=302), data={"act": "eligible"}),
    Access("application-withdraw", the_one, GET, office()),
    Access("application-withdraw", the_one, POST, office(302)),
    Access("application-come-back", the_withdrawn, GET, office(405)),
    Access("application-come-back", the_withdrawn, POST, office(302)),
    Access("duplicates", SLUG, GET, office()),
    Access("duplicates-decide", the_pair, GET, office(405)),
    Access("duplicates-decide", the_pair, POST, office(302), data={"act": "merge"}),
    Access("duplicates-undo", SLUG, GET, office(405)),
    Access("duplicates-undo", SLUG, POST, office(302)),
    Access("bodies", SLUG, GET, office()),
    Access("bodies-nod", SLUG, GET, office(405)),
    Access("bodies-nod", SLUG, POST, office(302)),
    Access("spelling", the_spelling, GET, office()),
    Access("spelling", the_spelling, POST, office(302), data={"act": "apart"}),
    Access("links", SLUG, GET, office()),
    Access("link-decide", the_link, GET, office(405)),
    Access("link-decide", the_link, POST, office(302), data={"act": "reject"}),
    Access("form-view", SLUG, GET, office()),
    Access("form-view", SLUG, POST, only(COORDINATOR, status=302)),
    Access("form-controller", SLUG, GET, only(COORDINATOR)),
    Access("form-controller", SLUG, POST, only(COORDINATOR, status=302), data=controller),
]
