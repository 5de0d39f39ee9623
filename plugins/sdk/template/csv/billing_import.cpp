#include "billing_import.h"

#include "bill_code.h"

namespace {

// One letter of the billing system and the portal's word for it.
struct Word {
    std::string_view theirs, ours;
};

constexpr Word s_bills[] { { "B", "invoice" }, { "C", "credit_note" }, { "R", "reminder" }, { "A", "advance" } };
constexpr Word s_readers[] { { "U", "utility" }, { "C", "customer" }, { "E", "estimate" } };
constexpr Word s_movements[] { { "B", "invoice" }, { "P", "payment" }, { "C", "credit_note" }, { "R", "reminder" }, { "I", "interest" }, { "O", "other" } };

// What this utility supplies: water, heat, electricity, gas or waste (which has no meters). Every meter has one register.
constexpr std::string_view s_service = "water";
constexpr std::string_view s_unit = "m³";
constexpr std::string_view s_register = "1";

template <std::size_t Count> std::string_view word(portal::CsvRow const& row, std::string_view column, Word const (&words)[Count])
{
    for (auto const& [theirs, ours] : words)
        if (row[column] == theirs)
            return ours;
    throw portal::RowError("row.bad_word", column);
}

// A code of the delivery has to be as right as one that a customer types. A bill without a code proves nothing.
std::string checked_code(portal::CsvRow const& row, std::string_view column, std::size_t digits)
{
    try {
        return row[column].empty() ? std::string {} : normalise_bill_code(row[column], digits);
    } catch (portal::Rejected const& rejected) {
        throw portal::RowError(rejected.key(), column, rejected.detail());
    }
}

// Each function below reads one row: row["COLUMN"] is a text, row.date() reads dd.mm.yyyy, row.decimal() and row.money() read a decimal
// comma. An amount that is missing makes the row a listed one; where bills may lack it, row.money_or_zero() reads it. What a field may hold
// stands in portal/row_fields.hpp; a field that breaks its rule makes the row a listed one too.

void customer(portal::CsvRow const& row, portal::Sink& sink)
{
    sink.customer({ .number = row["NUMBER"],
        .name = row["NAME"],
        .street = row["STREET"],
        .postal_code = row["POSTCODE"],
        .town = row["TOWN"],
        .country = "SI",
        .email = row["EMAIL"] });
}

// One row is a place that is supplied, its meter, and the meter's only register.
void meter(portal::CsvRow const& row, portal::Sink& sink)
{
    sink.supply_point({ .number = row["SUPPLY_POINT"],
        .customer = row["CUSTOMER"],
        .street = row["STREET"],
        .postal_code = row["POSTCODE"],
        .town = row["TOWN"],
        .service = s_service });
    sink.meter({ .number = row["METER"], .supply_point = row["SUPPLY_POINT"], .medium = s_service, .installed = row.date("INSTALLED") });
    sink.meter_register({ .meter = row["METER"], .code = s_register, .unit = s_unit, .digits = 5, .decimals = 0 });
}

// A reading's id has to stay the same in every delivery; here the meter has one reading a day.
void reading(portal::CsvRow const& row, portal::Sink& sink)
{
    auto const id = std::string { row["METER"] } + "/" + std::string { row["DATE"] };
    sink.reading({ .id = id,
        .meter = row["METER"],
        .register_code = s_register,
        .source = word(row, "READ_BY", s_readers),
        .read_on = row.date("DATE"),
        .value = row.decimal("VALUE") });
}

// A bill with its only line.
void bill(portal::CsvRow const& row, portal::Sink& sink, ImportSettings const& settings)
{
    auto const reference = checked_reference(settings.scheme, row["REFERENCE"], "REFERENCE");
    auto const code = checked_code(row, "CODE", settings.code_digits);
    auto const net = row.money("NET", settings.currency);
    auto const total = row.money("TOTAL", settings.currency);
    sink.invoice({ .number = row["BILL"],
        .kind = word(row, "KIND", s_bills),
        .reference = reference,
        .customer = row["CUSTOMER"],
        .supply_point = row["SUPPLY_POINT"],
        .iban = settings.iban,
        .security_code = code,
        .issued = row.date("ISSUED"),
        .due = row.date("DUE"),
        .service_from = row.date("FROM"),
        .service_to = row.date("TO"),
        .net = net,
        .vat = row.money("VAT", settings.currency),
        .total = total,
        .prepaid = { 0, settings.currency },
        .payable = total });
    sink.invoice_line({ .invoice = row["BILL"],
        .number = "1",
        .description = row["TEXT"],
        .unit = s_unit,
        .supply_point = row["SUPPLY_POINT"],
        .register_code = s_register,
        .from = row.date("FROM"),
        .to = row.date("TO"),
        .quantity = row.decimal("QUANTITY"),
        .unit_price = row.decimal("PRICE"),
        .vat_percent = row.decimal("VAT_PERCENT"),
        .net = net });
}

// Positive: the customer owes it; negative: paid or credited. The billing system writes payments without a sign.
void movement(portal::CsvRow const& row, portal::Sink& sink, ImportSettings const& settings)
{
    auto const kind = word(row, "KIND", s_movements);
    auto const amount = row.money("AMOUNT", settings.currency);
    bool const lowers_the_debt = kind == "payment" || kind == "credit_note";
    sink.transaction({ .external_id = row["ID"],
        .customer = row["CUSTOMER"],
        .kind = kind,
        .invoice = row["BILL"],
        .booked = row.date("DATE"),
        .amount = { lowers_the_debt ? -amount.minor : amount.minor, amount.currency } });
}

}

void import_delivery(portal::Delivery& delivery, portal::Sink& sink, ImportSettings const& settings)
{
    bool has_files = false;
    sink.begin({}); // changes only; { .is_full = true } when what is absent from the delivery is gone
    while (auto const name = delivery.next()) {
        has_files = true;
        auto const read = [&](auto take) { delivery.csv(settings.format).each(sink, take); };
        if (*name == "customers.csv")
            read([&](portal::CsvRow const& row) { customer(row, sink); });
        else if (*name == "meters.csv")
            read([&](portal::CsvRow const& row) { meter(row, sink); });
        else if (*name == "readings.csv")
            read([&](portal::CsvRow const& row) { reading(row, sink); });
        else if (*name == "bills.csv")
            read([&](portal::CsvRow const& row) { bill(row, sink, settings); });
        else if (*name == "movements.csv")
            read([&](portal::CsvRow const& row) { movement(row, sink, settings); });
        else
            throw portal::BadDelivery("delivery.unknown_file", *name);
    }
    if (!has_files)
        throw portal::BadDelivery("delivery.empty");
}
