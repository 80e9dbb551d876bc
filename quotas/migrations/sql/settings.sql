-- What an office sets as data, kept within the bounds that the program can work with, whichever door it comes through.

-- The bounds of the rules of this app, as their registrations declare them (a test compares the two).
alter table approvals_ruleparameter add constraint a_parameter_of_a_quota_rule_is_within_its_bounds check (
  case rule || '.' || name
    when 'C02.chiefs_per_deputy' then jsonb_typeof(value) = 'number' and value between '1' and '20'
    when 'R17W.vacant_percent' then jsonb_typeof(value) = 'number' and value between '0' and '100'
    when 'C03.purposes' then jsonb_typeof(value) = 'array'
      and value <@ '["strategy", "reform", "cross_area", "ordinary"]'
    when 'R05.system_classes' then jsonb_typeof(value) = 'array'
      and value <@ '["party", "congress", "government", "consultative", "supervision", "court", "procuratorate",
                     "democratic_party", "mass", "other", "political_legal"]'
    else true
  end
);

-- The tree of quota types has no rings and no mixed branches: a group of the same family stands above a type.
create function check_quota_type_tree() returns trigger language plpgsql as $$
begin
  if new.parent_id is not null then
    if not exists (select from quotas_quotatype p where p.id = new.parent_id and p.is_group and p.family = new.family) then
      raise exception 'the parent of a quota type is a group of its family'
        using errcode = 'check_violation', constraint = 'a_quota_type_stands_below_a_group_of_its_family';
    end if;
    if exists (
      with recursive above (id, parent_id, depth) as (
        select id, parent_id, 1 from quotas_quotatype where id = new.parent_id
        union all
        select t.id, t.parent_id, depth + 1 from quotas_quotatype t join above on t.id = above.parent_id where depth < 50
      ) select from above where id = new.id or depth = 50
    ) then
      raise exception 'a quota type does not stand below itself'
        using errcode = 'check_violation', constraint = 'a_quota_type_does_not_stand_below_itself';
    end if;
  end if;
  if exists (select from quotas_quotatype c where c.parent_id = new.id and (not new.is_group or c.family <> new.family)) then
    raise exception 'what has types below it stays a group of their family'
      using errcode = 'check_violation', constraint = 'a_quota_type_stands_below_a_group_of_its_family';
  end if;
  return null;
end $$;
create trigger check_tree after insert or update of parent_id, is_group, family on quotas_quotatype
  for each row execute function check_quota_type_tree();
