"""Reading an ID number in full: by the office in charge only, for a stated purpose, and written down for good."""

from django.core.exceptions import PermissionDenied

from accounts.acting import use_case
from accounts.models import User
from accounts.reading import record_reading
from staffing import encryption, policies
from staffing.dossiers import keeper_of
from staffing.models import Person

FIELD = "公民身份号码"


@use_case
def read_id_number(person: Person, *, actor: User, purpose: str) -> str:
    """The number in full; the reading is logged in the same transaction, so that none is seen unlogged."""
    home = keeper_of(person, actor)
    if home is None or not policies.may_keep_register(actor, home):
        raise PermissionDenied(f"只有主管{home.name if home else '该人员'}的编办可以查阅完整的公民身份号码。")
    record_reading(person, field=FIELD, purpose=purpose, actor=actor)
    return encryption.decrypt(bytes(person.id_number_cipher), bytes(person.id_number_index))
