-- A certificate is a paper: once issued, what stands on it stays; only its end is added, once.
create function units_certificate_stays() returns trigger language plpgsql as $$
begin
  if (new.unit_id, new.number, new.issued_on, new.issue_reason, new.stated)
     is distinct from (old.unit_id, old.number, old.issued_on, old.issue_reason, old.stated) then
    raise exception 'certificate_states_what_it_stated: 管理证发出后，登记事项不能改动，请换发新证。'
      using errcode = 'check_violation';
  end if;
  if old.ended_on is not null and (new.ended_on, new.end_reason) is distinct from (old.ended_on, old.end_reason) then
    raise exception 'certificate_that_ended_stays_ended: 已失效的管理证不能再改动。' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger certificate_stays before update on units_establishmentcertificate
  for each row execute function units_certificate_stays();
