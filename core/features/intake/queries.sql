-- Deliveries as they came in, and their bytes. `state` is arriving, given_up, received, reading, published, unchanged or refused.

-- name: begin_arrival
insert into received_deliveries (tenant_id, id, name, way, state, digest, repeat_key, bytes, chunks, is_forced, delivery, tries, due_at, rows_read, bytes_read, reason, message,
  touched_at, received_at, reading_since, finished_at)
values (?, ?, ?, ?, 'arriving', '', null, 0, 0, ?, 0, 0, 0, 0, 0, '', '', ?, ?, null, null)

-- name: add_chunk
insert into received_chunks (tenant_id, received_id, position, bytes) values (?, ?, ?, ?)

-- name: touch_arrival
update received_deliveries set touched_at = ? where tenant_id = ? and id = ? and state = 'arriving'

-- name: end_arrival
update received_deliveries set state = 'received', digest = ?, repeat_key = ?, bytes = ?, chunks = ?, received_at = ?
 where tenant_id = ? and id = ? and state = 'arriving'

-- One that was refused, or taken back since, may be tried again.
-- name: find_repeated
select r.id, case when r.state = 'refused' or d.state in ('leaving', 'taken_back') then 1 else 0 end
  from received_deliveries r
  left join deliveries d on d.tenant_id = r.tenant_id and d.number = r.delivery
 where r.tenant_id = ? and r.repeat_key = ? for update

-- name: give_up_repeat_key
update received_deliveries set repeat_key = null where tenant_id = ? and id = ?

-- name: count_open
select count(*) from received_deliveries where tenant_id = ? and state in ('arriving', 'received', 'reading')

-- name: find_received
select id, name, way, state, digest, bytes, chunks, is_forced, delivery, tries, rows_read, bytes_read, reason, message, received_at, reading_since, finished_at
  from received_deliveries where tenant_id = ? and id = ?

-- name: next_to_read
select id, due_at from received_deliveries where tenant_id = ? and state in ('received', 'reading') order by id limit 1

-- name: tenants_with_work
select distinct tenant_id from received_deliveries where state in ('received', 'reading') and due_at <= ?

-- name: begin_reading
update received_deliveries set state = 'reading', tries = tries + 1, rows_read = 0, bytes_read = 0, reading_since = ?
 where tenant_id = ? and id = ?

-- name: note_progress
update received_deliveries set rows_read = ?, bytes_read = ? where tenant_id = ? and id = ?

-- name: put_off
update received_deliveries set state = 'received', due_at = ?, reason = ?, message = ?, tries = tries - ?
 where tenant_id = ? and id = ? and state = 'reading'

-- name: settle
update received_deliveries set state = ?, delivery = ?, rows_read = ?, reason = ?, message = ?, finished_at = ?
 where tenant_id = ? and id = ? and state = 'reading'

-- name: chunk
select bytes from received_chunks where tenant_id = ? and received_id = ? and position = ?

-- The newest published one is kept, so that another version of the plugin can be tried on it.
-- name: newest_published
select id from received_deliveries where tenant_id = ? and state = 'published' and chunks > 0 order by delivery desc limit 1

-- name: with_bytes_to_drop
select id, chunks from received_deliveries
 where tenant_id = ? and id <> ? and chunks > 0 and state in ('published', 'unchanged', 'refused')

-- name: drop_chunks
delete from received_chunks where tenant_id = ? and received_id = ? and position >= ?

-- name: keep_chunks
update received_deliveries set chunks = ? where tenant_id = ? and id = ?

-- name: broken_off_arrivals
select tenant_id, id from received_deliveries where state = 'arriving' and touched_at < ?

-- Whoever still sends it hears so with the next bytes; its bytes are taken out afterwards.
-- name: give_up_arrival
update received_deliveries set state = 'given_up', touched_at = ? where tenant_id = ? and id = ? and state = 'arriving'

-- name: given_up_arrivals
select tenant_id, id from received_deliveries where state = 'given_up' and touched_at < ?

-- name: forget_arrival
delete from received_deliveries where tenant_id = ? and id = ? and state = 'given_up'

-- name: forget_old
delete from received_deliveries
 where tenant_id = ? and finished_at < ? and chunks = 0 and state in ('published', 'unchanged', 'refused')

-- name: highest_chunk
select position from received_chunks where tenant_id = ? and received_id = ? order by position desc limit 1
