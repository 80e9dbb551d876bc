"""R18: who has not returned a borrowed post in time is lent no other (兴安盟: 未按时归还的，原则上不再批准)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Chosen, Examination, Parameter, Whole, rule
from talentpool.models import Loan

ORDERS = {"most_vacant": "空编多的单位优先", "listed": "按机构排列次序"}
MODES = {"confirm": "由编办确认后收回", "automatic": "到期自动收回"}


@rule(
    "R18",
    title="周转编制按期归还",
    severity=BLOCK,
    basis="未按时归还引进人才周转编制的单位，原则上不再批准使用新的周转编制（兴安盟周转池管理办法）",
    subjects=("loan_request",),
    exception_by="本级机构编制委员会",
    parameters=[
        Parameter("term_months", "借用期限（月）", 24, Whole(1, 120)),
        Parameter("arrival_months", "批准后到岗期限（月）", 6, Whole(1, 24)),
        Parameter("order", "回收空编的次序", ["most_vacant"], Chosen(ORDERS, only_one=True)),
        Parameter("recovery", "回收方式", ["confirm"], Chosen(MODES, only_one=True)),
    ],
)
def returned_in_time(examination: Examination) -> Iterable[str]:
    """A unit with a loan past its date gets no new one; the sentence names the loans."""
    unit = examination.record.unit
    overdue = Loan.objects.filter(unit=unit, state=Loan.State.ON_LOAN, due_on__lt=examination.on)
    late = [
        f"{loan.talent.name}（{loan.due_on}到期）"
        for loan in overdue.select_related("talent").order_by("due_on", "id")[:10]
    ]
    if late:
        yield f"{unit.name}有{overdue.count()}名周转编制逾期未还：{'、'.join(late)}；归还前不再批准新的借用。"
