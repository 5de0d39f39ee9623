-- The log of acts. Only ever added to here; the retention job removes what is too old.

-- name: record
insert into audit_log (tenant_id, id, happened_at, account_id, actor, event, subject, detail)
values (?, ?, ?, ?, ?, ?, ?, ?)
