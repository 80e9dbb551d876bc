"""Files carried out at the same moment: a file twice, one job by two workers, one person by file and by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from approvals.models import Document
from quotas import verification
from quotas.models import QuotaType, Transfer
from staffing import enrolment
from staffing.imports import jobs
from staffing.models import ImportJob, ImportState, Person, Posting
from tests.staffing.conftest import Balances
from tests.staffing.imports import people_file, somebody, uploaded
from tests.threads import at_once, lost, won
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ready(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Unit:
    """A school with ten vacant posts; nothing is carried out before the test says so."""
    vacancies(school, post_type, 10)
    monkeypatch.setattr(jobs, "_go_on", lambda pk, size: None)
    return school


def confirmed(unit: Unit, clerk: User, paper: Document) -> ImportJob:
    """Three people in a file that was checked and confirmed."""
    job = uploaded(people_file([somebody(unit, number) for number in (1, 3, 5)]), clerk, paper)
    return jobs.confirm(actor=clerk, pk=job.pk)


def states(*among: ImportJob) -> list[str]:
    return sorted(ImportJob.objects.filter(pk__in=[job.pk for job in among]).values_list("state", flat=True))


def test_the_same_people_in_two_files_come_in_once(
    ready: Unit, post_type: QuotaType, clerk: User, paper: Document, balances: Balances
) -> None:
    both = [confirmed(ready, clerk, paper) for _ in range(2)]
    assert lost(at_once(2, lambda n: jobs.work(both[n].pk))) == []
    assert states(*both) == [ImportState.DONE, ImportState.REFUSED]
    late = ImportJob.objects.get(state=ImportState.REFUSED)
    assert "没有导入" in late.notices[0]
    assert {sentence for *_, sentence in late.problems} == {
        f"示例{number}已在{ready.name}占编，一人不得同时占用两个编制。" for number in (1, 3, 5)
    }
    assert balances(ready, post_type) == {"vacant": 7, "occupied": 3}
    assert (Posting.objects.count(), Person.objects.count()) == (3, 3)
    assert verification.verify() == []


def test_a_job_that_two_workers_take_is_done_once(
    ready: Unit, post_type: QuotaType, clerk: User, paper: Document, balances: Balances
) -> None:
    job = confirmed(ready, clerk, paper)
    transfers = Transfer.objects.count()
    assert lost(at_once(4, lambda n: jobs.work(job.pk))) == []
    assert states(job) == [ImportState.DONE]
    assert (Posting.objects.count(), Transfer.objects.count()) == (3, transfers + 1)
    assert balances(ready, post_type) == {"vacant": 7, "occupied": 3}


def test_two_who_confirm_a_file_confirm_it_once(ready: Unit, clerk: User, head: User, paper: Document) -> None:
    job = uploaded(people_file([somebody(ready, 1)]), clerk, paper)
    users = [clerk, head]
    results = at_once(2, lambda n: jobs.confirm(actor=users[n], pk=job.pk))
    assert len(won(results)) == 1
    assert lost(results) == ["该导入等待导入，不能确认。"]


def test_somebody_who_is_registered_by_hand_meanwhile_is_in_once(
    ready: Unit, post_type: QuotaType, clerk: User, paper: Document, basis: dict[str, Any]
) -> None:
    job = confirmed(ready, clerk, paper)
    person = somebody(ready, 3)
    given = enrolment.candidates.NewPerson(person["姓名"], person["公民身份号码"])

    def client(number: int) -> Any:
        if number:
            return enrolment.register(unit=ready, quota_type=post_type, people=[given], **basis)
        return jobs.work(job.pk)

    at_once(2, client)
    assert Person.objects.filter(name="示例3").count() == Posting.objects.filter(person__name="示例3").count() == 1
    assert states(job)[0] in (ImportState.DONE, ImportState.REFUSED)
    assert Posting.objects.count() == (3 if states(job) == [ImportState.DONE] else 1)
    assert verification.verify() == []


def test_without_the_lock_of_the_office_the_table_still_lets_one_file_in(
    ready: Unit, clerk: User, paper: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: nobody waits for the other file; the unique ID number and the posts let one of them in."""
    monkeypatch.setattr(jobs, "LOCK_OF_THE_OFFICE", "select 1")
    both = [confirmed(ready, clerk, paper) for _ in range(2)]
    at_once(2, lambda n: jobs.work(both[n].pk))
    assert ImportState.DONE in states(*both)
    assert (Posting.objects.count(), Person.objects.count()) == (3, 3)
    assert verification.verify() == []
