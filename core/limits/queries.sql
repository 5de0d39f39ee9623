-- One row a failure; a limit counts the rows of one kind and subject in its window.

-- name: failures_since
select happened_at from limit_failures where kind = ? and subject = ? and happened_at > ? order by happened_at desc limit ?

-- name: count_failures
select count(*) from limit_failures where kind = ? and subject = ? and happened_at > ?

-- name: add_failure
insert into limit_failures (id, kind, subject, happened_at) values (?, ?, ?, ?)

-- name: forget_failures
delete from limit_failures where kind = ? and subject = ?

-- name: purge_failures
delete from limit_failures where happened_at < ?
