// Komunalno podjetje Logatec: references, security codes, deliveries and readings of its billing system. See README.md.
#include "billing_import.h"
#include "readings_export.h"
#include "reference.h"
#include "security_code.h"

#include <portal/plugin.hpp>

namespace {

class Logatec final : public portal::Plugin,
                      public portal::ReferenceFormat,
                      public portal::SecurityCode,
                      public portal::BillingImport,
                      public portal::ReadingsExport {
public:
    explicit Logatec(portal::Settings const& settings)
        : m_currency(settings.currency())
    {
    }

    std::string normalise(std::string_view typed) const override { return logatec::normalise_reference(typed); }
    std::string display(std::string_view canonical) const override { return logatec::display_reference(canonical); }
    std::string customer(std::string_view canonical) const override { return logatec::customer_of_reference(canonical); }
    std::string normalise_code(std::string_view typed) const override { return logatec::normalise_code(typed); }
    void run(portal::Delivery& delivery, portal::Sink& sink) override { logatec::import_delivery(delivery, sink, m_currency); }
    void write_readings(portal::Readings& readings, portal::FileOut& files) override { logatec::write_readings(readings, files); }

private:
    std::string m_currency;
};

}

PORTAL_PLUGIN(Logatec, "si.kp-logatec", "Komunalno podjetje Logatec", "1.0.0", "varnost@kp-logatec.example")
