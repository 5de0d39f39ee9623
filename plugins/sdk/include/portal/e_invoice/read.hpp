// Electronic invoices of every format that the SDK knows, told apart by what their XML says it is and never by the file's name.
//
//   auto xml = delivery.xml();
//   portal::e_invoice::each(xml, name, sink, [&](portal::e_invoice::Format const&, portal::e_invoice::Invoice const& invoice) { ... });
//
// Needs libexpat: portal_add_plugin(... LIBRARIES expat).
#pragma once

#include <portal/e_invoice/cii.hpp>
#include <portal/e_invoice/eslog16.hpp>
#include <portal/e_invoice/eslog20.hpp>
#include <portal/e_invoice/ubl.hpp>
#include <portal/xml.hpp>

namespace portal::sdk::e_invoice {

struct Format {
    std::string_view name; // in settings
    std::string_view title; // for people
    std::string_view space; // how the namespace of the root begins; versions come behind it
    std::string_view root;
    std::string_view record; // the element that is one invoice
    Invoice (*read)(XmlElement);
};

inline constexpr Format formats[] {
    { "eslog", "e-SLOG 2.0", "urn:eslog:2.", "Invoice", "M_INVOIC", Eslog20::read },
    { "eslog16", "e-SLOG 1.6", "", "IzdaniRacunEnostavni", "Racun", Eslog16::read },
    { "ubl", "UBL 2.1 invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", "Invoice", "Invoice", Ubl::read },
    { "ubl", "UBL 2.1 credit note", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2", "CreditNote", "CreditNote", Ubl::read },
    { "cii", "UN/CEFACT Cross Industry Invoice", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:", "CrossIndustryInvoice", "CrossIndustryInvoice",
        Cii::read },
};

// nullptr: none of them. e-SLOG 1.6 has no namespace, so any is taken for it.
inline Format const* find_format(std::string_view space, std::string_view root)
{
    for (auto const& format : formats)
        if (format.root == root && space.starts_with(format.space))
            return &format;
    return nullptr;
}

// Calls take(format, invoice) for every invoice of a file. Its root is an invoice, or an element of the sender's own with many of them
// inside. What cannot be read is listed with its line, and so is a RowError of take. BadDelivery: no right XML, or no invoice in it.
// Gives how many invoices the file has, those included that take never saw.
template <typename Take> int each(Xml& xml, std::string_view file, Sink& sink, Take take)
{
    auto const& root = xml.root();
    bool has_any = false;
    int invoices = 0;
    if (auto const* const format = find_format(root.space, root.name))
        xml.each(format->record, sink, [&](XmlElement const& record) {
            has_any = true;
            ++invoices;
            take(*format, format->read(record));
        });
    else
        xml.each({ "Invoice", "CreditNote", "CrossIndustryInvoice", "IzdaniRacunEnostavni" }, sink, [&](XmlElement const& document) {
            auto const* const inner = find_format(document.space(), document.name());
            has_any = has_any || inner;
            if (!inner || inner->record == inner->root)
                ++invoices;
            if (!inner)
                return;
            if (inner->record == inner->root)
                return take(*inner, inner->read(document));
            for (auto const record : document.children(inner->record)) {
                ++invoices;
                take(*inner, inner->read(record));
            }
        });
    if (!has_any)
        throw BadDelivery("e_invoice.unknown", file, "an electronic invoice was expected; the root element is " + root.name.substr(0, 60));
    return invoices;
}

}

namespace portal {
namespace e_invoice = sdk::e_invoice;
}
