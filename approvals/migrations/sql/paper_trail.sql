-- A document is a draft or final: an issued one is neither changed nor removed.
create function approvals_guard_document() returns trigger language plpgsql as $$
begin
  if old.state = 'issued' then
    raise exception 'document % is issued', old.number using errcode = 'check_violation',
      constraint = 'an_issued_document_is_final', detail = json_build_object('document', old.id)::text;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger guard before update or delete on approvals_document
  for each row execute function approvals_guard_document();

-- Numbers only go up, whoever writes the row.
create function approvals_guard_counter() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.last <= old.last
     or (new.id, new.series_id, new.year) is distinct from (old.id, old.series_id, old.year) then
    raise exception 'a number is not used twice' using errcode = 'check_violation',
      constraint = 'a_counter_only_goes_up', detail = json_build_object('counter', old.id)::text;
  end if;
  return new;
end $$;

create trigger guard before update or delete on approvals_numbercounter
  for each row execute function approvals_guard_counter();
create trigger refuse_truncate before truncate on approvals_numbercounter
  for each statement execute function refuse_change();
