-- Ten years of dossiers: one closed case with its document for every ten moves of the ledger (benchmarks/sql/ledger.sql),
-- and in each region twenty open ones in every state. `dossier` and `open_case` say which unit each is about.
create temp table people as
select max(id) filter (where username = 'bench_clerk') as clerk, max(id) filter (where username = 'bench_head') as head,
       max(id) filter (where username = 'bench_director') as director from accounts_user;

-- A unit and the next one of its category, with which it exchanges posts.
create temp table neighbour as
select id as unit_id, region_id, category, position,
       coalesce(lead(id) over w, first_value(id) over w) as next_id
  from units_unit window w as (partition by category order by position);
create unique index on neighbour (position);

create temp table dossier as
select d, n.unit_id, n.next_id, n.region_id, r.code, r.name as region,
       %(start)s + 30 + d * 3560 / greatest(%(dossiers)s, 1) as on_day
  from generate_series(0, %(dossiers)s - 1) d
  join neighbour n on n.position = mod(d, %(units)s)
  join units_region r on r.id = n.region_id;

create temp table open_case as
select row_number() over (order by r.prefix, n.position) as c, n.unit_id, n.next_id, n.region_id, r.code, r.name as region,
       (array['filed', 'received', 'checked', 'argued', 'decided', 'issued'])[1 + mod(n.k, 6)] as state,
       %(today)s - 2 - mod(n.k, 15)::int as filed_on
  from (select *, row_number() over (partition by region_id order by position) as k from neighbour) n
  join units_region r on r.id = n.region_id where n.k <= 20;

insert into approvals_case (number, title, reason, state, fast_lane, created_at, filed_on, due_on, decided_on, closed_on,
       base, applicant_id, checked_by_id, decided_by_id, filed_by_id, region_id, kind_id)
select format('%%s-%%s-%%s', x.code, extract(year from on_day), lpad(d::text, 6, '0')), format('%%s编制调剂第%%s件', region, d),
       '工作需要。', 'closed', false, on_day - 20, on_day - 20, on_day + 1, on_day - 1, on_day, '[]',
       unit_id, head, director, clerk, region_id, k.id
  from dossier x, people, approvals_casekind k where k.code = 'quota_adjust' order by d;

insert into approvals_case (number, title, reason, state, fast_lane, created_at, filed_on, due_on, decided_on,
       base, applicant_id, checked_by_id, decided_by_id, filed_by_id, region_id, kind_id)
select format('%%s-open-%%s', x.code, c), format('%%s编制调剂在办第%%s件', region, c), '工作需要。', state, false, filed_on,
       filed_on, filed_on + 20, case when decided then filed_on + 1 end, '[]', unit_id,
       case when state not in ('filed', 'received') then head end, case when decided then director end, clerk, region_id, k.id
  from open_case x, lateral (select state in ('decided', 'issued') as decided) s, people, approvals_casekind k
 where k.code = 'quota_adjust' order by c;

-- Which case is which dossier's, as both were numbered in order.
create temp table case_of as
select d, null::bigint as c, x.id as case_id
  from (select id, row_number() over (order by id) - 1 as d from approvals_case where state = 'closed') x
union all
select null, c, x.id
  from (select id, row_number() over (order by id) as c from approvals_case where state <> 'closed') x;

create temp table about as
select case_id, x.d, unit_id, next_id, region_id, region, on_day, 'closed' as state
  from dossier x join case_of p on p.d = x.d
union all
select case_id, null, unit_id, next_id, region_id, region, filed_on, state
  from open_case x join case_of p on p.c = x.c;
-- Nothing knows how large a temporary table is before it is told.
create unique index on about (case_id);
analyze about, neighbour, people;

insert into approvals_case_units (case_id, unit_id)
select case_id, unit_id from about union select case_id, next_id from about;

insert into approvals_deliberation (case_id, party_leadership, legality, fiscal_capacity, alternatives, foreseen)
select case_id, '是', '是', '是', '是', '无' from about;

insert into approvals_opinion (action, from_state, to_state, actor_name, on_behalf_of, text, at, findings, effects,
       digest, actor_id, case_id)
select s.action, s.before, s.after, '基准', '', '同意。', on_day - 20 + s.n * interval '1 day', '[]', '[]', '', clerk, case_id
  from about, people,
       (values (0, 'draft', '', 'draft'), (1, 'file', 'draft', 'filed'), (2, 'receive', 'filed', 'received'),
               (3, 'check', 'received', 'checked'), (4, 'argue', 'checked', 'argued'),
               (5, 'approve', 'argued', 'decided'), (6, 'issue', 'decided', 'issued'),
               (7, 'close', 'issued', 'closed')) s (n, action, before, after)
 where s.n <= array_position(array['filed', 'received', 'checked', 'argued', 'decided', 'issued', 'closed'], state)
 order by case_id, s.n;

insert into approvals_document (kind, state, number, title, issuer, issued_on, body, secrecy, created_at, case_id,
       drafted_by_id, region_id)
select 'approval', 'issued', format('基编办〔%%s〕%%s号', extract(year from on_day), case_id), format('关于%%s编制调剂的批复', region),
       region || '编办', on_day, '同意所请。', 'internal', on_day, case_id, clerk, region_id
  from about, people where state in ('closed', 'decided', 'issued') order by case_id;

insert into approvals_document_units (document_id, unit_id)
select d.id, a.unit_id from approvals_document d join about a using (case_id)
union select d.id, a.next_id from approvals_document d join about a using (case_id);

insert into quotas_quotarequest (case_id, effective_on, reserve_use) select case_id, on_day, '' from about;

insert into quotas_quotarequestline (applied_count, purpose, quota_request_id, source_unit_id, target_unit_id, quota_type_id)
select 2, '', a.case_id, a.unit_id, a.next_id, t.id
  from about a join units_unit u on u.id = a.unit_id
  join quotas_quotatype t on t.code = case u.category when 'organ' then 'admin' else 'full_funded' end;
