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
insert into deliveries (tenant_id, number, file_name, digest, delivery_id, is_full, state, rows_read, percent_read, rows_added, rows_changed, rows_removed, problems, message, first_id, started_at, finished_at)
values (?, ?, ?, ?, '', 0, 'reading', 0, 0, 0, 0, 0, 0, '', ?, ?, null)

-- name: finish_delivery
update deliveries
   set state = ?, delivery_id = ?, is_full = ?, rows_read = ?, rows_added = ?, rows_changed = ?, rows_removed = ?, problems = ?, message = ?, finished_at = ?
 where tenant_id = ? and number = ? and state = 'reading'

-- name: note_progress
update deliveries set rows_read = ?, percent_read = ? where tenant_id = ? and number = ? and state = 'reading'

-- name: forget_delivery
delete from deliveries where tenant_id = ? and number = ? and state = 'reading'

-- name: add_problem
insert into delivery_problems (tenant_id, delivery, position, file, line, reason, field, detail) values (?, ?, ?, ?, ?, ?, ?, ?)

-- name: unfinished_deliveries
select number, first_id, state from deliveries where tenant_id = ? and state in ('reading', 'leaving') order by number

-- name: end_dead_delivery
update deliveries set state = ?, message = ?, finished_at = ? where tenant_id = ? and number = ?

-- name: first_id_of_delivery
select first_id from deliveries where tenant_id = ? and number = ?

-- Those that said what a delivery says that is being taken back: their bytes are news again.
-- name: forget_repetitions
update deliveries set state = 'failed', message = ? where tenant_id = ? and number > ? and state = 'unchanged'

-- name: delivery_before
select max(number) from deliveries where tenant_id = ? and state = 'published' and number < ?

-- name: published_after
select number from deliveries where tenant_id = ? and state = 'published' and number > ? order by number

-- name: cleaned_to
select cleaned_to from tenants where id = ?

-- name: note_cleaned
update tenants set cleaned_to = ? where id = ? and cleaned_to < ?

-- name: superseded_to_clean
select delivery, id from superseded_rows where tenant_id = ? and delivery <= ? and table_number = ? order by delivery, id limit 1000

-- name: state_of_delivery
update deliveries set state = ?, message = ? where tenant_id = ? and number = ? and state = ?

-- Registered customers who are in the billing data only since a delivery.
-- name: customers_only_since
select count(distinct a.customer_number)
  from access a
 where a.tenant_id = ?
   and exists (select 1 from customers c where c.tenant_id = a.tenant_id and c.number = a.customer_number and c.added_in = ? and c.removed_in is null)
   and not exists (select 1 from customers c where c.tenant_id = a.tenant_id and c.number = a.customer_number and c.removed_in = ?)

-- Everybody whose sums may be wrong: those whom the delivery leaves, and those whom it removes.
-- name: customers_after
select distinct number from customers
 where tenant_id = ? and number > ? and (removed_in is null or removed_in = ?)
 order by number limit 100

-- name: superseded_page
select id from superseded_rows where tenant_id = ? and delivery = ? and table_number = ? and id >= ? order by id limit 1000

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

-- name: kind_of_bill
select kind from invoices where tenant_id = ? and id = ?

-- Movements that charge, or credit, what a bill of theirs says.
-- name: charges_page
select id, external_id, invoice_number, kind
  from transactions
 where tenant_id = ? and id > ? and removed_in is null and invoice_number <> '' and kind in ('invoice', 'credit_note', 'reminder')
 order by id limit 1000

-- name: lines_of_bill
select id, position, added_in, removed_in from invoice_lines where tenant_id = ? and invoice_number = ? and (removed_in is null or removed_in = ?)

-- The day on which the newest published delivery was made. One that was taken back is no longer published.
-- name: newest_created
select max(created) from deliveries where tenant_id = ? and state = 'published'

-- name: published_before
select d.number from deliveries d join tenants t on t.id = d.tenant_id
 where d.tenant_id = ? and d.digest = ? and d.state = 'published' and d.number < t.published
 order by d.number desc limit 1

-- Taken back or not.
-- name: published_since
select number from deliveries
 where tenant_id = ? and digest = ? and started_at >= ? and state in ('published', 'leaving', 'taken_back')
 order by number desc limit 1

-- name: note_created
update deliveries set created = ? where tenant_id = ? and number = ?

-- name: add_chunk
insert or ignore into document_chunks (tenant_id, digest, position, bytes) values (?, ?, ?, ?)

-- name: find_chunks
select position from document_chunks where tenant_id = ? and digest = ? limit 1

-- name: name_chunks
update document_chunks set digest = ? where tenant_id = ? and digest = ?

-- name: drop_chunks
delete from document_chunks where tenant_id = ? and digest = ?

-- name: drop_unneeded_chunks
delete from document_chunks
 where tenant_id = ? and digest = ? and not exists (select 1 from documents d where d.tenant_id = ? and d.digest = ?)

-- Documents of bills that a delivery has made anew.
-- name: documents_of_new_bills
select i.id, d.id from invoices i
  join documents d on d.tenant_id = i.tenant_id and d.invoice_number = i.number and d.removed_in is null and d.added_in < ?
 where i.tenant_id = ? and i.id >= ? and i.removed_in is null
 order by i.id limit 1000

-- name: document_of_bill
select id, '', added_in, removed_in from documents where tenant_id = ? and invoice_number = ? and (removed_in is null or removed_in = ?)

-- name: list_deliveries
select number, file_name, digest, delivery_id, is_full, state, rows_read, rows_added, rows_changed, rows_removed, problems, message, started_at, finished_at,
       percent_read
  from deliveries where tenant_id = ? order by number desc limit ?

-- name: find_delivery
select number, file_name, digest, delivery_id, is_full, state, rows_read, rows_added, rows_changed, rows_removed, problems, message, started_at, finished_at,
       percent_read
  from deliveries where tenant_id = ? and number = ?

-- name: problems_of_delivery
select file, line, reason, field, detail from delivery_problems where tenant_id = ? and delivery = ? order by position

-- name: newest_published_bills
select i.number, i.reference, i.customer_number from invoices i join tenants t on t.id = i.tenant_id
 where i.tenant_id = ? and i.added_in <= t.published and (i.removed_in is null or i.removed_in > t.published) and i.reference <> ''
 order by i.id desc limit ?

-- ---- portalctl audit ledger: everything that imports derive, derived again from the rows themselves, by these statements and nothing
-- ---- that the imports use. Each gives the customer, what it is about, what is stored and what the rows say.

-- name: audit_movements_of_years
select s.customer_number, cast(s.first_day as char), coalesce(y.amount, 0), s.amount
  from (select x.customer_number as customer_number, x.booked - x.booked % 10000 as first_day, count(*) as movements, sum(x.amount) as amount
          from transactions x
         where x.tenant_id = ? and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
         group by x.customer_number, x.booked - x.booked % 10000) s
  left join account_years y on y.tenant_id = ? and y.customer_number = s.customer_number and y.year * 10000 = s.first_day
       and y.added_in <= ? and (y.removed_in is null or y.removed_in > ?)
 where y.id is null or y.movements <> s.movements or y.amount <> s.amount
 limit 1000

-- name: audit_bills_of_years
select s.customer_number, cast(s.first_day as char), coalesce(y.bills, 0), s.bills
  from (select i.customer_number as customer_number, i.issued - i.issued % 10000 as first_day, count(*) as bills
          from invoices i
         where i.tenant_id = ? and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
         group by i.customer_number, i.issued - i.issued % 10000) s
  left join account_years y on y.tenant_id = ? and y.customer_number = s.customer_number and y.year * 10000 = s.first_day
       and y.added_in <= ? and (y.removed_in is null or y.removed_in > ?)
 where y.id is null or y.bills <> s.bills
 limit 1000

-- Years that nothing was booked or billed in.
-- name: audit_empty_years
select y.customer_number, cast(y.year as char), y.amount, 0
  from account_years y
 where y.tenant_id = ? and y.added_in <= ? and (y.removed_in is null or y.removed_in > ?)
   and (y.movements <> 0 or y.amount <> 0 or y.bills = 0)
   and not exists (select 1 from transactions x
                    where x.tenant_id = y.tenant_id and x.customer_number = y.customer_number and x.booked between y.year * 10000 and y.year * 10000 + 1231
                      and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?))
 limit 1000

-- name: audit_years_before
select y.customer_number, cast(y.year as char), y.amount_before, s.amount
  from account_years y
  join (select z.id as id, coalesce(sum(b.amount), 0) as amount, coalesce(sum(b.movements), 0) as movements, coalesce(sum(b.bills), 0) as bills
          from account_years z
          left join account_years b on b.tenant_id = z.tenant_id and b.customer_number = z.customer_number and b.year < z.year
               and b.added_in <= ? and (b.removed_in is null or b.removed_in > ?)
         where z.tenant_id = ? and z.added_in <= ? and (z.removed_in is null or z.removed_in > ?)
         group by z.id) s on s.id = y.id
 where y.tenant_id = ?
   and (y.amount_before <> s.amount or y.movements_before <> s.movements or y.bills_before <> s.bills)
 limit 1000

-- name: audit_balances
select s.customer_number, 'balance', s.stored, s.amount
  from (select x.customer_number as customer_number, sum(x.amount) as amount,
               coalesce((select r.balance
                           from standing_rows r
                          where r.tenant_id = ? and r.customer_number = x.customer_number and r.what = 'movement'
                            and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?)
                          order by r.day desc, r.object_id desc limit 1), 0) as stored
          from transactions x
         where x.tenant_id = ? and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
         group by x.customer_number) s
 where s.stored <> s.amount
 limit 1000

-- What was paid for a bill counts for the one that took its place, through as many as there were.
-- name: audit_rests
with recursive corrections (customer_number, old_number, new_number) as (
  select n.customer_number, n.corrects, n.number
    from invoices n
   where n.tenant_id = ? and n.kind in ('invoice', 'advance') and n.corrects <> '' and n.corrects <> n.number
     and n.added_in <= ? and (n.removed_in is null or n.removed_in > ?)
     and not exists (select 1
                       from invoices m
                      where m.tenant_id = n.tenant_id and m.customer_number = n.customer_number and m.corrects = n.corrects and m.number <> m.corrects
                        and m.kind in ('invoice', 'advance') and (m.issued > n.issued or (m.issued = n.issued and m.id > n.id))
                        and m.added_in <= ? and (m.removed_in is null or m.removed_in > ?))
), chain (customer_number, old_number, new_number, steps) as (
  select customer_number, old_number, new_number, 1 from corrections
  union all
  select h.customer_number, h.old_number, c.new_number, h.steps + 1
    from chain h
    join corrections c on c.customer_number = h.customer_number and c.old_number = h.new_number
   where h.steps < 100
), moved (customer_number, number, amount) as (
  select h.customer_number, h.new_number, sum(x.amount)
    from chain h
    join transactions x on x.tenant_id = ? and x.customer_number = h.customer_number and x.invoice_number = h.old_number and x.kind = 'payment'
         and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
   group by h.customer_number, h.new_number
)
select b.customer_number, b.number, b.stored, b.rest
  from (select i.customer_number as customer_number, i.number as number,
               coalesce((select r.rest
                           from standing_rows r
                          where r.tenant_id = i.tenant_id and r.customer_number = i.customer_number and r.object_id = i.id and r.what = 'bill'
                            and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?)), 0) as stored,
               case when i.kind = 'credit_note'
                      or exists (select 1
                                   from invoices n
                                  where n.tenant_id = i.tenant_id and n.customer_number = i.customer_number and n.corrects = i.number
                                    and n.kind in ('invoice', 'advance') and n.number <> i.number
                                    and n.added_in <= ? and (n.removed_in is null or n.removed_in > ?)) then 0 else i.payable
               + coalesce((select sum(x.amount)
                             from transactions x
                            where x.tenant_id = i.tenant_id and x.customer_number = i.customer_number and x.invoice_number = i.number
                              and x.kind in ('payment', 'credit_note', 'other') and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)), 0)
               + coalesce((select sum(x.amount)
                             from invoices n
                             join transactions x on x.tenant_id = n.tenant_id and x.customer_number = n.customer_number and x.invoice_number = n.number
                                  and x.kind in ('payment', 'credit_note', 'other') and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
                            where n.tenant_id = i.tenant_id and n.customer_number = i.customer_number and n.kind = 'credit_note' and n.corrects = i.number
                              and n.added_in <= ? and (n.removed_in is null or n.removed_in > ?)), 0)
               + coalesce(v.amount, 0) end as rest
          from invoices i
          left join moved v on v.customer_number = i.customer_number and v.number = i.number
         where i.tenant_id = ? and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)) b
 where b.stored <> case when b.rest < 0 then 0 else b.rest end
 limit 1000

-- name: audit_replaced_bills
with recursive corrections (customer_number, old_number, new_number) as (
  select n.customer_number, n.corrects, n.number
    from invoices n
   where n.tenant_id = ? and n.kind in ('invoice', 'advance') and n.corrects <> '' and n.corrects <> n.number
     and n.added_in <= ? and (n.removed_in is null or n.removed_in > ?)
     and not exists (select 1
                       from invoices m
                      where m.tenant_id = n.tenant_id and m.customer_number = n.customer_number and m.corrects = n.corrects and m.number <> m.corrects
                        and m.kind in ('invoice', 'advance') and (m.issued > n.issued or (m.issued = n.issued and m.id > n.id))
                        and m.added_in <= ? and (m.removed_in is null or m.removed_in > ?))
), chain (customer_number, old_number, new_number, steps) as (
  select customer_number, old_number, new_number, 1 from corrections
  union all
  select h.customer_number, h.old_number, c.new_number, h.steps + 1
    from chain h
    join corrections c on c.customer_number = h.customer_number and c.old_number = h.new_number
   where h.steps < 100
)
select i.customer_number, i.number, coalesce(r.invoice_id, 0), n.id
  from chain h
  join invoices i on i.tenant_id = ? and i.customer_number = h.customer_number and i.number = h.old_number
       and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
  join invoices n on n.tenant_id = i.tenant_id and n.customer_number = i.customer_number and n.number = h.new_number
       and n.added_in <= ? and (n.removed_in is null or n.removed_in > ?)
  left join corrections c on c.customer_number = h.customer_number and c.old_number = h.new_number
  left join standing_rows r on r.tenant_id = i.tenant_id and r.customer_number = i.customer_number and r.object_id = i.id and r.what = 'replaced'
       and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?)
 where c.old_number is null and (r.id is null or r.invoice_id <> n.id or r.invoice_number <> n.number or r.rest <> 0)
 limit 1000

-- name: audit_bills_not_replaced
select r.customer_number, r.invoice_number, r.object_id, 0
  from standing_rows r
  left join invoices i on i.tenant_id = r.tenant_id and i.id = r.object_id and i.customer_number = r.customer_number
       and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 where r.tenant_id = ? and r.what = 'replaced' and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?)
   and not exists (select 1
                     from invoices n
                    where n.tenant_id = r.tenant_id and n.customer_number = r.customer_number and n.corrects = i.number and n.number <> i.number
                      and n.kind in ('invoice', 'advance') and n.added_in <= ? and (n.removed_in is null or n.removed_in > ?))
 limit 1000

-- name: audit_copies_of_bills
select r.customer_number, r.invoice_number, r.amount, coalesce(i.total, 0)
  from standing_rows r
  left join invoices i on i.tenant_id = r.tenant_id and i.id = r.object_id and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 where r.tenant_id = ? and r.what = 'bill' and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?)
   and (i.id is null or i.customer_number <> r.customer_number or i.number <> r.invoice_number or i.kind <> r.kind or i.issued <> r.day or i.due <> r.due
        or i.service_from <> r.service_from or i.service_to <> r.service_to or i.total <> r.amount or i.payable <> r.payable)
 limit 1000

-- name: audit_copies_of_movements
select r.customer_number, r.invoice_number, r.amount, coalesce(x.amount, 0)
  from standing_rows r
  left join transactions x on x.tenant_id = r.tenant_id and x.id = r.object_id and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)
 where r.tenant_id = ? and r.what = 'movement' and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?)
   and (x.id is null or x.customer_number <> r.customer_number or x.kind <> r.kind or x.booked <> r.day or x.amount <> r.amount)
 limit 1000

-- name: audit_running_balances
select b.customer_number, cast(b.day as char), b.stored, b.balance
  from (select r.customer_number as customer_number, r.day as day, r.balance as stored,
               (select sum(x.amount)
                  from transactions x
                 where x.tenant_id = r.tenant_id and x.customer_number = r.customer_number
                   and (x.booked < r.day or (x.booked = r.day and x.id <= r.object_id))
                   and x.added_in <= ? and (x.removed_in is null or x.removed_in > ?)) as balance
          from standing_rows r
         where r.tenant_id = ? and r.what = 'movement' and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?)) b
 where b.stored <> b.balance
 limit 1000

-- name: audit_proofs
select p.customer_number, p.invoice_number, p.total, coalesce(i.total, 0)
  from bill_proofs p
  left join invoices i on i.tenant_id = p.tenant_id and i.id = p.id and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 where p.tenant_id = ? and p.added_in <= ? and (p.removed_in is null or p.removed_in > ?)
   and (i.id is null or i.total <> p.total or i.currency <> p.currency or i.number <> p.invoice_number or i.customer_number <> p.customer_number)
 limit 1000

-- Bills whose own amounts contradict each other.
-- name: audit_bills
select i.customer_number, i.number, i.total, i.net + i.vat
  from invoices i
 where i.tenant_id = ? and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?) and i.net + i.vat <> i.total
 limit 1000

-- Documents without bytes.
-- name: audit_documents
select '', d.invoice_number, 0, d.size
  from documents d
 where d.tenant_id = ? and d.added_in <= ? and (d.removed_in is null or d.removed_in > ?)
   and not exists (select 1 from document_chunks c where c.tenant_id = d.tenant_id and c.digest = d.digest and c.position = 0)
 limit 1000

-- name: audit_lines
select i.customer_number, i.number, i.net, s.net
  from (select l.invoice_number as number, sum(l.net) as net
          from invoice_lines l
         where l.tenant_id = ? and l.added_in <= ? and (l.removed_in is null or l.removed_in > ?)
         group by l.invoice_number) s
  join invoices i on i.tenant_id = ? and i.number = s.number and i.added_in <= ? and (i.removed_in is null or i.removed_in > ?)
 where i.net <> s.net
 limit 1000
