"""What the schedule reminds of in the register: secondments, public notices, contracts, change sheets, retirements."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection
from django.db.models import Count
from django.urls import reverse

from approvals import notifications
from approvals.models import State
from approvals.notifications import Told
from approvals.offices import office_of
from approvals.scheduled import Check, Outcome, register
from staffing.models import ChangeSheet, Engagement, EnrolmentBatch, Objection, Secondment, SheetState
from staffing.retirement import month_of, shifted
from units.models import Region, Unit

DAY = dt.timedelta(days=1)
REMINDERS = (30, 7, 0)
MONTHS_AHEAD = 3


def register_all() -> None:
    """To be called once, when the app is ready."""
    said = "借调期满前30天、7天、当日和期满后，提醒派出、借入两个单位；期满未归的同时提醒编办。"
    register(Check("secondments_late", "借调期满提醒", DAY, secondments, said))
    said = "入编公示期满的，提醒申报单位办理申请；有异议未答复的一并说明。"
    register(Check("notices_ending", "公示期满提醒", DAY, notices, said))
    said = "编外合同到期前30天、7天、当日和到期后，提醒用人单位续签或终止。"
    register(Check("off_quota_overrun", "编外合同到期", DAY, contracts, said))
    said = "单位报送的人员信息变更超过审核期限的，提醒编办。"
    register(Check("changes_late", "变更审核超期提醒", DAY, change_sheets, said))
    said = f"{MONTHS_AHEAD}个月内到达法定退休年龄或所选弹性退休月的，每月提醒单位一次；已到龄未办理的同时提醒编办。"
    register(Check("retirements_coming", "到龄提醒", DAY, retirements, said))


def secondments(on: dt.date) -> Outcome:
    """Tell both units 30, 7 and 0 days before somebody is to be back, and them and the office when nobody came."""
    soon = Secondment.objects.active().filter(ends_on__lte=on + REMINDERS[0] * DAY)
    related = ("person", "host__region", "posting__unit__region")
    news = [told for found in soon.select_related(*related).order_by("id") for told in _of_secondment(found, on)]
    return Outcome(len({told.url for told in news}), notifications.tell(news))


def _of_secondment(found: Secondment, on: dt.date) -> Iterator[Told]:
    step = notifications.passed((found.ends_on - on).days, REMINDERS)
    home, late = found.posting.unit, found.ends_on < on
    ended = "已期满，请结束借调或办理延期" if late else f"至{found.ends_on}期满"
    words = f"{home.name}{found.person.name}借调到{found.host.name}{ended}。"
    url = reverse("staffing:secondment", args=[found.pk])
    whom: list[Unit | Region] = [home, found.host]
    for to in [*whom, office_of(home.region)] if late else whom:
        key = f"secondment:{found.pk}:{found.ends_on}:{step}:{type(to).__name__}{to.pk}"
        yield Told(key, words, url, to, found.ends_on)


def notices(on: dt.date) -> Outcome:
    """Tell who files a batch, once its public notice is over, that it may be filed, and what is to be answered."""
    over = EnrolmentBatch.objects.filter(notice_ends_on__lt=on, case__state__in=(State.DRAFT, State.RETURNED))
    open_ones = Objection.objects.filter(batch__in=over, is_upheld=None).order_by()
    unanswered = dict(open_ones.values_list("batch").annotate(n=Count("pk")))
    found = over.select_related("case__applicant", "unit").order_by("pk")
    news = [_of_notice(batch, unanswered.get(batch.pk, 0)) for batch in found]
    return Outcome(len(news), notifications.tell(news))


def _of_notice(batch: EnrolmentBatch, unanswered: int) -> Told:
    owed = f"有{unanswered}条异议须先答复" if unanswered else "可办理入编申请"
    words = f"{batch.unit.name}入编公示已于{batch.notice_ends_on}期满，{owed}。"
    key = f"notice:{batch.pk}:{batch.notice_ends_on}:{unanswered}"
    return Told(key, words, batch.get_absolute_url(), batch.case.applicant, batch.notice_ends_on)


def contracts(on: dt.date) -> Outcome:
    """Tell units of off-quota contracts that end, and of those that ran out while the person is still there."""
    soon = Engagement.objects.active().filter(ends_on__lte=on + REMINDERS[0] * DAY)
    news = [_of_contract(found, on) for found in soon.select_related("person", "unit").order_by("ends_on", "id")]
    return Outcome(len(news), notifications.tell(news))


def _of_contract(found: Engagement, on: dt.date) -> Told:
    step = notifications.passed((found.ends_on - on).days, REMINDERS)
    ended = "已到期，未续签也未终止" if found.ends_on < on else f"{found.ends_on}到期"
    words = f"{found.unit.name}编外人员{found.person.name}的合同{ended}。"
    url = reverse("staffing:off_quota_person", args=[found.pk])
    return Told(f"contract:{found.pk}:{found.ends_on}:{step}", words, url, found.unit, found.ends_on)


def change_sheets(on: dt.date) -> Outcome:
    """Tell the office of what a unit filed and nobody has decided in time."""
    late = ChangeSheet.objects.filter(state=SheetState.FILED, due_on__lt=on).select_related("unit__region")
    news = [
        Told(
            f"change:{found.pk}:{found.due_on}", f"{found.unit.name}报送的人员信息变更{found.number}已超过审核期限。",
            reverse("staffing:change_sheet", args=[found.pk]), office_of(found.unit.region), found.due_on,
        )
        for found in late.order_by("id")
    ]  # fmt: skip
    return Outcome(len(news), notifications.tell(news))


RETIRING = """
    select s.unit_id, count(*) filter (where p.leaves_on < %s), count(*) filter (where p.leaves_on >= %s)
      from staffing_posting s join staffing_person p on p.id = s.person_id
     where s.ended_on is null and p.leaves_on <= %s group by 1 order by 1"""


def retirements(on: dt.date) -> Outcome:
    """Tell units once a month who is about to retire, in numbers, and offices of those who should have gone."""
    this = month_of(on)
    with connection.cursor() as cursor:
        cursor.execute(RETIRING, [this, this, shifted(this, MONTHS_AHEAD)])
        rows = cursor.fetchall()
    units = Unit.objects.select_related("region").in_bulk([unit for unit, _, _ in rows])
    found, late = [], dict[Region, int]()
    for unit, overdue, coming in rows:
        found.append(_of_unit(units[unit], overdue, coming, this))
        if overdue:
            office = office_of(units[unit].region)
            late[office] = late.get(office, 0) + overdue
    found += [_of_office(office, people, this) for office, people in late.items()]
    return Outcome(sum(overdue + coming for _, overdue, coming in rows), notifications.tell(found))


def _of_unit(unit: Unit, overdue: int, coming: int, month: dt.date) -> Told:
    parts = [f"{MONTHS_AHEAD}个月内有{coming}人到龄"] * bool(coming) + [f"有{overdue}人已到龄未办理"] * bool(overdue)
    url = reverse("units:unit", args=[unit.number]) + "?tab=forecast"
    return Told(f"retiring:{unit.pk}:{month}", f"{unit.name}{'，'.join(parts)}，请办理退休和出编。", url, unit)


def _of_office(office: Region, people: int, month: dt.date) -> Told:
    url = f"{reverse('staffing:forecast')}?region={office.code}"
    return Told(f"retired:{office.pk}:{month}", f"{office.name}有{people}人已到龄未办理退休，请督促办理。", url, office)
