"""The people of the load, invented: names, birth dates and ID numbers; SQL can neither spell nor encrypt."""

import datetime as dt
import io
import multiprocessing
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import repeat
from typing import Any

from pypinyin import Style, lazy_pinyin

from staffing import encryption
from staffing.id_numbers import check_character

CHUNK = 10_000
CORES = 2
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文玉兰红梅春生海燕志国庆东晓云飞雪琴波宁宇辉鹏凯浩然婷雅倩"
    "欣怡佳琪子涵梓轩诗语嘉瑞泽思源俊彦天佑安康乐长德福贵祥和顺正义诚信礼仁爱民富"
)
# Men and women who are on posts now: from nearly sixty and nearly fifty-five down to thirty.
SPANS = {True: (dt.date(1966, 8, 1), 11_200), False: (dt.date(1970, 10, 1), 9_700)}
SCATTER = 7919
NEWCOMERS = dt.date(1998, 1, 1), 2_500
TABLE = """
    create temp table folk (p bigint primary key, name text, name_initials text, sex text, birth_date date,
      retirement_category text, id_number_index bytea, id_number_cipher bytea)"""


def stage(cursor: Any, count: int, *, cores: int = CORES) -> None:
    """Put so many people into the temporary table `folk`; each core encrypts a part of their ID numbers."""
    cursor.execute(TABLE)
    for part in _parts(count, cores):
        cursor.copy_expert("copy folk from stdin", io.StringIO(part))
    cursor.execute("analyze folk")


def _parts(count: int, cores: int) -> Iterator[str]:
    firsts = range(0, count, CHUNK)
    if cores < 2:
        yield from map(rows, firsts, repeat(count))
        return
    # Begun anew instead of forked: connections to the database must not be shared.
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(rows, firsts, repeat(count))


def rows(first: int, count: int) -> str:
    """The lines of a chunk as COPY reads them."""
    chance = random.Random(first)
    return "".join(_row(p, chance) for p in range(first, min(first + CHUNK, count)))


def _row(p: int, chance: random.Random) -> str:
    # Some surnames are common and many are rare.
    letters = SURNAMES[int(len(SURNAMES) * chance.random() * chance.random())] + chance.choice(GIVEN)
    if chance.random() < 0.75:
        letters += chance.choice(GIVEN)
    number, is_male = id_number(p), p % 2 == 0
    index, cipher = encryption.blind_index(number), encryption.encrypt(number)
    category = "male60" if is_male else "female50" if p % 8 == 1 else "" if p % 200 == 3 else "female55"
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    initials, sex = "".join(map(_initial, letters)), "1" if is_male else "2"
    return f"{p}\t{letters}\t{initials}\t{sex}\t{birth}\t{category}\t\\\\x{index.hex()}\t\\\\x{cipher.hex()}\n"


def id_number(p: int) -> str:
    """A number that holds by the standard, each once; those of even p are of men."""
    is_male, nth = p % 2 == 0, p // 2
    first, days = SPANS[is_male]
    born = first + dt.timedelta(days=nth * SCATTER % days)
    stem = f"000000{born:%Y%m%d}{nth // days * 2 + is_male:03d}"
    return stem + check_character(stem)


def newcomer(n: int) -> tuple[str, str]:
    """Name and ID number of somebody who is not on the register yet, younger than all who are."""
    first, days = NEWCOMERS
    chance, is_male = random.Random(n), n % 2 == 0
    name = SURNAMES[n % len(SURNAMES)] + chance.choice(GIVEN) + chance.choice(GIVEN)
    stem = f"000000{first + dt.timedelta(days=n // 2 % days):%Y%m%d}{n // 2 // days * 2 + is_male:03d}"
    return name, stem + check_character(stem)


@cache
def _initial(letter: str) -> str:
    return str(lazy_pinyin(letter, style=Style.FIRST_LETTER)[0])
