// Settings, added utilities, handovers, with sample data.
#include "view/samples/samples.h"

#include "view/data_table.h"
#include "view/form.h"

namespace portal::view::samples {

std::vector<PageSample> account_pages(Texts const& texts, Format const&)
{
    std::vector<PageSample> pages;
    FormModel form;
    for (auto const* const name : { "old_password", "password", "password_again", "new_email", "email_password" })
        form.field(name, {});
    auto settings = model({ { "email", "marija.kranjc@primer.si" }, { "password_changed", "3. 3. 2018" } });
    form.put_into(settings, "");
    settings.set("languages", choices({ { "sl", "Slovensko" }, { "en", "English" } }, "sl"));
    settings.set("utilities",
        std::vector { model({ { "name", "Komunalno podjetje Logatec" }, { "logo", "/utilities/logatec/logo.svg" },
                                { "address", "Tržaška cesta 27, 1370 Logatec" }, { "customer_number", "00000107" } },
            { { "is_guest", false } }) });
    settings.set("waiting",
        std::vector { model(
            { { "name", "Toplarna Zgled" }, { "logo", "/utilities/toplarna/logo.svg" }, { "text", texts.get("claim.mend.short") }, { "url", "/claim" } }) });
    settings.set("sessions",
        std::vector {
            model({ { "device", "Chrome, Android" }, { "seen", texts.get("settings.sessions.now") }, { "id", "0123456789ABC" } }, { { "is_current", true } }),
            model({ { "device", "Edge, Windows" }, { "seen", texts.get("settings.sessions.seen", { { "when", "1. 6. 2018" } }) }, { "id", "0123456789ABD" } },
                { { "is_current", false } }) });
    Model bills, readings;
    bills.set("what", texts.get("invoices.title")).set("downloads", downloads("/invoices", {}, { ".csv", ".json" }));
    readings.set("what", texts.get("meter.readings")).set("downloads", downloads("/readings", {}, { ".csv", ".json", ".xml" }));
    settings.set("own_data", std::vector { std::move(bills), std::move(readings) });
    auto around = signed_in_frame(texts.get("settings.title"), "/settings", Menu::settings);
    around.notice = texts.get("settings.password.done");
    pages.push_back({ "settings", "accounts/settings", around, std::move(settings) });
    pages.push_back({ "confirmed", "accounts/confirmed", signed_in_frame(texts.get("confirmed.title"), "/overview", Menu::none),
        model({ { "email", "marija.kranjc@primer.si" }, { "utility_name", "Komunalno podjetje Logatec" }, { "customer_number", "00000107" },
            { "address", "Tržaška cesta 27, 1370 Logatec" }, { "reading_url", "/meters/0123456789ABC/readings" }, { "reading_until", "3. junija" } }) });
    FormModel add_form;
    for (auto const* const name : { "utility", "reference", "code", "terms" })
        add_form.field(name, {});
    auto add = model(
        { { "shown", "toplarna" }, { "terms_url", "/terms/toplarna" }, { "utility_name", "Toplarna Zgled" }, { "help_email", "" }, { "help_hours", "" } },
        { { "terms_yes", false }, { "asks_terms", true }, { "asks_bill", true }, { "is_away", false }, { "has_others", true } });
    add_form.put_into(add, "");
    add.set("utilities", choices({ { "logatec", "Komunalno podjetje Logatec" }, { "toplarna", "Toplarna Zgled" } }, "toplarna"));
    pages.push_back({ "utilities-add", "claims/add", signed_in_frame(texts.get("add.title"), "/utilities/add", Menu::none), std::move(add), true });
    auto const handover = [&](bool decided, bool accepted) {
        return model({ { "handover_url", "/handover/abc" }, { "utility_name", "Komunalno podjetje Logatec" }, { "customer_number", "00000107" },
                         { "address", "Tržaška cesta 27, 1370 Logatec" }, { "asker", "janez.kranjc@primer.si" } },
            { { "decided", decided }, { "accepted", accepted } });
    };
    auto const handover_frame = signed_in_frame(texts.get("handover.title"), "/overview", Menu::none);
    pages.push_back({ "handover", "claims/handover", handover_frame, handover(false, false) });
    pages.push_back({ "handover-accepted", "claims/handover", handover_frame, handover(true, true) });
    pages.push_back({ "handover-refused", "claims/handover", handover_frame, handover(true, false) });
    return pages;
}

}
