-- One generic trigger function for every tracked table (see accounts/history.py, TrackHistory).
-- Arguments: the history table, then columns whose change alone is not worth a row.
-- Columns that the history table does not have (excluded fields such as the password) are left out by
-- jsonb_populate_record. The context is set per transaction by accounts/acting.py.
create or replace function record_history() returns trigger language plpgsql as $$
declare
    ignored text[] := tg_argv[1:];
    row_after jsonb;
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - ignored = to_jsonb(old) - ignored then
        return null;
    end if;
    row_after := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end
        || jsonb_build_object(
            'history_id', nextval(pg_get_serial_sequence(quote_ident(tg_argv[0]), 'history_id')),
            'history_date', clock_timestamp(),
            'history_type', case tg_op when 'INSERT' then '+' when 'UPDATE' then '~' else '-' end,
            'history_user_id', nullif(current_setting('bianheng.actor_id', true), ''),
            'history_change_reason', nullif(current_setting('bianheng.reason', true), ''),
            'actor_name', coalesce(nullif(current_setting('bianheng.actor_name', true), ''), '应用之外'),
            'case_number', coalesce(current_setting('bianheng.case', true), ''),
            'document_number', coalesce(current_setting('bianheng.document', true), ''),
            'request_id', coalesce(current_setting('bianheng.request_id', true), ''));
    execute format('insert into %1$I select * from jsonb_populate_record(null::%1$I, $1)', tg_argv[0])
        using row_after;
    return null;
end $$;
