"""Every door leaves a row of history; the actor, the reason and the papers are those of the transaction."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from accounts import acting
from accounts.models import User
from tests.cast import make_region, make_user
from units.models import InternalDivision, Region, Unit

OUTSIDE = "应用之外"


def rows(instance: Unit | User | Region) -> list[tuple[str, str]]:
    return list(instance.history.order_by("history_id").values_list("history_type", "actor_name"))


@acting.use_case
def rename_in_two_steps(user: User, *, actor: User, reason: str) -> None:
    user.name = "第一步"
    user.save()
    acting.cite(case="办〔2026〕7号", document="澜编办〔2026〕3号")
    user.name = "第二步"
    user.save()


def test_every_model_with_history_has_its_trigger(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text, tgargs from pg_trigger where tgname = 'record_history'")
        triggers = {table: bytes(arguments).split(b"\0")[0].decode() for table, arguments in cursor.fetchall()}
    tracked = {m._meta.db_table: m.history.model._meta.db_table for m in apps.get_models() if hasattr(m, "history")}
    assert tracked == triggers
    assert {"accounts_user", "units_unit", "units_region", "units_mandate"} <= set(tracked)


def test_a_saved_row_is_recorded_with_actor_reason_and_papers(clerk: User, head: User) -> None:
    rename_in_two_steps(clerk, actor=head, reason="更正姓名")
    first, second = clerk.history.order_by("history_id")[1:]
    assert (first.name, first.actor_name, first.history_user_id) == ("第一步", "head同志", head.pk)
    assert (first.history_change_reason, first.case_number, first.document_number) == ("更正姓名", "", "")
    assert (second.name, second.case_number, second.document_number) == ("第二步", "办〔2026〕7号", "澜编办〔2026〕3号")


def test_a_queryset_update_is_recorded_for_each_row(school: Unit, education: Unit) -> None:
    Unit.objects.update(address="人民路1号")
    for unit in (school, education):
        assert [kind for kind, _ in rows(unit)] == ["+", "~"]
        assert unit.history.latest().address == "人民路1号"


def test_rows_made_in_bulk_are_recorded(school: Unit) -> None:
    InternalDivision.objects.bulk_create(
        [InternalDivision(unit=school, name=name, kind="business") for name in ("教务处", "总务处")]
    )
    recorded = InternalDivision.history.values_list("name", "history_type")
    assert set(recorded) == {("教务处", "+"), ("总务处", "+")}


def test_raw_sql_is_recorded(region: Region) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update units_region set name = '澜川新市' where id = %s", [region.pk])
    assert region.history.latest().name == "澜川新市"


def test_a_deleted_row_is_recorded_with_its_last_state(region: Region) -> None:
    pk = region.pk
    region.delete()
    last = Region.history.filter(id=pk).latest()
    assert (last.history_type, last.name) == ("-", "澜川市")


def test_a_list_of_names_survives_the_trigger(school: Unit) -> None:
    Unit.objects.filter(pk=school.pk).update(other_names=["澜川市实验中学", "澜川市外国语学校"])
    assert school.history.latest().other_names == ["澜川市实验中学", "澜川市外国语学校"]


def test_an_update_that_changes_nothing_leaves_no_row(school: Unit) -> None:
    before = school.history.count()
    Unit.objects.filter(pk=school.pk).update(name=school.name)
    assert school.history.count() == before


def test_signing_in_leaves_no_row_and_a_new_password_leaves_one_without_it(clerk: User) -> None:
    before = clerk.history.count()
    User.objects.filter(pk=clerk.pk).update(last_login="2026-01-01T00:00Z")
    assert clerk.history.count() == before
    clerk.set_password("另一个口令")
    clerk.save()
    assert clerk.history.count() == before + 1
    assert not hasattr(clerk.history.latest(), "password")


@pytest.mark.django_db(transaction=True)
def test_the_actor_is_forgotten_when_the_transaction_ends(region: Region, clerk: User, head: User) -> None:
    rename_in_two_steps(clerk, actor=head, reason="更正姓名")
    Region.objects.filter(pk=region.pk).update(name="无人署名")
    last = region.history.latest()
    assert (last.actor_name, last.history_user_id, last.history_change_reason) == (OUTSIDE, None, None)
    assert (last.case_number, last.document_number, last.request_id) == ("", "", "")


@pytest.mark.django_db(transaction=True)
def test_a_failed_use_case_leaves_neither_change_nor_history(clerk: User, head: User) -> None:
    @acting.use_case
    def fail(*, actor: User) -> None:
        User.objects.filter(pk=clerk.pk).update(name="不算数")
        raise IntegrityError

    before = rows(clerk)
    with pytest.raises(IntegrityError):
        fail(actor=head)
    assert rows(clerk) == before
    assert User.objects.get(pk=clerk.pk).name == "clerk同志"


@pytest.mark.django_db(transaction=True)
def test_a_use_case_is_always_the_outermost_transaction(clerk: User) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        rename_in_two_steps(clerk, actor=clerk, reason="嵌套")


def test_nobody_acts_without_an_actor(clerk: User) -> None:
    with pytest.raises(TypeError):
        rename_in_two_steps(clerk, reason="无人")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        rename_in_two_steps(clerk, actor=User(username="未保存"), reason="未保存")


def test_the_opinion_is_the_reason_where_no_reason_is_given(clerk: User, head: User) -> None:
    @acting.use_case
    def agree(*, opinion: str, actor: User) -> None:
        User.objects.filter(pk=clerk.pk).update(phone="0000")

    agree(opinion="同意", actor=head)
    assert clerk.history.latest().history_change_reason == "同意"


def test_the_system_is_one_user_who_cannot_sign_in(db: None) -> None:
    system = acting.system_user()
    assert acting.system_user() == system
    assert (system.name, system.is_active, system.has_usable_password()) == (acting.SYSTEM, False, False)
    assert rows(system) == [("+", "系统")]


@pytest.mark.parametrize(
    "attack",
    [
        "update accounts_historicaluser set actor_name = '别人'",
        "delete from accounts_historicaluser",
        "truncate accounts_historicaluser",
        "update units_historicalunit set name = '别名'",
        "truncate units_historicalunit cascade",
    ],
)
def test_history_itself_can_only_grow(school: Unit, attack: str) -> None:
    make_user("someone")
    before = User.history.count(), Unit.history.count()
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert (User.history.count(), Unit.history.count()) == before


def test_a_row_that_changes_its_key_is_recorded(db: None) -> None:
    region = make_region("980000", "别省")
    with connection.cursor() as cursor:
        cursor.execute("update units_region set id = -7 where id = %s", [region.pk])
    last = Region.history.filter(id=-7).latest()
    assert (last.history_type, last.name) == ("~", "别省")


def test_a_statement_that_makes_and_changes_rows_leaves_a_row_for_each(school: Unit) -> None:
    both = (
        "insert into units_region (id, code, name, level, prefix, has_office) values "
        "(%s, '990100', '澜川改市', 'city', '9901', true), (-8, '970000', '新省', 'province', '97', false) "
        "on conflict (id) do update set name = excluded.name"
    )
    with connection.cursor() as cursor:
        cursor.execute(both, [school.region_id])
    newest = Region.history.order_by("-history_id").values_list("history_type", "name")[:2]
    assert set(newest) == {("~", "澜川改市"), ("+", "新省")}


def test_a_column_that_history_does_not_know_is_left_out_and_one_it_knows_comes_in(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table units_region add column motto text default '勤'")
        make_region("980000", "别省")
        cursor.execute("alter table units_historicalregion add column motto text")
        make_region("970000", "新省")
        cursor.execute("select name, motto from units_historicalregion order by history_id desc limit 2")
        assert cursor.fetchall() == [("新省", "勤"), ("别省", None)]
