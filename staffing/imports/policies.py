"""Who may import: the office in charge; opening balances and exceptions need somebody who decides."""

from accounts.models import User
from approvals.policies import OFFICE
from quotas.policies import EXCEPTING
from staffing.models import ImportJob, ImportKind
from units.mandates import acts_as, scope_of
from units.models import Region


def may_upload(user: User, region: Region) -> bool:
    """Clerks, heads and directors of the region's own office."""
    return region.has_office and acts_as(user, *OFFICE, region=region)


def may_import_somewhere(user: User) -> bool:
    """Whether there is an office in which the user may import or confirm."""
    return acts_as(user, *OFFICE, *EXCEPTING)


def may_confirm(user: User, job: ImportJob) -> bool:
    """Balances: the director or the committee, and nobody what they sent themselves; else the office."""
    if job.kind == ImportKind.BALANCES:
        return job.belongs_to(user, *EXCEPTING) and user.pk != job.actor_id
    return job.belongs_to(user, *OFFICE)


def offices_of(user: User) -> list[int]:
    """The regions in whose offices the user may import."""
    return [h.region_id for h in scope_of(user).held if h.role in OFFICE and h.region_id is not None]


def why_not(job: ImportJob) -> str:
    """The sentence for who may not confirm."""
    if job.kind == ImportKind.BALANCES:
        return "期初核定数由本编办主任或编委确认，不能由上传人自己确认。"
    return "只有本编办的工作人员可以确认导入。"
