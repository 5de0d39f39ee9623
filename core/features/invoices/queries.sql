-- Bills and their lines; every row as published. What is still to pay comes from standing_rows, which imports derive from all
-- movements (core/features/imports): a bill that is not there is paid. A row of one that was replaced names the bill that took its place.

-- name: list_older
select i.id, i.number, i.kind, i.issued, i.currency, i.total, i.corrects, i.due, i.service_from, i.service_to, i.payable, c.rest,
       c.invoice_id, c.invoice_number
  from invoices i
  left join standing_rows c on c.tenant_id = i.tenant_id and c.customer_number = i.customer_number and c.object_id = i.id
       and c.added_in <= ? and (c.removed_in is null or c.removed_in > ?)
 where i.tenant_id = ? and i.customer_number = ? and i.issued between ? and ?
   and (i.issued < ? or (i.issued = ? and i.id < ?))
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 order by i.issued desc, i.id desc
 limit ?

-- name: list_newer
select i.id, i.number, i.kind, i.issued, i.currency, i.total, i.corrects, i.due, i.service_from, i.service_to, i.payable, c.rest,
       c.invoice_id, c.invoice_number
  from invoices i
  left join standing_rows c on c.tenant_id = i.tenant_id and c.customer_number = i.customer_number and c.object_id = i.id
       and c.added_in <= ? and (c.removed_in is null or c.removed_in > ?)
 where i.tenant_id = ? and i.customer_number = ? and i.issued between ? and ?
   and (i.issued > ? or (i.issued = ? and i.id > ?))
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 order by i.issued, i.id
 limit ?

-- The same with everything that a bill's head tells: for the customer's own file.
-- name: details_older
select i.id, i.number, i.kind, i.issued, i.currency, i.total, i.corrects, i.due, i.service_from, i.service_to, i.payable, c.rest,
       c.invoice_id, c.invoice_number, i.reference, i.supply_point, i.iban, i.purpose_code, i.net, i.vat, i.prepaid
  from invoices i
  left join standing_rows c on c.tenant_id = i.tenant_id and c.customer_number = i.customer_number and c.object_id = i.id
       and c.added_in <= ? and (c.removed_in is null or c.removed_in > ?)
 where i.tenant_id = ? and i.customer_number = ?
   and (i.issued < ? or (i.issued = ? and i.id < ?))
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 order by i.issued desc, i.id desc
 limit ?

-- How many there are in each year, and before it.
-- name: years
select y.year, y.bills, y.bills_before
  from account_years y
 where y.tenant_id = ? and y.customer_number = ?
   and y.added_in <= ? and (y.removed_in is null or y.removed_in > ?)

-- Those newer than a place in the list within its year.
-- name: newer_in_year
select count(*)
  from invoices i
 where i.tenant_id = ? and i.customer_number = ? and i.issued between ? and ?
   and (i.issued > ? or i.id > ?)
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)

-- By any id that the bill ever had: a delivery that corrects it must not break the link in a mail or a bookmark.
-- name: find
select i.id, i.number, i.kind, i.issued, i.currency, i.total, i.corrects, i.due, i.service_from, i.service_to, i.payable,
       c.rest, c.invoice_id, c.invoice_number, i.reference, i.supply_point, i.iban, i.purpose_code, i.net, i.vat, i.prepaid
  from (select number from invoices where tenant_id = ? and id = ? and customer_number = ? and added_in <= ?
        union
        select number from former_ids where tenant_id = ? and id = ? and customer_number = ?) a
  join invoices i on i.tenant_id = ? and i.number = a.number and i.customer_number = ?
       and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
  left join standing_rows c on c.tenant_id = i.tenant_id and c.customer_number = i.customer_number and c.object_id = i.id
       and c.added_in <= ? and (c.removed_in is null or c.removed_in > ?)

-- name: lines
select l.position, l.description, l.unit, l.supply_point, l.register_code, l.line_from, l.line_to, l.quantity, l.quantity_scale,
       l.unit_price, l.unit_price_scale, l.old_reading, l.old_reading_scale, l.new_reading, l.new_reading_scale, l.net
  from invoice_lines l
 where l.tenant_id = ? and l.invoice_number = ?
   and l.added_in <= ? and (l.removed_in is null or l.removed_in > ?)

-- name: original
select d.media_type, d.file_name, d.digest, d.size
  from documents d
 where d.tenant_id = ? and d.invoice_number = ?
   and d.added_in <= ? and (d.removed_in is null or d.removed_in > ?)

-- name: chunk
select bytes from document_chunks where tenant_id = ? and digest = ? and position = ?
