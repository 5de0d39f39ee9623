-- Leases of jobs. A row is made at the first take and stays.

-- name: make_row
insert or ignore into jobs (name, owner, lease_until, fence, due_at) values (?, '', 0, 0, 0)

-- name: state_of_job
select owner, lease_until, fence, due_at from jobs where name = ?

-- name: lock_job
select owner, lease_until, fence, due_at from jobs where name = ? for update

-- name: take_job
update jobs set owner = ?, lease_until = ?, fence = ? where name = ?

-- name: lock_own_job
select fence from jobs where name = ? and fence = ? and owner <> '' for update

-- name: renew_job
update jobs set lease_until = ? where name = ? and fence = ?

-- name: give_back_job
update jobs set owner = '', lease_until = 0, due_at = ? where name = ? and fence = ?

-- name: give_back_job_as_due
update jobs set owner = '', lease_until = 0 where name = ? and fence = ?
