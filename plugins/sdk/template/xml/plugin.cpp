// The plugin of one utility: how its bills write the payment reference, and how its electronic invoices are read.
// The portal runs it in a process of its own that sees no file, no network and no other utility.
#include "bill_code.h"
#include "billing_import.h"
#include "reference_scheme.h"

#include <portal/plugin.hpp>

namespace {

class TEMPLATE_CLASS final : public portal::Plugin, public portal::ReferenceFormat, public portal::SecurityCode, public portal::BillingImport {
public:
    // What a utility may set in its tenant.properties, as plugin.setting.NAME: name, type (text, integer, flag), fallback, help.
    static constexpr portal_setting_info settings[] {
        portal::setting("reference_scheme", "text", "SI12", "how payment references are written: SI12, SI, RF, HR, FI, ..."),
        portal::setting("customers_in_invoices", "flag", "true", "false: customers come in some other way"),
    };

    // Every setting is looked at here, so that a wrong one is told when the utility is set up and not when its customers come.
    explicit TEMPLATE_CLASS(portal::Settings const& given)
        : m_import { .currency = given.currency(), .has_customers = given.flag("customers_in_invoices"), .scheme = reference_scheme(given) }
    {
    }

    // What the customer types -> the one canonical spelling, by which bills are found. What it gave it must leave as it is.
    std::string normalise(std::string_view typed) const override { return m_import.scheme.normalise(typed); }
    // The canonical spelling -> as it is printed on the bill.
    std::string display(std::string_view canonical) const override { return m_import.scheme.display(canonical); }
    // Where the customer's number stands inside the reference, override customer() too. Without it the portal finds the customer by the bill.

    // Electronic invoices carry no security code, so the customer types the number of the bill. That is no secret: the portal asks for one
    // more fact of the bill.
    bool code_is_bill_number() const noexcept override { return true; }
    // The bill's number, as customers type it and as the invoices have it.
    std::string normalise_code(std::string_view typed) const override { return normalise_bill_code(typed); }

    void run(portal::Delivery& delivery, portal::Sink& sink) override { import_delivery(delivery, sink, m_import); }

private:
    ImportSettings m_import;
};

}

// Id, name and version are what the folder in the portal is called: plugins/TEMPLATE_ID/1.0.0. CMakeLists.txt says the same id and version.
PORTAL_PLUGIN(TEMPLATE_CLASS, "TEMPLATE_ID", "TEMPLATE_TITLE", "1.0.0", "it@TEMPLATE_NAME.example")
