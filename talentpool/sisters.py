"""Sisters (同一主管部门的其他单位): whose vacant posts may make up for what a unit did not return, in which order."""

from collections import Counter

from approvals import workdays
from approvals.offices import office_of
from quotas.models import Bucket, QuotaAccount, QuotaType
from talentpool import terms
from talentpool.models import Recovery, RecoveryLine
from units.models import Unit


def sisters_of(unit: Unit, quota_type: QuotaType) -> list[tuple[Unit, int]]:
    """The other units of the department with vacant posts of the type, in the order the region recovers from them."""
    if unit.competent_department_id is None:
        return []
    accounts = QuotaAccount.objects.filter(
        unit__competent_department=unit.competent_department_id, unit__abolished_on=None, quota_type=quota_type,
        bucket=Bucket.VACANT, balance__gt=0,
    ).exclude(unit=unit)  # fmt: skip
    found = [(account.unit, account.balance) for account in accounts.select_related("unit__region") if account.unit]
    by_vacancy = "most_vacant" in terms.setting(office_of(unit.region), "order", workdays.today())
    return sorted(found, key=lambda sister: (-sister[1] if by_vacancy else 0, sister[0].position, sister[0].pk))


def offers(unit: Unit, quota_type: QuotaType, *, but_for: int = 0) -> list[Unit]:
    """Post by post, each sister in turn gives one while it has any: nobody is emptied while others have more.

    Posts that another waiting proposal names already (any but `but_for`) are not offered twice.
    """
    waiting = RecoveryLine.objects.filter(recovery__state=Recovery.State.PROPOSED, recovery__quota_type=quota_type)
    named = Counter(waiting.exclude(recovery=but_for).values_list("sister", flat=True))
    places = [
        (turn, order, sister)
        for order, (sister, vacant) in enumerate(sisters_of(unit, quota_type))
        for turn in range(vacant - named[sister.pk])
    ]
    return [sister for _, _, sister in sorted(places, key=lambda place: place[:2])]
