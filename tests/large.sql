-- What the bench has no need of: people of other roles, people above the cap, pools and what is lent of them, meetings,
-- closed periods, deputies.
insert into accounts_user (password, is_superuser, username, email, is_staff, is_active, date_joined, name, phone)
select '!', false, 'bench_' || role, '', false, true, now(), role, ''
  from unnest(array['committee', 'inspector', 'department', 'unit']) role;

insert into units_mandate (role, starts_on, granted_by_id, user_id, region_id)
select substr(u.username, 7), %(start)s, u.id, u.id, r.id
  from accounts_user u, units_region r where u.username in ('bench_committee', 'bench_inspector') and r.level = 'province';
insert into units_mandate (role, starts_on, granted_by_id, user_id, unit_id)
select substr(a.username, 7), %(start)s, a.id, a.id, u.id
  from accounts_user a join units_unit u on u.position = case a.username when 'bench_department' then 0 else 1 end
 where a.username in ('bench_department', 'bench_unit');

-- The office at the top has work of its own: of each state the first case and every fourth after it.
update approvals_case c set region_id = r.id
  from units_region r, (select id, row_number() over (partition by state order by id) as n from approvals_case) x
 where r.level = 'province' and x.id = c.id and mod(x.n, 4) = 1;

insert into approvals_deputy (principal_id, deputy_id, starts_on, ends_on, note)
select d.id, h.id, %(today)s, %(today)s, '' from accounts_user d, accounts_user h
 where d.username in ('bench_director', 'bench_clerk') and h.username in ('bench_head', 'bench_client_1');

insert into quotas_quotaaccount (region_id, unit_id, quota_type_id, bucket, balance)
select a.region_id, a.unit_id, a.quota_type_id, 'excess', -1 - mod(u.position, 3)
  from quotas_quotaaccount a join units_unit u on u.id = a.unit_id join slot s on s.quota_type_id = a.quota_type_id
 where a.bucket = 'vacant' and s.slot = 0 and mod(u.position, 5) = 1;
insert into quotas_quotaexception (unit_id, quota_type_id, people_count, authority, document_id, starts_on, ends_on, reason,
       granted_by_id)
select a.unit_id, a.quota_type_id, 3, '省委编委', d.id, %(start)s, %(today)s + 300, '安置', p.director
  from quotas_quotaaccount a, people p, approvals_document d where a.bucket = 'excess' and d.case_id is null;

insert into quotas_pool (region_id, name, kind, is_active) select id, '人才周转池', 'talent', true from units_region;
insert into quotas_quotaaccount (region_id, quota_type_id, bucket, pool_id, balance)
select p.region_id, t.id, 'pool', p.id, 40 from quotas_pool p, quotas_quotatype t where t.code in ('full_funded', 'part_funded');
insert into quotas_quotaaccount (region_id, unit_id, quota_type_id, bucket, pool_id, balance)
select u.region_id, u.id, t.id, 'borrowed_occupied', p.id, 1
  from units_unit u join quotas_pool p using (region_id), quotas_quotatype t
 where t.code = 'full_funded' and mod(u.position, 7) = 2;

insert into approvals_meeting (kind, state, title, planned_on, chair, attendees, convened_by_id, region_id)
select 'office_meeting', 'planned', format('第%%s次室务会', n), %(today)s + n, '', '', p.clerk, r.id
  from units_region r, people p, generate_series(1, least(3 + %(units)s / 40, 60)) n where r.level = 'province';
insert into approvals_agendaitem (meeting_id, case_id, position, result, note)
select m.id, c.id, 1, '', '' from approvals_meeting m
  join lateral (select id from approvals_case where region_id = m.region_id and state = 'argued' order by id limit 1) c on true
 where m.planned_on = %(today)s + 1;

insert into quotas_period (region_id, ends_on, closed_at, closed_by_id)
select r.id, (date_trunc('year', %(today)s::date) - n * interval '1 year' - interval '1 day')::date, now(), p.director
  from units_region r, people p, generate_series(0, 4) n;
