-- Enrolment in four steps (公示—申请—审核—入库). Every refusal is a check_violation whose CONSTRAINT names the rule.

-- The bounds of the rule of this app, as its registration declares them (a test compares the two).
alter table approvals_ruleparameter add constraint a_notice_lasts_a_sensible_time check (
  case rule || '.' || name
    when 'R09Q.steps' then jsonb_typeof(value) = 'number' and value between '0' and '9'
    when 'C10.notice_days' then jsonb_typeof(value) = 'number' and value between '1' and '60'
    else true
  end
);

-- Who stands in a batch is enrolled on the very slot that the batch names, and nobody else is.
create function staffing_check_candidate() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from staffing_posting p join staffing_person q on q.id = p.person_id
                  where p.id = new.posting_id and p.slot_id = new.slot_id
                    and q.id_number_index = new.id_number_index) then
    perform quotas_refuse('a_candidate_is_enrolled_on_the_slot_of_the_batch', json_build_object('id', new.id));
  end if;
  return new;
end $$;

create trigger enrolled_as_announced before insert or update on staffing_candidate
  for each row when (new.posting_id is not null) execute function staffing_check_candidate();

-- An objection is not taken away and is answered once; the words of the public stay as they came.
create function staffing_keep_objection() returns trigger language plpgsql as $$
begin
  if (new.id, new.batch_id, new.text, new.about, new.sender_name, new.sender_contact, new.source, new.made_at)
     is distinct from
     (old.id, old.batch_id, old.text, old.about, old.sender_name, old.sender_contact, old.source, old.made_at)
     or old.answered_at is not null then
    perform quotas_refuse('an_objection_is_answered_once', json_build_object('id', old.id));
  end if;
  return new;
end $$;

create trigger keep_objection before update on staffing_objection
  for each row execute function staffing_keep_objection();
create trigger refuse_removal before delete on staffing_objection for each row execute function refuse_change();
create trigger refuse_truncate before truncate on staffing_objection
  for each statement execute function refuse_change();
