import datetime as dt

from approvals import deciding, filing, flow, issuing, reviewing
from approvals.models import CaseKind
from django.core.files.uploadedfile import SimpleUploadedFile
from quotas import reports, verification
from quotas.models import QuotaType
from approvals import documents

ANS = dict.fromkeys(["party_leadership", "legality", "fiscal_capacity", "alternatives", "foreseen"], "是")


def go(kind, applicant, data, clerk, decider, committee):
    case = filing.draft(actor=clerk, kind=CaseKind.objects.get(code=kind), applicant=applicant, title="测试", reason="需要", data=data, answers=ANS)
    for paper in case.kind.required_papers:
        filing.attach(case.pk, actor=clerk, paper=paper, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4"))
    filing.file(case.pk, actor=clerk)
    reviewing.receive(case.pk, actor=clerk)
    c = reviewing.check(case.pk, actor=clerk, opinion="属实")
    print(c.opinions.last().findings, c.opinions.last().effects)
    if not c.skips_argument:
        reviewing.argue(case.pk, actor=clerk, form="seminar", held_on=dt.date(2026,11,1), conclusion="feasible", opinion="可行")
    case.refresh_from_db()
    print(deciding.preview(case, actor=decider))
    deciding.approve(case.pk, actor=decider, opinion="同意")
    return issuing.issue(case.pk, actor=clerk, title="批复")


def test_db(db, region, bureau, clerk, director, committee, school, town):
    kind = QuotaType.objects.get(code="full_funded")
    basis = documents.register_incoming(actor=clerk, region=region, number="省编〔2026〕1号", title="下达", issuer="省委编委", issued_on=dt.date(2026,1,5))
    today = dt.date(2026,3,1)
    d = go("quota_grant", bureau, {"effective_on": today, "basis": basis, "lines": [{"quota_type": kind, "applied_count": 100}]}, clerk, director, committee)
    assert str(d.number) == "澜编办〔2026〕1号"
    d = go("quota_allot", bureau, {"effective_on": today, "lines": [{"quota_type": kind, "applied_count": 40, "target_unit": school}]}, clerk, director, committee)
    [b] = reports.balances_of_unit(school)
    assert b.approved == 40 == b.vacant
    assert verification.verify() == []
    st = reports.statement_of_unit(school, dt.date(2026,1,1), dt.date(2026,12,1))
    print(st)
    st = reports.statement_of_region(region, dt.date(2026,1,1), dt.date(2026,12,1))
    for e in st.entries: print(e)
    assert reports.balances_of_unit(school, as_of=dt.date(2026,2,1))[0].approved == 0
