// What an electronic invoice becomes in the portal: customer, supply point, meter with its registers and readings, bill, lines, movement, and
// the file itself.
//
//   sink.begin({});
//   portal::e_invoice::Rows rows { { .currency = "EUR", .service = "water" } };
//   while (auto const name = delivery.next())
//       rows.read(delivery, *name, sink);
#pragma once

#include <portal/e_invoice/meter_state.hpp>
#include <portal/e_invoice/read.hpp>
#include <portal/e_invoice/rules.hpp>
#include <portal/e_invoice/units.hpp>

#include <functional>
#include <unordered_set>

namespace portal::sdk::e_invoice {

// Where the number stands by which the utility knows its customer.
enum class CustomerNumber { buyer_id, buyer_reference, contract, payment_reference };

struct RowOptions {
    std::string currency; // the utility's; another one is refused
    std::string service = "electricity"; // water, heat, electricity, gas or waste
    CustomerNumber customer = CustomerNumber::buyer_id; // BT-46, BT-10, BT-12, or inside BT-83
    // The canonical spelling of a payment reference; throws Rejected. Empty: as it is written.
    std::function<std::string(std::string_view)> reference {};
    // The customer's number inside a canonical reference; asked for CustomerNumber::payment_reference.
    std::function<std::string(std::string_view)> customer_of {};
    // The one spelling of a customer's number, for example without zeros in front; throws Rejected. Empty: as it is written.
    std::function<std::string(std::string_view)> customer_number {};
    std::string_view format {}; // of Format::name; empty: all
    bool has_customers = true; // false: customers and supply points come in some other way
    bool has_meters = true; // meters and readings out of the attributes of lines, where these name the meter
    bool keeps_original = true; // the file of a single invoice goes to the customer as it is
    MeterNames meters {};
    std::int32_t digits = 8; // of the dials; the invoice does not say
};

// One delivery. A customer, supply point or meter that several invoices name is given once, as the first one has it.
class Rows {
public:
    explicit Rows(RowOptions options)
        : m_options(std::move(options))
    {
    }

    // Reads the open file. An invoice that is wrong or does not add up is listed with file and line, and skipped.
    void read(Delivery& delivery, std::string_view file, Sink& sink)
    {
        std::string original;
        XmlOptions options;
        options.copy = m_options.keeps_original ? &original : nullptr;
        auto xml = delivery.xml(options);
        std::string number;
        auto const invoices = each(xml, file, sink, [&](Format const& format, Invoice const& invoice) {
            if (!m_options.format.empty() && format.name != m_options.format)
                throw RowError("e_invoice.unknown", {}, format.title);
            give(invoice, sink);
            number = invoice.number;
        });
        // Of a file with several invoices, also with one that could not be read, each customer would see the others'.
        if (invoices == 1 && !number.empty() && !original.empty())
            sink.document({ .invoice = number, .media_type = "application/xml", .file_name = base_name(file), .bytes = original });
    }

    // Throws RowError.
    void give(Invoice const& invoice, Sink& sink)
    {
        require_right(invoice);
        auto const reference = spelled(invoice.payment_reference, m_options.reference, "BT-83");
        auto const customer = customer_of(invoice, reference);
        give_customer(invoice, customer, sink);
        give_invoice(invoice, customer, reference, sink);
        for (std::size_t i = 0; i < invoice.lines.size(); ++i)
            give_line(invoice, i, sink);
        for (std::size_t i = 0; i < invoice.allowances.size(); ++i)
            give_allowance(invoice, i, sink);
        // What the bill asks for (BT-115) is what the customer's account is charged with, so that paying it settles the account: rounded
        // (BT-114), and without what is prepaid (BT-113), which advance invoices have charged already (docs/decisions/0062).
        sink.transaction({ .external_id = invoice.number,
            .customer = customer,
            .kind = invoice.gives_back() ? "credit_note" : "invoice",
            .invoice = invoice.number,
            .reference = reference,
            .booked = invoice.issued,
            .amount = owed(invoice, invoice.totals.payable) });
    }

private:
    void require_right(Invoice const& invoice) const
    {
        if (invoice.currency != m_options.currency)
            throw RowError("row.bad_currency", "currency", m_options.currency);
        auto const broken = broken_rules(invoice);
        if (!broken.empty() && broken.front().rule.starts_with("e_invoice."))
            throw RowError(broken.front().rule, "function", broken.front().message);
        if (!broken.empty())
            throw RowError("e_invoice.does_not_add_up", broken.front().rule,
                broken.front().message + (broken.size() > 1 ? "; and " + std::to_string(broken.size() - 1) + " more" : ""));
    }

    using Spelling = std::function<std::string(std::string_view)>;
    static std::string spelled(std::string const& written, Spelling const& spelling, std::string_view field)
    {
        try {
            return written.empty() || !spelling ? written : spelling(written);
        } catch (Rejected const& rejected) {
            throw RowError(rejected.key(), field, rejected.detail());
        }
    }
    std::string customer_of(Invoice const& invoice, std::string const& reference) const
    {
        switch (m_options.customer) {
        case CustomerNumber::buyer_id: return required(spelled(invoice.buyer.id, m_options.customer_number, "BT-46"), "BT-46");
        case CustomerNumber::buyer_reference: return required(spelled(invoice.buyer_reference, m_options.customer_number, "BT-10"), "BT-10");
        case CustomerNumber::contract: return required(spelled(invoice.contract, m_options.customer_number, "BT-12"), "BT-12");
        case CustomerNumber::payment_reference: break;
        }
        return required(spelled(reference, m_options.customer_of, "BT-83"), "BT-83");
    }
    static std::string required(std::string number, std::string_view term)
    {
        if (number.empty())
            throw RowError("e_invoice.no_customer", term);
        return number;
    }

    // The portal's amounts are positive when the customer owes them.
    static std::int64_t sign(Invoice const& invoice) { return invoice.is_credit_note() ? -1 : 1; }
    static Money owed(Invoice const& invoice, Decimal amount)
    {
        auto const money = amount.scale < 0 ? std::optional { Money { 0, invoice.currency } } : to_money(amount, invoice.currency);
        if (!money)
            throw RowError("xml.bad_amount", {}, "an amount of the currency");
        return { sign(invoice) * money->minor, invoice.currency };
    }
    static Decimal owed(Invoice const& invoice, Decimal number, int)
    {
        auto const shortest = number.scale < 0 ? Decimal { 0, 0 } : Exact { number }.decimal();
        return { sign(invoice) * shortest.value, shortest.scale };
    }

    // Texts are as long and have as many lines as their sender likes.
    static std::string fitted(std::string_view text, std::size_t most)
    {
        std::string fitting { text.substr(0, most) };
        while (fitting.size() < text.size() && !fitting.empty() && (static_cast<unsigned char>(text[fitting.size()]) & 0xC0) == 0x80)
            fitting.pop_back();
        for (std::size_t i = 0; i < fitting.size(); ++i) {
            auto const byte = static_cast<unsigned char>(fitting[i]);
            if (byte < 0x20 || byte == 0x7F)
                fitting[i] = ' ';
            else if (byte == 0xC2 && i + 1 < fitting.size() && static_cast<unsigned char>(fitting[i + 1]) < 0xA0)
                fitting.replace(i, 2, " ");
        }
        return fitting;
    }

    bool is_new(char kind, std::string const& key) { return m_given.insert(kind + key).second; }

    void give_customer(Invoice const& invoice, std::string const& customer, Sink& sink)
    {
        if (!m_options.has_customers)
            return;
        auto const& buyer = invoice.buyer;
        if (is_new('c', customer))
            sink.customer({ .number = customer,
                .name = fitted(buyer.name.empty() ? buyer.trade_name : buyer.name, text_length),
                .street = fitted(buyer.address.street, text_length),
                .postal_code = buyer.address.postal_code,
                .town = fitted(buyer.address.town, 80),
                .country = buyer.address.country });
        if (invoice.object.empty() || !is_new('s', invoice.object))
            return;
        auto const& place = invoice.delivered_to.address.street.empty() ? buyer.address : invoice.delivered_to.address;
        sink.supply_point({ .number = invoice.object,
            .customer = customer,
            .street = fitted(place.street, text_length),
            .postal_code = place.postal_code,
            .town = fitted(place.town, 80),
            .service = m_options.service });
    }

    void give_invoice(Invoice const& invoice, std::string const& customer, std::string const& reference, Sink& sink)
    {
        auto const& totals = invoice.totals;
        auto const corrects = invoice.is_correcting() ? invoice.corrects().number : std::string {};
        auto const iban = invoice.account().iban;
        sink.invoice({ .number = invoice.number,
            .kind = invoice.kind(),
            .corrects = corrects,
            .reference = reference,
            .customer = customer,
            .supply_point = invoice.object,
            .iban = iban,
            .purpose_code = invoice.purpose,
            .issued = invoice.issued,
            .due = invoice.due,
            .service_from = invoice.period.from,
            .service_to = invoice.period.to,
            .net = owed(invoice, totals.net),
            .vat = owed(invoice, totals.vat),
            .total = owed(invoice, totals.total),
            .prepaid = owed(invoice, totals.prepaid),
            .payable = owed(invoice, totals.payable) });
    }

    void give_line(Invoice const& invoice, std::size_t index, Sink& sink)
    {
        auto const& line = invoice.lines[index];
        auto const state = m_options.meters.state_of(line);
        auto const number = number_of(index);
        sink.invoice_line({ .invoice = invoice.number,
            .number = number,
            .description = fitted(line.name.empty() ? line.description : line.name, 200),
            .unit = shown_unit(line.unit),
            .supply_point = invoice.object,
            .register_code = state.meter.empty() ? std::string_view {} : std::string_view { state.code },
            .from = line.period.from,
            .to = line.period.to,
            .quantity = owed(invoice, line.quantity, 0),
            .unit_price = unit_price(line),
            .old_reading = state.old_reading,
            .new_reading = state.new_reading,
            .vat_percent = percent(line.vat_percent),
            .net = owed(invoice, line.net) });
        if (m_options.has_meters && m_options.has_customers && !invoice.object.empty() && !state.meter.empty())
            give_meter(invoice, index, state, sink);
    }
    // Its place: an invoice's own numbers of lines (BT-126) may be any text, and the same twice. No number of an allowance is just digits.
    static std::string number_of(std::size_t index) { return std::to_string(index + 1); }

    // Allowances and charges of the whole invoice are lines of the portal's bill, so that its lines are its sum.
    static void give_allowance(Invoice const& invoice, std::size_t index, Sink& sink)
    {
        auto const& one = invoice.allowances[index];
        auto amount = one.amount;
        amount.value = one.is_charge ? amount.value : -amount.value;
        sink.invoice_line({ .invoice = invoice.number,
            .number = "A" + std::to_string(index + 1),
            .description = one.reason.empty() ? one.is_charge ? "+" : "-" : fitted(one.reason, 200),
            .supply_point = invoice.object,
            .quantity = owed(invoice, { 1, 0 }, 0),
            .unit_price = amount,
            .vat_percent = percent(one.vat_percent),
            .net = owed(invoice, amount) });
    }

    static Decimal percent(Decimal rate) { return rate.scale < 0 ? Decimal { 0, 0 } : Exact::quotient(rate, { 1, 0 }, 2).decimal(); }

    // For one unit, with six decimals where it is written for several.
    static Decimal unit_price(Line const& line)
    {
        if (line.price.scale < 0)
            return { 0, 0 };
        bool const is_for_one = line.price_quantity.scale < 0 || line.price_quantity.value == 0 || Exact { line.price_quantity } == Exact { Decimal { 1, 0 } };
        return is_for_one ? Exact { line.price }.decimal() : Exact::quotient(line.price, line.price_quantity, 6).decimal();
    }

    void give_meter(Invoice const& invoice, std::size_t index, MeterState const& state, Sink& sink)
    {
        auto const& line = invoice.lines[index];
        std::string_view const medium = m_options.service;
        if (medium == "waste")
            return;
        if (is_new('m', state.meter))
            sink.meter({ .number = state.meter, .supply_point = invoice.object, .medium = medium });
        if (is_new('r', state.meter + '\n' + state.code))
            sink.meter_register({ .meter = state.meter,
                .code = state.code,
                .unit = shown_unit(line.unit),
                .digits = m_options.digits,
                .decimals = std::max(state.new_reading.scale, 0) });
        auto const read_on = line.period.to.ok() ? line.period.to : invoice.period.to;
        if (state.new_reading.scale < 0 || !read_on.ok())
            return;
        auto const id = invoice.number + "/" + number_of(index);
        if (is_new('l', state.meter + '\n' + state.code + '\n' + std::to_string(std::chrono::sys_days { read_on }.time_since_epoch().count())))
            sink.reading({ .id = id, .meter = state.meter, .register_code = state.code, .source = "utility", .read_on = read_on, .value = state.new_reading });
    }

    static std::string_view base_name(std::string_view file) { return file.substr(file.find_last_of("/\\") + 1); }

    RowOptions m_options;
    std::unordered_set<std::string> m_given; // customers, supply points, meters, registers and readings of this delivery
};

}
