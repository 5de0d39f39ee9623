// A plugin that gives as many bills as its delivery says, without reading them from anywhere: what is measured is the border alone.
#include <portal/plugin.hpp>

namespace {

using namespace portal::sdk;

class Rows final : public Plugin, public ReferenceFormat, public SecurityCode, public BillingImport {
public:
    explicit Rows(Settings const&) { }
    std::string normalise(std::string_view typed) const override { return std::string { typed }; }
    std::string display(std::string_view canonical) const override { return std::string { canonical }; }
    std::string normalise_code(std::string_view typed) const override { return std::string { typed }; }

    void run(Delivery& delivery, Sink& sink) override
    {
        delivery.next();
        auto csv = delivery.csv();
        sink.begin({});
        csv.each(sink, [&](CsvRow const& row) { give(row.integer("BILLS"), sink); });
    }

private:
    static void give(std::int64_t bills, Sink& sink)
    {
        for (std::int64_t i = 0; i < bills; ++i) {
            auto const number = std::to_string(201'805'000'000 + i);
            auto const customer = std::to_string(10'000'000 + i / 10);
            auto const reference = "SI12" + number + "0";
            sink.invoice({ .number = number,
                .reference = reference,
                .customer = customer,
                .iban = "SI56020170014356205",
                .purpose_code = "WTER",
                .security_code = "6473",
                .issued = s_issued,
                .due = s_due,
                .net = { 1'000 + i % 1'000, "EUR" },
                .vat = { 220, "EUR" },
                .total = { 1'220 + i % 1'000, "EUR" },
                .prepaid = { 0, "EUR" },
                .payable = { 1'220 + i % 1'000, "EUR" } });
        }
    }

    static constexpr Date s_issued { std::chrono::year { 2018 }, std::chrono::May, std::chrono::day { 31 } };
    static constexpr Date s_due { std::chrono::year { 2018 }, std::chrono::June, std::chrono::day { 15 } };
};

}

PORTAL_PLUGIN(Rows, "bench.rows", "Rows", "1.0.0", "bench@rows.example")
