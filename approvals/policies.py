"""Who may do what to a case: role, region and the rule that nobody decides what they filed or checked."""

from collections.abc import Iterable, Iterator

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from accounts.models import SYSTEM_USERNAME, User
from approvals import workdays
from approvals.models import Action, Authority, Case, CaseKind, Deputy, JointReview, Meeting, Opinion
from approvals.offices import office_of
from units.mandates import acts_as, scope_of, sees_region, with_scopes
from units.models import Mandate, Region, Role, Secrecy, Unit

OFFICE = (Role.CLERK, Role.HEAD, Role.DIRECTOR)
DESK = (Role.CLERK, Role.HEAD)
APPLICANTS = (Role.DEPARTMENT, Role.UNIT)
DECIDERS: dict[str, tuple[Role, ...]] = {
    Authority.DESK: OFFICE,
    Authority.DIRECTOR: (Role.DIRECTOR,),
    Authority.OFFICE_MEETING: (Role.DIRECTOR,),
    Authority.COMMITTEE: (Role.COMMITTEE,),
}
HANDLING = (Action.DRAFT, Action.FILE, Action.CHECK)
DECIDING = (Action.APPROVE, Action.REFUSE, Action.REVOKE)
ROLES: dict[str, tuple[Role, ...]] = {
    Action.RECEIVE: DESK,
    Action.RETURN: OFFICE,
    Action.ASK_JOINT: DESK,
    Action.JOINT: OFFICE,
    Action.CHECK: DESK,
    Action.ARGUE: DESK,
    Action.ISSUE: DESK,
    Action.EXECUTE: DESK,
    Action.CLOSE: DESK,
}


def principals_of(user: User) -> Iterator[User]:
    """The user, and everybody whose deputy (代行) the user is today."""
    yield user
    today = workdays.today()
    term = Q(deputy=user, starts_on__lte=today, ends_on__gte=today)
    authorisations = Deputy.objects.filter(term).select_related("principal").order_by("id")
    yield from with_scopes(authorisation.principal for authorisation in authorisations)


def principals_for(user: User, roles: tuple[Role, ...], region: Region) -> Iterator[User]:
    """In whose right the user may act in one of the roles: first the user's own, then that of each principal."""
    return (principal for principal in principals_of(user) if acts_as(principal, *roles, region=region))


def principal_for(user: User, roles: tuple[Role, ...], region: Region) -> User | None:
    """The person in whose right the user acts: the user, or somebody whose deputy (代行) the user is today."""
    return next(principals_for(user, roles, region), None)


def may_file(user: User, kind: CaseKind, applicant: Unit) -> bool:
    """The applicant's own clerks file for it; the office files what its kinds reserve for the office."""
    roles = [Role(role) for role in kind.filed_by_roles]
    own = [role for role in roles if role in APPLICANTS]
    office = [role for role in roles if role not in APPLICANTS]
    if own and acts_as(user, *own, unit=applicant):
        return True
    return bool(office) and acts_as(user, *office, region=office_of(applicant.region))


def own_filings(user: User) -> Q:
    """The cases that the user may file for their own units: the applicant's side of `may_file`, as a filter."""
    condition = Q(pk__in=[])
    for held in scope_of(user).held:
        if held.unit_id is not None:
            units = Q(applicant=held.unit_id)
            if held.role == Role.DEPARTMENT:
                units |= Q(applicant__competent_department=held.unit_id)
            condition |= Q(kind__filed_by_roles__contains=[held.role]) & units
    return condition


def may(user: User, action: str, case: Case) -> bool:
    """Whether the user may do this to the case as it stands; asked by buttons and by use cases alike."""
    if not case.allows(action):
        return False
    if action in (Action.FILE, Action.WITHDRAW):
        return may_edit(user, case)
    if action in (Action.APPROVE, Action.REFUSE):
        alone = case.kind.authority != Authority.OFFICE_MEETING and not case.agenda_items.filter(result="").exists()
        return alone and may_decide(user, case)
    return in_whose_right(user, action, case) is not None


def in_whose_right(user: User, action: str, case: Case) -> User | None:
    """The person in whose right the user does this for the office; None where the user has no part in it."""
    if action in (Action.APPROVE, Action.REFUSE):
        return decider_for(user, case)
    if action == Action.CHECK:
        return checker_for(user, case)
    return principal_for(user, roles_for(action, case), case.region)


def roles_for(action: str, case: Case) -> tuple[Role, ...]:
    """The roles of the office that do this; a decision, and undoing it, is for the authority of the case's kind."""
    return DECIDERS[case.kind.authority] if action in DECIDING else ROLES.get(action, ())


def may_execute(user: User, case: Case) -> bool:
    """The schedule executes what is due, whoever is away; the desk may do it too."""
    return user.username == SYSTEM_USERNAME or principal_for(user, ROLES[Action.EXECUTE], case.region) is not None


def may_edit(user: User, case: Case) -> bool:
    """The one who drafted it, or a colleague who may file for the same applicant."""
    return user.pk == case.filed_by_id or may_file(user, case.kind, case.applicant)


def may_decide(user: User, case: Case) -> bool:
    """The deciding authority of the kind, but never who filed or checked the case, in person or as principal."""
    return decider_for(user, case) is not None


def decider_for(user: User, case: Case) -> User | None:
    """In whose right the user decides the case: of those who may, the first with whom nobody of the two handled it."""
    deciders = principals_for(user, DECIDERS[case.kind.authority], case.region)
    return next((principal for principal in deciders if not has_handled(case, user, principal)), None)


def has_handled(case: Case, *people: User) -> bool:
    """Whether one of them drafted, filed or checked the case at any time, also before it was returned."""
    return Case.objects.filter(handled_by(people), pk=case.pk).exists()


def handled_by(people: Iterable[User]) -> Q:
    """The cases that one of them drafted, filed or checked at any time: what bars from deciding, as a filter."""
    known = {user.pk for user in people}
    own = Opinion.objects.filter(case=OuterRef("pk"), actor__in=known, action__in=HANDLING)
    return Q(filed_by__in=known) | Q(checked_by__in=known) | Q(Exists(own))


def checker_for(user: User, case: Case) -> User | None:
    """In whose right the user checks the case; a joint opinion is another's, so who gave one does not check."""
    checkers = principals_for(user, ROLES[Action.CHECK], case.region)
    return next((principal for principal in checkers if not has_reviewed(case, user, principal)), None)


def has_reviewed(case: Case, *people: User) -> bool:
    return Case.objects.filter(reviewed_by(people), pk=case.pk).exists()


def reviewed_by(people: Iterable[User]) -> Q:
    """The cases on which one of them gave a joint opinion, as a filter."""
    answers = JointReview.objects.filter(case=OuterRef("pk"), reviewer__in={user.pk for user in people})
    return Q(Exists(answers))


def reviews_for(user: User, case: Case) -> QuerySet[JointReview]:
    """The joint opinions asked on the case that the user may give, in person or as somebody's deputy."""
    mine = Q(pk__in=[])
    for principal in principals_of(user):
        mine |= answerable(user, principal)
    return case.joint_reviews.filter(mine)


def answerable(user: User, principal: User) -> Q:
    """The open joint reviews that the user may answer in the principal's right, as a filter.

    The people of a division speak for it. For one to which nobody is assigned another of the office does, but not of
    the lead division; and never who filed the case or asked for the opinion.
    """
    own = {user.pk, principal.pk}
    held = [held for held in scope_of(principal).held if held.role in OFFICE and held.region_id is not None]
    divisions = {one.division_id for one in held if one.division_id is not None}
    assigned = Mandate.objects.in_force(workdays.today()).filter(division=OuterRef("division"))
    spare = Q(case__region__in={one.region_id for one in held}) & ~Q(Exists(assigned))
    seats = Q(division__in=divisions) | spare & ~Q(case__lead_division__in=divisions)
    return Q(verdict="") & seats & ~Q(asked_by__in=own) & ~Q(case__filed_by__in=own)


def may_convene(user: User, region: Region) -> bool:
    """The office prepares the meetings of its region."""
    return acts_as(user, *OFFICE, region=region)


def may_record(user: User, meeting: Meeting) -> bool:
    """Results are entered by an authority of the meeting's level (室务会: 主任; 编委会: 编委)."""
    return principal_for(user, DECIDERS[meeting.kind], meeting.region) is not None


def may_draft_document(user: User, region: Region) -> bool:
    """The office registers incoming papers (来文) of its region."""
    return acts_as(user, *OFFICE, region=region)


def sees_review(user: User, case: Case) -> bool:
    """The office and its inspectors read joint opinions, checks, arguments and dry runs; applicants the outcome."""
    return sees_region(user, case.region)


def kinds_for(user: User) -> QuerySet[CaseKind]:
    """The kinds of cases that one of the user's roles may file."""
    return CaseKind.objects.filter(is_active=True, filed_by_roles__overlap=sorted(scope_of(user).roles))


def applicants_for(user: User, kind: CaseKind) -> QuerySet[Unit]:
    """The units for which the user may file this kind: the same answer as `may_file`, as a query."""
    condition = Q(pk__in=[])
    for held in scope_of(user).held:
        if held.role not in kind.filed_by_roles:
            continue
        if held.unit_id is not None:
            condition |= Q(pk=held.unit_id)
            if held.role == Role.DEPARTMENT:
                condition |= Q(competent_department=held.unit_id)
        elif held.role not in APPLICANTS:
            condition |= Q(region__prefix__startswith=held.region_prefix) & ~Q(_of_a_lower_office(held.region_prefix))
    return Unit.objects.active().filter(condition)


def _of_a_lower_office(prefix: str) -> Exists:
    lower = Region.objects.filter(has_office=True, prefix__startswith=prefix).exclude(prefix=prefix)
    place = ExpressionWrapper(OuterRef("region__prefix"), output_field=CharField())
    return Exists(lower.alias(place=place).filter(place__startswith=F("prefix")))


def nameable_units(user: User) -> QuerySet[Unit]:
    """The units a user may name in a request: those of the office in charge; secret ones only if they see them."""
    scope = scope_of(user)
    prefixes = {held.region_prefix for held in scope.held if held.region_id is not None}
    own = scope.unit_ids | scope.department_ids
    for unit in Unit.objects.filter(pk__in=own).select_related("region") if own else ():
        prefixes.add(office_of(unit.region).prefix)
    condition = Q(pk__in=[])
    for prefix in prefixes:
        condition |= Q(region__prefix__startswith=prefix)
    return Unit.objects.active().filter(condition).filter(~Q(secrecy=Secrecy.SECRET) | scope.as_condition())


CHECK_READERS = (Role.CLERK, Role.HEAD, Role.DIRECTOR, Role.INSPECTOR, Role.ADMIN)
CHECK_RUNNERS = (Role.HEAD, Role.DIRECTOR, Role.ADMIN)


def reads_checks(user: User) -> bool:
    """Offices, inspectors and administrators see what runs by itself."""
    return bool(scope_of(user).roles & set(CHECK_READERS))


def runs_checks(user: User) -> bool:
    """Heads, directors and administrators may have a check run out of turn."""
    return bool(scope_of(user).roles & set(CHECK_RUNNERS))


def oversees_all(user: User) -> bool:
    """Whether no region of the house lies outside the user's scope: what a check notes may name anybody."""
    outside = Region.objects.all()
    for prefix in scope_of(user).region_prefixes:
        outside = outside.exclude(prefix__startswith=prefix)
    return not outside.exists()
