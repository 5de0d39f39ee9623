// Gives a customer for each record of each file, whatever its format.
#include <portal/plugin.hpp>
#include <portal/xml.hpp>

namespace {

using namespace portal::sdk;

class Readers final : public Plugin, public BillingImport {
public:
    explicit Readers(Settings const&) { }

    void run(Delivery& delivery, Sink& sink) override
    {
        sink.begin({});
        while (auto const name = delivery.next()) {
            auto const give = [&](auto const& row) { sink.customer({ .number = row["NUMBER"], .name = row["NAME"] }); };
            if (name->ends_with(".xml"))
                delivery.xml().each("Customer", sink, give);
            else if (name->ends_with(".csv"))
                delivery.csv({ .encoding = Encoding::windows_1250 }).each(sink, give);
            else
                delivery.fixed_width({ .columns = { { "NUMBER", 1, 2 }, { "NAME", 3, 20 } }, .encoding = Encoding::iso_8859_2 }).each(sink, give);
        }
    }
};

}

PORTAL_PLUGIN(Readers, "test.readers", "Readers", "1.0.0", "test@readers.example")
