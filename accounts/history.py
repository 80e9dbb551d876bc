"""History that no door can leave out: django-simple-history models, filled by a database trigger (docs/adr)."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from simple_history.models import HistoricalRecords


class HistoryContext(models.Model):
    """Who changed a row and on what paper, kept as text so that it outlives the user, the case and the document."""

    actor_name = models.TextField("操作人", default="", blank=True)
    case_number = models.TextField("办件编号", default="", blank=True)
    document_number = models.TextField("文号", default="", blank=True)
    request_id = models.TextField("请求编号", default="", blank=True)

    class Meta:
        abstract = True


def tracked(excluded_fields: Sequence[str] = ()) -> HistoricalRecords:
    """The history of a model; its migration must hold a TrackHistory operation for the same model."""
    return HistoricalRecords(
        bases=[HistoryContext],
        excluded_fields=list(excluded_fields),
        history_id_field=models.BigAutoField(primary_key=True),
        history_user_id_field=models.BigIntegerField(null=True),
        history_change_reason_field=models.TextField(null=True),
    )


class TriggerOperation(Operation):
    """A migration step that adds triggers to the table of one model of the same app."""

    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for statement in self.statements(app_label, to_state):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for statement in self.reversal(app_label, from_state):
            schema_editor.execute(statement, params=None)

    def statements(self, app_label: str, state: ProjectState) -> list[str]:
        raise AssertionError("A trigger operation names its statements.")

    def reversal(self, app_label: str, state: ProjectState) -> list[str]:
        raise AssertionError("A trigger operation names how to undo it.")


class AppendOnly(TriggerOperation):
    """Refuses UPDATE, DELETE and TRUNCATE on the table of a model, for every door."""

    def statements(self, app_label: str, state: ProjectState) -> list[str]:
        return refuse_changes(table_of(app_label, self.model_name, state))

    def reversal(self, app_label: str, state: ProjectState) -> list[str]:
        return allow_changes(table_of(app_label, self.model_name, state))

    def describe(self) -> str:
        return f"Make {self.model_name} append-only"


# One function for each table, so that the database keeps the plans of its statements. Columns that the history table
# does not have (excluded fields such as the password) are left out by jsonb_populate_record; new ones come in by
# themselves.
# It runs once for each statement: one with a hundred thousand rows writes their history in one.
RECORD_HISTORY = """
create function "{function}"() returns trigger language plpgsql as $$
declare
    v_context constant jsonb := history_context(tg_op);
    v_serial constant regclass := pg_get_serial_sequence('"{history}"', 'history_id');
begin
    if tg_op = 'INSERT' then
        insert into "{history}" select h.* from (select to_jsonb(n) as said from rows_now n offset 0) x {written};
    elsif tg_op = 'UPDATE' then
        insert into "{history}" select h.*
          from (select to_jsonb(n) as said from rows_now n left join rows_before b on b."{key}" = n."{key}"
                 where to_jsonb(n){ignored} is distinct from to_jsonb(b){ignored} offset 0) x {written};
    else
        insert into "{history}" select h.* from (select to_jsonb(b) as said from rows_before b offset 0) x {written};
    end if;
    return null;
end $$"""
WRITTEN = """cross join lateral jsonb_populate_record(null::"{history}", x.said || v_context
            || jsonb_build_object('history_id', nextval(v_serial), 'history_date', clock_timestamp())) h"""
# Transition tables belong to triggers of one event; the first one's name tells that a table is tracked.
EVENTS = {
    "record_history": "insert on {table} referencing new table as rows_now",
    "record_history_of_changes": "update on {table} referencing old table as rows_before new table as rows_now",
    "record_history_of_removals": "delete on {table} referencing old table as rows_before",
}


class TrackHistory(TriggerOperation):
    """Writes every insert, update and delete of a model into its history table, which becomes append-only.

    The model's own table refuses TRUNCATE.
    """

    def __init__(self, model_name: str, ignoring: Sequence[str] = ()) -> None:
        super().__init__(model_name)
        self.ignoring = tuple(ignoring)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return (type(self).__name__, [self.model_name], {"ignoring": self.ignoring} if self.ignoring else {})

    def statements(self, app_label: str, state: ProjectState) -> list[str]:
        table = table_of(app_label, self.model_name, state)
        history = table_of(app_label, f"Historical{self.model_name}", state)
        key = state.apps.get_model(app_label, self.model_name)._meta.pk
        assert key is not None, "Every table has a key."
        names = ", ".join(f"'{name}'" for name in self.ignoring)
        function = RECORD_HISTORY.format(
            function=f"record_history_of_{table}", history=history, key=key.column,
            ignored=f" - array[{names}]" if names else "", written=WRITTEN.format(history=history),
        )  # fmt: skip
        arguments = ", ".join(f"'{name}'" for name in (history, *self.ignoring))
        quoted = f'"{table}"'
        triggers = [
            f"create trigger {name} after {event.format(table=quoted)} for each statement "
            f'execute function "record_history_of_{table}"({arguments})'
            for name, event in EVENTS.items()
        ]
        # TRUNCATE fires no other trigger, so it would pass history by.
        no_truncate = (
            f'create trigger record_no_truncate before truncate on "{table}" '
            "for each statement execute function refuse_change()"
        )
        return [function, *triggers, no_truncate, *refuse_changes(history)]

    def reversal(self, app_label: str, state: ProjectState) -> list[str]:
        table = table_of(app_label, self.model_name, state)
        history = table_of(app_label, f"Historical{self.model_name}", state)
        own = [f'drop trigger {name} on "{table}"' for name in (*EVENTS, "record_no_truncate")]
        return [*own, f'drop function "record_history_of_{table}"()', *allow_changes(history)]

    def describe(self) -> str:
        return f"Record the history of {self.model_name} by trigger"


def table_of(app_label: str, model_name: str, state: ProjectState) -> str:
    return str(state.apps.get_model(app_label, model_name)._meta.db_table)


def refuse_changes(table: str) -> list[str]:
    each_row = "before update or delete", "for each row execute function refuse_change()"
    the_whole = "before truncate", "for each statement execute function refuse_change()"
    return [
        f'create trigger {name} {when} on "{table}" {action}'
        for name, (when, action) in (("refuse_change", each_row), ("refuse_truncate", the_whole))
    ]


def allow_changes(table: str) -> list[str]:
    return [f'drop trigger refuse_change on "{table}"', f'drop trigger refuse_truncate on "{table}"']
