-- Bills that payments may mean, and payments that are known already; every row as published.

-- What is open of a bill is its rest as imports derived it (standing_rows): a bill that is not there is paid. One that another bill took
-- the place of asks for nothing: with it comes the number of the other one, which is meant now. Open ones come first, for one
-- reference may name all the bills that a customer ever had.
-- name: bills_of_reference
select i.number, i.customer_number, c.name, i.reference, coalesce(r.rest, 0), i.issued, case when r.what = 'replaced' then r.invoice_number else '' end
  from invoices i
  join tenants t on t.id = i.tenant_id
  join customers c on c.tenant_id = i.tenant_id and c.number = i.customer_number
       and c.added_in <= t.published and (c.removed_in is null or c.removed_in > t.published)
  left join standing_rows r on r.tenant_id = i.tenant_id and r.customer_number = i.customer_number and r.object_id = i.id and r.what in ('bill', 'replaced')
       and r.added_in <= t.published and (r.removed_in is null or r.removed_in > t.published)
 where i.tenant_id = ? and i.reference = ? and i.kind <> 'credit_note'
   and i.added_in <= t.published and (i.removed_in is null or i.removed_in > t.published)
 order by case when r.rest > 0 then 0 else 1 end, i.issued desc, i.id desc
 limit 200

-- name: bill_of_number
select i.number, i.customer_number, c.name, i.reference, coalesce(r.rest, 0), i.issued, case when r.what = 'replaced' then r.invoice_number else '' end, i.kind
  from invoices i
  join tenants t on t.id = i.tenant_id
  join customers c on c.tenant_id = i.tenant_id and c.number = i.customer_number
       and c.added_in <= t.published and (c.removed_in is null or c.removed_in > t.published)
  left join standing_rows r on r.tenant_id = i.tenant_id and r.customer_number = i.customer_number and r.object_id = i.id and r.what in ('bill', 'replaced')
       and r.added_in <= t.published and (r.removed_in is null or r.removed_in > t.published)
 where i.tenant_id = ? and i.number = ?
   and i.added_in <= t.published and (i.removed_in is null or i.removed_in > t.published)
 limit 1

-- By what is still open of them. One walk over a utility's open bills for many amounts: an index by amount would cost every import of bills, for the few payments
-- that name no bill.
-- name: bills_of_amounts
select i.number, i.customer_number, c.name, i.reference, r.rest, i.issued, r.id
  from standing_rows r
  join tenants t on t.id = r.tenant_id
  join invoices i on i.tenant_id = r.tenant_id and i.id = r.object_id
  join customers c on c.tenant_id = i.tenant_id and c.number = i.customer_number
       and c.added_in <= t.published and (c.removed_in is null or c.removed_in > t.published)
 where r.tenant_id = ? and r.id > ? and r.what = 'bill' and r.kind <> 'credit_note'
   and r.added_in <= t.published and (r.removed_in is null or r.removed_in > t.published)
   and r.rest in (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                  ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                  ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                  ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                  ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
 order by r.id
 limit 1000

-- name: payment_of_id
select p.external_id, p.outcome, p.reason, p.shares, p.statement, p.account, p.booked, p.currency, p.amount, p.end_to_end_id, p.payer, p.payer_account,
       p.payment_references, p.payment_text, p.undoes
  from bank_payments p
  join tenants t on t.id = p.tenant_id
 where p.tenant_id = ? and p.external_id = ? and p.added_in <= t.published and (p.removed_in is null or p.removed_in > t.published)

-- What may have gone back: booked payments that nothing has undone yet.
-- name: paid_under_name
select p.external_id, p.outcome, p.reason, p.shares, p.statement, p.account, p.booked, p.currency, p.amount, p.end_to_end_id, p.payer, p.payer_account,
       p.payment_references, p.payment_text, p.undoes
  from bank_payments p
  join tenants t on t.id = p.tenant_id
 where p.tenant_id = ? and p.end_to_end_id = ? and p.amount = ? and p.account = ? and p.outcome in ('matched', 'assigned')
   and p.added_in <= t.published and (p.removed_in is null or p.removed_in > t.published)
   and not exists (select 1
                     from bank_payments r
                    where r.tenant_id = p.tenant_id and r.undoes = p.external_id and r.added_in <= t.published
                      and (r.removed_in is null or r.removed_in > t.published))
 order by p.booked desc, p.id desc
 limit 50

-- name: paid_from_account
select p.external_id, p.outcome, p.reason, p.shares, p.statement, p.account, p.booked, p.currency, p.amount, p.end_to_end_id, p.payer, p.payer_account,
       p.payment_references, p.payment_text, p.undoes
  from bank_payments p
  join tenants t on t.id = p.tenant_id
 where p.tenant_id = ? and p.payer_account = ? and p.amount = ? and p.account = ? and p.outcome in ('matched', 'assigned')
   and p.added_in <= t.published and (p.removed_in is null or p.removed_in > t.published)
   and not exists (select 1
                     from bank_payments r
                    where r.tenant_id = p.tenant_id and r.undoes = p.external_id and r.added_in <= t.published
                      and (r.removed_in is null or r.removed_in > t.published))
 order by p.booked desc, p.id desc
 limit 50

-- The movements of a payment have its id and a number behind a dot. The bill may have taken the place of the one that was paid, under that one's reference.
-- name: paid_for_bill
select p.external_id, p.outcome, p.reason, p.shares, p.statement, p.account, p.booked, p.currency, p.amount, p.end_to_end_id, p.payer, p.payer_account,
       p.payment_references, p.payment_text, p.undoes
  from transactions x
  join tenants t on t.id = x.tenant_id
  join bank_payments p on p.tenant_id = x.tenant_id and p.external_id = substr(x.external_id, 1, instr(x.external_id, '.') - 1)
 where x.tenant_id = ? and x.customer_number = ? and (x.invoice_number = ? or x.reference = ?) and x.kind = 'payment' and x.external_id like 'bank:%'
   and x.added_in <= t.published and (x.removed_in is null or x.removed_in > t.published)
   and p.amount = ? and p.account = ? and p.outcome in ('matched', 'assigned')
   and p.added_in <= t.published and (p.removed_in is null or p.removed_in > t.published)
   and not exists (select 1
                     from bank_payments r
                    where r.tenant_id = p.tenant_id and r.undoes = p.external_id and r.added_in <= t.published
                      and (r.removed_in is null or r.removed_in > t.published))
 order by p.booked desc, p.id desc
 limit 50

-- name: share
select x.invoice_number, x.customer_number, x.reference, x.amount
  from transactions x
  join tenants t on t.id = x.tenant_id
 where x.tenant_id = ? and x.external_id = ? and x.added_in <= t.published and (x.removed_in is null or x.removed_in > t.published)

-- name: list_payments
select p.external_id, p.outcome, p.reason, p.shares, p.statement, p.account, p.booked, p.currency, p.amount, p.end_to_end_id, p.payer, p.payer_account,
       p.payment_references, p.payment_text, p.undoes, p.id
  from bank_payments p
  join tenants t on t.id = p.tenant_id
 where p.tenant_id = ? and p.id > ? and p.added_in <= t.published and (p.removed_in is null or p.removed_in > t.published)
 order by p.id
 limit 1000

-- name: list_unmatched
select p.external_id, p.outcome, p.reason, p.shares, p.statement, p.account, p.booked, p.currency, p.amount, p.end_to_end_id, p.payer, p.payer_account,
       p.payment_references, p.payment_text, p.undoes, p.id
  from bank_payments p
  join tenants t on t.id = p.tenant_id
 where p.tenant_id = ? and p.outcome = 'unmatched' and p.added_in <= t.published and (p.removed_in is null or p.removed_in > t.published)
   and (p.booked > ? or (p.booked = ? and p.id > ?))
 order by p.booked, p.id
 limit 1000
