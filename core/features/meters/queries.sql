-- Meters and their readings. Every delivered row counts only within the tenant's published number.

-- The customer as customers.find_customer tells it; beside each supply point its meters with their registers; beside each register
-- what was submitted, and, a row each, its readings. One statement, for the overview asks it for everybody who looks in, and each
-- costs MariaDB more than these rows. Left joins keep SQLite to this order, from the customer on. Nothing is ordered: MariaDB would
-- make a table for that. Meters and supply points of the past come along, because each condition costs MariaDB more than their rows.
-- name: meters_of_customer
select c.name, c.street, c.postal_code, c.town, s.number, s.service, s.street, s.postal_code, s.town, s.valid_to,
       m.id, m.number, m.medium, m.installed, m.removed, r.code, r.unit, r.digits, r.decimals,
       n.id, n.value, n.scale, n.read_on, n.submitted_at, n.consumption,
       d.read_on, d.value, d.scale, d.source, s.valid_from
  from customers c
  left join supply_points s on s.tenant_id = c.tenant_id and s.customer_number = c.number
       and s.added_in <= ? and (s.removed_in is null or s.removed_in > ?)
  left join meters m on m.tenant_id = s.tenant_id and m.supply_point = s.number
       and m.added_in <= ? and (m.removed_in is null or m.removed_in > ?)
  left join registers r on r.tenant_id = m.tenant_id and r.meter_number = m.number
       and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?)
  left join submitted_readings n on n.tenant_id = r.tenant_id and n.meter_number = r.meter_number and n.register_code = r.code
       and n.window_start = ? and n.current = 1 and n.customer_number = c.number
  left join readings d on d.tenant_id = r.tenant_id and d.meter_number = r.meter_number and d.register_code = r.code and d.read_on >= ?
       and d.added_in <= ? and (d.removed_in is null or d.removed_in > ?)
 where c.tenant_id = ? and c.number = ?
   and c.added_in <= ? and (c.removed_in is null or c.removed_in > ?)

-- The number of a meter by any id that it ever had: a delivery that touches the meter must not break an open form.
-- name: number_of_meter
select m.number
  from meters m
 where m.tenant_id = ? and m.id = ? and m.added_in <= ?
union
select f.number
  from former_ids f
 where f.tenant_id = ? and f.id = ? and f.customer_number = ''

-- name: current_submission
select id, value, scale, read_on, submitted_at, consumption
  from submitted_readings
 where tenant_id = ? and meter_number = ? and register_code = ? and customer_number = ? and window_start = ? and current = 1
   for update

-- name: supersede_submission
update submitted_readings set current = null where tenant_id = ? and id = ?

-- Held until the transaction ends: nobody else of the utility gets a number before.
-- name: lock_sequence
select last from reading_sequences where tenant_id = ? for update

-- name: begin_sequence
insert or ignore into reading_sequences (tenant_id, last) values (?, 0)

-- name: set_sequence
update reading_sequences set last = ? where tenant_id = ?

-- name: insert_submission
insert into submitted_readings (tenant_id, id, account_id, customer_number, supply_point, meter_number, register_code, value, scale, unit,
       consumption, unusual, read_on, window_start, current, submitted_at, exported_at, sequence, replaces, verdict, verdict_reason, verdict_at)
values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, 1, ?, null, ?, ?, '', '', null)

-- What the billing system said to the customer's reports on one meter.
-- name: verdicts_on_meter
select id, register_code, value, scale, read_on, verdict, verdict_reason
  from submitted_readings
 where tenant_id = ? and customer_number = ? and meter_number = ? and verdict <> '' and read_on >= ?

-- ---- what the billing system takes over (reported_readings) ---------------------------------------------------------------

-- name: last_sequence
select last from reading_sequences where tenant_id = ?

-- name: reported_since
select id, sequence, customer_number, supply_point, meter_number, register_code, read_on, value, scale, unit, consumption, unusual, window_start,
       submitted_at, replaces
  from submitted_readings
 where tenant_id = ? and sequence > ?
 order by sequence
 limit ?

-- name: reported_not_exported
select id, sequence, customer_number, supply_point, meter_number, register_code, read_on, value, scale, unit, consumption, unusual, window_start,
       submitted_at, replaces
  from submitted_readings
 where tenant_id = ? and exported_at is null and current = 1 and sequence > ?
 order by sequence
 limit ?

-- name: mark_exported
update submitted_readings set exported_at = ? where tenant_id = ? and id = ? and exported_at is null

-- ---- and what it says to them (readings_receipt) --------------------------------------------------------------------------

-- name: reading_to_judge
select customer_number, account_id, meter_number, value, scale, unit, read_on, window_start, current, verdict
  from submitted_readings
 where tenant_id = ? and id = ?
   for update

-- name: set_verdict
update submitted_readings set verdict = ?, verdict_reason = ?, verdict_at = ? where tenant_id = ? and id = ?

-- Who reported it, as long as he may see the customer.
-- name: reporter
select a.email, a.language
  from access x
  join accounts a on a.id = x.account_id
 where x.tenant_id = ? and x.customer_number = ? and x.account_id = ? and a.state = 'active'
