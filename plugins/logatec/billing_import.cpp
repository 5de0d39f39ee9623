#include "billing_import.h"

#include "reference.h"
#include "security_code.h"

#include <array>

namespace logatec {

using namespace portal::sdk;

namespace {

// A one-letter word of the billing system and the portal's word for it.
struct Word {
    std::string_view theirs, ours;
};

constexpr std::array<Word, 2> s_deliveries { { { "P", "full" }, { "S", "changes" } } };
constexpr std::array<Word, 3> s_sources { { { "U", "utility" }, { "S", "customer" }, { "O", "estimate" } } };
constexpr std::array<Word, 4> s_bills { { { "R", "invoice" }, { "D", "credit_note" }, { "O", "reminder" }, { "A", "advance" } } };
constexpr std::array<Word, 6> s_movements { { { "R", "invoice" }, { "P", "payment" }, { "D", "credit_note" }, { "O", "reminder" }, { "Z", "interest" },
    { "X", "other" } } };

template <std::size_t Count> std::string_view word(CsvRow const& row, std::string_view column, std::array<Word, Count> const& words)
{
    auto const given = row[column];
    for (auto const& [theirs, ours] : words)
        if (given == theirs)
            return ours;
    throw RowError("row.bad_word", column);
}

// Windows-1250 has no raised three.
std::string_view unit(std::string_view theirs) { return theirs == "m3" ? "m³" : theirs; }

// What the customer would have typed wrong is here a mistake of the delivery.
template <typename Read> std::string checked(std::string_view column, Read read)
{
    try {
        return read();
    } catch (Rejected const& rejected) {
        throw RowError(rejected.key(), column);
    }
}

class Import {
public:
    Import(Sink& sink, std::string const& currency)
        : m_sink(sink)
        , m_currency(currency)
    {
    }

    void file(Delivery& delivery, std::string const& name)
    {
        auto const kind = kind_of(name);
        // The head's file sorts first; a delivery without one holds changes.
        if (kind != "dobava" && !m_has_begun)
            begin({});
        auto csv = delivery.csv();
        if (kind == "dobava")
            csv.each(m_sink, [&](CsvRow const& row) { head(row); });
        else if (kind == "placniki")
            csv.each(m_sink, [&](CsvRow const& row) { customer(row); });
        else if (kind == "odjemna_mesta")
            csv.each(m_sink, [&](CsvRow const& row) { supply_point(row); });
        else if (kind == "vodomeri")
            csv.each(m_sink, [&](CsvRow const& row) { meter(row); });
        else if (kind == "stevilcniki")
            csv.each(m_sink, [&](CsvRow const& row) { meter_register(row); });
        else if (kind == "odcitki")
            csv.each(m_sink, [&](CsvRow const& row) { reading(row); });
        else if (kind == "racuni")
            csv.each(m_sink, [&](CsvRow const& row) { invoice(row); });
        else if (kind == "postavke")
            csv.each(m_sink, [&](CsvRow const& row) { line(row); });
        else
            csv.each(m_sink, [&](CsvRow const& row) { transaction(row); });
    }

    bool has_begun() const { return m_has_begun; }

private:
    // "izvoz/Racuni_201805.csv" is "racuni".
    static std::string kind_of(std::string const& path)
    {
        auto const slash = path.rfind('/');
        std::string name;
        for (char const c : path.substr(slash == std::string::npos ? 0 : slash + 1))
            name += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (name.ends_with(".csv"))
            for (std::string_view const kind : { "dobava", "placniki", "odjemna_mesta", "vodomeri", "stevilcniki", "odcitki", "racuni", "postavke", "promet" })
                if (name.starts_with(kind) && (name[kind.size()] == '.' || name[kind.size()] == '_'))
                    return std::string { kind };
        throw BadDelivery("delivery.unknown_file", path);
    }

    void begin(DeliveryHead const& head)
    {
        m_sink.begin(head);
        m_has_begun = true;
    }

    // One line; one that is wrong makes the whole delivery wrong, because it says what the rest means.
    void head(CsvRow const& row)
    {
        if (m_has_begun)
            throw BadDelivery("delivery.head_not_first", "dobava.csv");
        try {
            begin({ .id = row["STEVILKA"],
                .created = row.date("DATUM"),
                .is_full = word(row, "VRSTA", s_deliveries) == "full",
                .expected_bills = row["ST_RACUNOV"].empty() ? -1 : row.integer("ST_RACUNOV"),
                .expected_total = row["SKUPAJ"].empty() ? Money {} : row.money("SKUPAJ", m_currency) });
        } catch (RowError const& error) {
            throw BadDelivery(error.key(), error.field(), error.detail());
        }
    }

    void customer(CsvRow const& row)
    {
        m_sink.customer({ .number = row["SIFRA"],
            .name = row["NAZIV"],
            .street = row["NASLOV"],
            .postal_code = row["POSTA"],
            .town = row["KRAJ"],
            .country = row["DRZAVA"],
            .email = row["EPOSTA"] });
    }

    void supply_point(CsvRow const& row)
    {
        m_sink.supply_point({ .number = row["SIFRA"],
            .customer = row["PLACNIK"],
            .street = row["NASLOV"],
            .postal_code = row["POSTA"],
            .town = row["KRAJ"],
            .service = "water",
            .from = row.date("OD"),
            .to = row.date("DO") });
    }

    void meter(CsvRow const& row)
    {
        m_sink.meter({ .number = row["STEVILKA"],
            .supply_point = row["ODJEMNO_MESTO"],
            .medium = "water",
            .installed = row.date("VGRAJEN"),
            .removed = row.date("ODSTRANJEN") });
    }

    void meter_register(CsvRow const& row)
    {
        m_sink.meter_register({ .meter = row["VODOMER"],
            .code = row["STEVILCNIK"],
            .unit = unit(row["ENOTA"]),
            .digits = small(row, "MEST"),
            .decimals = small(row, "DECIMALK") });
    }

    static std::int32_t small(CsvRow const& row, std::string_view column)
    {
        auto const number = row.integer(column);
        if (number < 0 || number > 99)
            throw RowError("row.bad_number", column);
        return static_cast<std::int32_t>(number);
    }

    void reading(CsvRow const& row)
    {
        m_sink.reading({ .id = row["ID"],
            .meter = row["VODOMER"],
            .register_code = row["STEVILCNIK"],
            .source = word(row, "VIR", s_sources),
            .quality = row["KAKOVOST"],
            .read_on = row.date("DATUM"),
            .value = row.decimal("STANJE") });
    }

    void invoice(CsvRow const& row)
    {
        auto const reference = row["SKLIC"].empty() ? std::string {} : checked("SKLIC", [&] { return normalise_reference(row["SKLIC"]); });
        auto const code = row["KODA"].empty() ? std::string {} : checked("KODA", [&] { return normalise_code(row["KODA"]); });
        if (!reference.empty() && customer_of_reference(reference) != row["PLACNIK"])
            throw RowError("bill.other_customer", "SKLIC", "the reference names another customer");
        m_sink.invoice({ .number = row["STEVILKA"],
            .kind = word(row, "VRSTA", s_bills),
            .corrects = row["POPRAVLJA"],
            .reference = reference,
            .customer = row["PLACNIK"],
            .supply_point = row["ODJEMNO_MESTO"],
            .iban = row["TRR"],
            .purpose_code = row["KODA_NAMENA"],
            .security_code = code,
            .issued = row.date("IZDAN"),
            .due = row.date("ROK"),
            .service_from = row.date("OD"),
            .service_to = row.date("DO"),
            .net = row.money_or_zero("OSNOVA", m_currency),
            .vat = row.money_or_zero("DDV", m_currency),
            .total = row.money_or_zero("SKUPAJ", m_currency),
            .prepaid = row.money_or_zero("PREDPLACILO", m_currency),
            .payable = row.money_or_zero("ZA_PLACILO", m_currency) });
    }

    void line(CsvRow const& row)
    {
        m_sink.invoice_line({ .invoice = row["RACUN"],
            .number = row["POSTAVKA"],
            .description = row["OPIS"],
            .unit = unit(row["ENOTA"]),
            .supply_point = row["ODJEMNO_MESTO"],
            .register_code = row["STEVILCNIK"],
            .from = row.date("OD"),
            .to = row.date("DO"),
            .quantity = row.decimal("KOLICINA"),
            .unit_price = row.decimal("CENA"),
            .old_reading = row.decimal("STARO_STANJE"),
            .new_reading = row.decimal("NOVO_STANJE"),
            .vat_percent = row.decimal("STOPNJA_DDV"),
            .net = row.money("ZNESEK", m_currency) });
    }

    void transaction(CsvRow const& row)
    {
        auto const reference = row["SKLIC"].empty() ? std::string {} : checked("SKLIC", [&] { return normalise_reference(row["SKLIC"]); });
        m_sink.transaction({ .external_id = row["ID"],
            .customer = row["PLACNIK"],
            .kind = word(row, "VRSTA", s_movements),
            .invoice = row["RACUN"],
            .reference = reference,
            .booked = row.date("DATUM"),
            .amount = row.money("ZNESEK", m_currency) });
    }

    Sink& m_sink;
    std::string const& m_currency;
    bool m_has_begun = false;
};

}

void import_delivery(Delivery& delivery, Sink& sink, std::string const& currency)
{
    Import import { sink, currency };
    while (auto const name = delivery.next())
        import.file(delivery, *name);
    if (!import.has_begun())
        throw BadDelivery("delivery.empty");
}

}
