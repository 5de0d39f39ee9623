// Rows as a hostile plugin may pack them: they end as checked rows, as problems, or as one exception.
#include "check.h"

#include "plugins/pack.h"
#include "plugins/row_reader.h"

#include "base/text.h"

#include <cstdint>

namespace {

class Receiver final : public portal::plugins::RowSink {
public:
    void begin(portal::plugins::DeliveryHead const& head) override { plain(head.id); }
    void customer(portal::plugins::CustomerRow const& row) override { plain(row.number), plain(row.name), plain(row.email); }
    void supply_point(portal::plugins::SupplyPointRow const& row) override { plain(row.number); }
    void meter(portal::plugins::MeterRow const& row) override { plain(row.number); }
    void meter_register(portal::plugins::RegisterRow const& row) override { plain(row.unit); }
    void reading(portal::plugins::ReadingRow const& row) override { plain(row.meter); }
    void invoice(portal::plugins::InvoiceRow const& row) override { plain(row.number), plain(row.reference); }
    void invoice_line(portal::plugins::InvoiceLineRow const& row) override { plain(row.description); }
    void transaction(portal::plugins::TransactionRow const& row) override { plain(row.external_id); }
    void document(portal::plugins::DocumentRow const& row) override { plain(row.file_name), m_left = row.size; }
    void document_bytes(std::string_view bytes) override
    {
        check(bytes.size() <= m_left, "a document is as long as it was told");
        m_left -= bytes.size();
    }
    void problem(portal::plugins::ProblemRow const& problem) override { plain(problem.file); }

private:
    std::uint64_t m_left = 0;

    static void plain(std::string_view text) { check(portal::is_utf8(text) && !portal::has_control_characters(text), "a row's text is plain"); }
};

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Receiver receiver;
    portal::plugins::RowReader reader { receiver };
    try {
        reader.read({ reinterpret_cast<char const*>(data), size });
    } catch (portal::plugins::BadPacking const&) {
        return 0;
    }
    return 0;
}
