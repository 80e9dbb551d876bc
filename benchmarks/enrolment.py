"""One person enrolled on a slot by the product's own use case, against the same statements in bare SQL."""

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from accounts.acting import use_case
from accounts.models import User
from approvals import workdays
from approvals.models import Case, Document
from benchmarks import folk
from benchmarks.bare import Bare
from benchmarks.measuring import Result, against
from benchmarks.scale import Scale
from config.embedded.services import Environment
from quotas import ledger
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing import encryption, enrolment, slots
from staffing.facts import NewPerson
from staffing.id_numbers import id_number
from staffing.models import Channel, Person, Slot
from units.models import Region, Unit

TIMES_BARE = 4.0
FIRST = 2_000_000

# What an enrolment is in the database: lock the accounts and the slot, know or make the person, move the post, put the
# person on it, and keep a row of history of each.
LOCK = "select id, balance from bare.account where id in (%s, %s) order by id for update"
MAKE = """insert into bare.person (name, id_index, id_cipher, birth, sex, education, phone)
          values (%s, %s, %s, %s, %s, '21', '') on conflict (id_index) do nothing"""
KNOW = "select id, name from bare.person where id_index = %s for update"
FREE = "select 1 from bare.posting where person_id = %s and ended_on is null"
SLOT = "select id, state from bare.slot where id = %s for update"
USE = "update bare.slot set state = 'used' where id = %s and state = 'open'"
MOVE = """insert into bare.transfer (effective_on, source_id, target_id, quantity, document_number)
          values (%s, %s, %s, 1, '基准')"""
TAKE = "update bare.account set balance = balance - 1 where id = %s"
GIVE = "update bare.account set balance = balance + 1 where id = %s"
PUT = """insert into bare.posting (person_id, unit_id, type_id, slot_id, started_on)
         values (%s, %s, %s, %s, %s) returning id"""
KEEP = """insert into bare.history (actor, kind, object_id, row)
          select 1, %s, x.id, to_jsonb(x) from bare.{} x where x.id = %s"""
AUDIT = "insert into bare.audit (actor, action, object_id, payload) values (1, 'enrol', %s, '{\"reason\": \"基准\"}')"


class Place(NamedTuple):
    """A slot of a unit with the accounts between which its post moves."""

    slot: int
    unit: int
    quota_type: int
    source: int
    target: int


class Newcomer(NamedTuple):
    """Somebody new as a row: the ID number is encrypted before the clock runs."""

    name: str
    id_index: bytes
    id_cipher: bytes
    birth: dt.date
    sex: str


def measure(scale: Scale, full: Environment, tenth: Environment) -> Iterator[Result]:
    """Enrol one after the other, all over a county."""
    clerk, bare = User.objects.get(username="bench_county"), Bare(full["DATABASE_URL"])
    document = Document.objects.visible_to(clerk).issued().filter(case__isnull=False).earliest("pk")
    calls = scale.samples * scale.rounds + 1
    given = give(actor=clerk, document=document, number=calls, reason="基准")
    free, newcomers = iter(given), count(FIRST)
    rows, places = iter([_newcomer(FIRST + calls + n) for n in range(calls)]), iter(_places(given, bare))

    def ours() -> None:
        slot, (name, number) = next(free), folk.newcomer(next(newcomers))
        head = enrolment.Head(slot, NewPerson(name, number, "科员", facts={"education": "21"}))
        enrolment.enrol(
            actor=clerk, unit=slot.unit, heads=[head], started_on=workdays.today(), document=document, reason="基准"
        )

    yield against(
        "enrol one person", ours, lambda: barely(bare, next(rows), next(places)), goal=TIMES_BARE,
        samples=scale.samples, rounds=scale.rounds,
    )  # fmt: skip
    on_slots = Person.objects.filter(postings__slot__in=given).count()
    assert on_slots == calls == bare.rows("select count(*) from bare.posting where started_on = current_date")[0][0]


@use_case
def give(*, actor: User, document: Document, number: int, reason: str) -> list[Slot]:
    """So many slots to the institutions of the actor's county, with the posts that they lock; as a plan would."""
    case = Case.objects.select_related("region").get(documents=document)
    units = list(Unit.objects.filter(region=county_of(actor), category="institution").order_by("position"))
    kind, each = QuotaType.objects.get(code="full_funded"), -(-number // len(units))
    accounts = ledger.open_accounts([(u, kind, bucket) for u in units for bucket in (Bucket.VACANT, Bucket.LOCKED)])
    pairs = [(accounts[u.pk, kind.pk, Bucket.VACANT], accounts[u.pk, kind.pk, Bucket.LOCKED]) for u in units]
    moves = [ledger.Posting(vacant, locked, each, f"bench:{uuid.uuid4().hex}") for vacant, locked in pairs]
    today = workdays.today()
    ledger.post(moves, document=document, actor=actor, effective_on=today, reason=reason)
    lines = [slots.Promise(u, kind, Channel.OPEN_RECRUITMENT, "", each, waits=False) for u in units]
    given = slots.give(lines, case=case, notice=document, expires_on=today + dt.timedelta(days=180))
    # Unit by unit in turn, as people come in life.
    return [given[place + turn] for turn in range(each) for place in range(0, len(given), each)][:number]


def county_of(user: User) -> Region:
    """The region in which the user works."""
    return Region.objects.get(mandates__user=user)


def _places(given: list[Slot], bare: Bare) -> Iterator[Place]:
    """The same slots on the bare tables, whose accounts are those that were there when they were filled."""
    found = QuotaAccount.objects.filter(unit__in={slot.unit_id for slot in given}, bucket__in=["vacant", "occupied"])
    accounts = {(a.unit_id, a.quota_type_id, a.bucket): a.pk for a in found}
    for slot in given:
        bare.cursor.execute(
            "insert into bare.slot (id, unit_id, type_id, state) values (%s, %s, %s, 'open')",
            [slot.pk, slot.unit_id, slot.quota_type_id],
        )
        key = (slot.unit_id, slot.quota_type_id)
        yield Place(slot.pk, *key, accounts[*key, "vacant"], accounts[*key, "occupied"])


def _newcomer(n: int) -> Newcomer:
    name, text = folk.newcomer(n)
    number = id_number(text)
    sex = "1" if number.is_male else "2"
    return Newcomer(name, encryption.blind_index(text), encryption.encrypt(text), number.birth_date, sex)


def barely(bare: Bare, who: Newcomer, where: Place) -> None:
    """Enrol in bare statements, one by one, and commit."""
    execute, today = bare.cursor.execute, workdays.today()
    execute("begin")
    execute(LOCK, [where.source, where.target])
    execute(MAKE, who)
    execute(KNOW, [who.id_index])
    ((person, _),) = bare.cursor.fetchall()
    execute(FREE, [person])
    execute(SLOT, [where.slot])
    execute(USE, [where.slot])
    execute(MOVE, [today, where.source, where.target])
    execute(TAKE, [where.source])
    execute(GIVE, [where.target])
    execute(PUT, [person, where.unit, where.quota_type, where.slot, today])
    ((posting,),) = bare.cursor.fetchall()
    for table, key in (("person", person), ("slot", where.slot), ("posting", posting)):
        execute(KEEP.format(table), [table, key])
    execute(AUDIT, [person])
    execute("commit")
