"""The database is the last gate of the register too: raw SQL breaks no rule and leaves no trace; none is forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from pytest_django import Settings

from accounts.models import ExportRun
from quotas import verification
from staffing import checking, noticing, off_quota, opening, photos, unmasking
from staffing.models import Posting, Slot
from talentpool import lending
from tests.book import book, commit
from tests.cast import make_division
from tests.people import new_person
from tests.photos import png
from tests.quotas.attacking import Attack, Ids, refusing_rule
from tests.quotas.attacks import ATTACKED as OF_THE_LEDGER
from tests.registers import TODAY, Register
from tests.staffing.attacks import ATTACKED, ATTACKS
from tests.staffing.test_off_quota_sql import ATTACKS as OF_OFF_QUOTA_STAFF
from tests.stations import Place
from tests.stories import file
from tests.talentpool.test_table_rules import ATTACKS as OF_LOANS
from units.models import Region, Unit

TABLES = "^(staffing|talentpool|accounts)_"
CONSTRAINTS = f"""
    select conname from pg_constraint c join pg_class t on t.oid = c.conrelid
     where contype in ('c', 'u', 'x') and t.relname ~ '{TABLES}' and t.relname !~ '_historical'
    union
    select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
     where indisunique and not indisprimary and t.relname ~ '{TABLES}' and t.relname !~ '_historical'
"""
# What stands on a table and refuses whatever it is asked: each is attacked by what it refuses.
REFUSING = f"""
    select t.relname, g.tgname, g.tgtype & 16 > 0, g.tgtype & 8 > 0, g.tgtype & 32 > 0
      from pg_trigger g join pg_class t on t.oid = g.tgrelid join pg_proc p on p.oid = g.tgfoid
     where p.proname = 'refuse_change' and g.tgenabled = 'O' and t.relname ~ '{TABLES}'
"""
TRIGGERS = {
    "staffing_posting": {
        "touch_accounts_of_new", "touch_accounts_of_changed", "keep_identity", "refuse_removal", "refuse_truncate",
        "division_of_unit", "not_both", "posting_on_a_used_slot", "after_the_opening", "basis_is_fixed",
    },
    "staffing_tenure": {
        "touch_accounts_of_new", "touch_accounts_of_changed", "keep_identity", "what_it_takes_is_fixed",
        "refuse_removal", "refuse_truncate",
    },
    "staffing_engagement": {
        "touch_accounts_of_new", "touch_accounts_of_changed", "keep_identity", "refuse_removal", "refuse_truncate",
        "ends_once", "not_both", "within_money",
    },
    "staffing_moneyline": {"refuse_removal", "money_covers", "line_is_fixed"},
    "staffing_servicecontract": {"refuse_removal"},
    "staffing_slot": {
        "touch_locked_of_new", "touch_locked_of_changed", "keep_slot", "slot_is_sound", "refuse_removal",
    },
    "staffing_candidate": {"enrolled_as_announced"},
    "staffing_secondment": {"check_secondment", "refuse_removal", "refuse_truncate"},
    "staffing_staffmove": {"ends_as_asked"},
    "staffing_objection": {"keep_objection", "refuse_removal", "refuse_truncate"},
    "staffing_changeline": {"check_change_line"},
    "staffing_changesheet": {"goes_forward_only", "refuse_removal"},
    "staffing_qualityfinding": {"finding_is_fixed", "refuse_removal", "refuse_truncate"},
    "staffing_slip": {"refuse_change", "refuse_truncate", "wait_for_seal"},
    "staffing_opening": {"refuse_change", "refuse_truncate", "wait_for_seal"},
    "accounts_personaldatareading": {"refuse_change", "refuse_truncate", "wait_for_seal"},
    "quotas_quotaaccount": {"occupied_is_people", "what_is_borrowed_is_loans"},
    "talentpool_loan": {"loan_is_borrowed", "refuse_removal"},
}  # fmt: skip


@pytest.fixture
def ids(region: Region, school: Unit, bureau: Unit, tmp_path: Path, settings: Settings) -> Ids:
    """A register in use: every table that is attacked has rows."""
    settings.MEDIA_ROOT = tmp_path
    register = Register(Place(region, school))
    found = {**_people(register), **_papers(register)}
    checking.check_all(TODAY())
    unmasking.read_id_number(register.teacher.person, actor=register.place.actors.clerk, purpose="核对档案")
    said = {"key": "units", "title": "机构", "query": "", "filters": [], "level": "", "state": "done"}
    ExportRun.objects.create(actor=register.place.actors.clerk, **said)
    opening.complete(actor=register.place.actors.director, region=region, reason="三方核对一致。")
    commit()
    return found


def _people(register: Register) -> Ids:
    """People on posts, in office, away, engaged and bought; the numbers that attacks name."""
    assert register.tenure
    assert register.secondment
    [gone, stays] = [register.engagement, register.engage()]
    service = off_quota.Service("保洁", "示例公司", gone.yearly_cost, gone.ends_on)
    off_quota.convert(engagements=[gone], service=service, on=TODAY(), **register.act)
    register.place.receive_posts(100)
    loan = register.loan
    lending.enrol_talent(
        actor=register.place.actors.clerk, loan_id=loan.pk, person=new_person(loan.talent.name), started_on=TODAY(),
        document=loan.document, reason="到岗",
    )  # fmt: skip
    return {
        "teacher": register.teacher.pk, "away": register.away.pk, "host": register.host.pk, "engaged": stays.person_id,
        "leader": register.tenure.quota_type_id, "division": make_division(register.host).pk,
        "third": register.slip.posting_id, "plan_line": register.plan.hiring_plan.lines.get().pk,
    }  # fmt: skip


def _papers(register: Register) -> Ids:
    """Plans, slots, batches with an objection each way, sheets, files, moves and a release that are asked for."""
    place = register.place
    assert register.plan
    assert register.slip
    assert register.people_job
    noticing.answer(register.objection.pk, actor=place.filer, is_upheld=False, answer="经查不实。")
    noticing.object_to(
        register.on_notice.enrolment_batch.code, actor=place.filer, text="学历不符。", source="y" * 64
    )  # fmt: skip
    for posting in (register.teacher, register.away):
        moved = {"posting": posting, "target_unit": register.host, "quota_type": place.kind, "moves_on": TODAY()}
        file("staff_move", register.school, moved, place.filer)
    leaving = {"leaves_on": TODAY(), "lines": [{"posting": register.teacher, "exit_reason": "resigned"}]}
    file("staff_release", register.school, leaving, place.filer)
    elsewhere = Posting.objects.exclude(unit=register.school).first()
    photos.put_up(register.teacher.person, actor=place.filer, upload=SimpleUploadedFile("a.png", png()))
    free = Slot.objects.filter(state="open", candidates=None).latest("id")
    return {
        "free_slot": free.pk, "other_batch": register.drafted.pk, "draft_sheet": register.draft_sheet.pk,
        "filed_sheet": register.filed_sheet.pk, "elsewhere": elsewhere.pk if elsewhere else 0,
    }  # fmt: skip


def test_no_statement_breaks_a_rule_of_the_register(ids: Ids, subtests: pytest.Subtests) -> None:
    before = book()
    for attack in [*ATTACKS, *refused_by_triggers()]:
        with subtests.test(rule=attack.rule, sql=attack.sql):
            assert refusing_rule(attack.sql, ids) == attack.rule
    assert book() == before
    assert verification.verify() == []


def refused_by_triggers() -> Iterator[Attack]:
    """What every refusing trigger that the database has must refuse, tables of history among them."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSING)
        found = cursor.fetchall()
    assert len(found) > 80
    for table, _, on_update, on_delete, on_truncate in found:
        with connection.cursor() as cursor:
            cursor.execute(f"select count(*) from {table}")
            [has_rows] = cursor.fetchone()
        if on_truncate:
            yield Attack("append_only", f"truncate {table} cascade")
        if on_delete and has_rows:
            where = "state <> 'draft'" if table == "staffing_changesheet" else "true"
            yield Attack("append_only", f"delete from {table} where {where}")
        if on_update and has_rows:
            column = "id" if "historical" not in table else "actor_name"
            yield Attack("append_only", f"update {table} set {column} = {column}")


def test_every_rule_of_the_register_is_attacked(db: None) -> None:
    attacked = ATTACKED | OF_THE_LEDGER | {rule for _, rule in (*OF_OFF_QUOTA_STAFF, *OF_LOANS)}
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS)
        constraints = {name for (name,) in cursor.fetchall()}
    of_django = {name for name in constraints if name.startswith(("accounts_user_groups_", "accounts_user_user_p"))}
    assert {name for name in constraints - of_django if not _known(name, attacked)} == set()
    folders = [Path(settings.ROOT) / app / "migrations" / "sql" for app in ("staffing", "talentpool", "accounts")]
    sql = "\n".join(file.read_text() for folder in folders for file in folder.glob("*.sql"))
    raised = set(re.findall(r"quotas_refuse\('(\w+)'", sql)) | set(re.findall(r"constraint = '(\w+)'", sql))
    assert {name for name in raised if not _known(name, attacked)} == set()


def _known(name: str, attacked: set[str]) -> bool:
    """Whether it is attacked; the older lists give the beginnings of names."""
    return any(name.startswith(rule) for rule in attacked)


def test_every_trigger_of_the_register_is_there_and_on(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, tgname from pg_trigger g join pg_class c on c.oid = g.tgrelid "
            "where not tgisinternal and tgenabled = 'O' and tgname !~ '^record_' and relname !~ '_historical'"
        )
        found = set(cursor.fetchall())
    listed = {(table, name) for table, names in TRIGGERS.items() for name in names}
    assert listed - found == set()
    assert {pair for pair in found - listed if re.match(TABLES, pair[0])} == set()
