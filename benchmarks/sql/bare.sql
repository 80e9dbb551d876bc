-- The physical floor of a posting: nothing but what the seven statements need, with the same accounts and transfers.
create schema bare;
create table bare.account (id bigint primary key, balance bigint not null check (balance >= 0));
create table bare.transfer (id bigint generated always as identity primary key, created_at timestamptz not null default now(),
  effective_on date not null, source_id bigint not null references bare.account, target_id bigint not null references bare.account,
  quantity int not null check (quantity > 0), document_number text not null, check (source_id <> target_id));
create table bare.audit (id bigint generated always as identity primary key, at timestamptz not null default clock_timestamp(),
  actor int not null, action text not null, object_id bigint not null, payload jsonb not null);

insert into bare.account select id, abs(balance) from quotas_quotaaccount order by id;
insert into bare.transfer (effective_on, source_id, target_id, quantity, document_number)
select effective_on, source_id, target_id, quantity, '基准' from quotas_transfer order by id;

create index on bare.transfer (source_id, effective_on) include (quantity);
create index on bare.transfer (target_id, effective_on) include (quantity);
create index on bare.transfer (effective_on);
create index on bare.audit (object_id);
