"""The first wording of a document (批文), in the style of such papers; whoever issues it changes what they like."""

from approvals import documents, policies
from approvals.faces import face_of
from approvals.models import Action, AgendaItem, Authority, Case, Document
from approvals.subjects import subject_of

SIGNED = (Action.CHECK, Action.ARGUE, Action.APPROVE, Action.REVOKE)
DIGITS = "零一二三四五六七八九"
CAUTION = "请严格按照核定的编制和职数配备人员，不得超编进人、混用编制或超职数配备，并及时办理实名制登记。"


def title_of(case: Case) -> str:
    """关于××的批复 to a request; 关于××的通知 of what the office does of its own accord; 通知单 of posts to use."""
    if subject_of(case).paper == Document.Kind.USE_NOTICE:
        return f"关于核准{case.applicant.name}使用编制的通知单"[:200]
    return f"关于{case.applicant.name}{case.kind.name}的{'批复' if _was_asked(case) else '通知'}"[:200]


def body_of(case: Case) -> str:
    """Opening, what is agreed clause by clause, from when, a caution, and the closing words; one paragraph a line."""
    clauses = [*face_of(case.kind).clauses(case), _term(case), CAUTION]
    numbered = [f"{numeral(number)}、{clause}" for number, clause in enumerate(clauses, start=1)]
    if not _was_asked(case):
        return "\n".join([f"{_authority(case)}，现将有关事项通知如下：", *numbered, "特此通知。"])
    opening = f"你单位《{case.title}》（{case.number}）收悉。{_authority(case)}，现批复如下："
    return "\n".join([opening, *numbered, "此复。"])


def _was_asked(case: Case) -> bool:
    return any(role in policies.APPLICANTS for role in case.kind.filed_by_roles)


def _term(case: Case) -> str:
    return f"上述事项自{subject_of(case).effective_on(case):%Y年%-m月%-d日}起执行。"


def _authority(case: Case) -> str:
    """Who agreed: the committee, the office meeting with its minutes, or the office."""
    held = case.agenda_items.filter(result="approved").select_related("meeting__minutes").last()
    if held is not None and held.meeting.minutes is not None:
        return f"经{held.meeting.title}（{held.meeting.minutes.number}）审议"
    if case.kind.authority == Authority.COMMITTEE:
        return f"经{documents.issuer_of(case.region).removesuffix('办公室')}同意"
    return "经研究"


def numeral(number: int) -> str:
    """一 to 九百九十九, as paragraphs are numbered."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    last = DIGITS[ones] if ones else ""
    if not hundreds:
        return f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{last}"
    middle = f"{DIGITS[tens]}十" if tens else "零" if ones else ""
    return f"{DIGITS[hundreds]}百{middle}{last}"


def paragraphs_of(body: str) -> list[str]:
    """The paragraphs of a text, without blank lines."""
    return [line.strip() for line in body.splitlines() if line.strip()]


def paragraphs_of_document(document: Document) -> list[str]:
    """Its own text; for minutes also what was decided item by item, for a decision sheet who said what."""
    own = paragraphs_of(document.body)
    if document.kind == Document.Kind.MINUTES:
        return _decisions(document, own)
    if document.kind == Document.Kind.DECISION_SHEET and document.case is not None:
        return own + _signatures(document.case)
    return own


def _decisions(minutes: Document, own: list[str]) -> list[str]:
    """Who met when, the minutes' own words, and what was decided item by item."""
    items = AgendaItem.objects.filter(meeting__minutes=minutes).select_related("case__applicant", "meeting")
    told = [
        f"{numeral(number)}、{item.case.applicant.name}《{item.case.title}》（{item.case.number}）："
        f"{item.get_result_display()}。{'' if item.note.startswith(minutes.number) else item.note}"
        for number, item in enumerate(items, start=1)
    ]
    meeting = items[0].meeting if items else None
    if meeting is None:
        return own
    attended = f"；出席：{meeting.attendees}" if meeting.attendees else ""
    held = f"{meeting.planned_on:%Y年%-m月%-d日}召开{meeting.title}，主持：{meeting.chair}{attended}。"
    return [held, *own, "会议审议以下事项：", *told]


def _signatures(case: Case) -> list[str]:
    told = case.opinions.filter(action__in=SIGNED)
    return [
        f"事项：{case.title}（{case.number}，{case.kind.name}）。申报单位：{case.applicant.name}。",
        *(
            f"{opinion.get_action_display()}：{opinion.text}（{opinion.actor_name}，{opinion.at:%Y年%-m月%-d日}）"
            for opinion in told
        ),
    ]
