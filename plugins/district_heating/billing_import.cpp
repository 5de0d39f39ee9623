#include "billing_import.h"

#include "numbers.h"

namespace heating {

using namespace portal::sdk;

namespace {

constexpr CsvOptions s_format { .separator = '|' };
constexpr std::string_view s_register = "1";

std::string payer(CsvRow const& row)
{
    try {
        return normalise_payer(row["KUPEC"]);
    } catch (Rejected const& rejected) {
        throw RowError(rejected.key(), "KUPEC");
    }
}

// One row is a customer with his only station and meter.
void customer(CsvRow const& row, Sink& sink)
{
    auto const number = payer(row);
    sink.customer({ .number = number, .name = row["IME"], .street = row["NASLOV"], .postal_code = row["POSTA"], .town = row["KRAJ"], .country = "SI" });
    sink.supply_point(
        { .number = row["POSTAJA"], .customer = number, .street = row["NASLOV"], .postal_code = row["POSTA"], .town = row["KRAJ"], .service = "heat" });
    sink.meter({ .number = row["STEVEC"], .supply_point = row["POSTAJA"], .medium = "heat", .installed = row.date("VGRAJEN") });
    sink.meter_register({ .meter = row["STEVEC"], .code = s_register, .unit = "MWh", .digits = 5, .decimals = 3 });
}

void reading(CsvRow const& row, Sink& sink)
{
    auto const who = row["VIR"];
    if (who != "O" && who != "J")
        throw RowError("row.bad_word", "VIR");
    auto const id = std::string { row["STEVEC"] } + "/" + std::string { row["DATUM"] };
    sink.reading({ .id = id,
        .meter = row["STEVEC"],
        .register_code = s_register,
        .source = who == "O" ? "utility" : "customer",
        .read_on = row.date("DATUM"),
        .value = row.decimal("STANJE_MWH") });
}

// One row is a bill, its three lines, and its movement.
void bill(CsvRow const& row, Sink& sink, Money const& money)
{
    auto const customer = payer(row);
    auto const number = row["RACUN"];
    auto const issued = row.date("IZDAN");
    auto const from = row.date("OD");
    auto const to = row.date("DO");
    auto const total = row.money("ZA_PLACILO", money.currency);
    sink.invoice({ .number = number,
        .reference = customer,
        .customer = customer,
        .supply_point = row["POSTAJA"],
        .iban = money.iban,
        .purpose_code = "ENRG",
        .issued = issued,
        .due = row.date("ROK"),
        .service_from = from,
        .service_to = to,
        .net = row.money("OSNOVA", money.currency),
        .vat = row.money("DDV", money.currency),
        .total = total,
        .prepaid = { 0, money.currency },
        .payable = total });
    auto const line = [&](std::string_view position, std::string_view description, std::string_view unit, std::string_view quantity, std::string_view price,
                          std::string_view net) {
        bool const is_metered = position == "1";
        sink.invoice_line({ .invoice = number,
            .number = position,
            .description = description,
            .unit = unit,
            .supply_point = row["POSTAJA"],
            .register_code = is_metered ? s_register : std::string_view {},
            .from = from,
            .to = to,
            .quantity = row.decimal(quantity),
            .unit_price = row.decimal(price),
            .old_reading = is_metered ? row.decimal("STARO_MWH") : Decimal {},
            .new_reading = is_metered ? row.decimal("NOVO_MWH") : Decimal {},
            .vat_percent = { 22, 0 },
            .net = row.money(net, money.currency) });
    };
    line("1", "Toplota – poraba", "kWh", "TOPLOTA_KWH", "CENA_KWH", "TOPLOTA_EUR");
    line("2", "Priključna moč", "kW", "MOC_KW", "CENA_KW", "MOC_EUR");
    line("3", "Prispevek za energetsko učinkovitost", "kWh", "TOPLOTA_KWH", "CENA_PRISPEVKA", "PRISPEVEK_EUR");
    auto const id = "R" + std::string { number };
    sink.transaction(
        { .external_id = id, .customer = customer, .kind = "invoice", .invoice = number, .reference = customer, .booked = issued, .amount = total });
}

void payment(CsvRow const& row, Sink& sink, Money const& money)
{
    auto const customer = payer(row);
    auto const paid = row.money("ZNESEK", money.currency);
    sink.transaction({ .external_id = row["PLACILO"],
        .customer = customer,
        .kind = "payment",
        .invoice = row["RACUN"],
        .reference = customer,
        .booked = row.date("DATUM"),
        .amount = { -paid.minor, money.currency } });
}

}

void import_delivery(Delivery& delivery, Sink& sink, Money const& money)
{
    bool has_files = false;
    sink.begin({});
    while (auto const name = delivery.next()) {
        has_files = true;
        auto const read = [&](auto take) { delivery.csv(s_format).each(sink, take); };
        if (*name == "kupci.csv")
            read([&](CsvRow const& row) { customer(row, sink); });
        else if (*name == "stanja.csv")
            read([&](CsvRow const& row) { reading(row, sink); });
        else if (*name == "racuni.csv")
            read([&](CsvRow const& row) { bill(row, sink, money); });
        else if (*name == "placila.csv")
            read([&](CsvRow const& row) { payment(row, sink, money); });
        else
            throw BadDelivery("delivery.unknown_file", *name);
    }
    if (!has_files)
        throw BadDelivery("delivery.empty");
}

}
