-- Claims, letters, handovers and registrations. What a utility delivered counts as published: p = tenants.published,
-- added_in <= p and (removed_in is null or removed_in > p).

-- ---- what proves a claim -------------------------------------------------------------------------------------------------

-- Reminders and credit notes carry no code and must not push a bill out of the newest two.
-- name: newest_bills
select b.invoice_number, b.reference, b.code_hash, b.currency, b.total, b.issued
  from bill_proofs b
  join tenants t on t.id = b.tenant_id
 where b.tenant_id = ? and b.customer_number = ? and b.code_hash <> ''
   and b.added_in <= t.published and (b.removed_in is null or b.removed_in > t.published)
 order by b.issued desc, b.invoice_number desc
 limit 2

-- name: customer_of_bill
select b.customer_number
  from bill_proofs b
  join tenants t on t.id = b.tenant_id
 where b.tenant_id = ? and b.reference = ?
   and b.added_in <= t.published and (b.removed_in is null or b.removed_in > t.published)
 order by b.issued desc, b.invoice_number desc
 limit 1

-- name: email_key_on_record
select c.email_key
  from customers c
  join tenants t on t.id = c.tenant_id
 where c.tenant_id = ? and c.number = ?
   and c.added_in <= t.published and (c.removed_in is null or c.removed_in > t.published)
 limit 1

-- Reads a tenant's recent bills one by one: only asked when code and total are right.
-- name: bills_like
select coalesce(sum(case when b.total = ? then 1 else 0 end), 0), count(*)
  from bill_proofs b
  join tenants t on t.id = b.tenant_id
 where b.tenant_id = ? and b.issued >= ?
   and b.added_in <= t.published and (b.removed_in is null or b.removed_in > t.published)

-- ---- tries: a row each, committed before it is judged --------------------------------------------------------------------
-- outcome: counted (not judged yet, or whoever judged it died), wrong, right, forgiven (was wrong; its mailbox got it right
-- later), asked (not judged: more was asked for), letter (a letter's code that did not fit).

-- name: add_try
insert into claim_tries (tenant_id, id, customer_number, mailbox_key, address_block, bill_epoch, outcome, happened_at)
values (?, ?, ?, ?, ?, ?, 'counted', ?)

-- Tries of one tenant are judged one after the other, so each sees what became of those before it.
-- name: take_turn
select published from tenants where id = ? for update

-- name: settle_try
update claim_tries set outcome = ? where tenant_id = ? and id = ?

-- name: forgive
update claim_tries set outcome = 'forgiven'
 where tenant_id = ? and customer_number = ? and mailbox_key = ? and outcome = 'wrong'

-- Failures are the wrong tries, those that nobody came to judge for a while, and the one to be judged (its id).
-- name: count_of_customer
select count(*), coalesce(sum(case when mailbox_key = ? then 1 else 0 end), 0)
  from claim_tries
 where tenant_id = ? and customer_number = ? and bill_epoch = ?
   and (outcome = 'wrong' or (outcome = 'counted' and (happened_at < ? or id = ?)))

-- name: count_of_tenant
select count(*),
       coalesce(sum(case when happened_at > ? then 1 else 0 end), 0),
       coalesce(sum(case when happened_at > ? and mailbox_key = ? then 1 else 0 end), 0),
       coalesce(sum(case when happened_at > ? and address_block = ? then 1 else 0 end), 0)
  from claim_tries
 where tenant_id = ? and happened_at > ?
   and (outcome = 'wrong' or (outcome = 'counted' and (happened_at < ? or id = ?)))

-- name: count_letters
select count(*) from claim_tries
 where tenant_id = ? and mailbox_key = ? and happened_at > ?
   and (outcome = 'letter' or id = ?)

-- name: remove_old_tries
delete from claim_tries where tenant_id = ? and happened_at < ?

-- ---- who sees a customer -------------------------------------------------------------------------------------------------

-- Does nothing when somebody holds the customer, and when this account sees it already.
-- name: take
insert or ignore into access (tenant_id, customer_number, account_id, holder, since) values (?, ?, ?, 1, ?)

-- name: let_in
insert or ignore into access (tenant_id, customer_number, account_id, holder, since) values (?, ?, ?, null, ?)

-- A locking read: what another node committed a moment ago has to be seen.
-- name: holder
select account_id from access where tenant_id = ? and customer_number = ? and holder = 1 for update

-- name: sees
select 1 from access where tenant_id = ? and customer_number = ? and account_id = ? for update

-- ---- claims that are not proved yet --------------------------------------------------------------------------------------

-- name: open_claim
insert into open_claims (tenant_id, id, account_id, reference, needs, created_at) values (?, ?, ?, ?, ?, ?)
on conflict (tenant_id, account_id) do update set reference = excluded.reference, needs = excluded.needs, created_at = excluded.created_at

-- name: close_claim
delete from open_claims where tenant_id = ? and account_id = ?

-- The holder decided; what its owner may meanwhile have begun with another bill stays.
-- name: close_waiting_claim
delete from open_claims where tenant_id = ? and account_id = ? and needs = 'holder'

-- Who waits for a holder that goes may prove the bill again, and becomes the holder.
-- name: free_who_waits_for
update open_claims set needs = 'pair'
 where tenant_id = ? and needs = 'holder'
   and account_id in (select h.account_id
                        from handovers h
                        join access x on x.tenant_id = h.tenant_id and x.customer_number = h.customer_number
                       where h.tenant_id = ? and h.decided_at is null and x.account_id = ? and x.holder = 1)

-- name: remove_access_of_account
delete from access where tenant_id = ? and account_id = ?

-- name: remove_handovers_of_account
delete from handovers where tenant_id = ? and account_id = ?

-- name: find_open_claim
select reference, needs from open_claims where tenant_id = ? and account_id = ?

-- ---- codes out of letters ------------------------------------------------------------------------------------------------

-- name: add_letter
insert into claim_letters (tenant_id, id, customer_number, code_hash, created_at, expires_at, used_at) values (?, ?, ?, ?, ?, ?, null)

-- A new letter replaces older ones.
-- name: end_letters
update claim_letters set used_at = ? where tenant_id = ? and customer_number = ? and used_at is null

-- name: use_letter
update claim_letters set used_at = ?
 where tenant_id = ? and customer_number = ? and code_hash = ? and used_at is null and expires_at > ?

-- ---- handovers: the holder is asked --------------------------------------------------------------------------------------

-- name: add_handover
insert into handovers (tenant_id, id, customer_number, account_id, token_hash, created_at, expires_at, decided_at, decision)
values (?, ?, ?, ?, ?, ?, ?, null, '')

-- name: count_handovers
select count(*) from handovers where tenant_id = ? and customer_number = ? and account_id = ? and created_at > ?

-- name: find_handover
select id, customer_number, account_id, expires_at, decision from handovers where tenant_id = ? and token_hash = ?

-- name: decide_handover
update handovers set decision = ?, decided_at = ? where tenant_id = ? and id = ? and decided_at is null

-- ---- registrations: the platform's rows, found by a random token or by the browser that registered --------------------------

-- name: add_registration
insert into registrations (id, token_hash, browser_hash, tenant_id, email, email_key, password_hash, language, reference, code_sealed,
    terms_version, terms_accepted_at, state, mails, mailed_at, created_at, expires_at)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?)

-- name: find_registration
select id, tenant_id, email, password_hash, language, reference, code_sealed, terms_version, terms_accepted_at, browser_hash, state, expires_at
  from registrations
 where token_hash = ?

-- name: newest_registration_of_browser
select id, tenant_id, email, password_hash, language, reference, code_sealed, terms_version, terms_accepted_at, browser_hash, state, expires_at
  from registrations
 where browser_hash = ?
 order by created_at desc, id desc
 limit 1

-- name: registration_mails_since
select coalesce(sum(mails), 0) from registrations where email_key = ? and created_at > ?

-- name: note_registration_mail
update registrations set mails = mails + 1, mailed_at = ? where id = ?

-- name: confirm_registration
update registrations set state = 'confirmed', code_sealed = ? where id = ? and state = 'waiting'

-- name: supersede_registrations
update registrations set state = 'superseded', code_sealed = ? where email_key = ? and state = 'waiting'

-- name: remove_expired_registrations
delete from registrations where expires_at < ?
