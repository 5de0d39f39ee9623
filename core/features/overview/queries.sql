-- What belongs to an account across all utilities.

-- Claims that are not proved yet, or wait for a holder.
-- name: open_claims
select tenant_id, needs from open_claims where account_id = ? order by tenant_id

-- Whom the account sees as somebody's guest and not as the one who claimed it.
-- name: guest_access
select tenant_id, customer_number from access where account_id = ? and holder is null
