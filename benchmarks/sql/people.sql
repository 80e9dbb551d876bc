-- The people whom the ledger counts as occupied, through all the gates: ten on posts in each unit, three of them leaders.
-- Their ID numbers are noise: nothing that is measured reads them.
insert into staffing_person (name, sex, birth_date, id_number_cipher, id_number_index, name_initials, retirement_category,
                             ethnicity, native_place, political_status, education, degree, school, major, technical_title, phone)
select format('人员%%s', p), (1 + mod(p, 2))::text, date '1970-01-01' + mod(p, 12000), sha256(p::text::bytea), sha256(p::text::bytea),
       format('ry%%s', p), case mod(p, 2) when 0 then 'male60' else 'female55' end,
       '01', '', '01', '21', '4', '', '', '', ''
  from generate_series(0, %(units)s * 10 - 1) p order by p;

create temp table standing as
select x.person_id, x.n, u.id as unit_id, u.category
  from (select id as person_id, (row_number() over (order by id) - 1) / 10 as position, mod(row_number() over (order by id) - 1, 10) as n
          from staffing_person) x
  join units_unit u on u.position = x.position;

insert into staffing_posting (person_id, unit_id, quota_type_id, started_on, enrolled_on, document_id, division_id, title, basis,
                              entry_way, came_from, staff_class, post_category, civil_rank, exit_reason, destination)
select p.person_id, p.unit_id, s.quota_type_id, %(start)s + 2, %(start)s + 2, d.id, v.id, '科员', 'opening',
       '', '', 'ordinary', '', '', '', ''
  from standing p
  join slot s on s.category = p.category and s.slot = case when p.n < 8 then 0 else 1 end
  join units_internaldivision v on v.unit_id = p.unit_id and v.position = 1 + mod(p.n, 3)
  join approvals_document d on d.case_id is null
 order by p.person_id;

insert into staffing_tenure (person_id, unit_id, quota_type_id, started_on, document_id)
select p.person_id, p.unit_id, s.quota_type_id, %(start)s + 2, d.id
  from standing p
  join slot s on s.category = p.category and s.slot = case when p.n = 0 then 2 else 3 end
  join approvals_document d on d.case_id is null
 where p.n < 3 order by p.person_id;
