-- The first schema, in the dialect that SQLite and MariaDB share (docs/decisions): BIGINT, INT, CHAR(3), VARCHAR, TEXT and BLOB only;
-- instants are microseconds since 1970 in UTC, dates yyyymmdd, amounts minor units, quantities an integer with a scale.
-- One statement ends at a semicolon at the end of a line.

-- ---- the platform's own rows -------------------------------------------------------------------------------------------

create table tenants (
    id INT not null primary key,
    slug VARCHAR(40) not null unique,
    published BIGINT not null, -- readers see the rows of deliveries up to this number; 0 = nothing yet
    last_delivery BIGINT not null, -- the last number given to a delivery
    cleaned_to BIGINT not null, -- rows that deliveries up to this number superseded are gone; those cannot be taken back
    created_at BIGINT not null
);

-- Which version of its plugin a utility runs, where that is not left to its file (docs/decisions/0050).
create table plugin_choices (
    tenant_id INT not null primary key,
    plugin VARCHAR(64) not null, -- another one in the file, and the row does not count
    version VARCHAR(32) not null, -- empty: what the file says
    version_before VARCHAR(32) not null, -- for the way back
    since BIGINT not null
);

-- Plugins that failed again and again; written when that begins, goes on and ends.
create table plugin_quarantines (
    tenant_id INT not null primary key,
    plugin VARCHAR(64) not null,
    version VARCHAR(32) not null,
    failures INT not null, -- in a row
    last_failure VARCHAR(400) not null,
    since BIGINT not null,
    until_at BIGINT not null -- then one call is tried
);

create table accounts (
    id BIGINT not null primary key,
    email VARCHAR(254) not null,
    email_key VARCHAR(254) not null unique, -- lower case; what two spellings of one mailbox share
    password_hash VARCHAR(128) not null,
    language VARCHAR(5) not null,
    state VARCHAR(10) not null, -- active, closed
    created_at BIGINT not null,
    confirmed_at BIGINT not null,
    password_changed_at BIGINT not null
);

create table account_terms (
    account_id BIGINT not null,
    tenant_id INT not null,
    version VARCHAR(20) not null,
    accepted_at BIGINT not null,
    primary key (account_id, tenant_id, version)
);

create table sessions (
    token_hash VARCHAR(64) not null primary key,
    id BIGINT not null unique,
    account_id BIGINT not null,
    created_at BIGINT not null,
    seen_at BIGINT not null,
    expires_at BIGINT not null,
    device VARCHAR(120) not null
);
create index sessions_by_account on sessions (account_id);
create index sessions_by_expiry on sessions (expires_at);

-- A registration waits here until its mailbox is confirmed; the reference and the code are judged only then.
create table registrations (
    id BIGINT not null primary key,
    token_hash VARCHAR(64) not null unique,
    browser_hash VARCHAR(64) not null, -- the browser that registered: one click suffices there
    tenant_id INT not null,
    email VARCHAR(254) not null,
    email_key VARCHAR(254) not null,
    password_hash VARCHAR(128) not null,
    language VARCHAR(5) not null,
    reference VARCHAR(64) not null, -- canonical
    code_sealed BLOB not null, -- the typed code, sealed; wiped once judged
    terms_version VARCHAR(20) not null,
    terms_accepted_at BIGINT not null,
    state VARCHAR(12) not null, -- waiting, confirmed, superseded
    mails INT not null,
    mailed_at BIGINT not null,
    created_at BIGINT not null,
    expires_at BIGINT not null
);
create index registrations_by_email on registrations (email_key, created_at);
create index registrations_by_browser on registrations (browser_hash, created_at);
create index registrations_by_expiry on registrations (expires_at);

-- Links that are mailed: reset (of a password), email (change of address). Kept only as a hash.
create table account_links (
    token_hash VARCHAR(64) not null primary key,
    kind VARCHAR(10) not null,
    account_id BIGINT not null,
    sent_to VARCHAR(254) not null,
    created_at BIGINT not null,
    expires_at BIGINT not null,
    used_at BIGINT -- null: not yet
);
create index account_links_by_account on account_links (account_id, kind);

create table outbox (
    id BIGINT not null primary key,
    tenant_id INT not null, -- 0: the platform's own
    kind VARCHAR(40) not null,
    message_id VARCHAR(120) not null,
    sealed BLOB not null, -- recipient, subject and bodies under the server's key; emptied once sent
    state VARCHAR(10) not null, -- waiting, sent, failed
    attempts INT not null,
    due_at BIGINT not null,
    created_at BIGINT not null,
    done_at BIGINT,
    problem VARCHAR(255) not null
);
create index outbox_by_due on outbox (state, due_at);

create table jobs (
    name VARCHAR(80) not null primary key,
    owner VARCHAR(64) not null, -- empty: free
    lease_until BIGINT not null,
    fence BIGINT not null, -- grows with every lease; each write of the job checks it
    due_at BIGINT not null
);

-- One row a failure; limits count the rows inside a sliding window, so they hold across nodes.
create table limit_failures (
    id BIGINT not null primary key,
    kind VARCHAR(24) not null,
    subject VARCHAR(80) not null,
    happened_at BIGINT not null
);
create index limit_failures_by_subject on limit_failures (kind, subject, happened_at);
create index limit_failures_by_time on limit_failures (happened_at);

create table audit_log (
    tenant_id INT not null, -- 0: the platform's own
    id BIGINT not null,
    happened_at BIGINT not null,
    account_id BIGINT not null, -- 0: nobody signed in
    actor VARCHAR(40) not null, -- customer, portalctl, job
    event VARCHAR(60) not null,
    subject VARCHAR(80) not null,
    detail VARCHAR(400) not null,
    primary key (tenant_id, id)
);

-- ---- a tenant's rows that customers make; they refer to natural keys and live outside the deliveries -----------------------

-- Who may see which billed customer. holder is 1 for the one who claimed it and null for those whom the holder let in, so
-- the unique key lets one holder only.
create table access (
    tenant_id INT not null,
    customer_number VARCHAR(40) not null,
    account_id BIGINT not null,
    holder INT,
    since BIGINT not null,
    primary key (tenant_id, customer_number, account_id),
    unique (tenant_id, customer_number, holder)
);
create index access_by_account on access (account_id);

-- What a utility's programs show when they call; only a keyed hash is kept.
create table access_tokens (
    tenant_id INT not null,
    id BIGINT not null,
    name VARCHAR(40) not null,
    token_hash VARCHAR(64) not null unique,
    rights VARCHAR(120) not null, -- words with blanks between: deliveries readings
    created_at BIGINT not null,
    used_at BIGINT, -- to five minutes; null: never yet
    primary key (tenant_id, id),
    unique (tenant_id, name)
);

-- Every try is a row before it is judged.
create table claim_tries (
    tenant_id INT not null,
    id BIGINT not null,
    customer_number VARCHAR(40) not null, -- as the reference says it, whether or not it exists
    mailbox_key VARCHAR(64) not null, -- keyed hash of the address
    address_block VARCHAR(64) not null,
    bill_epoch VARCHAR(40) not null, -- the customer's newest bill then; a new bill gives new tries
    outcome VARCHAR(10) not null, -- counted, wrong, right, forgiven, asked, letter (core/features/claims/queries.sql)
    happened_at BIGINT not null,
    primary key (tenant_id, id)
);
create index claim_tries_by_customer on claim_tries (tenant_id, customer_number, bill_epoch);
create index claim_tries_by_mailbox on claim_tries (mailbox_key, happened_at);
create index claim_tries_by_time on claim_tries (tenant_id, happened_at);

-- A claim whose mailbox is confirmed and whose pair is not yet proved: what the mending page works on.
create table open_claims (
    tenant_id INT not null,
    id BIGINT not null,
    account_id BIGINT not null,
    reference VARCHAR(64) not null,
    needs VARCHAR(10) not null, -- pair, total, letter, holder
    created_at BIGINT not null,
    primary key (tenant_id, id),
    unique (tenant_id, account_id)
);
create index open_claims_by_account on open_claims (account_id);

create table claim_letters (
    tenant_id INT not null,
    id BIGINT not null,
    customer_number VARCHAR(40) not null,
    code_hash VARCHAR(64) not null,
    created_at BIGINT not null,
    expires_at BIGINT not null,
    used_at BIGINT,
    primary key (tenant_id, id)
);
create index claim_letters_by_customer on claim_letters (tenant_id, customer_number);

-- Right bill data for a customer who has a holder: the holder is asked.
create table handovers (
    tenant_id INT not null,
    id BIGINT not null,
    customer_number VARCHAR(40) not null,
    account_id BIGINT not null,
    token_hash VARCHAR(64) not null unique,
    created_at BIGINT not null,
    expires_at BIGINT not null,
    decided_at BIGINT,
    decision VARCHAR(10) not null, -- empty, accepted, refused
    primary key (tenant_id, id)
);

-- Readings that customers reported. current is 1 for the one that counts in its window and null for corrected ones.
create table submitted_readings (
    tenant_id INT not null,
    id BIGINT not null,
    account_id BIGINT not null,
    customer_number VARCHAR(40) not null,
    supply_point VARCHAR(40) not null,
    meter_number VARCHAR(40) not null,
    register_code VARCHAR(20) not null,
    value BIGINT not null,
    scale INT not null,
    unit VARCHAR(12) not null,
    consumption BIGINT not null, -- same scale, over the dial's end where it rolled
    unusual INT not null, -- 1: the customer said yes twice
    read_on INT not null,
    window_start INT not null,
    current INT,
    submitted_at BIGINT not null,
    exported_at BIGINT, -- null: portalctl has not handed it over yet
    sequence BIGINT not null, -- its place in what the billing system fetches (core/features/meters/README.md)
    replaces BIGINT, -- the id of the reading that this one corrects
    verdict VARCHAR(10) not null, -- of the billing system: accepted, rejected; empty: none yet
    verdict_reason VARCHAR(400) not null, -- why it was rejected, as the customer reads it
    verdict_at BIGINT,
    primary key (tenant_id, id),
    unique (tenant_id, sequence),
    unique (tenant_id, meter_number, register_code, customer_number, window_start, current)
);
create index submitted_readings_by_export on submitted_readings (tenant_id, exported_at);
create index submitted_readings_by_customer on submitted_readings (tenant_id, customer_number, meter_number);

-- The last number that a reported reading got. Whoever reports one holds the row until the commit, so numbers become visible in
-- their order.
create table reading_sequences (
    tenant_id INT not null primary key,
    last BIGINT not null
);

-- ---- what a utility delivered: versioned by delivery. A row counts for published number p when
-- ---- added_in <= p and (removed_in is null or removed_in > p).

create table deliveries (
    tenant_id INT not null,
    number BIGINT not null,
    file_name VARCHAR(200) not null,
    digest VARCHAR(64) not null, -- SHA-256 of the file's bytes
    delivery_id VARCHAR(80) not null, -- as the billing system names it
    created INT, -- the day on which the billing system made it; null: it does not say
    is_full INT not null,
    state VARCHAR(12) not null, -- reading, published, unchanged, failed, leaving (being taken back), taken_back
    rows_read BIGINT not null, -- while it is read: so far
    percent_read INT not null, -- of its bytes, while it is read; 0: not known
    rows_added BIGINT not null,
    rows_changed BIGINT not null,
    rows_removed BIGINT not null,
    problems BIGINT not null,
    message VARCHAR(400) not null,
    first_id BIGINT not null, -- its rows have ids from here on: what a dead one left is found without an index
    started_at BIGINT not null,
    finished_at BIGINT,
    primary key (tenant_id, number)
);

-- Deliveries as they came in by HTTP or through a watched folder, and what became of them.
create table received_deliveries (
    tenant_id INT not null,
    id BIGINT not null,
    name VARCHAR(200) not null,
    way VARCHAR(10) not null, -- http, folder
    state VARCHAR(12) not null, -- arriving, given_up, received, reading, published, unchanged, refused
    digest VARCHAR(64) not null, -- SHA-256 of the bytes; empty while they arrive
    repeat_key VARCHAR(64), -- of name and digest: the same one sent again is this one; null where that does not count
    bytes BIGINT not null,
    chunks INT not null, -- that are kept
    is_forced INT not null,
    delivery BIGINT not null, -- its number in deliveries; 0: none was given
    tries INT not null,
    due_at BIGINT not null, -- not read before
    rows_read BIGINT not null, -- so far
    bytes_read BIGINT not null,
    reason VARCHAR(64) not null,
    message VARCHAR(400) not null,
    touched_at BIGINT not null, -- while it arrives: its last bytes, to some seconds
    received_at BIGINT not null,
    reading_since BIGINT,
    finished_at BIGINT,
    primary key (tenant_id, id),
    unique (tenant_id, repeat_key)
);
create index received_deliveries_by_state on received_deliveries (state, tenant_id);

create table received_chunks (
    tenant_id INT not null,
    received_id BIGINT not null,
    position INT not null, -- from 0
    bytes BLOB not null, -- at most 60,000
    primary key (tenant_id, received_id, position)
);

create table delivery_problems (
    tenant_id INT not null,
    delivery BIGINT not null,
    position INT not null,
    file VARCHAR(120) not null,
    line BIGINT not null,
    reason VARCHAR(64) not null, -- a key of the catalogue
    field VARCHAR(64) not null,
    detail VARCHAR(256) not null,
    primary key (tenant_id, delivery, position)
);

-- The rows of older deliveries that a delivery took the place of, by its number: what is to be marked back, taken out or cleaned
-- is found here without a walk through the tables.
create table superseded_rows (
    tenant_id INT not null,
    delivery BIGINT not null,
    table_number INT not null, -- imports::TableSql
    id BIGINT not null,
    primary key (tenant_id, delivery, table_number, id)
);

-- Ids under which a bill or a meter was known before a later delivery changed it, kept when the row itself is cleaned away: a link
-- in a mail or a bookmark goes on to work.
create table former_ids (
    tenant_id INT not null,
    id BIGINT not null,
    number VARCHAR(40) not null, -- of the bill or the meter
    customer_number VARCHAR(40) not null, -- of a bill; empty for a meter
    primary key (tenant_id, id)
);

create table customers (
    tenant_id INT not null,
    id BIGINT not null,
    number VARCHAR(40) not null,
    name VARCHAR(120) not null,
    street VARCHAR(120) not null,
    postal_code VARCHAR(12) not null,
    town VARCHAR(80) not null,
    country CHAR(2) not null,
    email_key VARCHAR(64) not null, -- keyed hash of the address in the billing record; empty: none
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index customers_by_number on customers (tenant_id, number, added_in);

create table supply_points (
    tenant_id INT not null,
    id BIGINT not null,
    number VARCHAR(40) not null,
    customer_number VARCHAR(40) not null,
    street VARCHAR(120) not null,
    postal_code VARCHAR(12) not null,
    town VARCHAR(80) not null,
    service VARCHAR(20) not null, -- water, heat, electricity, waste
    valid_from INT not null, -- 0: not given
    valid_to INT not null,
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index supply_points_by_number on supply_points (tenant_id, number, added_in);
create index supply_points_by_customer on supply_points (tenant_id, customer_number);

create table meters (
    tenant_id INT not null,
    id BIGINT not null,
    number VARCHAR(40) not null,
    supply_point VARCHAR(40) not null,
    medium VARCHAR(20) not null,
    installed INT not null,
    removed INT not null,
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index meters_by_number on meters (tenant_id, number, added_in);
create index meters_by_supply_point on meters (tenant_id, supply_point);

create table registers (
    tenant_id INT not null,
    id BIGINT not null,
    meter_number VARCHAR(40) not null,
    code VARCHAR(20) not null,
    unit VARCHAR(12) not null,
    digits INT not null,
    decimals INT not null,
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index registers_by_meter on registers (tenant_id, meter_number, code, added_in);

create table readings (
    tenant_id INT not null,
    id BIGINT not null,
    external_id VARCHAR(60) not null,
    meter_number VARCHAR(40) not null,
    register_code VARCHAR(20) not null,
    source VARCHAR(20) not null, -- utility, customer, estimate
    quality VARCHAR(20) not null,
    read_on INT not null,
    value BIGINT not null,
    scale INT not null,
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index readings_by_external_id on readings (tenant_id, external_id, added_in);
create index readings_by_meter on readings (tenant_id, meter_number, register_code, read_on);

create table invoices (
    tenant_id INT not null,
    id BIGINT not null,
    number VARCHAR(40) not null,
    kind VARCHAR(12) not null, -- invoice, credit_note, reminder, advance
    corrects VARCHAR(40) not null,
    reference VARCHAR(64) not null, -- canonical
    customer_number VARCHAR(40) not null,
    supply_point VARCHAR(40) not null,
    iban VARCHAR(34) not null,
    purpose_code VARCHAR(4) not null,
    issued INT not null,
    due INT not null,
    service_from INT not null,
    service_to INT not null,
    currency CHAR(3) not null,
    net BIGINT not null,
    vat BIGINT not null,
    total BIGINT not null,
    prepaid BIGINT not null,
    payable BIGINT not null,
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
-- removed_in: without it SQLite takes the covering index below for "is there a bill of this number", and walks all bills of the utility.
create index invoices_by_number on invoices (tenant_id, number, added_in, removed_in);
create index invoices_by_reference on invoices (tenant_id, reference); -- what a payment names
-- With everything that lists show, as transactions_by_customer below.
create index invoices_by_customer on invoices (tenant_id, customer_number, issued, id, number, kind, currency, total, corrects, due, service_from, service_to, payable, added_in, removed_in);

create table invoice_lines (
    tenant_id INT not null,
    id BIGINT not null,
    invoice_number VARCHAR(40) not null,
    position VARCHAR(12) not null,
    description VARCHAR(200) not null,
    unit VARCHAR(12) not null,
    supply_point VARCHAR(40) not null,
    register_code VARCHAR(20) not null,
    line_from INT not null,
    line_to INT not null,
    quantity BIGINT not null,
    quantity_scale INT not null,
    unit_price BIGINT not null,
    unit_price_scale INT not null,
    old_reading BIGINT, -- null: not given
    old_reading_scale INT not null,
    new_reading BIGINT,
    new_reading_scale INT not null,
    vat_percent BIGINT not null, -- scale 2
    net BIGINT not null,
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index invoice_lines_by_invoice on invoice_lines (tenant_id, invoice_number, position);

create table transactions (
    tenant_id INT not null,
    id BIGINT not null,
    external_id VARCHAR(60) not null,
    customer_number VARCHAR(40) not null,
    kind VARCHAR(20) not null, -- invoice, payment, credit_note, reminder, interest, other
    invoice_number VARCHAR(40) not null,
    reference VARCHAR(64) not null,
    booked INT not null,
    currency CHAR(3) not null,
    amount BIGINT not null, -- positive: the customer owes it
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index transactions_by_external_id on transactions (tenant_id, external_id, added_in);
-- With everything that lists show: one by one a customer's movements lie far apart.
create index transactions_by_customer on transactions (tenant_id, customer_number, booked, id, invoice_number, kind, currency, amount, added_in, removed_in);

-- What the bank told of payments, in and back; what they pay stands in transactions, one row a share.
create table bank_payments (
    tenant_id INT not null,
    id BIGINT not null,
    external_id VARCHAR(60) not null, -- bank:..., the same in every statement that names it; of its shares with .1, .2, ...
    outcome VARCHAR(12) not null, -- matched, unmatched, assigned, returned
    reason VARCHAR(64) not null, -- why it is unmatched, a key of the catalogue
    shares INT not null,
    statement VARCHAR(40) not null,
    account VARCHAR(40) not null,
    booked INT not null,
    currency CHAR(3) not null,
    amount BIGINT not null, -- positive: came in
    end_to_end_id VARCHAR(40) not null,
    payer VARCHAR(140) not null,
    payer_account VARCHAR(40) not null,
    payment_references VARCHAR(1000) not null, -- structured ones, with a | between them
    payment_text VARCHAR(1000) not null,
    undoes VARCHAR(60) not null, -- of one that went back: the payment's external_id
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index bank_payments_by_external_id on bank_payments (tenant_id, external_id, added_in);
create index bank_payments_by_end_to_end_id on bank_payments (tenant_id, end_to_end_id);
create index bank_payments_by_payer_account on bank_payments (tenant_id, payer_account);
create index bank_payments_by_undoes on bank_payments (tenant_id, undoes);
create index bank_payments_by_outcome on bank_payments (tenant_id, outcome, booked);

-- The file that a bill came as: an electronic invoice, a PDF. One a bill.
create table documents (
    tenant_id INT not null,
    id BIGINT not null,
    invoice_number VARCHAR(40) not null,
    media_type VARCHAR(20) not null, -- application/xml, application/pdf
    file_name VARCHAR(120) not null, -- safe as it is
    digest VARCHAR(64) not null, -- SHA-256 of the bytes, hexadecimal
    size BIGINT not null, -- bytes, before they are packed
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index documents_by_invoice on documents (tenant_id, invoice_number, added_in);
create index documents_by_digest on documents (tenant_id, digest);

-- Their bytes, packed (core/documents), once for each digest however many rows need them. Under the empty digest: the beginning of a
-- document that is still being read.
create table document_chunks (
    tenant_id INT not null,
    digest VARCHAR(64) not null,
    position INT not null, -- from 0
    bytes BLOB not null, -- at most 60,000
    primary key (tenant_id, digest, position)
);

-- ---- the ledger: derived from bills and movements by each import, versioned as they are, checked by `portalctl audit ledger` ----------

-- A customer's calendar year: sums and counts of what was booked and billed in it, and of all years before it. Balances, pages and
-- places in lists come from here, however long the history is.
create table account_years (
    tenant_id INT not null,
    id BIGINT not null,
    customer_number VARCHAR(40) not null,
    year INT not null,
    bills BIGINT not null,
    movements BIGINT not null,
    amount BIGINT not null, -- minor units of the utility's currency
    bills_before BIGINT not null,
    movements_before BIGINT not null,
    amount_before BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index account_years_by_customer on account_years (tenant_id, customer_number, year);

-- How a customer's account stands, as the first page after signing in shows it, in one place because each further table costs that
-- page more than these rows: the bills that are not paid in full, the newest one in any case, those that others took the place of, and the newest few movements.
create table standing_rows (
    tenant_id INT not null,
    id BIGINT not null,
    customer_number VARCHAR(40) not null,
    what VARCHAR(10) not null, -- bill, replaced, movement
    object_id BIGINT not null, -- the bill's or the movement's
    invoice_id BIGINT not null, -- of a movement: the bill that it names, 0 when there is none; of a bill: its own; of a replaced one: the other bill's
    invoice_number VARCHAR(40) not null,
    kind VARCHAR(20) not null,
    day INT not null, -- of issue or booking
    due INT not null,
    service_from INT not null,
    service_to INT not null,
    amount BIGINT not null, -- the bill's total, what the movement books; minor units of the utility's currency
    payable BIGINT not null,
    rest BIGINT not null, -- of a bill, still to pay; 0: paid
    balance BIGINT not null, -- of the account, after the movement
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index standing_rows_by_customer on standing_rows (tenant_id, customer_number, object_id);

-- What proves that a bill is in the customer's hand; filled by imports, read by claims only.
create table bill_proofs (
    tenant_id INT not null,
    id BIGINT not null,
    customer_number VARCHAR(40) not null,
    invoice_number VARCHAR(40) not null,
    reference VARCHAR(64) not null,
    issued INT not null,
    code_hash VARCHAR(64) not null, -- HMAC under the server's code key over tenant, customer, bill and code
    currency CHAR(3) not null,
    total BIGINT not null,
    fingerprint BIGINT not null,
    added_in BIGINT not null,
    removed_in BIGINT,
    primary key (tenant_id, id)
);
create index bill_proofs_by_customer on bill_proofs (tenant_id, customer_number, issued);
create index bill_proofs_by_reference on bill_proofs (tenant_id, reference); -- where references do not name the customer
