#include "features/meters/meter_mail.h"

#include "features/meters/meter_view.h"

namespace portal::meters {

outbox::Draft receipt_mail(
    web::Site const& site, web::Principal const& principal, tenants::Tenant const& tenant, Window const& window, Meter const& meter, Received const& received)
{
    auto const& texts = site.theme(&tenant).texts(principal.language);
    auto const& format = site.theme(&tenant).format(principal.language);
    std::string values;
    for (std::size_t i = 0; i < received.readings.size(); ++i) {
        auto const& meter_register = meter.registers[i];
        if (received.readings.size() > 1)
            values += (i > 0 ? ", " : "") + texts.get("reading.label.register", { { "register", meter_register.code } }) + ": ";
        values += format.quantity(received.readings[i].value, shown_unit(meter_register.unit));
    }
    view::Model body;
    body.set("link", site.absolute(meter_path(meter)));
    body.set("meter", meter_name(meter, texts) + " " + meter.number + ", " + meter_address(meter));
    body.set("value", values);
    body.set("when", format.instant(received.readings.front().submitted_at, tenant.time_zone));
    body.set("until", format.long_date(*window.end));
    return site.mail(principal.language, "reading_received", &tenant, principal.email, std::move(body));
}

outbox::Draft rejection_mail(web::Site const& site, tenants::Tenant const& tenant, RejectedReading const& rejected, std::optional<Date> until)
{
    auto const& texts = site.theme(&tenant).texts(rejected.language);
    auto const& format = site.theme(&tenant).format(rejected.language);
    view::Model body;
    body.set("link", site.absolute("/meters"));
    body.set("meter", texts.get("meter.name.other") + " " + rejected.meter_number);
    body.set("value", format.quantity(rejected.value, shown_unit(rejected.unit)));
    body.set("date", format.date(rejected.read_on));
    body.set("reason", rejected.reason);
    body.set("until", until ? format.long_date(*until) : std::string {});
    return site.mail(rejected.language, "reading_rejected", &tenant, rejected.email, std::move(body));
}

}
