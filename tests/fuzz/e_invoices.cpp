// Electronic invoices as a stranger may send them: they become a model of plain text, problems with words, and rows, or are refused. The first
// byte says how much of the file a read gives.
#include "check.h"

#include "plugins/text_delivery.h"

#include <portal/e_invoice/rows.hpp>

#include <cstdint>

namespace {

using namespace portal::sdk;

void hold(e_invoice::Invoice const& invoice)
{
    for (auto const* text : { &invoice.number, &invoice.buyer.name, &invoice.buyer.address.street, &invoice.payment_reference })
        check(is_utf8(*text), "a model is plain text");
    for (auto const& note : invoice.notes)
        check(is_utf8(note), "a note is plain text");
    for (auto const& account : invoice.accounts)
        check(is_utf8(account.iban), "an account is plain text");
    for (auto const& problem : e_invoice::broken_rules(invoice))
        check(!problem.rule.empty() && !problem.message.empty(), "a problem has a rule and words");
    for (auto const& line : invoice.lines)
        e_invoice::MeterNames {}.state_of(line);
}

// Takes rows as the portal does; documents not at all.
class Portal {
public:
    Portal()
    {
        m_border.size = sizeof m_border;
        m_border.ctx = this;
        m_border.begin = take<portal_delivery_head>;
        m_border.customer = take<portal_customer_row>;
        m_border.supply_point = take<portal_supply_point_row>;
        m_border.meter = take<portal_meter_row>;
        m_border.meter_register = take<portal_register_row>;
        m_border.reading = take<portal_reading_row>;
        m_border.invoice = take<portal_invoice_row>;
        m_border.invoice_line = take<portal_invoice_line_row>;
        m_border.transaction = take<portal_transaction_row>;
        m_border.problem = [](void*, portal_text, std::uint64_t, portal_error const* error) {
            check(error->key[0] != 0, "a problem has a key");
            return portal_status { PORTAL_OK };
        };
    }
    Sink sink() const { return Sink { m_border }; }

private:
    template <typename Row> static portal_status take(void*, Row const* row)
    {
        visit_fields(*row, FieldCheck {});
        return PORTAL_OK;
    }
    portal_import_sink m_border {};
};

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size < 1)
        return 0;
    std::string const content { reinterpret_cast<char const*>(data) + 1, size - 1 };
    Portal portal;
    auto sink = portal.sink();
    portal::test::TextDelivery text { { { "a.xml", content }, { "a.xml", content } }, data[0] + 1U };
    Delivery delivery { text.border() };
    try {
        delivery.next();
        auto xml = delivery.xml();
        e_invoice::each(xml, "a.xml", sink, [](e_invoice::Format const&, e_invoice::Invoice const& invoice) { hold(invoice); });
        delivery.next();
        e_invoice::Rows { { .currency = "EUR", .keeps_original = false } }.read(delivery, "a.xml", sink);
    } catch (BadDelivery const& refusal) {
        check(refusal.key().starts_with("xml.") || refusal.key() == "e_invoice.unknown", "a refusal says why");
    }
    return 0;
}
