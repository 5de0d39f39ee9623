-- Sessions are the platform's rows, not a tenant's: an account may see customers of several utilities.

-- One select for a signed-in GET: the session, its account, whether a claim of it is open, and, a row each, the customers it may
-- see, in no order: MariaDB would make a table for that.
-- name: find_session
select s.id, s.seen_at, a.id, a.email, a.language, exists (select 1 from open_claims o where o.account_id = a.id), x.tenant_id, x.customer_number, t.published
  from sessions s
  join accounts a on a.id = s.account_id
  left join access x on x.account_id = a.id
  left join tenants t on t.id = x.tenant_id
 where s.token_hash = ? and s.expires_at > ? and s.seen_at > ? and a.state = 'active'

-- name: note_seen
update sessions set seen_at = ? where token_hash = ? and seen_at <= ?

-- name: start_session
insert into sessions (token_hash, id, account_id, created_at, seen_at, expires_at, device) values (?, ?, ?, ?, ?, ?, ?)

-- name: end_session_of_token
delete from sessions where token_hash = ?

-- name: end_session
delete from sessions where account_id = ? and id = ?

-- name: end_sessions_except
delete from sessions where account_id = ? and id <> ?

-- name: list_sessions
select id, created_at, seen_at, device
  from sessions
 where account_id = ? and expires_at > ? and seen_at > ?
 order by created_at desc, id desc

-- name: remove_expired_sessions
delete from sessions where expires_at <= ? or seen_at <= ?
