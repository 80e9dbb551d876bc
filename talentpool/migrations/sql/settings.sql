-- The bounds of the rule of this app, as its registration declares them (a test compares the two).
alter table approvals_ruleparameter add constraint a_parameter_of_the_pool_is_within_its_bounds check (
  case rule || '.' || name
    when 'R18.term_months' then jsonb_typeof(value) = 'number' and value between '1' and '120'
    when 'R18.arrival_months' then jsonb_typeof(value) = 'number' and value between '1' and '24'
    when 'R18.order' then value in ('["most_vacant"]', '["listed"]')
    when 'R18.recovery' then value in ('["confirm"]', '["automatic"]')
    else true
  end
);
