-- The utilities' rows: what of a utility does not stand in its folder. The platform's own table.

-- name: all_tenants
select id, slug from tenants order by id

-- name: tenant_by_slug
select id, slug from tenants where slug = ?

-- name: largest_id
select coalesce(max(id), 0) from tenants

-- name: insert_tenant
insert into tenants (id, slug, published, last_delivery, created_at) values (?, ?, 0, 0, ?)
