-- The parent of a region is written beside its code for foreign keys and joins; it may never contradict the code.
create function units_check_region_parent() returns trigger language plpgsql as $$
begin
    if new.parent_id is not null and not exists (
        select from units_region parent
        where parent.id = new.parent_id and parent.prefix <> new.prefix and starts_with(new.prefix, parent.prefix)
    ) then
        raise exception '上级区划的代码与%不符。', new.code
            using errcode = 'check_violation', table = 'units_region', constraint = 'region_parent_encloses_region';
    end if;
    return null;
end $$;

create constraint trigger region_parent_encloses_region after insert or update on units_region
    for each row execute function units_check_region_parent();
