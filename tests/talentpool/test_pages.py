"""The pages of the pools: board, special ledger as of a day, a loan with its life, a recovery decided on screen."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from demoregion.story import on
from quotas.models import Pool, QuotaType
from talentpool import proposing, recovery, returning
from talentpool.models import Loan, LoanRequest, Recovery
from tests import stories
from tests.api import got
from tests.book import unchanged
from tests.people import new_person
from tests.sheets import content, table_of
from tests.stories import Actors
from tests.talentpool.conftest import Lend, held
from tests.talentpool.test_lending import put_off
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(lend: Lend, arrive: Callable[..., Loan], sister: Unit) -> list[Loan]:
    """One loan overdue since yesterday, one promised."""
    first, second = lend("张示例", "李示例")
    put_off(arrive(first), 1)
    return [first, second]


def page(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_board_counts_what_is_due_and_what_waits_for_the_office(
    late: list[Loan], client: Client, clerk: User
) -> None:
    proposing.propose_due(workdays.today())
    shown = page(client, clerk, "/pool/")
    assert 'data-label="逾期">1<' in shown
    assert "待确认的回收方案" in shown
    assert f"/pool/recoveries/{Recovery.objects.get().pk}/" in shown


def test_an_office_sets_up_a_pool_once(client: Client, clerk: User, pool: Pool, inspector: User) -> None:
    client.force_login(clerk)
    for _ in range(2):
        sent = client.post("/pool/new/", {"name": "教育系统周转池", "kind": "sector", "key": "once"})
        assert sent.status_code == 302
    assert Pool.objects.get(name="教育系统周转池").region == pool.region
    for given, said in (
        ({"name": pool.name, "kind": "talent"}, "已有名为"), ({"name": "", "kind": "talent"}, "必填"),
        ({"name": "另池", "kind": "gift"}, "选择"),
    ):  # fmt: skip
        with unchanged():
            answer = client.post("/pool/new/", given)
        assert (answer.status_code, said in answer.content.decode()) == (200, True)
    client.force_login(inspector)
    assert client.post("/pool/new/", {"name": "又一池", "kind": "talent"}).status_code == 404


def test_the_special_ledger_reads_as_of_any_day(late: list[Loan], client: Client, inspector: User) -> None:
    shown = page(client, inspector, "/pool/loans/")
    assert ("逾期1天" in shown, "待到岗" in shown) == (True, True)
    before = workdays.today() - dt.timedelta(days=1)
    assert "没有符合条件的借编" in page(client, inspector, f"/pool/loans/?as_of={before}")
    assert "李示例" not in page(client, inspector, "/pool/loans/?state=on_loan")
    assert "张示例" not in page(client, inspector, "/pool/loans/?state=promised")
    assert "请输入日期" in page(client, inspector, "/pool/loans/?as_of=昨天")


def test_the_ledger_of_a_past_day_knows_nothing_of_what_came_later(
    lend: Lend, arrive: Callable[..., Loan], full_school: Unit, education: Unit, post_type: QuotaType, filled: Document,
    client: Client, inspector: User, department: User, actors: Actors,
) -> None:  # fmt: skip
    began, extended, today = (workdays.today() - dt.timedelta(days=days) for days in (40, 20, 0))
    with on(began):
        [loan] = lend("张示例")
        first_due = arrive(loan).due_on
    assert first_due is not None
    later = first_due + dt.timedelta(days=90)
    with on(extended):
        asked = {"loan": Loan.objects.select_related("unit").get(), "until": later}
        stories.decide("pool_extend", education, asked, actors, filed_by=department)
    stories.endow(full_school, post_type, 1, actors, filled)
    returning.return_post(actor=actors.clerk, loan_id=loan.pk, document=filled, reason="已有空编")
    before, yesterday = extended - dt.timedelta(days=1), today - dt.timedelta(days=1)
    for day, due, ended in ((before, first_due, None), (yesterday, later, None), (today, later, today)):
        [row] = got(inspector, "loans/", as_of=day)["results"]
        assert (row["due_on"], row["ended_on"]) == (str(due), str(ended) if ended else None)
        pages = [page(client, inspector, f"/pool/loans/{kind}?as_of={day}") for kind in ("", "print/")]
        [listed] = table_of(content(client.get(f"/exports/loans/?as_of={day}")))[2]
        for shown in (*pages, "　".join(map(str, listed))):
            assert (str(due) in shown, filled.number in shown) == (True, ended is not None)


def test_a_talent_arrives_on_the_page_of_the_loan(late: list[Loan], client: Client, clerk: User) -> None:
    url = f"/pool/loans/{late[1].pk}/"
    assert "办理到岗" in page(client, clerk, url)
    given = {"id_number": "11010519491231002", "title": "教师", "started_on": str(workdays.today())}
    with unchanged():
        answer = client.post(f"{url}arrival/", given)
    assert "公民身份号码应为18位" in answer.content.decode()
    number = new_person().id_number
    assert client.post(f"{url}arrival/", given | {"id_number": number}).status_code == 302
    late[1].refresh_from_db()
    assert late[1].state == Loan.State.ON_LOAN
    shown = page(client, clerk, url)
    assert "办理到岗" not in shown
    assert number not in shown


def test_the_office_decides_a_recovery_on_its_page(
    late: list[Loan], client: Client, clerk: User, sister: Unit, inspector: User
) -> None:
    proposing.propose_due(workdays.today())
    found = Recovery.objects.get()
    url = f"/pool/recoveries/{found.pk}/"
    assert "确认收回" not in page(client, inspector, url)
    assert f"{sister.name}（空编3名）" in page(client, clerk, url)
    with unchanged():
        answer = client.post(f"{url}decision/", {"decision": "refuse", "opinion": ""})
    assert "请填写不予收回的理由" in answer.content.decode()
    with unchanged():
        answer = client.post(f"{url}decision/", {f"sister_{found.lines.get().pk}": "不存在"})
    assert "没有编码为不存在的单位" in answer.content.decode()
    assert client.post(f"{url}decision/", {"decision": "confirm", "opinion": "同意"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.opinion) == ("done", "同意")


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("inspector", 200), ("department", 200), ("unit_clerk", 200), ("outsider", 404)],
)
def test_who_may_read_a_loan(
    who: str, status: int, late: list[Loan], client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/pool/loans/{late[0].pk}/").status_code == status
    assert ("张示例" in client.get("/pool/loans/").content.decode()) == (status == 200)


def test_the_ledger_costs_the_same_queries_for_one_loan_and_for_six(lend: Lend, client: Client, clerk: User) -> None:
    counts = []
    for names in (["张示例"], [f"示例{n}" for n in range(5)]):
        lend(*names)
        client.force_login(clerk)
        client.get("/pool/loans/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/pool/loans/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_a_sister_outside_the_scope_is_unknown(late: list[Loan], client: Client, clerk: User, stranger: Unit) -> None:
    proposing.propose_due(workdays.today())
    found = Recovery.objects.get()
    client.force_login(clerk)
    with unchanged():
        answer = client.post(
            f"/pool/recoveries/{found.pk}/decision/", {f"sister_{found.lines.get().pk}": stranger.number}
        )
    page_of_refusal = answer.content.decode()
    assert f"没有编码为{stranger.number}的单位" in page_of_refusal
    assert stranger.name not in page_of_refusal


def test_the_printed_ledger_is_one_sheet_with_the_filters_of_the_list(
    late: list[Loan], full_school: Unit, client: Client, inspector: User, outsider: User
) -> None:
    shown = page(client, inspector, f"/pool/loans/print/?unit={full_school.number}")
    assert [word in shown for word in ("张示例", "李示例", "审核人", "逾期1天")] == [True] * 4
    assert "李示例" not in page(client, inspector, "/pool/loans/print/?state=on_loan")
    assert "没有符合条件的借编" in page(client, outsider, "/pool/loans/print/")
    assert "请输入日期" in page(client, inspector, "/pool/loans/print/?as_of=昨天")


def test_unit_and_person_show_the_loan_and_the_sister_what_was_taken(
    late: list[Loan], full_school: Unit, sister: Unit, client: Client, unit_clerk: User, clerk: User, actors: Actors
) -> None:
    own = page(client, unit_clerk, f"/units/{full_school.number}/?tab=loans")
    assert ("张示例" in own, "李示例" in own, "逾期1天" in own) == (True, True, True)
    assert "没有借用周转编制" in page(client, clerk, f"/units/{sister.number}/?tab=loans")
    proposing.propose_due(workdays.today())
    done = recovery.confirm(Recovery.objects.get().pk, actor=actors.director, opinion="同意。")
    assert done.document is not None
    taken = page(client, clerk, f"/units/{sister.number}/?tab=loans")
    assert ("被收回的空编" in taken, done.document.number in taken) == (True, True)
    late[0].refresh_from_db()
    assert late[0].posting is not None
    person = page(client, clerk, f"/people/{late[0].posting.person_id}/")
    assert f"/pool/loans/{late[0].pk}/" in person


def test_a_loan_tells_its_whole_life_in_order(
    late: list[Loan], sister: Unit, client: Client, clerk: User, actors: Actors
) -> None:
    proposing.propose_due(workdays.today())
    recovery.refuse(Recovery.objects.get().pk, actor=actors.director, opinion="岗位急需，另行研究。")
    shown = page(client, clerk, f"/pool/loans/{late[0].pk}/")
    steps = re.findall(r'timeline__action">([^<]+)<', shown)
    assert set(steps[:2]) == {"到岗", "批准借用"}
    assert steps[2:] == ["拟收回", "不予收回", "应归还"]
    assert "岗位急需，另行研究。" in shown


def test_the_office_returns_a_post_on_the_page_of_the_loan_once(
    late: list[Loan], full_school: Unit, post_type: QuotaType, filled: Document, client: Client, clerk: User,
    unit_clerk: User, actors: Actors, region: Region,
) -> None:  # fmt: skip
    url = f"/pool/loans/{late[0].pk}/"
    assert "办理归还" not in page(client, unit_clerk, url)
    assert "办理归还" in page(client, clerk, url)
    given = {"basis_number": filled.number, "reason": "已有空编", "key": "once"}
    for wrong, said in (({}, "必填"), ({**given, "basis_number": "无此文"}, "尚未登记"), (given, "只有0名")):
        with unchanged():
            answer = client.post(f"{url}return/", wrong)
        assert (answer.status_code, said in answer.content.decode()) == (200, True)
    stories.endow(full_school, post_type, 1, actors, filled)
    for _ in range(2):
        assert client.post(f"{url}return/", given).status_code == 302
    assert "办理归还" not in page(client, clerk, url)
    assert held(region)["pool"] == 9


def test_a_line_may_be_left_for_another_time_on_the_page(
    lend: Lend, arrive: Callable[..., Loan], sister: Unit, client: Client, clerk: User
) -> None:
    for loan in lend("张示例", "李示例"):
        put_off(arrive(loan), 1)
    proposing.propose_due(workdays.today())
    found = Recovery.objects.get()
    first, second = found.lines.all()
    client.force_login(clerk)
    url = f"/pool/recoveries/{found.pk}/decision/"
    later = {f"sister_{line.pk}": "later" for line in (first, second)}
    with unchanged():
        assert "请至少保留一名" in client.post(url, {"decision": "confirm", **later}).content.decode()
    assert client.post(url, {"decision": "confirm", f"sister_{first.pk}": "later"}).status_code == 302
    assert held(sister) == {"vacant": 2}


def test_a_loan_is_filed_by_the_departments_form(
    full_school: Unit, education: Unit, pool: Pool, post_type: QuotaType, client: Client, department: User
) -> None:
    client.force_login(department)
    url = "/cases/new/pool_loan/"
    shown = client.get(url).content.decode()
    assert [word in shown for word in ("人才周转池", "用人单位", "认定材料", "增加一行")] == [True] * 4
    rows = {"talents-TOTAL_FORMS": "2", "talents-INITIAL_FORMS": "0"}
    first = {
        "talents-0-name": "张示例",
        "talents-0-talent_class": "short",
        "talents-0-certification": "认定〔2026〕1号",
    }
    head = {"pool": pool.pk, "unit": full_school.number, "quota_type": post_type.pk}
    about = {"applicant": education.number, "title": "借用周转编制", "reason": "引进急需人才。"}
    for wrong in (
        {},
        {**about, **rows, **first},
        {**about, **head, **rows, **first, "pool": 0},
    ):
        with unchanged():
            answer = client.post(url, wrong)
        assert answer.status_code in (200, 422)
        assert "必填" in answer.content.decode() or "请" in answer.content.decode()
    added = client.post(url, {**about, **head, **rows, **first, "redraw": "add_line"}).content.decode()
    assert ("talents-2-name" in added, "张示例" in added) == (True, True)
    assert client.post(url, {**about, **head, **rows, **first}).status_code == 302
    request = LoanRequest.objects.get()
    assert (request.unit, request.pool) == (full_school, pool)
    assert [(talent.name, talent.talent_class) for talent in request.talents.all()] == [("张示例", "short")]
    assert "张示例" in client.get(request.case.get_absolute_url()).content.decode()
