// The plugin of one utility: how its bills write the payment reference and the code, and how its billing system's files are read.
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
        portal::setting("code_digits", "integer", "4", "how many digits the code on the bill has"),
        portal::setting("encoding", "text", "auto", "of the files: auto, utf-8, windows-1250, windows-1252, iso-8859-2, iso-8859-15 or iso-8859-16"),
        portal::setting("iban", "text", "", "the account that bills are paid to"),
    };

    // Every setting is looked at here, so that a wrong one is told when the utility is set up and not when its customers come.
    explicit TEMPLATE_CLASS(portal::Settings const& given)
        : m_scheme(reference_scheme(given))
        , m_code_digits(static_cast<std::size_t>(given.integer("code_digits", 1, 12)))
        , m_import { .currency = given.currency(),
            .iban = given.require("iban"),
            .format = { .encoding = given.encoding("encoding") },
            .scheme = m_scheme,
            .code_digits = m_code_digits }
    {
    }

    // What the customer types -> the one canonical spelling, by which bills are found. What it gave it must leave as it is.
    std::string normalise(std::string_view typed) const override { return m_scheme.normalise(typed); }
    // The canonical spelling -> as it is printed on the bill.
    std::string display(std::string_view canonical) const override { return m_scheme.display(canonical); }
    // Where the customer's number stands inside the reference, override customer() too, here for its digits 7 to 14. Without it the portal
    // finds the customer by the bill.
    //     std::string customer(std::string_view canonical) const override { return m_scheme.normalise(canonical).substr(6, 8); }

    // The code that proves that the bill is in the customer's hand.
    std::string normalise_code(std::string_view typed) const override { return normalise_bill_code(typed, m_code_digits); }

    void run(portal::Delivery& delivery, portal::Sink& sink) override { import_delivery(delivery, sink, m_import); }

private:
    portal::references::Scheme const& m_scheme;
    std::size_t m_code_digits;
    ImportSettings m_import;
};

}

// Id, name and version are what the folder in the portal is called: plugins/TEMPLATE_ID/1.0.0. CMakeLists.txt says the same id and version.
PORTAL_PLUGIN(TEMPLATE_CLASS, "TEMPLATE_ID", "TEMPLATE_TITLE", "1.0.0", "it@TEMPLATE_NAME.example")
