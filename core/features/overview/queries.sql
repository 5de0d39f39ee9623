-- What belongs to an account across all utilities.

-- Claims that are not proved yet, or wait for a holder.
-- name: open_claims
select tenant_id, needs from open_claims where account_id = ? order by tenant_id

-- Whom the account sees as somebody's guest and not as the one who claimed it.
-- name: guest_access
select tenant_id, customer_number from access where account_id = ? and holder is null

-- How one customer's account stands, as imports derived it. In no order: MariaDB would make a table for that.
-- name: standing
select r.what, r.object_id, r.invoice_id, r.invoice_number, r.kind, r.day, r.due, r.service_from, r.service_to, r.amount, r.payable, r.rest, r.balance
  from standing_rows r
 where r.tenant_id = ? and r.customer_number = ?
   and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?)
