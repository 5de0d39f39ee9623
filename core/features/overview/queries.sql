-- What belongs to an account across all utilities.

-- Claims that are not proved yet, or wait for a holder.
-- name: open_claims
select tenant_id, needs from open_claims where account_id = ? order by tenant_id

-- Whom the account sees as somebody's guest and not as the one who claimed it.
-- name: guest_access
select tenant_id, customer_number from access where account_id = ? and holder is null

-- All bills and all movements of a customer, in no order. One statement for both, because each costs MariaDB as much as fifty of these
-- rows; bills begin with the columns of invoices.list_older, movements with those of transactions.list_older.
-- name: bills_and_movements
select i.id, i.number, i.kind, i.issued, i.currency, i.total, i.corrects, i.due, i.service_from, i.service_to, i.payable, 1
  from invoices i
 where i.tenant_id = ? and i.customer_number = ?
   and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
union all
select x.id, x.invoice_number, x.kind, x.booked, x.currency, x.amount, '', 0, 0, 0, 0, 0
  from transactions x
 where x.tenant_id = ? and x.customer_number = ?
   and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
