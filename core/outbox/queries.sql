-- Mail that is to be sent. The platform's table: tenant_id says whose customer gets the mail.

-- name: put_mail
insert into outbox (id, tenant_id, kind, message_id, sealed, state, attempts, due_at, created_at, done_at, problem)
values (?, ?, ?, ?, ?, 'waiting', 0, ?, ?, null, '')

-- name: due_mails
select id, tenant_id, kind, message_id, sealed, attempts, created_at from outbox
 where state = 'waiting' and due_at <= ? order by due_at, id limit ?

-- name: record_sent
update outbox set state = 'sent', sealed = ?, attempts = attempts + 1, done_at = ?, problem = ''
 where id = ? and state = 'waiting'

-- name: record_failed
update outbox set state = 'failed', sealed = ?, attempts = attempts + 1, done_at = ?, problem = ?
 where id = ? and state = 'waiting'

-- name: record_later
update outbox set attempts = attempts + 1, due_at = ?, problem = ? where id = ? and state = 'waiting'

-- name: purge_done
delete from outbox where state = ? and due_at < ? and done_at < ?

-- name: count_by_state
select state, count(*), min(created_at) from outbox group by state order by state
