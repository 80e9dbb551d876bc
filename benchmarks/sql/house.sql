-- The house: a province with its cities and counties, their units, and the people who carry the cases.
-- Written by SQL, but with every foreign key, CHECK and history trigger of the product at work.
select set_config('bianheng.actor_name', '基准', false), set_config('bianheng.reason', '基准数据', false);

insert into units_region (code, name, level, prefix, has_office, parent_id)
values ('990000', '基准省', 'province', '99', true, null);

insert into units_region (code, name, level, prefix, has_office, parent_id)
select p.prefix || '00', format('第%%s市', c), 'city', p.prefix, true, root.id
  from units_region root, generate_series(1, %(cities)s) c, lateral (select '99' || lpad(c::text, 2, '0') as prefix) p
 where root.level = 'province';

insert into units_region (code, name, level, prefix, has_office, parent_id)
select city.prefix || lpad(k::text, 2, '0'), format('%%s第%%s县', city.name, k), 'county',
       city.prefix || lpad(k::text, 2, '0'), true, city.id
  from units_region city, generate_series(1, %(counties)s) k
 where city.level = 'city' order by city.id, k;

insert into accounts_user (password, is_superuser, username, email, is_staff, is_active, date_joined, name, phone)
select '!', false, 'bench_' || role, '', false, true, now(), role, ''
  from unnest(array['clerk', 'head', 'director'] || array(select 'client_' || n from generate_series(0, 7) n)) role;

insert into units_mandate (role, starts_on, granted_by_id, user_id, region_id)
select substr(u.username, 7), %(start)s, u.id, u.id, r.id
  from accounts_user u, units_region r where u.username in ('bench_clerk', 'bench_head', 'bench_director') and r.level = 'province';

-- An office acts for the units of its own region only: the clerk of the first county enrols and corrects there.
insert into accounts_user (password, is_superuser, username, email, is_staff, is_active, date_joined, name, phone)
values ('!', false, 'bench_county', '', false, true, now(), 'county', '');
insert into units_mandate (role, starts_on, granted_by_id, user_id, region_id)
select 'clerk', %(start)s, u.id, u.id, r.id
  from accounts_user u, units_region r
 where u.username = 'bench_county' and r.code = (select min(code) from units_region where level = 'county');

-- Units stand together by county; the first of every twenty is an organ within the cap and the others' department.
create temp table place as
select g, county.id as region_id, county.code, county.name as county, mod(g, 20) = 0 as is_department,
       case when mod(g, 20) = 0 or mod(g, 3) = 0 then 'organ' else 'institution' end as category
  from generate_series(0, %(units)s - 1) g
  join (select *, row_number() over (order by prefix) - 1 as n from units_region where level = 'county') county
    on county.n = g * (%(cities)s * %(counties)s) / %(units)s;

insert into units_unit (number, name, short_name, other_names, category, nature, system_class, rank, institution_class,
       funding_form, civil_service_managed, within_cap, uscc, secrecy, main_duties, address, set_up_on,
       set_up_document, position, region_id)
select format('%%s-%%s', code, lpad(g::text, 5, '0')),
       format(case category when 'organ' then '%%s第%%s局' else '%%s第%%s中学' end, county, g),
       format(case category when 'organ' then '%%s局' else '%%s中' end, g), '{}', category,
       case category when 'organ' then 'state' else 'public' end, 'government', 'section_chief',
       case category when 'organ' then '' else 'public_one' end, case category when 'organ' then '' else 'full' end,
       false, is_department, '', 'public', repeat('承担本领域管理服务职责，贯彻执行有关方针政策。', 8), '中心路1号',
       %(start)s, '基编〔2016〕1号', g, region_id
  from place order by g;

update units_unit u set competent_department_id = d.id
  from units_unit d
 where d.position = u.position - mod(u.position, 20) and mod(u.position, 20) > 0 and d.region_id = u.region_id;

insert into units_internaldivision (name, kind, post_count, chief_count, deputy_count, position, unit_id)
select d.name, d.kind, 8, 1, 1, n, u.id
  from units_unit u,
       (values (1, '办公室', 'comprehensive'), (2, '业务科', 'business'), (3, '党建科', 'party_affairs')) d (n, name, kind)
 order by u.id, n;

insert into units_lineageevent (kind, "on", before, after, document_number, note, actor_name, unit_id)
select 'set_up', set_up_on, '', name, set_up_document, '', '基准', id from units_unit order by id;
