// Toplarna Zgled, an invented district-heating utility: its customers type the payer number and the number of their last bill. See README.md.
#include "billing_import.h"
#include "numbers.h"

#include <portal/plugin.hpp>

namespace {

class Heating final : public portal::Plugin, public portal::ReferenceFormat, public portal::SecurityCode, public portal::BillingImport {
public:
    static constexpr portal_setting_info settings[] { portal::setting("iban", "text", "SI56040010046655188", "the account that bills are paid to") };
    static constexpr bool code_is_document_number = true;

    explicit Heating(portal::Settings const& given)
        : m_money { given.currency(), given.require("iban") }
    {
    }

    std::string normalise(std::string_view typed) const override { return heating::normalise_payer(typed); }
    std::string display(std::string_view canonical) const override { return heating::normalise_payer(canonical); }
    std::string customer(std::string_view canonical) const override { return heating::normalise_payer(canonical); }
    std::string normalise_code(std::string_view typed) const override { return heating::normalise_bill_number(typed); }
    void run(portal::Delivery& delivery, portal::Sink& sink) override { heating::import_delivery(delivery, sink, m_money); }

private:
    heating::Money m_money;
};

}

PORTAL_PLUGIN(Heating, "example.toplarna-zgled", "Toplarna Zgled", "1.0.0", "varnost@toplarna-zgled.example")
