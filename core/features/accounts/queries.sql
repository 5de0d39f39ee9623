-- Accounts are the platform's rows: one mailbox may see customers of several utilities.

-- name: find_by_email
select id, email, password_hash, language, password_changed_at
  from accounts
 where email_key = ? and state = 'active'

-- name: find
select id, email, password_hash, language, password_changed_at
  from accounts
 where id = ? and state = 'active'

-- name: create
insert into accounts (id, email, email_key, password_hash, language, state, created_at, confirmed_at, password_changed_at)
values (?, ?, ?, ?, ?, 'active', ?, ?, ?)

-- name: record_terms
insert or ignore into account_terms (account_id, tenant_id, version, accepted_at) values (?, ?, ?, ?)

-- name: has_accepted_terms
select 1 from account_terms where account_id = ? and tenant_id = ? and version = ?

-- name: remove_links
delete from account_links where account_id = ?

-- name: remove_terms
delete from account_terms where account_id = ?

-- name: remove_account
delete from accounts where id = ?

-- name: set_password
update accounts set password_hash = ?, password_changed_at = ? where id = ?

-- Only while the hash is still the one that was verified: a password that was changed meanwhile wins.
-- name: rehash
update accounts set password_hash = ? where id = ? and password_hash = ?

-- name: set_email
update accounts set email = ?, email_key = ? where id = ?

-- name: set_language
update accounts set language = ? where id = ?

-- used_at is given at once where a link must never work (there is no such account, the address is taken).
-- name: add_link
insert into account_links (token_hash, kind, account_id, sent_to, created_at, expires_at, used_at) values (?, ?, ?, ?, ?, ?, ?)

-- name: find_link
select account_id, sent_to, expires_at, used_at from account_links where token_hash = ? and kind = ?

-- name: use_link
update account_links set used_at = ? where token_hash = ? and kind = ? and used_at is null and expires_at > ?

-- name: end_links
update account_links set used_at = ? where account_id = ? and kind = ? and used_at is null

-- name: count_links_since
select count(*) from account_links where account_id = ? and kind = ? and sent_to = ? and created_at > ?

-- name: remove_expired_links
delete from account_links where expires_at <= ?
