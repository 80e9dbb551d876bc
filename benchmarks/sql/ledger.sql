-- Ten years of the ledger, legal on every day: nothing leaves an account that has not arrived before.
-- The gate rests meanwhile (it walks back over history with every statement); manage.py verify_ledger proves the result.
alter table quotas_quotaaccount disable trigger user;
alter table quotas_transfer disable trigger user;

create temp table slot as
select s.category, s.slot, t.id as quota_type_id
  from (values ('organ', 0, 'admin'), ('organ', 1, 'support'), ('organ', 2, 'leader_141'), ('organ', 3, 'leader_142'),
               ('institution', 0, 'full_funded'), ('institution', 1, 'part_funded'), ('institution', 2, 'leader_141'),
               ('institution', 3, 'leader_142')) s (category, slot, code)
  join quotas_quotatype t using (code);

insert into quotas_quotaaccount (region_id, quota_type_id, bucket, balance)
select r.id, t.id, b, 0 from units_region r, quotas_quotatype t, unnest(array['granted', 'reserve']) b
 where (t.id in (select quota_type_id from slot) or t.code = 'party_government_body')
   and (b = 'reserve' or r.level = 'province') order by r.id, t.id, b;

insert into quotas_quotaaccount (region_id, unit_id, quota_type_id, bucket, balance)
select u.region_id, u.id, s.quota_type_id, b, 0
  from units_unit u join slot s using (category), unnest(array['vacant', 'occupied']) b order by u.id, s.slot, b;

insert into quotas_quotaaccount (region_id, unit_id, quota_type_id, bucket, balance)
select u.region_id, u.id, t.id, 'occupied', 0
  from units_unit u, quotas_quotatype t where u.within_cap and t.code = 'party_government_body' order by u.id;

create temp table vacancy as
select a.unit_id, s.slot, a.id, o.id as occupied_id
  from quotas_quotaaccount a
  join units_unit u on u.id = a.unit_id
  join slot s on s.category = u.category and s.quota_type_id = a.quota_type_id
  join quotas_quotaaccount o on o.unit_id = a.unit_id and o.quota_type_id = a.quota_type_id and o.bucket = 'occupied'
 where a.bucket = 'vacant';
create unique index on vacancy (unit_id, slot);

-- How many people each unit has on posts; one unit of many is a crowd.
create temp table staff as
select id as unit_id, category, position, %(heads)s + case when mod(position, %(units_per_crowd)s) = 0 then %(crowd)s else 0 end as heads
  from units_unit;
create unique index on staff (unit_id);
analyze vacancy, staff, quotas_quotaaccount;

-- The first days: the province is granted a million for each region and passes them down, the regions allot to their
-- units, people arrive.
insert into approvals_document (kind, state, number, title, issuer, issued_on, body, secrecy, created_at, drafted_by_id,
       region_id)
select 'external', 'issued', '基编〔2016〕1号', '关于下达编制总额的通知', '基准省编委', %(start)s, '', 'internal', %(start)s, clerk, r.id
  from people, units_region r where r.level = 'province';

create temp table move (n bigint generated always as identity, source_id bigint, target_id bigint, quantity int, on_day date, case_id bigint, key text);

insert into move (source_id, target_id, quantity, on_day, case_id, key)
select g.id, r.id, 1000000 * (select count(*) from units_region), %(start)s, null, 'grant:' || g.id
  from quotas_quotaaccount g join quotas_quotaaccount r using (region_id, quota_type_id)
 where g.bucket = 'granted' and r.bucket = 'reserve' order by g.id;

insert into move (source_id, target_id, quantity, on_day, case_id, key)
select own.id, r.id, 1000000, %(start)s, null, 'pass:' || r.id
  from quotas_quotaaccount g
  join quotas_quotaaccount own on own.region_id = g.region_id and own.quota_type_id = g.quota_type_id and own.bucket = 'reserve'
  join quotas_quotaaccount r on r.quota_type_id = g.quota_type_id and r.bucket = 'reserve' and r.id <> own.id
 where g.bucket = 'granted' order by r.id;

insert into move (source_id, target_id, quantity, on_day, case_id, key)
select r.id, v.id, case when v.bucket = 'occupied' then 1 when x.slot = 0 then 100 + s.heads else 100 end,
       %(start)s + 1, null, 'allot:' || v.id
  from quotas_quotaaccount v join quotas_quotatype t on t.id = v.quota_type_id
  join quotas_quotaaccount r on r.region_id = v.region_id and r.quota_type_id = v.quota_type_id and r.bucket = 'reserve'
  join staff s on s.unit_id = v.unit_id left join vacancy x on x.id = v.id
 where v.bucket = 'vacant' or t.family = 'body' and v.bucket = 'occupied' order by v.id;

insert into move (source_id, target_id, quantity, on_day, case_id, key)
select id, occupied_id, (array[s.heads - 2, 2, 1, 2])[1 + slot], %(start)s + 2, null, 'arrive:' || id
  from vacancy join staff s using (unit_id) order by id;

-- Then ten moves per dossier: six to the neighbour, people arrive on two kinds of posts and as many leave.
insert into move (source_id, target_id, quantity, on_day, case_id, key)
select case when j < 8 then v.id else v.occupied_id end,
       case when j < 6 then n.id when j < 8 then v.occupied_id else v.id end,
       1 + mod(j, 2), a.on_day, a.case_id, format('move:%%s:%%s', a.d, j)
  from about a cross join generate_series(0, 9) j
  join vacancy v on v.unit_id = a.unit_id and v.slot = mod(j, case when j < 6 then 4 else 2 end)
  join vacancy n on n.unit_id = a.next_id and n.slot = v.slot
 where a.d is not null order by a.d, j;

-- What was decided and is not in force yet is locked.
insert into quotas_quotaaccount (region_id, unit_id, quota_type_id, bucket, balance)
select v.region_id, v.unit_id, v.quota_type_id, 'locked', 0
  from about a join vacancy x on x.unit_id = a.unit_id and x.slot = 0 join quotas_quotaaccount v on v.id = x.id
 where a.state in ('decided', 'issued') order by v.id;

insert into quotas_hold (quantity, effective_on, expires_on, state, case_id, source_id, locked_id, target_id)
select 2, %(today)s + 30, %(today)s + 210, 'held', a.case_id, v.id, l.id, n.id
  from about a
  join vacancy v on v.unit_id = a.unit_id and v.slot = 0
  join vacancy n on n.unit_id = a.next_id and n.slot = 0
  join quotas_quotaaccount l on l.unit_id = a.unit_id and l.bucket = 'locked'
 where a.state in ('decided', 'issued') order by a.case_id;

insert into move (source_id, target_id, quantity, on_day, case_id, key)
select h.source_id, h.locked_id, h.quantity, a.on_day, h.case_id, format('hold:%%s:lock', h.id)
  from quotas_hold h join about a using (case_id) order by h.id;

insert into quotas_transfer (source_id, target_id, quantity, effective_on, recorded_at, reason, document_id, case_id, actor_id,
       actor_name, key)
select source_id, target_id, quantity, on_day, on_day + interval '33 hours',
       '编制调剂', coalesce(d.id, first.id), m.case_id, clerk, '基准', m.key
  from move m cross join people
  join approvals_document first on first.case_id is null
  left join approvals_document d on d.case_id = m.case_id
 order by m.n;

update quotas_quotaaccount a set balance = x.total
  from (select id, sum(delta) as total
          from (select source_id as id, -quantity::bigint as delta from quotas_transfer
                union all select target_id, quantity from quotas_transfer) y group by id) x
 where a.id = x.id;

-- Foreign keys and the bodies within the cap are checked here; a table with pending checks could not be altered.
set constraints all immediate;
alter table quotas_quotaaccount enable trigger user;
alter table quotas_transfer enable trigger user;
-- Who goes on in this transaction finds them as they are declared.
set constraints all deferred;

-- As the scheduled check would have left them (quotas.totals).
insert into quotas_regiontotal (region_id, quota_type_id, bucket, balance, upto)
select region_id, quota_type_id, case when unit_id is null and bucket = 'locked' then 'reserve_locked' else bucket end,
       sum(balance), (select max(id) from quotas_transfer)
  from quotas_quotaaccount group by 1, 2, 3;
