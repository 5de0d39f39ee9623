#include "invoice_plan.h"

#include "words.h"

#include <algorithm>

namespace generic {

using namespace portal::sdk;
using e_invoice::CustomerNumber;

namespace {

// A setting that is one of a few words.
template <typename Value> struct Choice {
    std::string_view word;
    Value value;
};

class InvoiceSettings {
public:
    InvoiceSettings(std::string const& prefix, std::map<std::string, std::string> const& settings)
        : m_prefix(prefix)
        , m_settings(settings)
    {
    }
    std::string of(char const* name) const
    {
        auto const found = m_settings.find(name);
        return found == m_settings.end() ? "" : found->second;
    }
    [[noreturn]] void refuse(std::string const& name, std::string const& detail) const { throw BadSettings(m_prefix + name, detail); }

    // The first one where nothing is set.
    template <typename Value, std::size_t Count> Value one_of(char const* name, Choice<Value> const (&choices)[Count]) const
    {
        auto const text = of(name);
        std::vector<std::string> words;
        for (auto const& choice : choices) {
            if (text == choice.word || text.empty())
                return choice.value;
            words.emplace_back(choice.word);
        }
        refuse(name, listed(words));
    }
    void read_names(char const* name, std::vector<std::string>& names) const
    {
        if (auto const given = split(of(name), ','); !given.empty())
            names = given;
    }
    // An electronic invoice has no columns.
    void require_no_rows() const
    {
        for (auto const& [name, setting] : m_settings)
            if (name.find('.') != std::string::npos || name == "columns")
                refuse(name, "an electronic invoice says itself what its fields are");
    }

private:
    std::string const& m_prefix;
    std::map<std::string, std::string> const& m_settings;
};

}

std::optional<e_invoice::RowOptions> invoice_options(std::string const& prefix, std::map<std::string, std::string> const& entries, Utility const& utility)
{
    InvoiceSettings const settings { prefix, entries };
    auto const format = settings.of("format");
    if (format.empty() || format == "text")
        return std::nullopt;
    static constexpr Choice<std::string_view> s_formats[] { { "e-invoice", "" }, { "eslog", "eslog" }, { "eslog16", "eslog16" }, { "ubl", "ubl" },
        { "cii", "cii" } };
    static constexpr Choice<CustomerNumber> s_customers[] { { "buyer_id", CustomerNumber::buyer_id }, { "buyer_reference", CustomerNumber::buyer_reference },
        { "contract", CustomerNumber::contract }, { "payment_reference", CustomerNumber::payment_reference } };
    static constexpr Choice<bool> s_flags[] { { "true", true }, { "false", false } };
    settings.require_no_rows();
    e_invoice::RowOptions options { .currency = utility.currency };
    options.format = settings.one_of("format", s_formats);
    options.customer = settings.one_of("customer", s_customers);
    options.has_customers = settings.one_of("customers", s_flags);
    options.service = settings.of("service");
    if (auto const services = split("water,heat,electricity,gas,waste", ','); std::find(services.begin(), services.end(), options.service) == services.end())
        settings.refuse("service", "what is supplied: " + listed(services));
    if (options.customer == CustomerNumber::payment_reference && !utility.reference.names_customer())
        settings.refuse("customer", "for payment_reference, reference.customer says where the number stands in it");
    if (!utility.code.is_bill_number())
        throw BadSettings("code.from", "bill_number: electronic invoices carry no code");
    settings.read_names("meter", options.meters.meter);
    settings.read_names("register", options.meters.code);
    settings.read_names("old_reading", options.meters.old_reading);
    settings.read_names("new_reading", options.meters.new_reading);
    options.reference = [&utility](std::string_view reference) { return utility.reference.normalise(reference); };
    options.customer_of = [&utility](std::string_view canonical) { return utility.reference.customer(canonical); };
    if (utility.reference.respells_customer_numbers())
        options.customer_number = [&utility](std::string_view number) { return utility.reference.customer_number(number); };
    return options;
}

}
