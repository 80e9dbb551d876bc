"""R13 依据文件: a change of the ledger can name its paper with title, issuing body, number and date."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from approvals import documents
from quotas.models import QuotaRequest, QuotaType
from tests.stories import EFFECTIVE, Actors, asked, file, found, line, superior_paper
from units.models import Region, Unit


def test_a_grant_rests_on_the_superiors_paper(
    region: Region, bureau: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    basis = superior_paper(region, actors.clerk)
    case = file("quota_grant", bureau, asked(line(full_funded, 5), basis=basis), actors.clerk)
    assert found(case, "R13", actors) == []


def test_a_grant_without_a_paper_is_not_even_filed(bureau: Unit, full_funded: QuotaType, actors: Actors) -> None:
    with pytest.raises(ValidationError, match="请填写上级下达文件的名称、机关、文号和日期。"):
        file("quota_grant", bureau, asked(line(full_funded, 5)), actors.clerk)


def test_a_grant_that_lost_its_paper_is_found(
    region: Region, bureau: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    basis = superior_paper(region, actors.clerk)
    case = file("quota_grant", bureau, asked(line(full_funded, 5), basis=basis), actors.clerk)
    QuotaRequest.objects.filter(case=case).update(basis=None)
    assert found(case, "R13", actors) == ["下达编制须有上级文件：缺文件名称、发文机关、文号和日期4项。"]


@pytest.mark.parametrize(("day", "later"), [(EFFECTIVE, False), (EFFECTIVE + dt.timedelta(days=1), True)])
def test_the_paper_is_not_younger_than_what_rests_on_it(
    day: dt.date, later: bool, region: Region, bureau: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    basis = documents.register_incoming(
        actor=actors.clerk, region=region, number="省编〔2026〕6号", title="关于下达编制的通知", issuer="省委编委",
        issued_on=day,
    )  # fmt: skip
    case = file("quota_grant", bureau, asked(line(full_funded, 5), basis=basis), actors.clerk)
    expected = [f"依据文件省编〔2026〕6号的日期{day}晚于生效日期{EFFECTIVE}。"] if later else []
    assert found(case, "R13", actors) == expected


def test_other_kinds_may_do_without(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_cut", staffed, asked(line(full_funded, 1, source=staffed)), actors.clerk)
    assert found(case, "R13", actors) == []
