"""The decision box of a case: which actions the policies leave open to a user, each with its form and its use case."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from approvals import deciding, filing, issuing, policies, reviewing, workdays
from approvals.flow import Once
from approvals.forms import actions as forms
from approvals.models import Action, Case, Document
from approvals.offices import divisions_in
from approvals.subjects import subject_of


@dataclass(frozen=True)
class Door:
    """One action on a page: its form, its use case, the word on its button and what is said when it is done.

    `may` is asked in the place of the policies; `label` stands where the action's own word would mislead.
    """

    form: type[forms.ActionForm]
    act: Callable[..., Case | Document]
    button: str
    done: str
    question: str = ""
    tone: str = "primary"
    wide: bool = False
    label: str = ""
    may: Callable[[User, Case], bool] | None = None


def _execute(case_id: int, *, actor: User, once: Once | None) -> Case:
    """Executing twice is harmless by itself, so it takes no key."""
    return issuing.execute(case_id, actor=actor)


DOORS: dict[str, Door] = {
    Action.FILE: Door(forms.BareForm, filing.file, "申报", "已申报。", "申报后，受理前如需修改须先撤回。确定申报？"),
    Action.RECEIVE: Door(forms.ReceiveForm, reviewing.receive, "受理", "已受理。"),
    Action.JOINT: Door(forms.JointForm, reviewing.answer_joint, "提交会签意见", "会签意见已记录。"),
    Action.CHECK: Door(forms.OpinionForm, reviewing.check, "审核通过", "审核意见已记录。"),
    Action.ASK_JOINT: Door(forms.AskJointForm, reviewing.ask_joint, "发起会签", "已请相关科室会签。", tone=""),
    Action.ARGUE: Door(forms.ArgueForm, reviewing.argue, "记录论证", "论证情况已记录。", wide=True),
    Action.APPROVE: Door(forms.ApproveForm, deciding.approve, "同意", "已同意，相应编制已锁定。", "同意本件？"),
    Action.ISSUE: Door(
        forms.IssueForm, issuing.issue, "编号发文", "", "发文后文号不可更改，已到生效日期的同时入账。发文？", wide=True
    ),
    Action.EXECUTE: Door(forms.BareForm, _execute, "入账", "已入账。"),
    Action.CLOSE: Door(forms.NoteForm, issuing.close, "办结", "已办结。"),
    Action.RETURN: Door(forms.OpinionForm, reviewing.send_back, "退回补正", "已退回补正。", tone=""),
    Action.REFUSE: Door(
        forms.OpinionForm, deciding.refuse, "不予同意", "已记录不予同意。", "不予同意本件？", tone="danger"
    ),
    Action.REVOKE: Door(
        forms.OpinionForm, deciding.revoke, "撤销决定", "决定已撤销，锁定的编制已退回。", "撤销决定？", tone="danger"
    ),
    Action.WITHDRAW: Door(
        forms.NoteForm, filing.withdraw, "撤回", "已撤回。", "撤回后本件终止，需要时须重新申报。撤回？", tone="danger"
    ),
}  # fmt: skip


# What subjects do in their own way: their doors stand before the others; None leaves an action to none.
_own_doors: dict[str, dict[str, Door | None]] = {}


def offer(subject: str, doors: dict[str, Door | None]) -> None:
    """Let the cases of a subject be handled by doors of its own."""
    _own_doors[subject] = doors


def doors_of(case: Case) -> dict[str, Door]:
    """The doors of a case, those of its subject first."""
    own = _own_doors.get(case.kind.subject, {})
    found = {**own, **{action: door for action, door in DOORS.items() if action not in own}}
    return {action: door for action, door in found.items() if door is not None}


def is_open(door: Door, user: User, action: str, case: Case) -> bool:
    """Whether the user may go through the door now."""
    if door.may is not None:
        return door.may(user, case)
    return policies.may(user, action, case) and _has_point(user, action, case)


@dataclass(frozen=True)
class Box:
    """One action that is open to the user, with its form."""

    action: str
    door: Door
    form: forms.ActionForm
    is_open: bool

    @property
    def label(self) -> str:
        return self.door.label or Action(self.action).label


def boxes_for(user: User, case: Case, *, bound: forms.ActionForm | None = None, sent: str = "") -> list[Box]:
    """The actions that the policies allow now, the next step first and open; a refused form comes back as typed."""
    doors = doors_of(case)
    allowed = [action for action, door in doors.items() if is_open(door, user, action, case)]
    opened = sent if sent in allowed else next(iter(allowed), "")
    return [
        Box(
            action,
            doors[action],
            bound
            if bound is not None and action == sent
            else doors[action].form(case=case, user=user, auto_id=f"id_{action}_%s"),
            action == opened,
        )
        for action in allowed
    ]


def _has_point(user: User, action: str, case: Case) -> bool:
    """Whether an allowed action finds anything to do: somebody to ask, something to answer, a date that has come."""
    if action == Action.JOINT:
        return policies.reviews_for(user, case).exists()
    if action == Action.ASK_JOINT:
        asked = case.joint_reviews.values("division")
        return divisions_in(case.region).exclude(pk__in=asked).exclude(led_cases=case).exists()
    if action == Action.EXECUTE:
        return bool(subject_of(case).effective_on(case) <= workdays.today())
    return True
