"""What is sent by API to do what the pages' tables hold already: releases, corrections, off quota, sheets, the pool."""

import datetime as dt

from staffing.retirement import retirement
from tests.people import new_person
from tests.register_acts import Sendings, get, post
from tests.registers import TODAY, Register
from tests.roles import Sending
from tests.stories import ANSWERS


def more_api_acts(register: Register) -> Sendings:
    """Acts of the office, of the unit, and what is read."""
    return {**_facts(register), **_sheets(register), **_off_quota(register), **_pool(register), **_read(register)}


def _facts(register: Register) -> Sendings:
    """Who leaves, another number, the month of retirement, other facts."""
    teacher, school = register.teacher, register.school.number
    paper = {"document": register.paper.pk, "reason": "办理"}
    leaving = {"leaves_on": str(TODAY()), "lines": [{"posting": teacher.pk, "exit_reason": "resigned"}]}
    words = {"title": "申请出编", "reason": "辞职。", "answers": ANSWERS}
    elder = register.elder.person
    month = retirement(elder.retirement_category, elder.birth_date).earliest
    person = f"people/{teacher.person_id}/"
    return {
        "draft_release": post("cases/", kind="staff_release", applicant=school, subject=leaving, **words),
        "correct_number": post(f"{person}id-number/correct/", number=new_person().id_number, **paper),
        "choose_month": post(
            f"people/{elder.pk}/retirement/", month=str(month), agreed_on=str(TODAY()), **paper
        ),
        "correct": post(f"{person}correct/", values={"native_place": "示例县"}, **paper),
    }  # fmt: skip


def _sheets(register: Register) -> Sendings:
    [line], [draft] = register.filed_sheet.lines.all(), register.draft_sheet.lines.all()
    told = {"person": register.teacher.person_id, "happened_on": str(TODAY()), "values": {"native_place": "示例县"}}
    decision = {"line": line.pk, "verdict": "accepted"}
    return {
        "propose": post("changes/", **told),
        "take_off": Sending("delete", f"changes/lines/{draft.pk}/"),
        "file_sheet": post(f"changes/{register.draft_sheet.pk}/file/"),
        "decide_sheet": post(f"changes/{register.filed_sheet.pk}/decide/", decisions=[decision]),
        "see_sheet": get(f"changes/{register.filed_sheet.pk}/"),
    }


def _off_quota(register: Register) -> Sendings:
    one, paper, school = register.engagement, {"document": register.paper.pk, "reason": "补充"}, register.school.number
    until, person = str(dt.date(TODAY().year, 12, 31)), new_person()
    contract = {"unit": school, "name": person.name, "id_number": person.id_number, "title": "保安", "kind": "direct"}
    contract |= {"started_on": str(TODAY()), "ends_on": until, "yearly_cost": "12000"}
    service = {"title": "保洁", "provider": "示例公司", "yearly_amount": "9000", "on": str(TODAY()), "ends_on": until}
    return {
        "engage": post("off-quota/", **contract, **paper),
        "renew": post(f"off-quota/{one.pk}/renew/", ends_on=until, yearly_cost="40000", **paper),
        "end_engaged": post(f"off-quota/{one.pk}/end/", ended_on=str(TODAY()), end_reason="resigned", **paper),
        "convert": post("off-quota/services/", engagements=[one.pk], **service, **paper),
        "set_money": post("off-quota/money/", unit=school, year=TODAY().year, amount="2000000", **paper),
    }


def _pool(register: Register) -> Sendings:
    loan, recovery = f"loans/{register.loan.pk}/", f"recoveries/{register.recovery.pk}/"
    arrival = {"id_number": new_person().id_number, "started_on": str(TODAY()), "title": "研究员"}
    return {
        "see_pools": get("pools/"),
        "see_loan": get(loan),
        "arrive": post(f"{loan}arrival/", **arrival),
        "see_recovery": get(recovery),
        "refuse_recovery": post(f"{recovery}refuse/", opinion="单位已申请增编。"),
    }


def _read(register: Register) -> Sendings:
    return {
        "see_readings": get("readings/"),
        "see_headcounts": get(f"people/headcounts/?unit={register.school.number}"),
    }
