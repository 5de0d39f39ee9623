-- Statements of single tables; those that every table of imported facts needs are made in tables.cpp.

-- name: tenant_numbers
select published, last_delivery from tenants where id = ? for update

-- name: published_number
select published from tenants where id = ?

-- name: give_number
update tenants set last_delivery = ? where id = ?

-- name: publish
update tenants set published = ? where id = ? and published = ?

-- name: begin_delivery
insert into deliveries (tenant_id, number, file_name, digest, delivery_id, is_full, state, rows_read, rows_added, rows_changed, rows_removed, problems, message, first_id, started_at, finished_at)
values (?, ?, ?, ?, '', 0, 'reading', 0, 0, 0, 0, 0, '', ?, ?, null)

-- name: finish_delivery
update deliveries
   set state = ?, delivery_id = ?, is_full = ?, rows_read = ?, rows_added = ?, rows_changed = ?, rows_removed = ?, problems = ?, message = ?, finished_at = ?
 where tenant_id = ? and number = ? and state = 'reading'

-- name: forget_delivery
delete from deliveries where tenant_id = ? and number = ? and state = 'reading'

-- name: add_problem
insert into delivery_problems (tenant_id, delivery, position, file, line, reason, field, detail) values (?, ?, ?, ?, ?, ?, ?, ?)

-- name: unfinished_deliveries
select number, first_id from deliveries where tenant_id = ? and state = 'reading' order by number

-- name: same_content
select number from deliveries
 where tenant_id = ? and digest = ? and problems = 0 and state in ('published', 'unchanged') and number >= ?
 order by number desc limit 1

-- name: bills_that_do_not_add_up
select i.id, i.number from invoices i
 where i.tenant_id = ? and i.id >= ? and i.removed_in is null
   and i.net <> (select sum(l.net) from invoice_lines l where l.tenant_id = i.tenant_id and l.invoice_number = i.number and l.removed_in is null)
 order by i.id limit 1000

-- name: bills_of_new_lines_that_do_not_add_up
select distinct i.id, i.number from invoice_lines n
  join invoices i on i.tenant_id = n.tenant_id and i.number = n.invoice_number and i.removed_in is null
 where n.tenant_id = ? and n.id >= ? and n.removed_in is null
   and i.net <> (select sum(l.net) from invoice_lines l where l.tenant_id = i.tenant_id and l.invoice_number = i.number and l.removed_in is null)
 order by i.id limit 1000

-- name: lines_of_bill
select id, position, added_in, removed_in from invoice_lines where tenant_id = ? and invoice_number = ? and (removed_in is null or removed_in = ?)

-- name: list_deliveries
select number, file_name, digest, delivery_id, is_full, state, rows_read, rows_added, rows_changed, rows_removed, problems, message, started_at, finished_at
  from deliveries where tenant_id = ? order by number desc limit ?

-- name: find_delivery
select number, file_name, digest, delivery_id, is_full, state, rows_read, rows_added, rows_changed, rows_removed, problems, message, started_at, finished_at
  from deliveries where tenant_id = ? and number = ?

-- name: problems_of_delivery
select file, line, reason, field, detail from delivery_problems where tenant_id = ? and delivery = ? order by position

-- name: newest_published_bills
select i.number, i.reference, i.customer_number from invoices i join tenants t on t.id = i.tenant_id
 where i.tenant_id = ? and i.added_in <= t.published and (i.removed_in is null or i.removed_in > t.published) and i.reference <> ''
 order by i.id desc limit ?
