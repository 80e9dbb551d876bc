"""The batch of people as the subject of a case: what may be written into it, what it lacks, what storing it does."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from approvals import subjects, workdays
from approvals.models import Case, Document
from approvals.rulebook import Figure
from quotas import figures
from staffing import drafts, enrolment, slips
from staffing.enrolment import Head
from staffing.models import Candidate, EnrolmentBatch, Slip
from staffing.places import Act
from units.models import Unit


class EnrolmentBatchSubject:
    """Enrolment (入编): the slots hold the posts already, so nothing is held twice; storing puts people on them."""

    key = "enrolment_batch"
    paper = Document.Kind.DECISION_SHEET
    detail_template = "staffing/batch_detail.html"
    form_template = "staffing/batch_form.html"
    api_serializer = "staffing.batch_serializers.EnrolmentBatchSerializer"

    def record(self, case: Case) -> EnrolmentBatch:
        return subjects.read(case, "batch", lambda: _record(case))

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        """Replace the content; `candidates` is a sequence of mappings: slot, name, id_number, title, division, facts.

        Who is named as on the running notice stays announced; who is new or changed is to be announced again.
        """
        unit = data.get("unit") or case.applicant
        if unit != case.applicant and unit.competent_department_id != case.applicant_id:
            raise ValidationError({"unit": f"{unit.name}不是{case.applicant.name}或其所属单位。"}, code="unit")
        old = EnrolmentBatch.objects.filter(case=case).first()
        known = drafts.known(old) if old is not None and old.unit_id == unit.pk else {}
        batch = old or EnrolmentBatch(case=case, code=secrets.token_urlsafe(12))
        batch.unit, batch.starts_on = unit, data.get("starts_on")
        candidates = drafts.written(batch, data.get("candidates") or (), known=known)
        batch.save()
        Candidate.objects.filter(batch=batch).delete()
        Candidate.objects.bulk_create(candidates)

    def gaps(self, case: Case) -> dict[str, str]:
        batch = self.record(case)
        found = drafts.gaps(batch)
        return found or drafts.notice_gaps(batch)

    def units(self, case: Case) -> Sequence[Unit]:
        return [self.record(case).unit]

    def figures(self, case: Case) -> tuple[Figure, ...]:
        unit = self.record(case).unit
        return figures.of_pairs(dict.fromkeys((unit, one.slot.quota_type) for one in candidates_of(case)))

    def effective_on(self, case: Case) -> dt.date:
        return self.record(case).starts_on or workdays.today()

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        """Nothing: every slot has locked its post since its notice."""

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        batch, people = self.record(case), candidates_of(case)
        # A dry run before the day of entry shows what that day will do.
        act = Act(actor, min(self.effective_on(case), workdays.today()), document, case.title)
        heads = [Head(one.slot, drafts.person_of(one)) for one in people]
        by_slot = {posting.slot_id: posting for posting in enrolment.place(heads, unit=batch.unit, act=act)}
        if document.state != Document.State.ISSUED:
            # A dry run rests on a draft and prints nothing.
            return
        for one in people:
            one.posting = by_slot[one.slot_id]
        Candidate.objects.bulk_update(people, ["posting"], batch_size=1000)
        slips.issue([by_slot[one.slot_id] for one in people], kind=Slip.Kind.ENTRY, region=case.region, actor=actor)

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        """Nothing was held."""


def _record(case: Case) -> EnrolmentBatch:
    batch = EnrolmentBatch.objects.select_related("unit__region").get(case=case)
    batch.case = case
    return batch


def candidates_of(case: Case) -> list[Candidate]:
    """The people of a batch in their order, with slot, type and division."""
    return subjects.read(case, "candidates", lambda: _candidates(case))


def _candidates(case: Case) -> list[Candidate]:
    related = ("slot__quota_type", "slot__unit", "division")
    return list(Candidate.objects.filter(batch=case.pk).select_related(*related).order_by("position"))


ENROLMENT_BATCH = EnrolmentBatchSubject()
