"""A workbook of people taken in, from sending it to committed rows, against COPY with the barest checks and inserts."""

import contextlib
import io
import statistics
import tempfile
import uuid
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineWorkbook

from accounts.acting import use_case
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from benchmarks import folk
from benchmarks.apart import Call, Done, processes
from benchmarks.bare import Bare
from benchmarks.measuring import Result, milliseconds
from benchmarks.scale import Scale
from benchmarks.servers import Browser, collect_static, running, signed_in
from config.embedded.services import Environment
from quotas import ledger
from quotas.models import Bucket, QuotaType
from staffing import encryption
from staffing.facts import OF_PERSON, OF_POSTING, field_of
from staffing.id_numbers import id_number
from staffing.imports import catalogue, jobs
from staffing.imports.table import Field
from staffing.models import ImportKind, ImportState
from units.models import Region, Unit

TIMES_FLOOR, TIMES_FLOOR_OF_MANY, MOST_MEMORY, TIMES_QUIET, GROWTH = 20.0, 12.0, 500.0, 2.0, 1.3
FEW = 1000
FIRST = 1_000_000
ROOM = """select u.id, u.number from units_unit u join units_region r on r.id = u.region_id
           where r.code = (select min(code) from units_region where level = 'county') and u.category = 'institution'
           order by u.position"""
# What an import is in the database, without a gate, in one transaction.
STAGE = """create temp table staged (unit_id bigint, type_id bigint, name text, id_index bytea, id_cipher bytea,
             birth date, sex text, phone text) on commit drop"""
CHECKS = (
    "select count(*) from staged s where not exists (select 1 from units_unit u where u.id = s.unit_id)",
    "select count(*) from (select id_index from staged group by 1 having count(*) > 1) x",
    """select count(*) from staged s join bare.person p using (id_index)
         join bare.posting o on o.person_id = p.id and o.ended_on is null""",
)
INSERTS = (
    """insert into bare.person (name, id_index, id_cipher, birth, sex, education, phone)
       select name, id_index, id_cipher, birth, sex, '21', phone from staged""",
    """insert into bare.posting (person_id, unit_id, type_id, started_on)
       select p.id, s.unit_id, s.type_id, current_date from staged s join bare.person p using (id_index)""",
    """insert into bare.history (actor, kind, object_id, row)
       select 1, 'person', p.id, to_jsonb(p) from staged s join bare.person p using (id_index)""",
    """insert into bare.history (actor, kind, object_id, row)
       select 1, 'posting', o.id, to_jsonb(o) from staged s join bare.person p using (id_index)
         join bare.posting o on o.person_id = p.id and o.ended_on is null""",
    """insert into bare.audit (actor, action, object_id, payload)
       select 1, 'import', unit_id, jsonb_build_object('people', count(*)) from staged group by unit_id""",
)


def measure(scale: Scale, full: Environment, tenth: Environment) -> Iterator[Result]:
    """A small file, here and in a tenth; then a large one as a job, with people looking at pages meanwhile."""
    few, many = min(FEW, scale.file_rows), scale.file_rows
    with processes() as call, tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        # The small files go to the units that the tenth has too, which are few.
        common = [number for _, number in Bare(tenth["DATABASE_URL"]).rows(ROOM)]
        for environment, room in ((full, many), (tenth, 0)):
            call(environment, f"{__name__}.make_room", room, few * scale.rounds, common).result()
        yield from _few(scale, few, place, call, full, tenth)
        yield from _many(scale, many, place, call, full)


def _few(scale: Scale, rows: int, place: Path, call: Call, full: Environment, tenth: Environment) -> Iterator[Result]:
    found: dict[str, list[float]] = {name: [] for name in ("full", "tenth", "read", "floor")}
    known = dict(Bare(tenth["DATABASE_URL"]).rows(ROOM.replace("u.id, u.number", "u.number, u.id")))
    units = [(pk, number) for pk, number in Bare(full["DATABASE_URL"]).rows(ROOM) if number in known]
    for turn in range(scale.rounds):
        first = FIRST + turn * rows
        path = write(place / f"{turn}.xlsx", first, rows, [number for _, number in units])
        for name, environment in (("full", full), ("tenth", tenth)):
            found[name].append(call(environment, f"{__name__}.take_in", str(path)).result().ms)
        found["read"].append(milliseconds(lambda: read(path)))  # noqa: B023
        found["floor"].append(floor(full, first, rows, [pk for pk, _ in units]))
    times = {name: statistics.median(each) for name, each in found.items()}
    name = f"import of {rows:,} people"
    yield Result(name, times["full"] - times["read"], times["floor"], TIMES_FLOOR, note="without reading the file")
    yield Result(f"{name}, growth from a tenth", times["full"], times["tenth"], GROWTH)


def _many(scale: Scale, rows: int, place: Path, call: Call, full: Environment) -> Iterator[Result]:
    first = FIRST + scale.rounds * FEW
    units = Bare(full["DATABASE_URL"]).rows(ROOM)
    path = write(place / "many.xlsx", first, rows, [number for _, number in units])
    collect_static(full)
    session = signed_in(User.objects.get(username="bench_clerk"))
    with running({"full": full}) as ports:
        browser, address = Browser(ports["full"], session), f"/people/?unit={units[0][1]}"
        quiet = [milliseconds(lambda: browser.get(address)) for _ in range(scale.requests)]
        done, busy = _watched(call(full, f"{__name__}.take_in", str(path)), browser, address)
    times = [milliseconds(lambda: read(path)), floor(full, first, rows, [pk for pk, _ in units])]
    name = f"import of {rows:,} people"
    yield Result(name, done.ms - times[0], times[1], TIMES_FLOOR_OF_MANY, note="as a job, without reading the file")
    yield Result(f"{name}, memory", done.peak, MOST_MEMORY, 1.0, unit="MiB")
    yield Result("roster of a unit meanwhile", statistics.median(busy), statistics.median(quiet), TIMES_QUIET)


def _watched(work: "Future[Done]", browser: Browser, address: str) -> tuple[Done, list[float]]:
    """The work's end, and how long a page took again and again until then."""
    busy = [milliseconds(lambda: browser.get(address))]
    while not work.done():
        busy.append(milliseconds(lambda: browser.get(address)))
    return work.result(), busy


def make_room(people: int, more: int, common: list[str]) -> None:
    """Allot so many posts to the institutions of the clerk's county, and more to some, by a decision of its office."""
    clerk = User.objects.get(username="bench_county")
    units = list(Unit.objects.filter(region__mandates__user=clerk, category="institution").select_related("region"))
    each, some = -(-people // len(units)), -(-more // max(1, sum(unit.number in common for unit in units)))
    room = {unit: each + (some if unit.number in common else 0) for unit in units}
    allot(actor=clerk, region=Region.objects.get(mandates__user=clerk), room=room, reason="基准")


@use_case
def allot(*, actor: User, region: Region, room: dict[Unit, int], reason: str) -> None:
    """From the reserve of the region to its institutions, so many to each."""
    kind, wanted = QuotaType.objects.get(code="full_funded"), {unit: count for unit, count in room.items() if count}
    targets = ledger.open_accounts([(unit, kind, Bucket.VACANT) for unit in wanted])
    source = ledger.account(region, kind, Bucket.RESERVE)
    moves = [
        ledger.Posting(source, targets[unit.pk, kind.pk, Bucket.VACANT], count, f"bench:{uuid.uuid4().hex}")
        for unit, count in wanted.items()
    ]
    ledger.post(moves, document=_paper(actor), actor=actor, effective_on=workdays.today(), reason=reason)


def _paper(user: User) -> Document:
    return Document.objects.visible_to(user).issued().filter(case__isnull=False).earliest("pk")


def take_in(path: str) -> int:
    """Send a file, have it checked, confirm it and have it carried out; how many rows it had."""
    clerk, file = User.objects.get(username="bench_county"), Path(path)
    region = Region.objects.get(mandates__user=clerk)
    with file.open("rb") as opened:
        upload = UploadedFile(opened, name=file.name, size=file.stat().st_size)
        job = jobs.upload(
            actor=clerk, region=region, kind=ImportKind.PEOPLE, upload=upload, started_on=workdays.today(),
            document=_paper(clerk), reason="基准",
        )  # fmt: skip
    # A small file is worked on at once, a large one by a worker, who is we.
    jobs.work(job.pk)
    jobs.confirm(actor=clerk, pk=job.pk)
    jobs.work(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.DONE, f"The file was not taken in: {job.problems[:3]} {job.notices}"
    return job.row_count


def write(path: Path, first: int, count: int, units: list[str]) -> Path:
    """A file of newcomers with nearly all columns of the template, spread over the units."""
    kind = catalogue.kind_of(ImportKind.PEOPLE)
    fields = kind.fields(Region.objects.get(mandates__user__username="bench_county"))
    usual = [(place, field, _usual(field)) for place, field in enumerate(fields)]
    with contextlib.closing(xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})) as book:
        sheet = book.add_worksheet(kind.sheet)
        sheet.write_row(0, 0, [field.title for field in fields])
        for n in range(count):
            name, number = folk.newcomer(first + n)
            own = {
                "unit": units[n % len(units)], "quota_type": "full_funded", "name": name, "id_number": number,
                "sex": "女" if int(number[16]) % 2 == 0 else "男", "division": "业务科", "title": "科员",
                "birth_date": f"{number[6:10]}-{number[10:12]}-{number[12:14]}", "phone": f"137{n:08d}",
            }  # fmt: skip
            for place, field, text in usual:
                if value := own.get(field.key, text):
                    sheet.write_string(n + 1, place, value)
    return path


def _usual(field: Field) -> str:
    """What everybody has in a column; nothing where it hangs on the person."""
    if field.key not in (*OF_PERSON, *OF_POSTING) or field.key in ("retirement_category", "rank_level"):
        return ""
    if field.choices:
        return field.choices[0]
    return "2022-07-01" if field_of(field.key).get_internal_type() == "DateField" else "基准"


def read(path: Path) -> list[Any]:
    """All cells by the quickest library there is."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def floor(environment: Environment, first: int, count: int, units: list[int]) -> float:
    """The same rows through the bare tables, in milliseconds; their numbers are encrypted before the clock runs."""
    bare = Bare(environment["DATABASE_URL"])
    ((kind,),) = bare.rows("select id from quotas_quotatype where code = 'full_funded'")
    lines = []
    for n in range(count):
        name, text = folk.newcomer(first + n)
        number, index = id_number(text), encryption.blind_index(text).hex()
        cipher, sex = encryption.encrypt(text).hex(), "1" if number.is_male else "2"
        place = f"{units[n % len(units)]}\t{kind}"
        lines.append(f"{place}\t{name}\t\\\\x{index}\t\\\\x{cipher}\t{number.birth_date}\t{sex}\t137{n:08d}\n")
    staged = io.StringIO("".join(lines))

    def work() -> None:
        bare.cursor.execute("begin")
        bare.cursor.execute(STAGE)
        bare.cursor.copy_expert("copy staged from stdin", staged)
        bare.cursor.execute("analyze staged")
        for sql in CHECKS:
            assert bare.rows(sql) == [(0,)], "nobody of the file is on a post"
        for sql in INSERTS:
            bare.cursor.execute(sql)
        bare.cursor.execute("commit")

    return milliseconds(work)
