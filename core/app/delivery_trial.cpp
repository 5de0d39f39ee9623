#include "app/delivery_trial.h"

#include "base/text.h"
#include "documents/document_rules.h"

#include <algorithm>

namespace portal::app {

namespace {

constexpr std::size_t s_widest_cell = 40;

std::string text(std::optional<Date> const& date) { return date ? date_to_iso(*date) : ""; }
std::string text(std::optional<Quantity> const& quantity) { return quantity ? quantity->decimal_text() : ""; }
std::string text(Money const& money) { return money.decimal_text() + " " + std::string { money.currency().code() }; }

std::string address(std::string_view street, std::string_view postal_code, std::string_view town)
{
    std::string line { street };
    for (auto const part : { postal_code, town })
        if (!part.empty())
            line += (line.empty() ? "" : part == town && !postal_code.empty() ? " " : ", ") + std::string { part };
    return line;
}

// A table stays a table when a description is a whole sentence.
std::string shortened(std::string const& cell)
{
    if (character_count(cell) <= s_widest_cell)
        return cell;
    std::size_t bytes = 0;
    for (std::size_t characters = 0; bytes < cell.size(); ++bytes)
        if ((static_cast<unsigned char>(cell[bytes]) & 0xC0) != 0x80 && ++characters == s_widest_cell)
            break;
    return cell.substr(0, bytes) + "…";
}

std::string likeness(std::string const& code)
{
    if (code.empty())
        return {};
    auto const digits = std::count_if(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    auto const kind = digits == static_cast<std::ptrdiff_t>(code.size()) ? " digits" : digits == 0 ? " letters" : " letters and digits";
    return std::to_string(character_count(code)) + kind;
}

struct Heading {
    char const* title;
    std::vector<std::string> columns;
};

std::array<Heading, trial_kinds> const& headings()
{
    static std::array<Heading, trial_kinds> const all { {
        { "customers", { "number", "name", "address", "country", "mail" } },
        { "supply points", { "number", "customer", "address", "service", "from", "to" } },
        { "meters", { "number", "supply point", "medium", "installed", "removed" } },
        { "registers", { "meter", "code", "unit", "digits", "decimals" } },
        { "readings", { "meter", "register", "read on", "value", "source" } },
        { "bills", { "number", "kind", "customer", "reference", "customer in it", "code", "issued", "due", "net", "VAT", "total", "to pay" } },
        { "lines of bills", { "bill", "line", "description", "quantity", "unit", "price", "old", "new", "VAT %", "net" } },
        { "movements", { "id", "customer", "kind", "bill", "reference", "booked", "amount" } },
        { "documents", { "bill", "media type", "file name", "bytes" } },
    } };
    return all;
}

std::size_t index(TrialKind kind) { return static_cast<std::size_t>(kind); }

}

DeliveryTrial::DeliveryTrial(plugins::Plugins& plugins, plugins::Target const& target, std::size_t rows)
    : m_plugins(plugins)
    , m_target(target)
    , m_rows(rows)
    , m_currency(target.currency)
{
    for (std::size_t i = 0; i < trial_kinds; ++i)
        m_tables[i] = { headings()[i].title, 0, { headings()[i].columns } };
}

void DeliveryTrial::begin(plugins::DeliveryHead const& head) { m_is_full = head.is_full; }

void DeliveryTrial::at(std::string_view file, std::uint64_t line)
{
    if (file != m_place.file)
        m_place.file = file;
    m_place.line = line;
}

// Counts the row.
bool DeliveryTrial::keeps(TrialKind kind)
{
    auto& table = m_tables[index(kind)];
    ++table.count;
    return table.rows.size() <= m_rows;
}

void DeliveryTrial::show(TrialKind kind, std::vector<std::string> cells)
{
    for (auto& cell : cells)
        cell = shortened(cell);
    m_tables[index(kind)].rows.push_back(std::move(cells));
}

void DeliveryTrial::add_problem(Place const& place, std::string key, std::string field, std::string detail)
{
    ++m_problem_count;
    if (m_problems.size() < most_problems)
        m_problems.push_back({ place.file, place.line, std::move(key), std::move(field), std::move(detail) });
}

void DeliveryTrial::is_there(TrialKind kind, std::string_view number, char const* field)
{
    if (!m_there[index(kind)].emplace(number).second)
        add_problem(m_place, "row.duplicate", field, {});
}

void DeliveryTrial::name(TrialKind kind, std::string_view number)
{
    auto& naming = m_named[index(kind)][std::string { number }];
    if (naming.count++ == 0)
        naming.first = m_place;
}

void DeliveryTrial::own_currency(Money const& amount)
{
    if (amount.currency() != m_currency)
        add_problem(m_place, "row.bad_currency", "currency", std::string { amount.currency().code() });
}

void DeliveryTrial::customer(plugins::CustomerRow const& row)
{
    is_there(TrialKind::customer, row.number, "number");
    if (keeps(TrialKind::customer))
        show(TrialKind::customer,
            { std::string { row.number }, std::string { row.name }, address(row.street, row.postal_code, row.town), std::string { row.country },
                std::string { row.email } });
}

void DeliveryTrial::supply_point(plugins::SupplyPointRow const& row)
{
    is_there(TrialKind::supply_point, row.number, "number");
    name(TrialKind::customer, row.customer);
    if (keeps(TrialKind::supply_point))
        show(TrialKind::supply_point,
            { std::string { row.number }, std::string { row.customer }, address(row.street, row.postal_code, row.town), std::string { row.service },
                text(row.from), text(row.to) });
}

void DeliveryTrial::meter(plugins::MeterRow const& row)
{
    is_there(TrialKind::meter, row.number, "number");
    name(TrialKind::supply_point, row.supply_point);
    if (keeps(TrialKind::meter))
        show(TrialKind::meter,
            { std::string { row.number }, std::string { row.supply_point }, std::string { row.medium }, text(row.installed), text(row.removed) });
}

void DeliveryTrial::meter_register(plugins::RegisterRow const& row)
{
    is_there(TrialKind::meter_register, std::string { row.meter } + '\n' + std::string { row.code }, "code");
    name(TrialKind::meter, row.meter);
    if (keeps(TrialKind::meter_register))
        show(TrialKind::meter_register,
            { std::string { row.meter }, std::string { row.code }, std::string { row.unit }, std::to_string(row.digits), std::to_string(row.decimals) });
}

void DeliveryTrial::reading(plugins::ReadingRow const& row)
{
    is_there(TrialKind::reading, row.id, "id");
    name(TrialKind::meter, row.meter);
    if (keeps(TrialKind::reading))
        show(TrialKind::reading,
            { std::string { row.meter }, std::string { row.register_code }, date_to_iso(row.read_on), row.value.decimal_text(), std::string { row.source } });
}

// What a customer would type, and whose it is: the claim goes by that.
void DeliveryTrial::check_reference(plugins::InvoiceRow const& row, std::string& shown, std::string& customer)
{
    if (row.reference.empty())
        return add_problem(m_place, {}, "reference", "the bill has no reference, so that nobody can register with it");
    auto const canonical = m_plugins.normalise_reference(m_target, row.reference);
    if (!canonical)
        return add_problem(m_place, canonical.refusal().key, "reference", canonical.refusal().detail);
    if (*canonical != row.reference)
        add_problem(m_place, {}, "reference", "the plugin spells it differently when a customer types it");
    if (auto const display = m_plugins.display_reference(m_target, *canonical))
        shown = *display;
    auto const found = m_plugins.customer_of_reference(m_target, *canonical);
    if (!found)
        return add_problem(m_place, found.refusal().key, "reference", found.refusal().detail);
    customer = *found;
    m_customers_in_references += customer.empty() ? 0 : 1;
    if (!customer.empty() && customer != row.customer)
        add_problem(m_place, {}, "reference", "the reference names another customer than the bill, so that nobody can register with it");
}

void DeliveryTrial::invoice(plugins::InvoiceRow const& row)
{
    is_there(TrialKind::invoice, row.number, "number");
    name(TrialKind::customer, row.customer);
    if (!row.supply_point.empty())
        name(TrialKind::supply_point, row.supply_point);
    own_currency(row.total);
    if (std::int64_t sum = 0; __builtin_add_overflow(row.net.minor(), row.vat.minor(), &sum) || sum != row.total.minor())
        add_problem(m_place, "row.wrong_total", "total", std::string { row.number });
    if (__builtin_add_overflow(m_total, row.total.minor(), &m_total))
        add_problem(m_place, "row.bad_number", "total", "too large");
    auto& sums = m_bills[std::string { row.number }];
    sums.net = row.net.minor();
    sums.has_bill = true;
    sums.place = m_place;
    ++m_codes[likeness(row.security_code.reveal())];
    std::string reference { row.reference };
    std::string customer;
    check_reference(row, reference, customer);
    if (keeps(TrialKind::invoice))
        show(TrialKind::invoice,
            { std::string { row.number }, std::string { row.kind }, std::string { row.customer }, reference, customer,
                std::string(row.security_code.size(), '*'), date_to_iso(row.issued), text(row.due), text(row.net), text(row.vat), text(row.total),
                text(row.payable) });
}

void DeliveryTrial::invoice_line(plugins::InvoiceLineRow const& row)
{
    is_there(TrialKind::invoice_line, std::string { row.invoice } + '\n' + std::string { row.number }, "number");
    name(TrialKind::invoice, row.invoice);
    auto& sums = m_bills[std::string { row.invoice }];
    sums.has_lines = true;
    if (__builtin_add_overflow(sums.lines, row.net.minor(), &sums.lines))
        add_problem(m_place, "row.bad_number", "net", "too large");
    if (keeps(TrialKind::invoice_line))
        show(TrialKind::invoice_line,
            { std::string { row.invoice }, std::string { row.number }, std::string { row.description }, row.quantity.decimal_text(), std::string { row.unit },
                row.unit_price.decimal_text(), text(row.old_reading), text(row.new_reading), Quantity { row.vat_percent, 2 }.decimal_text(), text(row.net) });
}

void DeliveryTrial::transaction(plugins::TransactionRow const& row)
{
    is_there(TrialKind::transaction, row.external_id, "external_id");
    name(TrialKind::customer, row.customer);
    own_currency(row.amount);
    if (keeps(TrialKind::transaction))
        show(TrialKind::transaction,
            { std::string { row.external_id }, std::string { row.customer }, std::string { row.kind }, std::string { row.invoice },
                std::string { row.reference }, date_to_iso(row.booked), text(row.amount) });
}

void DeliveryTrial::document(plugins::DocumentRow const& row)
{
    is_there(TrialKind::document, row.invoice, "invoice");
    name(TrialKind::invoice, row.invoice);
    auto const media_type = documents::media_type_taken(row.media_type);
    if (media_type.empty())
        add_problem(m_place, "row.bad_word", "media_type", {});
    if (keeps(TrialKind::document))
        show(TrialKind::document,
            { std::string { row.invoice }, std::string { row.media_type }, documents::safe_file_name(row.file_name, media_type, row.invoice),
                std::to_string(row.size) });
}

void DeliveryTrial::problem(plugins::ProblemRow const& row)
{
    add_problem({ std::string { row.file }, row.line }, std::string { row.key }, std::string { row.field }, std::string { row.detail });
}

void DeliveryTrial::finish()
{
    for (auto const& [number, sums] : m_bills)
        if (sums.has_bill && sums.has_lines && sums.lines != sums.net)
            add_problem(sums.place, "row.wrong_lines", "net", number);
    for (auto const kind : { TrialKind::customer, TrialKind::supply_point, TrialKind::meter, TrialKind::invoice }) {
        Naming all;
        for (auto const& [number, naming] : m_named[index(kind)]) {
            if (m_there[index(kind)].contains(number))
                continue;
            if (all.count == 0 || naming.first.line < all.first.line)
                all.first = naming.first;
            all.count += naming.count;
        }
        if (all.count == 0)
            continue;
        auto const words = std::to_string(all.count) + " rows name " + m_tables[index(kind)].title + " that are not in this delivery";
        m_absent.push_back(words + ", the first at " + all.first.text());
        if (m_is_full)
            add_problem(all.first, {}, {}, words + "; as it is a delivery of everything, these rows would be left out");
    }
}

}
