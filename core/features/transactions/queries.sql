-- Movements, as published. Sums and counts come from account_years, which imports derive from all movements
-- (core/features/imports), so no page reads more than it shows and one year. The bill of a movement is looked up a row shown, after
-- the order: as a join MariaDB would look it up for all and sort afterwards.

-- name: list_older
select x.id, x.invoice_number, x.kind, x.booked, x.currency, x.amount,
       (select i.id
          from invoices i
         where i.tenant_id = x.tenant_id and i.number = x.invoice_number and i.customer_number = x.customer_number
           and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
         limit 1)
  from transactions x
 where x.tenant_id = ? and x.customer_number = ?
   and (x.booked < ? or (x.booked = ? and x.id < ?))
   and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
 order by x.booked desc, x.id desc
 limit ?

-- name: list_newer
select x.id, x.invoice_number, x.kind, x.booked, x.currency, x.amount,
       (select i.id
          from invoices i
         where i.tenant_id = x.tenant_id and i.number = x.invoice_number and i.customer_number = x.customer_number
           and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
         limit 1)
  from transactions x
 where x.tenant_id = ? and x.customer_number = ?
   and (x.booked > ? or (x.booked = ? and x.id > ?))
   and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
 order by x.booked, x.id
 limit ?

-- How much there is to the end of each year that is not before a place in the list. With the last one before it, for a place in a
-- year without rows.
-- name: years
select y.year, y.movements_before + y.movements, y.amount_before + y.amount
  from account_years y
 where y.tenant_id = ? and y.customer_number = ?
   and y.added_in <= ? and (y.removed_in is null or y.removed_in > ?)

-- What is newer than a place in the list within its year.
-- name: newer_in_year
select count(*), sum(x.amount)
  from transactions x
 where x.tenant_id = ? and x.customer_number = ? and x.booked between ? and ?
   and (x.booked > ? or x.id > ?)
   and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
