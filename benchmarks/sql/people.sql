-- The people whom the ledger counts as occupied, three of each unit leaders; with each dossier three left the unit and
-- three came, on slots. Names, birth dates and ID numbers are in `folk` (benchmarks/folk.py): first those who are on posts.
-- The gates rest meanwhile; manage.py verify_ledger proves the result, and history is written as they would write it.
alter table staffing_person disable trigger user;
alter table staffing_slot disable trigger user;
alter table staffing_posting disable trigger user;
alter table staffing_tenure disable trigger user;

insert into staffing_person (name, sex, birth_date, id_number_cipher, id_number_index, name_initials, retirement_category,
                             ethnicity, native_place, political_status, work_started_on, education, degree, school, major,
                             technical_title, is_civil_servant, phone)
select name, sex, birth_date, id_number_cipher, id_number_index, name_initials, retirement_category,
       '01', '基准省', (array['01', '13', '03', '01'])[1 + mod(p, 4)], birth_date + 8035,
       (array['21', '31', '14', '21', '41', '61'])[1 + mod(p, 6)], case when mod(p, 3) = 0 then '4' else '' end, '基准大学', '管理',
       '', mod(p, 3) = 0, lpad(p::text, 11, '0')
  from folk order by p;

create temp table who as select id as person_id, row_number() over (order by id) - 1 as p from staffing_person;
create unique index on who (p);

-- Each closed dossier is a turn of its unit: one person on the first kind of posts and two on the second go and come.
create temp table turn as
select a.d, a.unit_id, a.region_id, a.case_id, x.id as document_id, a.on_day, row_number() over (order by a.d) - 1 as nr,
       lag(a.d) over w as previous, coalesce(lag(a.on_day) over w, %(start)s + 2) as since, lead(a.d) over w is null as is_last
  from about a join approvals_document x using (case_id)
 where a.d is not null window w as (partition by a.unit_id order by a.on_day, a.d);

create temp table ticket as
select t.d, k, t.unit_id, t.region_id, t.case_id, t.document_id, t.on_day, s.quota_type_id, extract(year from t.on_day)::int as year,
       row_number() over (partition by t.region_id, extract(year from t.on_day) order by t.d, k) as serial
  from turn t join staff f using (unit_id) cross join generate_series(0, 2) k
  join slot s on s.category = f.category and s.slot = least(k, 1);

insert into approvals_numberseries (region_id, purpose, prefix)
select id, 'slot', 'N-' || code from units_region where level = 'county';
insert into approvals_numbercounter (series_id, year, last)
select s.id, t.year, max(serial) from ticket t join approvals_numberseries s on s.region_id = t.region_id and s.purpose = 'slot'
 group by 1, 2;

insert into staffing_slot (region_id, number, notice_id, case_id, unit_id, quota_type_id, channel, purpose, state, issued_on,
       expires_on, ended_on)
select region_id, format('N%%s%%s', year, lpad(serial::text, 5, '0')), document_id, case_id, unit_id, quota_type_id,
       'open_recruitment', '', 'used', on_day, on_day + 180, on_day
  from ticket order by d, k;

create temp table used as
select t.d, t.k, s.id as slot_id from ticket t
  join staffing_slot s on s.region_id = t.region_id and s.number = format('N%%s%%s', t.year, lpad(t.serial::text, 5, '0'));
create unique index on used (d, k);

-- A seat is a place of a person now: n within its unit, k where it changed hands with the last turn of the unit.
create temp table seat as
select x.*, t.d, t.on_day, t.document_id
  from (select f.unit_id, f.category, n, f.first + n as p, case when n >= f.heads - 2 then 1 else 0 end as slot,
               case when n = 0 then 0 when n >= f.heads - 2 then n - f.heads + 3 end as k
          from (select *, sum(heads) over (order by position) - heads as first from staff) f
         cross join lateral generate_series(0, f.heads - 1) n) x
  left join turn t on t.unit_id = x.unit_id and t.is_last and x.k is not null;
analyze who, turn, used, seat, slot;

insert into staffing_posting (person_id, unit_id, quota_type_id, started_on, ended_on, enrolled_on, document_id, division_id, title,
                              basis, slot_id, entry_way, came_from, staff_class, post_category, civil_rank, exit_reason,
                              exit_document_id, destination)
select w.person_id, x.unit_id, s.quota_type_id, coalesce(x.on_day, %(start)s + 2), null::date,
       coalesce(x.on_day, least(h.birth_date + 8035, %(start)s + 2)), coalesce(x.document_id, first.id), v.id, '科员',
       case when x.d is null then 'opening' else 'slot' end, y.slot_id, case when x.d is null then '' else 'open_recruitment' end, '',
       'ordinary', (array['management', 'technical', 'support'])[1 + mod(x.n, 3)], '', '', null::bigint, ''
  from seat x
  join who w using (p) join folk h using (p)
  join slot s on s.category = x.category and s.slot = x.slot
  join units_internaldivision v on v.unit_id = x.unit_id and v.position = 1 + mod(x.n, 3)
  join approvals_document first on first.case_id is null
  left join used y on y.d = x.d and y.k = x.k
union all
select w.person_id, t.unit_id, s.quota_type_id, t.since, t.on_day, t.since, coalesce(before.document_id, first.id), null, '科员',
       case when t.previous is null then 'opening' else 'slot' end, y.slot_id, '', '', 'ordinary', 'management', '', 'resigned',
       t.document_id, ''
  from turn t join staff f using (unit_id) cross join generate_series(0, 2) n (k)
  join who w on w.p = %(people)s + 3 * t.nr + n.k
  join slot s on s.category = f.category and s.slot = least(n.k, 1)
  join approvals_document first on first.case_id is null
  left join turn before on before.d = t.previous
  left join used y on y.d = t.previous and y.k = n.k
 order by 2, 1;

insert into staffing_tenure (person_id, unit_id, quota_type_id, started_on, document_id)
select w.person_id, x.unit_id, s.quota_type_id, %(start)s + 2, d.id
  from seat x join who w using (p)
  join slot s on s.category = x.category and s.slot = case when x.n = 1 then 2 else 3 end
  join approvals_document d on d.case_id is null
 where x.n between 1 and 3 order by w.person_id;

-- Everybody was imported two years ago; of every second person a phone number has been noted since.
do $$
declare
  v_table text;
  v_live text;
  v_kept text;
begin
  foreach v_table in array array['person', 'slot', 'posting', 'tenure'] loop
    select string_agg(quote_ident(c.column_name), ', ' order by c.column_name),
           string_agg(case when v_table = 'person' and c.column_name = 'phone' then 'case when mod(id, 2) = 0 then phone else '''' end'
                           else quote_ident(c.column_name) end, ', ' order by c.column_name)
      into v_kept, v_live
      from information_schema.columns c
      join information_schema.columns h on h.column_name = c.column_name and h.table_name = 'staffing_historical' || v_table
     where c.table_name = 'staffing_' || v_table;
    execute format('insert into staffing_historical%%s (%%s, history_date, history_type, history_change_reason, actor_name, case_number,
                      document_number, request_id)
                    select %%s, now() - interval ''2 years'', ''+'', ''建账登记'', ''基准'', '''', '''', '''' from staffing_%%s order by id',
                   v_table, v_kept, v_live, v_table);
    if v_table = 'person' then
      execute format('insert into staffing_historicalperson (%%s, history_date, history_type, history_change_reason, actor_name,
                        case_number, document_number, request_id)
                      select %%s, now() - mod(id, 700) * interval ''1 day'', ''~'', ''信息变更'', ''基准'', '''', '''', ''''
                        from staffing_person where mod(id, 2) = 1 order by id', v_kept, v_kept);
    end if;
  end loop;
end $$;

set constraints all immediate;
alter table staffing_person enable trigger user;
alter table staffing_slot enable trigger user;
alter table staffing_posting enable trigger user;
alter table staffing_tenure enable trigger user;
set constraints all deferred;
