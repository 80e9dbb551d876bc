-- Who works in a division (科室) of an office works in the region of that office.
create function units_check_mandate_division() returns trigger language plpgsql as $$
begin
  if not exists (
    select from units_internaldivision d join units_unit u on u.id = d.unit_id
     where d.id = new.division_id and u.region_id = new.region_id
  ) then
    raise exception 'mandate_division_lies_in_its_region'
      using errcode = 'check_violation', constraint = 'mandate_division_lies_in_its_region';
  end if;
  return null;
end $$;
create trigger mandate_division_lies_in_its_region after insert or update of division_id, region_id on units_mandate
  for each row when (new.division_id is not null) execute function units_check_mandate_division();
