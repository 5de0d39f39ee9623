-- The utilities' rows: what of a utility does not stand in its folder. The platform's own table.

-- name: all_tenants
select id, slug from tenants order by id

-- name: tenant_by_slug
select id, slug from tenants where slug = ?

-- name: largest_id
select coalesce(max(id), 0) from tenants

-- name: insert_tenant
insert into tenants (id, slug, published, last_delivery, cleaned_to, created_at) values (?, ?, 0, 0, 0, ?)

-- name: plugin_choices
select tenant_id, plugin, version, version_before, since from plugin_choices order by tenant_id

-- name: plugin_choice
select tenant_id, plugin, version, version_before, since from plugin_choices where tenant_id = ? for update

-- name: plugin_choice_by_slug
select c.tenant_id, c.plugin, c.version, c.version_before, c.since from plugin_choices c join tenants t on t.id = c.tenant_id where t.slug = ?

-- name: choose_plugin_version
insert into plugin_choices (tenant_id, plugin, version, version_before, since) values (?, ?, ?, ?, ?)
on conflict (tenant_id) do update set plugin = excluded.plugin, version = excluded.version, version_before = excluded.version_before, since = excluded.since

-- name: plugin_quarantines
select tenant_id, plugin, version, failures, last_failure, since, until_at from plugin_quarantines order by tenant_id

-- name: put_plugin_quarantine
insert into plugin_quarantines (tenant_id, plugin, version, failures, last_failure, since, until_at) values (?, ?, ?, ?, ?, ?, ?)
on conflict (tenant_id) do update set plugin = excluded.plugin, version = excluded.version, failures = excluded.failures,
    last_failure = excluded.last_failure, since = excluded.since, until_at = excluded.until_at

-- name: end_plugin_quarantine
delete from plugin_quarantines where tenant_id = ?
