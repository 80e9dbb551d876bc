"""Which records an inspector may follow through time, and how each is kept within what the user oversees."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from approvals.models import Case, CaseKind, Document
from audits.models import PeriodReport
from quotas.models import FloatingQuota, Pool, QuotaException, QuotaType
from staffing import dossiers
from staffing.models import (
    ChangeSheet,
    Engagement,
    EnrolmentBatch,
    HiringPlan,
    MoneyLine,
    Person,
    Posting,
    Secondment,
    Slot,
    StaffMove,
    StaffRelease,
    Tenure,
)
from talentpool.models import Loan, Recovery
from units.mandates import scope_of, sees_region
from units.models import CoordinatingBody, EstablishmentCertificate, InternalDivision, Mandate, Region, Unit


def oversees_a_region(user: User) -> bool:
    """Offices, committees, administrators and inspectors; history holds words that applicants do not read."""
    return bool(scope_of(user).region_prefixes)


def overseen(user: User, region: str = "region__") -> Q:
    """Rows of the regions the user oversees; `region` is the path to the region from the model."""
    condition = Q(pk__in=[])
    for prefix in scope_of(user).region_prefixes:
        condition |= Q(**{f"{region}prefix__startswith": prefix})
    return condition


def _of_unit(model: Any) -> Callable[[User], QuerySet[Any]]:
    return lambda user: model.objects.filter(overseen(user, "unit__region__")).select_related("unit")


def _of_case(model: Any) -> Callable[[User], QuerySet[Any]]:
    """What a case is about, once it is filed."""
    return lambda user: model.objects.filter(case__in=_cases(user))


def _cases(user: User) -> QuerySet[Case]:
    return Case.objects.visible_to(user).filter(overseen(user)).select_related("kind")


def _sheets(user: User) -> QuerySet[ChangeSheet]:
    return ChangeSheet.objects.visible_to(user).filter(overseen(user, "unit__region__"))


def _secondments(user: User) -> QuerySet[Secondment]:
    seen = overseen(user, "posting__unit__region__") | overseen(user, "host__region__")
    return Secondment.objects.filter(seen).select_related("person", "host")


def _common(model: Any) -> Callable[[User], QuerySet[Any]]:
    """What all regions share."""
    return lambda user: model.objects.all() if oversees_a_region(user) else model.objects.none()


def _people(user: User) -> QuerySet[Person]:
    # Asked of each person, because the list of all people in scope is long.
    own = Q(person=OuterRef("pk"))
    within = overseen(user, "unit__region__") & own
    followed = Person.objects.filter(Exists(Posting.objects.filter(within)) | Exists(Tenure.objects.filter(within)))
    # Whoever works elsewhere by now is told of by that place.
    elsewhere = Posting.objects.active().filter(own).exclude(overseen(user, "unit__region__"))
    return followed.exclude(Exists(elsewhere))


def follows_person(user: User, person: Person) -> bool:
    """Whether the user may follow this person: the same answer as of the record, for somebody at hand."""
    stages = [stage.standing for stage in dossiers.stages_of(person, user)]
    followed = any(sees_region(user, one.unit.region) for one in stages)
    elsewhere = (one for one in stages if isinstance(one, Posting) and one.ended_on is None)
    return followed and all(sees_region(user, one.unit.region) for one in elsewhere)


def _mandates(user: User) -> QuerySet[Mandate]:
    seen = overseen(user) | overseen(user, "unit__region__")
    return Mandate.objects.filter(seen).select_related("user", "region", "unit")


@dataclass(frozen=True)
class Record:
    """A kind of record: its key in addresses, its model with history, and the rows a user may follow."""

    key: str
    model: type[Model]
    within: Callable[[User], QuerySet[Any]]

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def history(self) -> Any:
        """The history model, which django-simple-history made."""
        return self.model.history.model  # type: ignore[attr-defined]


RECORDS = {
    record.key: record
    for record in (
        Record("region", Region, lambda user: Region.objects.filter(overseen(user, ""))),
        Record("unit", Unit, lambda user: Unit.objects.visible_to(user).filter(overseen(user))),
        Record("division", InternalDivision, _of_unit(InternalDivision)),
        Record("mandate", Mandate, _mandates),
        Record("case_kind", CaseKind, _common(CaseKind)),
        Record("case", Case, _cases),
        Record("document", Document, lambda user: Document.objects.visible_to(user).filter(overseen(user))),
        Record("quota_type", QuotaType, _common(QuotaType)),
        Record("exception", QuotaException, _of_unit(QuotaException)),
        Record("floating_quota", FloatingQuota, _of_unit(FloatingQuota)),
        Record("person", Person, _people),
        Record("posting", Posting, _of_unit(Posting)),
        Record("tenure", Tenure, _of_unit(Tenure)),
        Record("slot", Slot, _of_unit(Slot)),
        Record("plan", HiringPlan, _of_case(HiringPlan)),
        Record("batch", EnrolmentBatch, _of_case(EnrolmentBatch)),
        Record("move", StaffMove, _of_case(StaffMove)),
        Record("release", StaffRelease, _of_case(StaffRelease)),
        Record("secondment", Secondment, _secondments),
        Record("change_sheet", ChangeSheet, _sheets),
        Record("engagement", Engagement, _of_unit(Engagement)),
        Record("money", MoneyLine, _of_unit(MoneyLine)),
        Record("pool", Pool, lambda user: Pool.objects.filter(overseen(user))),
        Record("loan", Loan, _of_unit(Loan)),
        Record("recovery", Recovery, _of_unit(Recovery)),
        Record("coordinating_body", CoordinatingBody, lambda user: CoordinatingBody.objects.filter(overseen(user))),
        Record("certificate", EstablishmentCertificate, _of_unit(EstablishmentCertificate)),
        Record("report", PeriodReport, lambda user: PeriodReport.objects.visible_to(user)),
    )
}
NUMBERED = ("unit", "case", "document", "slot")


@dataclass(frozen=True)
class Found:
    """A record with its history's address."""

    record: Record
    row: Any

    @property
    def url(self) -> str:
        return reverse("audits:history", args=[self.record.key, self.row.pk])


def with_number(user: User, number: str) -> list[Found]:
    """The unit, the case, the documents and the slots of exactly this number that the user oversees."""
    return [Found(RECORDS[key], row) for key in NUMBERED for row in RECORDS[key].within(user).filter(number=number)]


RELATED_SHOWN = 20
# What else is read beside a unit: with what it is called by, and how.
RELATED: dict[str, tuple[tuple[str, ...], Callable[[Any], str]]] = {
    "division": ((), str),
    "exception": (("quota_type",), lambda row: f"{row.quota_type}{row.people_count}名"),
    "floating_quota": (("quota_type",), lambda row: f"{row.quota_type}{row.quantity}名"),
    "tenure": (("person", "quota_type"), lambda row: f"{row.person}（{row.quota_type.short_name}）"),
    "posting": (("person", "quota_type"), lambda row: f"{row.person}（{row.quota_type.short_name}）"),
}


@dataclass(frozen=True)
class Related:
    """Records of one kind beside a unit: the latest, each with what it is called and its history's address."""

    label: str
    rows: list[tuple[str, str]]


# What a case is about, by its kind's subject.
OF_CASE = {"hiring_plan": "plan", "enrolment_batch": "batch", "staff_move": "move", "staff_release": "release"}
OF_PERSON = ("posting", "tenure", "engagement", "secondment")


def related_to(user: User, record: Record, row: Any) -> list[Related]:
    """The records whose history is read beside that of a unit, a case or a person; nothing for other records."""
    if record.key == "case":
        return _of_the_case(row)
    if record.key == "person":
        return _of_the_person(user, row)
    if record.key != "unit":
        return []
    found = []
    for key, (related, called) in RELATED.items():
        rows = RECORDS[key].within(user).filter(unit=row).select_related("unit", *related).order_by("-pk")
        named = [(called(each), Found(RECORDS[key], each).url) for each in rows[:RELATED_SHOWN]]
        found.append(Related(RECORDS[key].label, named))
    return [each for each in found if each.rows]


def _of_the_case(case: Case) -> list[Related]:
    key = OF_CASE.get(case.kind.subject)
    return [] if key is None else [Related(RECORDS[key].label, [(str(case), Found(RECORDS[key], case).url)])]


def _of_the_person(user: User, person: Person) -> list[Related]:
    found = []
    for key in OF_PERSON:
        rows = RECORDS[key].within(user).filter(person=person).order_by("-pk")[:RELATED_SHOWN]
        named = [(str(getattr(row, "unit", None) or row.host), Found(RECORDS[key], row).url) for row in rows]
        found.append(Related(RECORDS[key].label, named))
    return [each for each in found if each.rows]
