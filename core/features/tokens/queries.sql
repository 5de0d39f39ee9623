-- Access tokens of utilities' programs. Only a keyed hash is kept; a revoked one is gone, the audit keeps that it was.

-- name: add_token
insert into access_tokens (tenant_id, id, name, token_hash, rights, created_at, used_at) values (?, ?, ?, ?, ?, ?, null)

-- name: list_tokens
select name, rights, created_at, used_at from access_tokens where tenant_id = ? order by name

-- name: remove_token
delete from access_tokens where tenant_id = ? and name = ?

-- Whose token it is, is what is asked here.
-- name: find_token
select tenant_id, id, name, rights, used_at from access_tokens where token_hash = ?

-- name: note_token_used
update access_tokens set used_at = ? where tenant_id = ? and id = ? and (used_at is null or used_at <= ?)
