"""What a document says is agreed (批文的批复事项), one sentence for each line of a request."""

from collections.abc import Callable, Mapping

from quotas.models import BodyRequest, QuotaRequestLine, QuotaType
from quotas.routes import route_of

Family = QuotaType.Family


def clause(line: QuotaRequestLine, kind: str) -> str:
    """The sentence of one line, such as 核定澜川市第一中学事业编制（全额拨款）40名。"""
    return SENTENCES.get(kind, _as_labelled)(line)


def amount(line: QuotaRequestLine) -> str:
    """Type and number with its measure word: bodies are counted in 个, people in 名."""
    return f"{line.quota_type.name}{line.count}{'个' if line.quota_type.family == Family.BODY else '名'}"


def _grant(line: QuotaRequestLine) -> str:
    return f"下达{line.target_region or line.quota_request.case.region}{amount(line)}。"


def _allot(line: QuotaRequestLine) -> str:
    return f"核定{line.target_unit}{amount(line)}。"


def _increase(line: QuotaRequestLine) -> str:
    return f"同意{line.target_unit}增加{amount(line)}。"


def _cut(line: QuotaRequestLine) -> str:
    return f"核减{line.source_unit}{amount(line)}，纳入储备管理。"


def _adjust(line: QuotaRequestLine) -> str:
    return f"从{line.source_unit}调剂{amount(line)}至{line.target_unit}。"


def _sink(line: QuotaRequestLine) -> str:
    source = line.source_unit or f"{line.quota_request.case.region}本级储备"
    return f"从{source}下沉{amount(line)}至{line.target_unit}。"


def _take_back(line: QuotaRequestLine) -> str:
    return f"收回{line.source_unit}{amount(line)}，纳入储备管理。"


def _floating(line: QuotaRequestLine) -> str:
    ends_on = line.quota_request.ends_on
    term = f"，使用期限至{ends_on:%Y年%-m月%-d日}，到期收回" if ends_on else ""
    return f"核定{line.target_unit}机动使用的{amount(line)}{term}。"


def _as_labelled(line: QuotaRequestLine) -> str:
    """A kind that another app added says it in the words of its route."""
    pool = line.quota_request.pool
    return f"{route_of(line).label}{f'（{pool}）' if pool else ''}{amount(line)}。"


SENTENCES: Mapping[str, Callable[[QuotaRequestLine], str]] = {
    "quota_grant": _grant, "quota_allot": _allot, "quota_increase": _increase, "quota_cut": _cut,
    "quota_adjust": _adjust, "quota_sink": _sink, "quota_take_back": _take_back, "quota_floating": _floating,
}  # fmt: skip


def body_clauses(request: BodyRequest) -> list[str]:
    """What is agreed about a body."""
    if request.move == BodyRequest.Move.RENAME:
        return [f"同意将{request.unit}更名为{request.name}，其编制、职数和人员不变。"]
    if request.move == BodyRequest.Move.ABOLISH:
        return [f"同意撤销{request.unit}。"]
    found = [f"同意设立{request.name}。"]
    if request.main_duties:
        found.append(
            f"主要职责：{'；'.join(part.strip('；。 ') for part in request.main_duties.splitlines() if part)}。"
        )
    if request.within_cap:
        found.append("该机构占用党政机构限额1个。")
    return found
