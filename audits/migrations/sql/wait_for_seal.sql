-- Each new row of a table that only grows waits for its seal, from the moment its own transaction commits; so a row
-- that commits late waits too. Which tables: all that refuse change, but for those of the chain itself.
create function audits_history_waits() returns trigger language plpgsql as $$
begin
  insert into audits_unsealed (table_name, row_id) select tg_table_name, a.history_id from added a;
  return null;
end $$;

create function audits_entry_waits() returns trigger language plpgsql as $$
begin
  insert into audits_unsealed (table_name, row_id) select tg_table_name, a.id from added a;
  return null;
end $$;

-- Called by the migration that adds such a table, when all its triggers stand; rows that are there already wait as well.
create function audits_seal_what_only_grows() returns void language plpgsql as $$
declare
  found record;
  is_history boolean;
begin
  for found in
    select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and c.relname not in ('audits_sealblock', 'audits_sealpart')
       and exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'refuse_change')
       and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'wait_for_seal')
     order by c.relname
  loop
    is_history := exists (select from pg_attribute a where a.attrelid = quote_ident(found.name)::regclass
                             and a.attname = 'history_id' and a.attnum > 0);
    execute format('create trigger wait_for_seal after insert on %I referencing new table as added '
                   'for each statement execute function %I()',
                   found.name, case when is_history then 'audits_history_waits' else 'audits_entry_waits' end);
    execute format('insert into audits_unsealed (table_name, row_id) select %L, %I from %I order by 2',
                   found.name, case when is_history then 'history_id' else 'id' end, found.name);
  end loop;
end $$;
