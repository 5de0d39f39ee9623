// Rows as a plugin would give them, without one.
#pragma once

#include "features/imports/imports_service.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace portal::tests {

inline Date day(int year, unsigned month, unsigned of_month)
{
    return Date { std::chrono::year { year }, std::chrono::month { month }, std::chrono::day { of_month } };
}

inline Money euro(std::int64_t cents) { return { cents, Currency { "EUR" } }; }

// A delivery that a test writes down: each part gives its rows to the sink.
class SampleDelivery {
public:
    using Part = std::function<void(plugins::RowSink&)>;

    SampleDelivery& full()
    {
        m_is_full = true;
        return *this;
    }
    SampleDelivery& made_on(std::optional<Date> created)
    {
        m_created = created;
        return *this;
    }
    SampleDelivery& expects(std::int64_t bills, std::int64_t cents)
    {
        m_bills = bills;
        m_cents = cents;
        return *this;
    }
    SampleDelivery& with(Part part)
    {
        m_parts.push_back(std::move(part));
        return *this;
    }
    SampleDelivery& customer(std::string number, std::string name = "Ana Novak", std::string email = "")
    {
        return with([=](plugins::RowSink& sink) { sink.customer({ number, name, "Tržaška cesta 27", "1370", "Logatec", "SI", email }); });
    }
    SampleDelivery& supply_point(std::string number, std::string customer_number)
    {
        return with([=](plugins::RowSink& sink) {
            sink.supply_point({ number, customer_number, "Tržaška cesta 27", "1370", "Logatec", "water", day(2010, 1, 1), std::nullopt });
        });
    }
    SampleDelivery& meter(std::string number, std::string point)
    {
        return with([=](plugins::RowSink& sink) {
            sink.meter({ number, point, "water", day(2015, 4, 1), std::nullopt });
            sink.meter_register({ number, "1", "m³", 5, 0 });
        });
    }
    SampleDelivery& reading(std::string id, std::string meter_number, unsigned month, std::int64_t value)
    {
        return with([=](plugins::RowSink& sink) { sink.reading({ id, meter_number, "1", "utility", "", day(2018, month, 28), Quantity { value } }); });
    }
    SampleDelivery& bill(
        std::string number, std::string customer_number, unsigned month = 5, std::int64_t net = 3'114, std::string code = "6473", std::int64_t vat = 296)
    {
        return with([=](plugins::RowSink& sink) {
            plugins::InvoiceRow row { number, "invoice", "", "SI12" + number, customer_number, "", "SI56191000010337441", "WTER", Secret { code },
                day(2018, month, 28), day(2018, month + 1, 15), day(2018, month, 1), day(2018, month, 28), euro(net), euro(vat), euro(net + vat), euro(0),
                euro(net + vat) };
            auto const reference = "SI12" + number;
            row.reference = reference;
            sink.invoice(row);
        });
    }
    SampleDelivery& line(std::string bill_number, std::string position, std::int64_t net, std::string text = "Vodarina")
    {
        return with([=](plugins::RowSink& sink) {
            sink.invoice_line({ bill_number, position, text, "m³", "", "1", day(2018, 5, 1), day(2018, 5, 28), Quantity { 12 }, Quantity { 8409, 4 },
                Quantity { 1487 }, Quantity { 1499 }, 950, euro(net) });
        });
    }
    // What a bill charges the account with, under its number.
    SampleDelivery& charge(std::string bill_number, std::string customer_number, std::int64_t cents = 3'410)
    {
        return with([=](plugins::RowSink& sink) {
            sink.transaction({ "C-" + bill_number, customer_number, "invoice", bill_number, "", day(2018, 5, 28), euro(cents) });
        });
    }
    SampleDelivery& payment(std::string id, std::string customer_number, std::int64_t cents)
    {
        return with([=](plugins::RowSink& sink) { sink.transaction({ id, customer_number, "payment", "", "", day(2018, 5, 20), euro(-cents) }); });
    }
    // Its bytes come in parts, as they do from a plugin's host.
    SampleDelivery& document(std::string bill_number, std::string bytes, std::string file_name = "racun.xml", std::string media_type = "application/xml")
    {
        return with([=](plugins::RowSink& sink) {
            sink.document({ bill_number, media_type, file_name, bytes.size() });
            for (std::string_view left { bytes }; !left.empty(); left.remove_prefix(std::min<std::size_t>(left.size(), 65'536)))
                sink.document_bytes(left.substr(0, 65'536));
        });
    }

    void give(plugins::RowSink& sink) const
    {
        plugins::DeliveryHead head;
        head.id = "D-1";
        head.is_full = m_is_full;
        if (m_bills >= 0) {
            head.expected_bills = m_bills;
            head.expected_total = euro(m_cents);
        }
        head.created = m_created;
        sink.begin(head);
        for (auto const& part : m_parts)
            part(sink);
    }
    imports::Source source() const
    {
        return [*this](plugins::RowSink& sink, std::stop_token) -> Result<plugins::ImportSummary, plugins::Rejection> {
            give(sink);
            return plugins::ImportSummary {};
        };
    }

private:
    std::optional<Date> m_created;
    bool m_is_full = false;
    std::int64_t m_bills = -1, m_cents = 0;
    std::vector<Part> m_parts;
};

// Two customers with a meter, a bill of two lines and a movement each.
inline SampleDelivery small_town()
{
    SampleDelivery delivery;
    delivery.customer("1001", "Ana Novak", "Ana@Example.si").customer("1002", "Bojan Kranjc");
    delivery.supply_point("OM1", "1001").supply_point("OM2", "1002");
    delivery.meter("V1", "OM1").meter("V2", "OM2");
    delivery.reading("R1", "V1", 4, 1487).reading("R2", "V1", 5, 1499).reading("R3", "V2", 5, 20);
    delivery.bill("B1", "1001").line("B1", "1", 3'000).line("B1", "2", 114);
    delivery.bill("B2", "1002", 5, 1'000, "0007", 95).line("B2", "1", 600).line("B2", "2", 400);
    delivery.payment("P1", "1001", 3'410);
    return delivery;
}

}
