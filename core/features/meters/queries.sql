-- Meters and their readings. Every delivered row counts only within the tenant's published number.

-- "cross join" keeps SQLite to this order, from the customer's few supply points on; left to itself it begins with all readings
-- of the utility (100 times slower). For MariaDB, which chooses well, it means "join". Nothing is ordered here: MariaDB would
-- make a table for it, which costs more than the rest.
-- name: meters_of_customer
select m.id, m.number, m.supply_point, m.medium, s.street, s.postal_code, s.town, r.code, r.unit, r.digits, r.decimals,
       n.id, n.value, n.scale, n.read_on, n.submitted_at, n.consumption
  from supply_points s
  cross join tenants t on t.id = s.tenant_id
  cross join meters m on m.tenant_id = s.tenant_id and m.supply_point = s.number
       and m.added_in <= t.published and (m.removed_in is null or m.removed_in > t.published)
  cross join registers r on r.tenant_id = s.tenant_id and r.meter_number = m.number
       and r.added_in <= t.published and (r.removed_in is null or r.removed_in > t.published)
  left join submitted_readings n on n.tenant_id = s.tenant_id and n.meter_number = m.number and n.register_code = r.code
       and n.window_start = ? and n.current = 1 and n.customer_number = s.customer_number
 where s.tenant_id = ? and s.customer_number = ?
   and s.added_in <= t.published and (s.removed_in is null or s.removed_in > t.published)
   and (s.valid_to = 0 or s.valid_to >= ?)
   and (m.removed = 0 or m.removed > ?)

-- Of meters that meters_of_customer found to be the customer's: by their numbers it takes half as long as by the customer.
-- name: readings_of_meters
select d.meter_number, d.register_code, d.read_on, d.value, d.scale, d.source
  from readings d
  join tenants t on t.id = d.tenant_id
 where d.tenant_id = ? and d.meter_number in (?, ?, ?, ?) and d.read_on >= ?
   and d.added_in <= t.published and (d.removed_in is null or d.removed_in > t.published)

-- The number of a meter by any id that it ever had: a delivery that touches the meter must not break an open form.
-- name: number_of_meter
select m.number
  from meters m
  join tenants t on t.id = m.tenant_id
 where m.tenant_id = ? and m.id = ? and m.added_in <= t.published

-- name: current_submission
select id, value, scale, read_on, submitted_at, consumption
  from submitted_readings
 where tenant_id = ? and meter_number = ? and register_code = ? and window_start = ? and current = 1
   for update

-- name: supersede_submission
update submitted_readings set current = null where tenant_id = ? and id = ?

-- name: insert_submission
insert into submitted_readings (tenant_id, id, account_id, customer_number, supply_point, meter_number, register_code, value, scale, unit,
       consumption, unusual, read_on, window_start, current, submitted_at, exported_at)
values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, 1, ?, null)

-- ---- what the billing system takes over (readings_export) -----------------------------------------------------------------

-- name: readings_to_export
select id, customer_number, supply_point, meter_number, register_code, read_on, value, scale, unit, consumption, unusual, window_start, submitted_at
  from submitted_readings
 where tenant_id = ? and exported_at is null and current = 1 and id > ?
 order by id
 limit 500

-- name: mark_exported
update submitted_readings set exported_at = ? where tenant_id = ? and id = ? and exported_at is null
