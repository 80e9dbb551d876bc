"""Who may do what with the register: plans, slots, batches, people, leaders, off-quota staff, files, pools, checks.

The statuses are read as in tests/test_roles.py; what is answered as done has written something, nothing else has.
"""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.register_acts import anywhere, api_acts, page_acts, page_reads
from tests.register_acts_more import more_api_acts
from tests.registers import Register
from tests.roles import Cast, answers, by_api, by_page, drawn, rows_of
from tests.stations import Place

PAGES_OWN = """
                 clerk head director committee inspector admin department unit district stranger nobody
heads              200  200      403       403       403   403        403  403      404      404    401
slot_cancel        200  200      200       403       403   403        403  403      404      404    401
complete           403  403      200       403       403   403        403  403      403      403    401
recheck            200  200      200       403       403   403        200  200      404      404    401
write_facts        404  404      404       404       404   404        200  200      404      404    401
announce           404  404      404       404       404   404        200  200      404      404    401
object             200  200      200       200       200   200        200  200      200      200    200
answer             200  200      200       403       403   403        200  200      404      404    401
check              200  200      403       403       403   403        403  403      404      404    401
return             200  200      200       403       403   403        403  403      404      404    401
admit              200  200      200       403       403   403        403  403      404      404    401
release            200  200      200       403       403   403        403  403      404      404    401
second             200  200      200       403       403   403        403  403      404      404    401
prolong            200  200      200       403       403   403        403  403      404      404    401
end_second         200  200      200       403       403   403        403  403      404      404    401
propose            302  302      302       403       403   403        200  200      404      404    401
correct            200  200      200       403       403   403        403  403      404      404    401
take_off           404  404      404       404       404   404        200  200      404      404    401
file_sheet         404  404      404       404       404   404        200  200      404      404    401
decide_sheet       200  200      200       403       403   403        403  403      404      404    401
read_number        200  200      200       403       403   403        403  403      404      404    401
appoint            200  200      200       403       403   403        403  403      404      404    401
relieve            200  200      200       403       403   403        403  403      404      404    401
engage             200  200      200       403       403   403        403  403      422      422    401
end_engaged        200  200      200       403       403   403        403  403      404      404    401
renew              200  200      200       403       403   403        403  403      404      404    401
convert            200  200      200       403       403   403        403  403      404      404    401
set_money          200  200      200       403       403   403        403  403      422      422    401
import             200  200      200       403       404   404        404  404      422      422    401
confirm_people     200  200      200       403       404   404        404  404      404      404    401
confirm_balances   403  403      200       200       404   404        404  404      404      404    401
cancel_import      200  200      200       403       404   404        404  404      404      404    401
arrive             200  200      200       403       403   403        403  404      404      404    401
decide_recovery    200  200      200       403       403   403        403  403      404      404    401
see_person         200  200      200       200       200   200        200  200      404      404    401
see_leaders        200  200      200       200       200   200        200  200      404      404    401
see_slot           200  200      200       200       200   200        200  200      404      404    401
see_batch          404  404      404       404       404   404        200  200      404      404    401
see_announced      200  200      200       200       200   200        200  200      404      404    401
see_notice         200  200      200       200       200   200        200  200      200      200    200
see_slip           200  200      200       200       200   200        200  200      404      404    401
verify_slip        200  200      200       200       200   200        200  200      200      200    200
see_secondment     200  200      200       200       200   200        200  200      404      404    401
see_engagement     200  200      200       200       200   200        200  200      404      404    401
see_sheet          200  200      200       200       200   200        200  200      404      404    401
see_draft_sheet    404  404      404       404       404   404        200  200      404      404    401
see_import         200  200      200       200       404   404        404  404      404      404    401
see_loan           200  200      200       200       200   200        200  404      404      404    401
see_recovery       200  200      200       200       200   200        200  200      404      404    401
"""
PAGES_SUBORDINATE = """
                 clerk head director committee inspector admin department unit district stranger nobody
heads              403  403      403       403       403   403        404  404      200      404    401
slot_cancel        403  403      403       403       403   403        404  404      200      404    401
complete           403  403      422       403       403   403        403  403      403      403    401
recheck            403  403      403       403       403   403        404  404      200      404    401
write_facts        404  404      404       404       404   404        404  404      404      404    401
announce           404  404      404       404       404   404        404  404      404      404    401
object             200  200      200       200       200   200        200  200      200      200    200
answer             403  403      403       403       403   403        404  404      200      404    401
check              403  403      403       403       403   403        404  404      200      404    401
return             403  403      403       403       403   403        404  404      200      404    401
admit              403  403      403       403       403   403        404  404      200      404    401
release            403  403      403       403       403   403        404  404      200      404    401
second             403  403      403       403       403   403        404  404      200      404    401
prolong            403  403      403       403       403   403        404  404      200      404    401
end_second         403  403      403       403       403   403        404  404      200      404    401
propose            403  403      403       403       403   403        404  404      302      404    401
correct            403  403      403       403       403   403        404  404      200      404    401
take_off           404  404      404       404       404   404        404  404      404      404    401
file_sheet         404  404      404       404       404   404        404  404      404      404    401
decide_sheet       403  403      403       403       403   403        404  404      200      404    401
read_number        403  403      403       403       403   403        404  404      200      404    401
appoint            403  403      403       403       403   403        404  404      200      404    401
relieve            403  403      403       403       403   403        404  404      200      404    401
engage             403  403      403       403       403   403        403  403      200      422    401
end_engaged        403  403      403       403       403   403        404  404      200      404    401
renew              403  403      403       403       403   403        404  404      200      404    401
convert            403  403      403       403       403   403        404  404      200      404    401
set_money          403  403      403       403       403   403        403  403      200      422    401
import             422  422      422       403       404   404        404  404      200      422    401
confirm_people     404  404      404       404       404   404        404  404      200      404    401
confirm_balances   404  404      404       404       404   404        404  404      403      404    401
cancel_import      404  404      404       404       404   404        404  404      200      404    401
arrive             403  403      403       403       403   403        404  404      200      404    401
decide_recovery    403  403      403       403       403   403        404  404      200      404    401
see_person         200  200      200       200       200   200        404  404      200      404    401
see_leaders        200  200      200       200       200   200        404  404      200      404    401
see_slot           200  200      200       200       200   200        404  404      200      404    401
see_batch          404  404      404       404       404   404        404  404      404      404    401
see_announced      200  200      200       200       200   200        404  404      200      404    401
see_notice         200  200      200       200       200   200        200  200      200      200    200
see_slip           200  200      200       200       200   200        404  404      200      404    401
verify_slip        200  200      200       200       200   200        200  200      200      200    200
see_secondment     200  200      200       200       200   200        404  404      200      404    401
see_engagement     200  200      200       200       200   200        404  404      200      404    401
see_sheet          200  200      200       200       200   200        404  404      200      404    401
see_draft_sheet    404  404      404       404       404   404        404  404      404      404    401
see_import         404  404      404       404       404   404        404  404      200      404    401
see_loan           200  200      200       200       200   200        404  404      200      404    401
see_recovery       200  200      200       200       200   200        404  404      200      404    401
"""
PAGES_STRANGER = """
                 clerk head director committee inspector admin department unit district stranger nobody
heads              404  404      404       404       404   404        404  404      404      200    401
slot_cancel        404  404      404       404       404   404        404  404      404      200    401
complete           403  403      422       403       403   403        403  403      403      403    401
recheck            404  404      404       404       404   404        404  404      404      200    401
write_facts        404  404      404       404       404   404        404  404      404      404    401
announce           404  404      404       404       404   404        404  404      404      404    401
object             200  200      200       200       200   200        200  200      200      200    200
answer             404  404      404       404       404   404        404  404      404      200    401
check              404  404      404       404       404   404        404  404      404      200    401
return             404  404      404       404       404   404        404  404      404      200    401
admit              404  404      404       404       404   404        404  404      404      200    401
release            404  404      404       404       404   404        404  404      404      200    401
second             404  404      404       404       404   404        404  404      404      200    401
prolong            404  404      404       404       404   404        404  404      404      200    401
end_second         404  404      404       404       404   404        404  404      404      200    401
propose            404  404      404       404       404   404        404  404      404      302    401
correct            404  404      404       404       404   404        404  404      404      200    401
take_off           404  404      404       404       404   404        404  404      404      404    401
file_sheet         404  404      404       404       404   404        404  404      404      404    401
decide_sheet       404  404      404       404       404   404        404  404      404      200    401
read_number        404  404      404       404       404   404        404  404      404      200    401
appoint            404  404      404       404       404   404        404  404      404      200    401
relieve            404  404      404       404       404   404        404  404      404      200    401
engage             422  422      422       403       403   403        403  403      422      200    401
end_engaged        404  404      404       404       404   404        404  404      404      200    401
renew              404  404      404       404       404   404        404  404      404      200    401
convert            404  404      404       404       404   404        404  404      404      200    401
set_money          422  422      422       403       403   403        403  403      422      200    401
import             422  422      422       403       404   404        404  404      422      200    401
confirm_people     404  404      404       404       404   404        404  404      404      200    401
confirm_balances   404  404      404       404       404   404        404  404      404      403    401
cancel_import      404  404      404       404       404   404        404  404      404      200    401
arrive             404  404      404       404       404   404        404  404      404      200    401
decide_recovery    404  404      404       404       404   404        404  404      404      200    401
see_person         404  404      404       404       404   404        404  404      404      200    401
see_leaders        404  404      404       404       404   404        404  404      404      200    401
see_slot           404  404      404       404       404   404        404  404      404      200    401
see_batch          404  404      404       404       404   404        404  404      404      404    401
see_announced      404  404      404       404       404   404        404  404      404      200    401
see_notice         200  200      200       200       200   200        200  200      200      200    200
see_slip           404  404      404       404       404   404        404  404      404      200    401
verify_slip        200  200      200       200       200   200        200  200      200      200    200
see_secondment     404  404      404       404       404   404        404  404      404      200    401
see_engagement     404  404      404       404       404   404        404  404      404      200    401
see_sheet          404  404      404       404       404   404        404  404      404      200    401
see_draft_sheet    404  404      404       404       404   404        404  404      404      404    401
see_import         404  404      404       404       404   404        404  404      404      200    401
see_loan           404  404      404       404       404   404        404  404      404      200    401
see_recovery       404  404      404       404       404   404        404  404      404      200    401
"""
API_OWN = """
                 clerk head director committee inspector admin department unit district stranger nobody
draft_plan         201  201      403       403       403   403        201  201      400      400    401
draft_use          201  201      403       403       403   403        201  201      400      400    401
draft_batch        403  403      403       403       403   403        201  201      400      400    401
draft_move         201  201      403       403       403   403        201  201      400      400    401
draft_fill         201  201      403       403       403   403        400  400      400      400    401
draft_loan         400  400      400       400       400   400        201  403      400      400    401
draft_extend       403  403      403       403       403   403        201  400      400      400    401
announce           404  404      404       404       404   404        200  200      404      404    401
objections         200  200      200       200       200   200        200  200      404      404    401
answer             200  200      200       403       403   403        200  200      404      404    401
check              200  200      403       403       403   403        403  403      404      404    401
return             200  200      200       403       403   403        403  403      404      404    401
admit              200  200      200       403       403   403        403  403      404      404    401
release            201  201      201       403       403   403        403  403      400      400    401
second             201  201      201       403       403   403        403  403      400      400    401
prolong            200  200      200       403       403   403        403  403      404      404    401
end_second         200  200      200       403       403   403        403  403      404      404    401
appoint            201  201      201       403       403   403        403  403      404      404    401
relieve            200  200      200       403       403   403        403  403      404      404    401
heads              200  200      403       403       403   403        403  403      404      404    401
slot_cancel        200  200      200       403       403   403        403  403      404      404    401
found_pool         201  201      201       403       403   403        403  403      400      400    401
see_person         200  200      200       200       200   200        200  200      404      404    401
read_number        200  200      200       403       403   403        403  403      404      404    401
import             201  201      201       400       404   404        404  404      400      400    401
see_import         200  200      200       200       404   404        404  404      404      404    401
confirm_people     200  200      200       403       404   404        404  404      404      404    401
confirm_balances   403  403      200       200       404   404        404  404      404      404    401
cancel_import      200  200      200       403       404   404        404  404      404      404    401
draft_release      403  403      403       403       403   403        201  201      400      400    401
correct_number     200  200      200       403       403   403        403  403      404      404    401
choose_month       200  200      200       403       403   403        403  403      404      404    401
correct            200  200      200       403       403   403        403  403      404      404    401
propose            403  403      403       403       403   403        201  201      404      404    401
take_off           404  404      404       404       404   404        204  204      404      404    401
file_sheet         404  404      404       404       404   404        200  200      404      404    401
decide_sheet       200  200      200       403       403   403        403  403      404      404    401
see_sheet          200  200      200       200       200   200        200  200      404      404    401
engage             201  201      201       403       403   403        403  403      400      400    401
renew              200  200      200       403       403   403        403  403      404      404    401
end_engaged        200  200      200       403       403   403        403  403      404      404    401
convert            201  201      201       403       403   403        403  403      400      400    401
set_money          200  200      200       403       403   403        403  403      400      400    401
see_pools          200  200      200       200       200   200        200  200      200      200    401
see_loan           200  200      200       200       200   200        200  404      404      404    401
arrive             200  200      200       403       403   403        403  404      404      404    401
see_recovery       200  200      200       200       200   200        200  200      404      404    401
refuse_recovery    200  200      200       403       403   403        403  403      404      404    401
see_readings       404  404      200       404       200   200        404  404      404      404    401
see_headcounts     200  200      200       200       200   200        200  200      404      404    401
"""
API_SUBORDINATE = """
                 clerk head director committee inspector admin department unit district stranger nobody
draft_plan         403  403      403       403       403   403        400  400      201      400    401
draft_use          403  403      403       403       403   403        400  400      201      400    401
draft_batch        403  403      403       403       403   403        400  400      403      400    401
draft_move         403  403      403       403       403   403        400  400      201      400    401
draft_fill         403  403      403       403       403   403        400  400      201      400    401
draft_loan         400  400      400       400       400   400        400  400      400      400    401
draft_extend       403  403      403       403       403   403        400  400      403      400    401
announce           404  404      404       404       404   404        404  404      404      404    401
objections         200  200      200       200       200   200        404  404      200      404    401
answer             403  403      403       403       403   403        404  404      200      404    401
check              403  403      403       403       403   403        404  404      200      404    401
return             403  403      403       403       403   403        404  404      200      404    401
admit              403  403      403       403       403   403        404  404      200      404    401
release            403  403      403       403       403   403        400  400      201      400    401
second             403  403      403       403       403   403        400  400      201      400    401
prolong            403  403      403       403       403   403        404  404      200      404    401
end_second         403  403      403       403       403   403        404  404      200      404    401
appoint            403  403      403       403       403   403        404  404      201      404    401
relieve            403  403      403       403       403   403        404  404      200      404    401
heads              403  403      403       403       403   403        404  404      200      404    401
slot_cancel        403  403      403       403       403   403        404  404      200      404    401
found_pool         403  403      403       403       403   403        400  400      201      400    401
see_person         200  200      200       200       200   200        404  404      200      404    401
read_number        403  403      403       403       403   403        404  404      200      404    401
import             400  400      400       400       404   404        404  404      201      400    401
see_import         404  404      404       404       404   404        404  404      200      404    401
confirm_people     404  404      404       404       404   404        404  404      200      404    401
confirm_balances   404  404      404       404       404   404        404  404      403      404    401
cancel_import      404  404      404       404       404   404        404  404      200      404    401
"""
API_STRANGER = """
                 clerk head director committee inspector admin department unit district stranger nobody
draft_plan         400  400      400       400       400   400        400  400      400      201    401
draft_use          400  400      400       400       400   400        400  400      400      201    401
draft_batch        400  400      400       400       400   400        400  400      400      403    401
draft_move         400  400      400       400       400   400        400  400      400      201    401
draft_fill         400  400      400       400       400   400        400  400      400      201    401
draft_loan         400  400      400       400       400   400        400  400      400      400    401
draft_extend       400  400      400       400       400   400        400  400      400      403    401
announce           404  404      404       404       404   404        404  404      404      404    401
objections         404  404      404       404       404   404        404  404      404      200    401
answer             404  404      404       404       404   404        404  404      404      200    401
check              404  404      404       404       404   404        404  404      404      200    401
return             404  404      404       404       404   404        404  404      404      200    401
admit              404  404      404       404       404   404        404  404      404      200    401
release            400  400      400       400       400   400        400  400      400      201    401
second             400  400      400       400       400   400        400  400      400      201    401
prolong            404  404      404       404       404   404        404  404      404      200    401
end_second         404  404      404       404       404   404        404  404      404      200    401
appoint            404  404      404       404       404   404        404  404      404      201    401
relieve            404  404      404       404       404   404        404  404      404      200    401
heads              404  404      404       404       404   404        404  404      404      200    401
slot_cancel        404  404      404       404       404   404        404  404      404      200    401
found_pool         400  400      400       400       400   400        400  400      400      201    401
see_person         404  404      404       404       404   404        404  404      404      200    401
read_number        404  404      404       404       404   404        404  404      404      200    401
import             400  400      400       400       404   404        404  404      400      201    401
see_import         404  404      404       404       404   404        404  404      404      200    401
confirm_people     404  404      404       404       404   404        404  404      404      200    401
confirm_balances   404  404      404       404       404   404        404  404      404      403    401
cancel_import      404  404      404       404       404   404        404  404      404      200    401
"""
# Whatever the place: pages of the house, and of the office in which one works.
ANYWHERE = """
             clerk head director committee inspector admin department unit district stranger nobody
found_pool     200  200      200       404       404   404        404  404      200      200    401
see_pools      200  200      200       200       200   200        404  404      200      200    401
see_checks     200  200      200       404       200   200        404  404      200      200    401
run_check      404  200      200       404       404   200        404  404      404      404    401
see_imports    200  200      200       200       404   404        404  404      200      200    401
import_form    200  200      200       403       404   404        404  404      200      200    401
see_openings   200  200      200       200       200   200        200  200      200      200    401
see_quality    200  200      200       200       200   200        200  200      200      200    401
see_plans      200  200      200       200       200   200        200  200      200      200    401
"""
PAGES = {"own": PAGES_OWN, "subordinate": PAGES_SUBORDINATE, "stranger": PAGES_STRANGER}
APIS = {"own": API_OWN, "subordinate": API_SUBORDINATE, "stranger": API_STRANGER}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("whose", PAGES)
def test_the_pages_of_the_register_let_each_role_do_what_is_theirs(
    places: dict[str, Place], cast: Cast, whose: str
) -> None:
    register, wanted = Register(places[whose]), rows_of(PAGES[whose])
    acts = {**page_acts(register), **page_reads(register)}
    assert set(wanted) == set(acts)
    assert drawn(answers(wanted, lambda role, action: by_page(cast[role], acts[action]))) == drawn(wanted)


@pytest.mark.parametrize("whose", APIS)
def test_the_api_of_the_register_lets_each_role_do_what_is_theirs(
    places: dict[str, Place], cast: Cast, whose: str
) -> None:
    register, wanted = Register(places[whose]), rows_of(APIS[whose])
    # What the tables of pages hold for every place is asked of the API at one's own place; strangers stand in it too.
    acts = {**api_acts(register), **(more_api_acts(register) if whose == "own" else {})}
    assert set(wanted) == set(acts)
    assert drawn(answers(wanted, lambda role, action: by_api(cast[role], acts[action]))) == drawn(wanted)


def test_pages_of_the_house_are_for_those_who_work_with_them(places: dict[str, Place], cast: Cast) -> None:
    wanted, acts = rows_of(ANYWHERE), anywhere()
    assert set(wanted) == set(acts)
    assert drawn(answers(wanted, lambda role, action: by_page(cast[role], acts[action]))) == drawn(wanted)
