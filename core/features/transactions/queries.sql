-- Movements, as published. The balance is always the sum of all of them: nothing is stored that could differ. The bill of a
-- movement is looked up a row shown, after the order: as a join MariaDB would look it up for all and sort afterwards.

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

-- How many and how much in all, and of those newer than a place in the list.
-- name: totals
select count(*), sum(x.amount),
       sum(case when x.booked > ? or (x.booked = ? and x.id > ?) then 1 else 0 end),
       sum(case when x.booked > ? or (x.booked = ? and x.id > ?) then x.amount else 0 end)
  from transactions x
 where x.tenant_id = ? and x.customer_number = ?
   and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)

-- All of them, for the balance, what is booked under each bill, and the newest few: one walk instead of three, in no order, and
-- answered by the index alone.
-- name: all_of_customer
select x.id, x.invoice_number, x.kind, x.booked, x.currency, x.amount
  from transactions x
 where x.tenant_id = ? and x.customer_number = ?
   and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
