"""Who may do what to a case: role, region and the rule that nobody decides what they filed or checked."""

from django.db.models import Q

from accounts.models import User
from approvals import workdays
from approvals.models import Action, Authority, Case, CaseKind, Deputy, Meeting
from approvals.offices import office_of
from units.mandates import acts_as
from units.models import Region, Role, Unit

OFFICE = (Role.CLERK, Role.HEAD, Role.DIRECTOR)
DESK = (Role.CLERK, Role.HEAD)
APPLICANTS = (Role.DEPARTMENT, Role.UNIT)
DECIDERS: dict[str, tuple[Role, ...]] = {
    Authority.DIRECTOR: (Role.DIRECTOR,),
    Authority.OFFICE_MEETING: (Role.DIRECTOR,),
    Authority.COMMITTEE: (Role.COMMITTEE,),
}
ROLES: dict[str, tuple[Role, ...]] = {
    Action.RECEIVE: DESK,
    Action.RETURN: OFFICE,
    Action.ASK_JOINT: DESK,
    Action.JOINT: OFFICE,
    Action.CHECK: DESK,
    Action.ARGUE: DESK,
    Action.REVOKE: (Role.DIRECTOR,),
    Action.ISSUE: DESK,
    Action.EXECUTE: DESK,
    Action.CLOSE: DESK,
}


def principal_for(user: User, roles: tuple[Role, ...], region: Region) -> User | None:
    """The person in whose right the user acts: the user, or somebody whose deputy (代行) the user is today."""
    if acts_as(user, *roles, region=region):
        return user
    today = workdays.today()
    term = Q(deputy=user, starts_on__lte=today, ends_on__gte=today)
    for authorisation in Deputy.objects.filter(term).select_related("principal"):
        if acts_as(authorisation.principal, *roles, region=region):
            return authorisation.principal
    return None


def may_file(user: User, kind: CaseKind, applicant: Unit) -> bool:
    """The applicant's own clerks file for it; the office files what its kinds reserve for the office."""
    roles = [Role(role) for role in kind.filed_by_roles]
    own = [role for role in roles if role in APPLICANTS]
    office = [role for role in roles if role not in APPLICANTS]
    if own and acts_as(user, *own, unit=applicant):
        return True
    return bool(office) and acts_as(user, *office, region=office_of(applicant.region))


def may(user: User, action: str, case: Case) -> bool:
    """Whether the user may do this to the case as it stands; asked by buttons and by use cases alike."""
    if not case.allows(action):
        return False
    if action in (Action.FILE, Action.WITHDRAW):
        return may_edit(user, case)
    if action in (Action.APPROVE, Action.REFUSE):
        return case.kind.authority != Authority.OFFICE_MEETING and may_decide(user, case)
    return principal_for(user, ROLES[action], case.region) is not None


def may_edit(user: User, case: Case) -> bool:
    """The one who drafted it, or a colleague who may file for the same applicant."""
    return user.pk == case.filed_by_id or may_file(user, case.kind, case.applicant)


def may_decide(user: User, case: Case) -> bool:
    """The deciding authority of the kind, but never who filed or checked the case, in person or as principal."""
    principal = principal_for(user, DECIDERS[case.kind.authority], case.region)
    if principal is None:
        return False
    own = {case.filed_by_id, case.checked_by_id}
    return user.pk not in own and principal.pk not in own


def may_convene(user: User, region: Region) -> bool:
    """The office prepares the meetings of its region."""
    return acts_as(user, *OFFICE, region=region)


def may_record(user: User, meeting: Meeting) -> bool:
    """Results are entered by an authority of the meeting's level (室务会: 主任; 编委会: 编委)."""
    return principal_for(user, DECIDERS[meeting.kind], meeting.region) is not None


def may_draft_document(user: User, region: Region) -> bool:
    """The office registers incoming papers (来文) of its region."""
    return acts_as(user, *OFFICE, region=region)
