"""What is sent, by page and by API, to do each act of the register of a place."""

import datetime as dt
from typing import Any

from approvals.models import Case
from staffing import facts
from staffing.models import ImportJob, Posting
from tests.people import new_person
from tests.registers import TODAY, Register
from tests.roles import Sending
from tests.stories import ANSWERS

Sendings = dict[str, Sending]
LATER = dt.timedelta(days=120)


def post(address: str, **body: Any) -> Sending:
    return Sending("post", address, body)


def get(address: str) -> Sending:
    return Sending("get", address)


def page_reads(register: Register) -> Sendings:
    """The pages of records, and those of lists that not everybody has."""
    person = register.teacher.person_id
    return {
        "see_person": get(f"people/{person}/"),
        "see_leaders": get(f"leadership/{register.school.number}/"),
        "see_slot": get(f"slots/{register.slots[0].pk}/"),
        "see_batch": get(f"cases/{register.drafted.number}/"),
        "see_announced": get(f"cases/{register.on_notice.number}/"),
        "see_notice": get(f"notices/{register.on_notice.enrolment_batch.code}/"),
        "see_slip": get(f"slips/{register.slip.pk}/slip.pdf"),
        "verify_slip": get(f"verify/{register.slip.code}/"),
        "see_secondment": get(f"secondments/{register.secondment.pk}/"),
        "see_engagement": get(f"off-quota/{register.engagement.pk}/"),
        "see_sheet": get(f"changes/{register.filed_sheet.pk}/"),
        "see_draft_sheet": get(f"changes/{register.draft_sheet.pk}/"),
        "see_import": get(f"imports/{register.people_job.pk}/"),
        "see_loan": get(f"pool/loans/{register.loan.pk}/"),
        "see_recovery": get(f"pool/recoveries/{register.recovery.pk}/"),
    }


def page_acts(register: Register) -> Sendings:
    """Every act of the register that has a page."""
    return {
        **_plans_by_page(register), **_batches_by_page(register), **_movements_by_page(register),
        **_changes_by_page(register), **_leaders_by_page(register), **_off_quota_by_page(register),
        **_imports_by_page(register), **_pool_by_page(register),
    }  # fmt: skip


def _plans_by_page(register: Register) -> Sendings:
    [line] = register.plan.hiring_plan.lines.all()
    return {
        "heads": post(f"cases/{register.plan.number}/heads/", **{f"count_{line.pk}": 1}),
        "slot_cancel": post(f"slots/{register.slots[0].pk}/cancel/", reason="不再招聘"),
        "complete": post("opening/complete/", region=register.place.region.pk, reason="三方核对一致"),
        "recheck": post(f"units/{register.school.number}/quality/recheck/"),
    }


def _batches_by_page(register: Register) -> Sendings:
    def act(case: Case, action: str, **body: Any) -> Sending:
        return post(f"cases/{case.number}/actions/{action}/", **body)

    notice = register.on_notice
    answer = post(f"enrolments/{notice.number}/objections/{register.objection.pk}/", answer="经查不实。", upheld="0")
    known = {name: str(value) for name, value in register.drafted.enrolment_batch.candidates.get().facts.items()}
    return {
        "write_facts": post(f"enrolments/{register.drafted.number}/people/1/", **known, school="示例大学"),
        "announce": act(register.drafted, "announce"),
        "object": post(f"notices/{notice.enrolment_batch.code}/", text="年龄不符。"),
        "answer": answer,
        "check": act(register.filed, "receive", opinion="齐全。"),
        "return": act(register.filed, "return", opinion="缺材料。"),
        "admit": act(register.checked, "approve", opinion="同意入库。"),
    }


def _movements_by_page(register: Register) -> Sendings:
    today, paper = str(TODAY()), {"basis_number": register.paper.number, "reason": "办理"}
    lent = f"secondments/{register.secondment.pk}/"
    away = {"host": register.host.number, "starts_on": today, "ends_on": str(TODAY() + LATER)}
    return {
        "release": post(f"staff/{register.teacher.pk}/release/", ended_on=today, exit_reason="resigned", **paper),
        "second": post(f"staff/{register.teacher.pk}/second/", **away, **paper),
        "prolong": post(lent, ends_on=str(TODAY() + LATER), **paper),
        "end_second": post(lent, act="end", ended_on=today, reason="返回"),
    }


def _changes_by_page(register: Register) -> Sendings:
    teacher, office = register.teacher, {"document": register.paper.number, "reason": "档案更正"}
    told = _told(teacher, facts.UNIT_KEEPS) | {"native_place": "示例县", "happened_on": str(TODAY())}
    corrected = _told(teacher, (*facts.OFFICE_KEEPS_OF_PERSON, *facts.OFFICE_KEEPS_OF_POSTING))
    [line], [draft] = register.filed_sheet.lines.all(), register.draft_sheet.lines.all()
    return {
        "propose": post(f"people/{teacher.person_id}/change/", **told),
        "correct": post(f"people/{teacher.person_id}/correct/", **corrected, **office, native_place="示例县"),
        "take_off": post(f"changes/lines/{draft.pk}/take-off/"),
        "file_sheet": post(f"changes/{register.draft_sheet.pk}/file/"),
        "decide_sheet": post(f"changes/{register.filed_sheet.pk}/decide/", **{f"line_{line.pk}": "accepted"}),
        "read_number": post(f"people/{teacher.person_id}/id-number/", purpose="核对档案"),
    }


def _told(posting: Posting, names: tuple[str, ...]) -> dict[str, str]:
    """What is known of somebody, as a form sends it back."""
    rows = {name: posting.person if facts.kept_in(name) is type(posting.person) else posting for name in names}
    known = {name: getattr(row, name) for name, row in rows.items()}
    return {name: str(value) for name, value in known.items() if value not in (None, "")}


def _leaders_by_page(register: Register) -> Sendings:
    paper = {"document": register.paper.number, "reason": "任免"}
    office = {"person": register.teacher.person.name, "quota_type": register.tenure.quota_type_id, "title": "副校长"}
    address = f"leadership/{register.school.number}/appoint/"
    return {
        "appoint": post(address, appoint="1", takes_post="on", started_on=str(TODAY()), **office, **paper),
        "relieve": post(f"leadership/tenures/{register.tenure.pk}/relieve/", ended_on=str(TODAY()), **paper),
    }


def _off_quota_by_page(register: Register) -> Sendings:
    one, paper = register.engagement, {"document": register.paper.number, "reason": "补充"}
    until, person = str(dt.date(TODAY().year, 12, 31)), new_person()
    contract = {
        "unit": register.school.number, "quota_type": one.quota_type_id, "name": person.name,
        "id_number": person.id_number, "title": "保安", "kind": "direct", "started_on": str(TODAY()), "ends_on": until,
        "pay_source": "budget", "yearly_cost": "12000",
    }  # fmt: skip
    service = {"title": "保洁", "provider": "示例公司", "yearly_amount": "9000"}
    return {
        "engage": post("off-quota/engage/", **contract, **paper),
        "end_engaged": post(f"off-quota/{one.pk}/end/", ended_on=str(TODAY()), end_reason="resigned", **paper),
        "renew": post(f"off-quota/{one.pk}/renew/", ends_on=until, yearly_cost="40000", **paper),
        "convert": post(
            f"units/{register.school.number}/off-quota/convert/", engagements=one.pk, on=str(TODAY()), ends_on=until,
            **service, **paper,
        ),
        "set_money": post(
            "off-quota/money/set/", unit=register.school.number, year=TODAY().year, amount="2000000", **paper
        ),
    }  # fmt: skip


def _imports_by_page(register: Register) -> Sendings:
    said = {"started_on": str(TODAY()), "document": register.paper.number, "reason": "建账"}
    people, balances = _job(register.people_job), _job(register.balances_job)
    return {
        "import": post("imports/new/people/", region=register.place.region.pk, file=register.people, **said),
        "confirm_people": post(f"{people}confirm/"),
        "confirm_balances": post(f"{balances}confirm/"),
        "cancel_import": post(f"{people}cancel/"),
    }


def _job(job: ImportJob) -> str:
    return f"imports/{job.pk}/"


def _pool_by_page(register: Register) -> Sendings:
    arrival = {"id_number": new_person().id_number, "started_on": str(TODAY()), "title": "研究员"}
    refusal = {"decision": "refuse", "opinion": "单位已申请增编。"}
    return {
        "arrive": post(f"pool/loans/{register.loan.pk}/arrival/", **arrival),
        "decide_recovery": post(f"pool/recoveries/{register.recovery.pk}/decision/", **refusal),
    }


def anywhere() -> Sendings:
    """Pages that are about the house or the user's own office, whatever the place."""
    return {
        "found_pool": post("pool/new/", name="教育系统周转池", kind="sector"),
        "see_pools": get("pool/"),
        "see_checks": get("checks/"),
        "run_check": post("checks/execute_due_cases/run/"),
        "see_imports": get("imports/"),
        "import_form": get("imports/new/people/"),
        "see_openings": get("opening/"),
        "see_quality": get("quality/"),
        "see_plans": get("plans/"),
    }


def api_acts(register: Register) -> Sendings:
    """Every act and record of the register that the API has."""
    return {
        **_drafts(register), **_batches_by_api(register), **_movements_by_api(register), **_rest_by_api(register),
    }  # fmt: skip


def _drafts(register: Register) -> Sendings:
    """Cases of the register, as they are drafted."""
    school, kind, today = register.school.number, register.place.kind.code, str(TODAY())
    head = {"unit": school, "quota_type": kind, "channel": "open_recruitment", "planned_count": 1}
    plan = {"year": TODAY().year, "expires_on": str(TODAY() + LATER), "lines": [head]}
    person, talent = new_person(), {"name": "人才示例", "talent_class": "short", "certification": "认定〔2026〕1号"}
    candidate = {"slot": register.slots[6].number, "name": person.name, "id_number": person.id_number}
    move = {"posting": register.teacher.pk, "target_unit": register.host.number, "quota_type": kind, "moves_on": today}
    fill = {"effective_on": today, "lines": [{"quota_type": kind, "applied_count": 1}], "pool": register.pool.pk}
    loan = {"pool": register.pool.pk, "unit": school, "quota_type": kind, "talents": [talent]}
    extension = {"loan": register.loan.pk, "until": str(TODAY() + LATER)}
    words = {"title": "申请", "reason": "需要。", "answers": ANSWERS}

    def draft(code: str, subject: dict[str, Any], applicant: str = school) -> Sending:
        return post("cases/", kind=code, applicant=applicant, subject=subject, **words)

    return {
        "draft_plan": draft("hiring_plan", plan),
        "draft_use": draft("quota_use", plan),
        "draft_batch": draft("enrolment", {"candidates": [candidate]}),
        "draft_move": draft("staff_move", move),
        "draft_fill": draft("pool_fill", fill),
        "draft_loan": draft("pool_loan", loan),
        "draft_extend": draft("pool_extend", extension, register.loan.unit.number),
    }


def _batches_by_api(register: Register) -> Sendings:
    def step(case: Case, name: str, **body: Any) -> Sending:
        return post(f"enrolments/{case.number}/{name}/", **body)

    objections = f"objections/{register.objection.pk}/answer"
    return {
        "announce": step(register.drafted, "announce"),
        "objections": get(f"enrolments/{register.on_notice.number}/objections/"),
        "answer": step(register.on_notice, objections, is_upheld=False, answer="经查不实。"),
        "check": step(register.filed, "check", opinion="齐全。"),
        "return": step(register.filed, "return", opinion="缺材料。"),
        "admit": step(register.checked, "admit", opinion="同意入库。"),
    }


def _movements_by_api(register: Register) -> Sendings:
    today, paper = str(TODAY()), {"document": register.paper.pk, "reason": "办理"}
    posting, lent = register.teacher.pk, f"secondments/{register.secondment.pk}/"
    until = str(TODAY() + LATER)
    office = {"unit": register.school.number, "person": register.teacher.person_id, "title": "副校长"}
    office |= {"quota_type": register.tenure.quota_type.code, "started_on": today, **paper}
    return {
        "release": post("releases/", posting=posting, ended_on=today, exit_reason="resigned", **paper),
        "second": post(
            "secondments/", posting=posting, host=register.host.number, starts_on=today, ends_on=until, **paper
        ),
        "prolong": post(f"{lent}prolong/", ends_on=until, **paper),
        "end_second": post(f"{lent}end/", ended_on=today, reason="返回"),
        "appoint": post("tenures/", **office),
        "relieve": post(f"tenures/{register.tenure.pk}/leave/", ended_on=today, **paper),
    }


def _rest_by_api(register: Register) -> Sendings:
    [line], person = register.plan.hiring_plan.lines.all(), register.teacher.person_id
    said = {"started_on": str(TODAY()), "document": register.paper.number, "reason": "建账", "kind": "people"}
    counts = [{"line": line.pk, "approved_count": 1}]
    return {
        "heads": post(f"cases/{register.plan.number}/heads/", counts=counts),
        "slot_cancel": post(f"slots/{register.slots[0].pk}/cancel/", reason="不再招聘"),
        "found_pool": post("pools/", name="教育系统周转池", kind="sector", region=register.place.region.code),
        "see_person": get(f"people/{person}/"),
        "read_number": post(f"people/{person}/id-number/", purpose="核对档案"),
        "import": post("imports/", region=register.place.region.code, file=register.people, **said),
        "see_import": get(_job(register.people_job)),
        "confirm_people": post(f"{_job(register.people_job)}confirm/"),
        "confirm_balances": post(f"{_job(register.balances_job)}confirm/"),
        "cancel_import": post(f"{_job(register.people_job)}cancel/"),
    }
