#include "features/imports/incoming_rows.h"

#include "features/claims/bill_proof.h"
#include "features/imports/hashing.h"

#include "base/text.h"

#include <limits>
#include <stdexcept>

namespace portal::imports {

namespace {

// Odd, so that no difference times it is zero.
std::uint64_t weight(std::uint64_t hash) { return hash | 1; }

// A reading that comes without an id of its own is known by meter, register and day.
std::string id_of(plugins::ReadingRow const& row)
{
    auto const made = std::string { row.meter } + "/" + std::string { row.register_code } + "/" + (row.read_on.ok() ? date_to_iso(row.read_on) : "");
    return made.size() <= 60 ? made : "#" + id_to_text(fingerprint_of(made) & std::numeric_limits<std::int64_t>::max());
}

}

IncomingRows::IncomingRows(plugins::Target const& target, crypto::KeyRing const& keys, BatchQueue& queue, ProblemList& problems, std::uint64_t largest_document)
    : m_target(target)
    , m_keys(keys)
    , m_queue(queue)
    , m_problems(problems)
    , m_largest_document(largest_document)
{
}

void IncomingRows::begin(plugins::DeliveryHead const& head)
{
    if (m_sums.has_head)
        throw std::runtime_error("a delivery has two heads");
    m_sums.has_head = true;
    if (is_utf8(head.id) && !has_control_characters(head.id) && character_count(head.id) <= 80)
        m_sums.delivery_id = head.id;
    m_sums.created = head.created;
    m_sums.is_full = head.is_full;
    m_sums.expected_bills = head.expected_bills;
    m_sums.expected_total = head.expected_total;
}

void IncomingRows::start(Kind kind)
{
    if (!m_sums.has_head)
        throw std::runtime_error("a delivery has rows before its head");
    if (m_document.left > 0)
        throw std::runtime_error("a delivery has rows in the middle of a document");
    ++m_sums.rows;
    begin_row(kind);
}

void IncomingRows::begin_row(Kind kind)
{
    need_batch();
    m_kind = kind;
    m_row.start(*m_batch, kind, m_place);
}

void IncomingRows::need_batch()
{
    if (m_batch)
        return;
    m_batch = m_queue.take_empty();
    m_batch->clear();
}

RowFacts* IncomingRows::finish()
{
    if (m_row.is_refused())
        m_problems.add(m_place, m_row.reason(), m_row.field(), m_row.detail());
    auto* const facts = m_row.finish();
    return facts;
}

void IncomingRows::period(std::string_view field, std::optional<Date> from, std::optional<Date> to)
{
    if (from && to && *to < *from)
        m_row.refuse("row.bad_period", field);
}

void IncomingRows::customer(plugins::CustomerRow const& row)
{
    start(Kind::customer);
    m_row.text("number", row.number, Need::required);
    m_row.text("name", row.name, Need::required);
    m_row.text("street", row.street);
    m_row.text("postal_code", row.postal_code);
    m_row.text("town", row.town);
    m_row.text("country", row.country);
    m_row.text("email", row.email.empty() ? std::string {} : claims::mailbox_hash(m_keys, row.email));
    finish();
    pass_on();
}

void IncomingRows::supply_point(plugins::SupplyPointRow const& row)
{
    start(Kind::supply_point);
    m_row.text("number", row.number, Need::required);
    m_row.text("customer", row.customer, Need::required);
    m_row.text("street", row.street);
    m_row.text("postal_code", row.postal_code);
    m_row.text("town", row.town);
    m_row.word("service", row.service, { "water", "heat", "electricity", "gas", "waste" });
    m_row.date("from", row.from);
    m_row.date("to", row.to);
    period("to", row.from, row.to);
    finish();
    pass_on();
}

void IncomingRows::meter(plugins::MeterRow const& row)
{
    start(Kind::meter);
    m_row.text("number", row.number, Need::required);
    m_row.text("supply_point", row.supply_point, Need::required);
    m_row.word("medium", row.medium, { "water", "hot_water", "heat", "electricity", "gas" });
    m_row.date("installed", row.installed);
    m_row.date("removed", row.removed);
    period("removed", row.installed, row.removed);
    finish();
    pass_on();
}

void IncomingRows::meter_register(plugins::RegisterRow const& row)
{
    start(Kind::meter_register);
    m_row.text("meter", row.meter, Need::required);
    m_row.text("code", row.code, Need::required);
    m_row.text("unit", row.unit, Need::required);
    m_row.number("digits", row.digits, 1, 12);
    m_row.number("decimals", row.decimals, 0, 6);
    finish();
    pass_on();
}

void IncomingRows::reading(plugins::ReadingRow const& row)
{
    start(Kind::reading);
    m_row.text("id", row.id.empty() ? id_of(row) : std::string { row.id }, Need::required);
    m_row.text("meter", row.meter, Need::required);
    m_row.text("register_code", row.register_code, Need::required);
    m_row.word("source", row.source, { "utility", "customer", "estimate" });
    m_row.text("quality", row.quality);
    m_row.date("read_on", row.read_on, Need::required);
    m_row.quantity(row.value);
    finish();
    pass_on();
}

// Balances add rows up: another currency among them would be counted as if it were the utility's.
void IncomingRows::own_currency(Currency currency)
{
    m_row.currency(currency);
    if (currency.code() != m_target.currency)
        m_row.refuse("row.bad_currency", "currency", currency.code());
}

void IncomingRows::invoice(plugins::InvoiceRow const& row)
{
    start(Kind::invoice);
    m_row.text("number", row.number, Need::required);
    m_row.word("kind", row.kind, { "invoice", "credit_note", "reminder", "advance" });
    m_row.text("corrects", row.corrects);
    m_row.text("reference", row.reference);
    m_row.text("customer", row.customer, Need::required);
    m_row.text("supply_point", row.supply_point);
    m_row.text("iban", row.iban);
    m_row.text("purpose_code", row.purpose_code);
    m_row.date("issued", row.issued, Need::required);
    m_row.date("due", row.due);
    m_row.date("service_from", row.service_from);
    m_row.date("service_to", row.service_to);
    period("service_to", row.service_from, row.service_to);
    auto const currency = row.total.currency();
    own_currency(currency);
    for (auto const* amount : { &row.net, &row.vat, &row.prepaid, &row.payable })
        if (amount->currency() != currency)
            m_row.refuse("row.bad_currency", "currency");
    for (auto const* amount : { &row.net, &row.vat, &row.total, &row.prepaid, &row.payable })
        m_row.amount(amount->minor());
    if (std::int64_t sum = 0; __builtin_add_overflow(row.net.minor(), row.vat.minor(), &sum) || sum != row.total.minor())
        m_row.refuse("row.wrong_total", "total", row.number);
    if (row.security_code.size() > 64)
        m_row.refuse("row.too_long", "security_code");
    std::string code_hash;
    if (!row.security_code.empty() && !m_row.is_refused()) {
        code_hash = claims::bill_code_hash(m_keys, m_target.tenant, row.customer, row.number, row.security_code);
        m_row.also(code_hash);
    }
    if (auto* const facts = finish()) {
        facts->code_hash = m_batch->texts.keep(code_hash);
        ++m_sums.bills;
        bool const is_other = m_sums.expected_total && currency != m_sums.expected_total->currency();
        m_sums.has_no_total = __builtin_add_overflow(m_sums.total, row.total.minor(), &m_sums.total) || is_other || m_sums.has_no_total;
        m_sums.weighed_bills += weight(facts->key_hash) * static_cast<std::uint64_t>(row.net.minor());
    } else
        m_sums.refused_bills.add(row.number, row.kind);
    pass_on();
}

void IncomingRows::invoice_line(plugins::InvoiceLineRow const& row)
{
    start(Kind::invoice_line);
    m_row.text("invoice", row.invoice, Need::required);
    m_row.text("number", row.number, Need::required);
    m_row.text("description", row.description, Need::required);
    m_row.text("unit", row.unit);
    m_row.text("supply_point", row.supply_point);
    m_row.text("register_code", row.register_code);
    m_row.date("from", row.from);
    m_row.date("to", row.to);
    period("to", row.from, row.to);
    m_row.quantity(row.quantity);
    m_row.quantity(row.unit_price);
    m_row.optional_quantity(row.old_reading);
    m_row.optional_quantity(row.new_reading);
    m_row.number("vat_percent", row.vat_percent, 0, 100'00);
    m_row.amount(row.net.minor());
    if (auto const* const facts = finish()) {
        m_sums.has_lines = true;
        m_sums.weighed_lines += weight(facts->key_hash) * static_cast<std::uint64_t>(row.net.minor());
    }
    pass_on();
}

void IncomingRows::transaction(plugins::TransactionRow const& row)
{
    start(Kind::transaction);
    m_row.text("external_id", row.external_id, Need::required);
    m_row.text("customer", row.customer, Need::required);
    m_row.word("kind", row.kind, { "invoice", "payment", "credit_note", "reminder", "interest", "other" });
    m_row.text("invoice", row.invoice);
    m_row.text("reference", row.reference);
    m_row.date("booked", row.booked, Need::required);
    own_currency(row.amount.currency());
    m_row.amount(row.amount.minor());
    finish();
    pass_on();
}

void IncomingRows::settled_payment(plugins::SettledPaymentRow const& row)
{
    start(Kind::bank_payment);
    m_row.text("external_id", row.external_id, Need::required);
    m_row.word("outcome", row.outcome, { "matched", "unmatched", "assigned", "returned" });
    m_row.text("reason", row.reason);
    m_row.number("shares", row.shares, 0, 1'000);
    m_row.text("statement", row.statement);
    m_row.text("account", row.account);
    m_row.date("booked", row.booked, Need::required);
    own_currency(row.amount.currency());
    m_row.amount(row.amount.minor());
    m_row.text("end_to_end_id", row.end_to_end_id);
    m_row.text("payer", row.payer);
    m_row.text("payer_account", row.payer_account);
    m_row.text("references", row.references);
    m_row.text("text", row.text);
    m_row.text("undoes", row.undoes);
    finish();
    pass_on();
}

void IncomingRows::problem(plugins::ProblemRow const& row)
{
    ++m_sums.rows;
    auto const line = std::min<std::uint64_t>(row.line, std::numeric_limits<std::uint32_t>::max());
    m_problems.add({ m_problems.number_of_file(row.file), static_cast<std::uint32_t>(line) }, row.key, row.field, row.detail);
}

void IncomingRows::at(std::string_view file, std::uint64_t line)
{
    if (file != m_file) {
        m_file = file;
        m_place.file = m_problems.number_of_file(file);
    }
    m_place.line = static_cast<std::uint32_t>(std::min<std::uint64_t>(line, std::numeric_limits<std::uint32_t>::max()));
}

void IncomingRows::progress(std::uint64_t, std::uint64_t bytes_read) { m_bytes_read = bytes_read; }

void IncomingRows::pass_on()
{
    if (m_batch->is_full())
        give_batch();
}

void IncomingRows::flush()
{
    if (m_document.left > 0)
        throw std::runtime_error("a delivery ends in the middle of a document");
    if (m_batch)
        give_batch();
}

void IncomingRows::give_batch()
{
    m_batch->bytes_read = m_bytes_read;
    m_batch->rows_read = m_sums.rows;
    m_queue.give_full(std::move(m_batch));
}

}
