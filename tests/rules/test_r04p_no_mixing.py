"""R04P 不得混用编制: nobody is planned on a post whose nature the unit's category may not use."""

from approvals.models import Document
from quotas.models import QuotaType
from tests.rules.plans import heads, said
from tests.stories import Actors, endow
from units.models import Unit


def test_a_school_plans_with_institution_posts(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    assert said("R04P", staffed, actors, heads(staffed, full_funded, 1)) == []


def test_a_school_does_not_plan_with_administrative_posts(staffed: Unit, admin: QuotaType, actors: Actors) -> None:
    assert said("R04P", staffed, actors, heads(staffed, admin, 2, "civil_exam")) == [
        "澜川市第一中学为事业单位，可使用事业、控制数编制，不能按“行政编制”（行政）用编2名。"
    ]


def test_a_department_plans_with_administrative_posts_only(
    education: Unit, full_funded: QuotaType, admin: QuotaType, actors: Actors, paper: Document
) -> None:
    endow(education, admin, 1, actors, paper)
    assert said("R04P", education, actors, heads(education, admin, 1, "civil_exam")) == []
    assert said("R04P", education, actors, heads(education, full_funded, 1)) == [
        "澜川市教育局为机关，可使用行政、专项、工勤编制，不能按“事业编制（全额拨款）”（事业）用编1名。"
    ]
