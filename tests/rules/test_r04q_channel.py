"""R04Q 进入方式与编制类型相符: civil servants by exam or selection, staff of institutions by recruitment."""

import pytest

from quotas.models import QuotaType
from staffing.models import Channel
from tests.cast import make_unit
from tests.rules.plans import heads, said
from tests.stories import Actors
from units.models import Unit

EXAM = {Channel.CIVIL_EXAM, Channel.SELECTED}
EITHER = {Channel.DEMOBILISED_CADRE, Channel.VETERAN, Channel.MOVED_IN}


@pytest.mark.parametrize("channel", Channel)
def test_a_channel_fits_its_kind_of_post(
    channel: Channel, staffed: Unit, education: Unit, full_funded: QuotaType, admin: QuotaType, actors: Actors
) -> None:
    to_school = said("R04Q", staffed, actors, heads(staffed, full_funded, 1, channel))
    to_organ = said("R04Q", education, actors, heads(education, admin, 1, channel))
    assert (not to_school) == (channel not in EXAM)
    assert (not to_organ) == (channel in EXAM | EITHER)


def test_what_it_says(staffed: Unit, education: Unit, full_funded: QuotaType, admin: QuotaType, actors: Actors) -> None:
    assert said("R04Q", staffed, actors, heads(staffed, full_funded, 2, "civil_exam")) == [
        "澜川市第一中学“事业编制（全额拨款）”（事业）不是公务员或参照管理岗位，不能以“公务员考录”用编2名。"
    ]
    assert said("R04Q", education, actors, heads(education, admin, 2, "talent")) == [
        "澜川市教育局“行政编制”（行政）须凡进必考，不能以“人才引进”用编2名。"
    ]


def test_an_institution_managed_as_civil_service_takes_the_exam(
    education: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    fields = {"competent_department": education, "civil_service_managed": True}
    managed = make_unit(education.region, "澜川市考试院", category="institution", **fields)
    assert said("R04Q", managed, actors, heads(managed, full_funded, 1, "civil_exam")) == []
