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
        arguments = ", ".join(f"'{name}'" for name in (history, *self.ignoring))
        trigger = (
            f'create trigger record_history after insert or update or delete on "{table}" '
            f"for each row execute function record_history({arguments})"
        )
        # TRUNCATE fires no row trigger, so it would pass history by.
        no_truncate = (
            f'create trigger record_no_truncate before truncate on "{table}" '
            "for each statement execute function refuse_change()"
        )
        return [trigger, no_truncate, *refuse_changes(history)]

    def reversal(self, app_label: str, state: ProjectState) -> list[str]:
        table = table_of(app_label, self.model_name, state)
        history = table_of(app_label, f"Historical{self.model_name}", state)
        own = [f'drop trigger {name} on "{table}"' for name in ("record_history", "record_no_truncate")]
        return [*own, *allow_changes(history)]

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
