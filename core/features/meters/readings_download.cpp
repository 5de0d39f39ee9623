#include "features/meters/readings_download.h"

#include "features/customers/customers_service.h"
#include "features/meters/green_button.h"
#include "features/meters/replaced_meters.h"
#include "features/meters/use_rules.h"

namespace portal::meters {

namespace {

struct Told {
    tenants::Tenant const& tenant;
    Meter meter;
};

std::string table_of(std::vector<Told> const& all, view::DataForm form, view::Wording const& wording)
{
    view::DataTable table { form, { "utility", "customer", "meter", "supply_point", "medium", "register", "read_on", "value", "unit", "used", "source" },
        wording };
    auto const word = [&](std::string const& prefix, std::string const& one, std::string const& other) {
        return view::DataWord { one, wording.texts.get_or(prefix + one, prefix + other) };
    };
    for (auto const& [tenant, meter] : all)
        for (auto const& meter_register : meter.registers) {
            auto const add = [&](Date read_on, Quantity const& value, std::optional<std::int64_t> used, std::string const& source) {
                table.add({ tenant.name, meter.customer_number, meter.number, meter.supply_point, word("meter.name.", meter.medium, "other"),
                    meter_register.code, read_on, value, meter_register.unit, used ? view::DataField { Quantity { *used } } : view::DataField {},
                    word("reading.by.", source, "utility") });
            };
            auto const& history = meter_register.history;
            if (auto const& submitted = meter_register.submitted; submitted && (history.empty() || submitted->read_on > history.front().read_on))
                add(submitted->read_on, submitted->value, history.empty() ? std::nullopt : std::optional { submitted->consumption }, "waiting");
            for (std::size_t i = 0; i < history.size(); ++i) {
                std::optional<std::int64_t> used;
                if (i + 1 < history.size())
                    used = consumption_between(history[i + 1].value, history[i].value, meter_register.digits);
                add(history[i].read_on, history[i].value, used.value_or(-1) < 0 ? std::nullopt : used, history[i].source);
            }
        }
    return std::move(table).finish();
}

std::string feed_of(std::vector<Told> const& all, std::string const& title, Instant now)
{
    std::vector<GreenButtonMeter> meters;
    for (auto const& [tenant, meter] : all)
        meters.push_back({ meter, tenant.time_zone });
    return green_button(title, meters, now);
}

}

std::string_view file_ending(ReadingsForm form)
{
    return std::holds_alternative<GreenButton>(form) ? ".xml" : view::file_ending(std::get<view::DataForm>(form));
}

web::Response download(web::Request& request, MeterService const& service, web::Site const& site, Instant now, std::vector<CustomerScope> const& scopes,
    std::optional<std::string> const& only, ReadingsForm form)
{
    std::vector<Told> all;
    for (auto const& scope : scopes)
        for (auto& meter : service.list_with_all_readings(scope))
            if (!only || meter.number == *only) {
                auto const& tenant = site.tenants().get(scope.tenant());
                auto earlier = earlier_meters(meter);
                all.push_back({ tenant, std::move(meter) });
                for (auto& [before, replaced_on] : earlier)
                    all.push_back({ tenant, std::move(before) });
            }
    auto const wording = site.wording(request, customers::shared_tenant(scopes, site.tenants()));
    auto const name = wording.texts.get("data.file.readings") + (only ? "-" + *only : std::string {}) + std::string { file_ending(form) };
    if (std::holds_alternative<GreenButton>(form))
        return web::Response::download(feed_of(all, wording.texts.get("data.readings.title"), now), "application/atom+xml; charset=utf-8", name);
    auto const table_form = std::get<view::DataForm>(form);
    return web::Response::download(table_of(all, table_form, wording), view::media_type(table_form), name);
}

}
