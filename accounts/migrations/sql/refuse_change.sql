-- For tables that only grow (see accounts/history.py, AppendOnly): no row is changed, removed or emptied away.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '%', format('%s 只能追加，不能修改、删除或清空。', tg_table_name)
        using errcode = 'integrity_constraint_violation', table = tg_table_name, constraint = 'append_only';
end $$;
