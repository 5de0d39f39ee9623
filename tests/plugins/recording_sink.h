// A sink that keeps what it is given as readable lines, and counts.
#pragma once

#include "plugins/rows.h"

#include <map>
#include <string>
#include <vector>

namespace portal::plugins::test {

inline std::string text(std::optional<Date> const& date) { return date ? date_to_iso(*date) : "-"; }
inline std::string text(std::optional<Quantity> const& quantity) { return quantity ? quantity->decimal_text() : "-"; }
inline std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string line;
    for (auto const part : parts)
        (line += part) += '|';
    return line;
}

class RecordingSink : public RowSink {
public:
    void begin(DeliveryHead const& r) override
    {
        add("begin",
            { r.id, text(r.created), r.is_full ? "full" : "changes", std::to_string(r.expected_bills.value_or(-1)),
                r.expected_total ? r.expected_total->decimal_text() : "-" });
    }
    void customer(CustomerRow const& r) override { add("customer", { r.number, r.name, r.street, r.postal_code, r.town, r.country, r.email }); }
    void supply_point(SupplyPointRow const& r) override
    {
        add("supply_point", { r.number, r.customer, r.street, r.postal_code, r.town, r.service, text(r.from), text(r.to) });
    }
    void meter(MeterRow const& r) override { add("meter", { r.number, r.supply_point, r.medium, text(r.installed), text(r.removed) }); }
    void meter_register(RegisterRow const& r) override { add("register", { r.meter, r.code, r.unit, std::to_string(r.digits), std::to_string(r.decimals) }); }
    void reading(ReadingRow const& r) override { add("reading", { r.id, r.meter, r.register_code, r.source, r.quality, text(r.read_on), text(r.value) }); }
    void invoice(InvoiceRow const& r) override
    {
        net += r.net.minor();
        vat += r.vat.minor();
        total += r.total.minor();
        add("invoice",
            { r.number, r.kind, r.corrects, r.reference, r.customer, r.supply_point, r.iban, r.purpose_code, r.security_code.reveal(), text(r.issued),
                text(r.due), text(r.service_from), text(r.service_to), r.net.decimal_text(), r.vat.decimal_text(), r.total.decimal_text(),
                r.prepaid.decimal_text(), r.payable.decimal_text(), r.total.currency().code() });
    }
    void invoice_line(InvoiceLineRow const& r) override
    {
        lines_net += r.net.minor();
        add("line",
            { r.invoice, r.number, r.description, text(r.quantity), r.unit, text(r.unit_price), text(r.old_reading), text(r.new_reading),
                std::to_string(r.vat_percent), r.net.decimal_text(), text(r.from), text(r.to), r.supply_point, r.register_code });
    }
    void transaction(TransactionRow const& r) override
    {
        balance += r.amount.minor();
        add("transaction", { r.external_id, r.customer, r.kind, r.invoice, r.reference, text(r.booked), r.amount.decimal_text() });
    }
    void document(DocumentRow const& r) override { add("document", { r.invoice, r.media_type, r.file_name, std::to_string(r.size) }); }
    void document_bytes(std::string_view bytes) override { documents += bytes; }
    void problem(ProblemRow const& r) override { add("problem", { r.file, std::to_string(r.line), r.key, r.field }); }
    void progress(std::uint64_t, std::uint64_t read) override { bytes_read = read; }

    std::vector<std::string> with(std::string const& kind, std::string const& part) const
    {
        std::vector<std::string> found;
        if (auto const all = rows.find(kind); all != rows.end())
            for (auto const& line : all->second)
                if (line.find(part) != std::string::npos)
                    found.push_back(line);
        return found;
    }
    std::size_t count(std::string const& kind) const { return with(kind, "").size(); }

    std::map<std::string, std::vector<std::string>> rows;
    std::string documents; // the bytes of all, one after the other
    std::int64_t net = 0, vat = 0, total = 0, lines_net = 0, balance = 0;
    std::uint64_t bytes_read = 0;

private:
    void add(std::string const& kind, std::initializer_list<std::string_view> parts) { rows[kind].push_back(joined(parts)); }
};

}
