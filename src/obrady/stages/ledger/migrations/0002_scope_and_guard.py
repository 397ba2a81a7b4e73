from django.db import migrations, models

# What a line is about stands beside it, and the database refuses to change, remove or empty the lines.
SQLITE = {
    verb: f"""
        CREATE TRIGGER ledger_entry_no_{verb.lower()} BEFORE {verb} ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'ledger lines are only ever added'); END
    """
    for verb in ("UPDATE", "DELETE")
}
POSTGRES = [
    """
    CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'ledger lines are only ever added' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()",
    "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()",
    "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry EXECUTE FUNCTION ledger_entry_refuse()",
]


def lay_guard(connection):
    statements = SQLITE.values() if connection.vendor == "sqlite" else POSTGRES
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lift_guard(connection):
    names = ["update", "delete"] if connection.vendor == "sqlite" else ["update", "delete", "truncate"]
    table = "" if connection.vendor == "sqlite" else " ON ledger_entry"
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS ledger_entry_no_{name}{table}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_first")]

    operations = [
        migrations.AddField("entry", "organisation", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("entry", "meeting", models.CharField(blank=True, db_index=True, default="", max_length=40)),
        migrations.RunPython(
            lambda apps, editor: lay_guard(editor.connection), lambda apps, editor: lift_guard(editor.connection)
        ),
    ]
