-- Bills, their lines, and what is booked against them; every row as published.

-- What the movements book under bills' numbers: payments, credits and other corrections, not a bill's own debit, a reminder's
-- fee or interest. Summed up by the store: grouping would make MariaDB build a table for each page.
-- name: settled
select x.invoice_number, x.amount
  from transactions x
 where x.tenant_id = ? and x.customer_number = ? and x.kind in ('payment', 'credit_note', 'other')
   and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)

-- name: corrections
select i.number, i.corrects
  from invoices i
 where i.tenant_id = ? and i.customer_number = ? and i.kind = 'credit_note' and i.corrects <> ''
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)

-- name: list_older
select i.id, i.number, i.kind, i.issued, i.currency, i.total, i.corrects, i.due, i.service_from, i.service_to, i.payable
  from invoices i
 where i.tenant_id = ? and i.customer_number = ? and i.issued between ? and ?
   and (i.issued < ? or (i.issued = ? and i.id < ?))
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 order by i.issued desc, i.id desc
 limit ?

-- name: list_newer
select i.id, i.number, i.kind, i.issued, i.currency, i.total, i.corrects, i.due, i.service_from, i.service_to, i.payable
  from invoices i
 where i.tenant_id = ? and i.customer_number = ? and i.issued between ? and ?
   and (i.issued > ? or (i.issued = ? and i.id > ?))
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 order by i.issued, i.id
 limit ?

-- How many there are, and how many of them stand before a place in the list.
-- name: count
select count(*), sum(case when i.issued > ? or (i.issued = ? and i.id > ?) then 1 else 0 end)
  from invoices i
 where i.tenant_id = ? and i.customer_number = ? and i.issued between ? and ?
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)

-- name: span
select min(i.issued), max(i.issued)
  from invoices i
 where i.tenant_id = ? and i.customer_number = ?
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)

-- By any id that the bill ever had: a delivery that corrects it must not break the link in a mail or a bookmark.
-- name: find
select i.id, i.number, i.kind, i.issued, i.currency, i.total, i.corrects, i.due, i.service_from, i.service_to, i.payable,
       i.reference, i.supply_point, i.iban, i.purpose_code, i.net, i.vat, i.prepaid
  from invoices a
  join invoices i on i.tenant_id = a.tenant_id and i.number = a.number and i.customer_number = a.customer_number
       and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 where a.tenant_id = ? and a.id = ? and a.customer_number = ? and a.added_in <= ?

-- name: lines
select l.position, l.description, l.unit, l.supply_point, l.register_code, l.line_from, l.line_to, l.quantity, l.quantity_scale,
       l.unit_price, l.unit_price_scale, l.old_reading, l.old_reading_scale, l.new_reading, l.new_reading_scale, l.net
  from invoice_lines l
 where l.tenant_id = ? and l.invoice_number = ?
   and l.added_in <= ? and (l.removed_in is null or l.removed_in > ?)

-- All of them, for how the customer stands: in no order, which would make MariaDB build a table.
-- name: all_of_customer
select i.id, i.number, i.kind, i.issued, i.currency, i.total, i.corrects, i.due, i.service_from, i.service_to, i.payable
  from invoices i
 where i.tenant_id = ? and i.customer_number = ?
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
