-- What the program may do while it runs, table by table. It is run after the
-- migrations, as the owner of the tables, and may be run again at any time.
do $$
declare
  t      record;
  rights text;
begin
  grant usage on schema public to dossier_runtime;
  for t in
    select c.oid::regclass::text as name, c.relname, c.relkind = 'S' as is_sequence, c.relkind = 'v' as is_view,
      exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgfoid = 'refuse_change'::regproc) as is_frozen
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'S', 'v') and pg_has_role(c.relowner, 'usage')
  loop
    rights := case
      when t.is_sequence then 'usage'
      when t.is_view or t.relname = 'schema_version' then 'select'
      when t.is_frozen then 'select, insert' -- audit is one of them
      when t.relname = 'record' then 'select, insert, update'
      else 'select, insert, update, delete'
    end;
    execute format('revoke all on %s from dossier_runtime', t.name);
    execute format('grant %s on %s %s to dossier_runtime', rights, case when t.is_sequence then 'sequence' else 'table' end, t.name);
  end loop;
  -- For what a later program makes before it comes here.
  alter default privileges in schema public grant select, insert, update, delete on tables to dossier_runtime;
  alter default privileges in schema public grant usage on sequences to dossier_runtime;
end $$;
