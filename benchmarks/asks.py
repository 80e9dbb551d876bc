"""What the pages of the register are asked for, and the plain SQL that says what they must show."""

from dataclasses import dataclass

GROWTH, GROWTH_OF_A_SEARCH = 1.3, 1.5

# Each row gives the places in an address. `late` is a posting near the end of the list.
CROWDS = """
    select u.number as unit, u.id as unit_id, (array_agg(p.id order by p.id desc))[least(60, count(*))] as late
      from units_unit u join staffing_posting p on p.unit_id = u.id and p.ended_on is null
     group by u.id having count(*) > (select count(*) / count(distinct unit_id) from staffing_posting)
     order by md5(u.number) limit 40"""
REGIONS = """
    select r.code as region, r.prefix, l.late
      from units_region r cross join lateral (
        select p.id as late from staffing_posting p join units_unit u on u.id = p.unit_id
          join units_region x on x.id = u.region_id
         where x.prefix like r.prefix || '%' and p.ended_on is null and u.position >= (
           select max(position) - 1 from units_unit v join units_region y on y.id = v.region_id
            where y.prefix like r.prefix || '%')
         order by u.position, p.id limit 1) l
     where r.level in ('province', 'city') order by r.prefix"""
# Starts of names that many bear, and such that as many bear here as in any other book.
OFTEN = """
    select q from (select left(name, 2) as q, count(*) as n from bare.person group by 1) x
     order by least(n, 60) desc, md5(q) limit 40"""
ALIKE = """
    select q from (select left(name, 2) as q, count(*) as n from bare.person group by 1) x
     order by abs(n - 15), md5(q) limit 40"""
PEOPLE = """
    select p.person_id as person from staffing_posting p join units_unit u on u.id = p.unit_id
     where p.ended_on is null
       and u.region_id = (select id from units_region where level = 'county' order by code limit 1)
     order by md5(p.person_id::text) limit 40"""

# Ids of people in the order of the page.
PLACES = """staffing_posting p join units_unit u on u.id = p.unit_id join units_region r on r.id = u.region_id"""
IN_ORDER = f"""
    select p.person_id from {PLACES}
     where p.ended_on is null and r.prefix like %(prefix)s || '%%' and {{beyond}}
     order by r.prefix, u.position, u.number, p.id limit 50"""
BEYOND = f"""
    (r.prefix, u.position, u.number, p.id) >
    (select r.prefix, u.position, u.number, p.id from {PLACES} where p.id = %(late)s)"""
OF_UNIT = """
    select person_id from staffing_posting where unit_id = %(unit_id)s and ended_on is null and id > {late}
     order by id limit 50"""
OF_NAME = """
    select h.id from staffing_person h join staffing_posting p on p.person_id = h.id and p.ended_on is null
     where h.name like %(q)s || '%%' order by h.name using ~<~, h.id limit 50"""


@dataclass(frozen=True)
class Listing:
    """A page of the roster: its address, what is asked for, what it must show, and how it may grow."""

    name: str
    address: str
    asked: str
    shown: str
    growth: float = GROWTH


SMALLEST = "/people/?unit={unit}"
UNIT = Listing("roster of a unit", SMALLEST, CROWDS, OF_UNIT.format(late="0"))
UNIT_DEEP = Listing(f"{UNIT.name}, deep page", UNIT.address + "&after={late}", CROWDS, OF_UNIT.format(late="%(late)s"))
REGION = Listing("roster of a region", "/people/?region={region}", REGIONS, IN_ORDER.format(beyond="true"))
REGION_DEEP = Listing(
    f"{REGION.name}, deep page", REGION.address + "&after={late}", REGIONS, IN_ORDER.format(beyond=BEYOND)
)
NAMED = Listing("search by the start of a name", "/people/?q={q}", OFTEN, OF_NAME)
NAMED_ALIKE = Listing(f"{NAMED.name}, as many hits", NAMED.address, ALIKE, OF_NAME, GROWTH_OF_A_SEARCH)
