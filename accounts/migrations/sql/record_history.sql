-- Who acts, why and on what paper, as a row of history says it (see accounts/history.py, TrackHistory).
-- The settings are those of the transaction, by accounts/acting.py.
create function history_context(op text) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'history_type', case op when 'INSERT' then '+' when 'UPDATE' then '~' else '-' end,
        'history_user_id', nullif(current_setting('bianheng.actor_id', true), ''),
        'history_change_reason', nullif(current_setting('bianheng.reason', true), ''),
        'actor_name', coalesce(nullif(current_setting('bianheng.actor_name', true), ''), '应用之外'),
        'case_number', coalesce(current_setting('bianheng.case', true), ''),
        'document_number', coalesce(current_setting('bianheng.document', true), ''),
        'request_id', coalesce(current_setting('bianheng.request_id', true), ''))
$$;
