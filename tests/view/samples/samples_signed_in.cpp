// Pages of a signed-in customer, with sample data.
#include "view/samples/samples.h"

#include "view/charts.h"
#include "view/data_table.h"
#include "view/form.h"

#include <array>
#include <chrono>

namespace portal::view::samples {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

Currency const euro { "EUR" };
std::array constexpr uses { 11, 13, 12, 10, 11, 10, 11, 12, 13, 14, 10, 12 };

Date date(int y, unsigned m, unsigned d) { return { year { y }, month { m }, day { d } }; }

Model chart(Texts const& texts, Format const& format)
{
    BarChart chart { "use", texts.get("chart.table"), {}, {}, Quantity { 116, 1 } };
    std::vector<Model> rows;
    std::string list;
    for (unsigned i = 0; i < uses.size(); ++i) {
        auto const day_of_month = date(i < 7 ? 2017 : 2018, (i + 5) % 12 + 1, 1);
        Quantity const use { uses[i] };
        chart.bars.push_back({ format.short_month(day_of_month), use, format.decimal(use), i + 1 == uses.size() });
        rows.push_back(model({ { "month", format.month(day_of_month) }, { "value", format.quantity(use, "m³") } }));
        list += (i ? ", " : "") + format.month(day_of_month) + " " + format.quantity(use, "m³");
    }
    chart.description = texts.get("chart.description", { { "list", list } });
    auto out
        = model({ { "note", "Maja ste porabili 12 m³, približno toliko kot običajno." }, { "unit_note", texts.get("chart.months", { { "unit", "m³" } }) } },
            { { "average", true } });
    out.set("svg", draw_bars(chart));
    out.set("rows", std::move(rows));
    return out;
}

std::vector<Model> invoice_rows(Format const& format, int count)
{
    std::vector<Model> rows;
    for (int i = 0; i < count; ++i) {
        auto const first = date(2018, static_cast<unsigned>(5 - i % 5), 1);
        rows.push_back(model({ { "url", "/invoices/0123456789ABC" }, { "period", format.month(first) }, { "number", "2018050008" + std::to_string(i) },
                                 { "utility_name", "Komunalno podjetje Logatec" }, { "amount", format.money({ i == 3 ? -1250 : 3410 + 137 * i, euro }) },
                                 { "due", i == 3 ? "" : format.date(date(2018, 6, 15)) }, { "rest", i == 1 ? format.money({ 420, euro }) : "" },
                                 { "replaced_by", i == 4 ? "20180500083" : "" } },
            { { "is_open", i == 0 }, { "is_overdue", i == 1 }, { "is_paid", i == 2 || i > 4 } }));
    }
    return rows;
}

std::vector<Model> movement_rows(Format const& format, std::size_t count)
{
    std::vector<Model> rows;
    std::int64_t balance = 0;
    for (std::size_t i = 0; i < count; ++i) {
        bool const payment = i % 2 == 1;
        auto const amount = 3410 + 137 * static_cast<std::int64_t>(i / 2);
        balance += payment ? -amount : amount;
        rows.insert(rows.begin(),
            model({ { "date", format.date(date(2018, static_cast<unsigned>(i / 2 % 5 + 1), payment ? 28 : 13)) },
                      { "what", payment ? "Plačilo" : "Račun 20180500081" }, { "url", payment ? "" : "/invoices/0123456789ABC" },
                      { "note", payment ? "" : "maj 2018" }, { "amount", format.money({ payment ? -amount : amount, euro }) },
                      { "debit", payment ? "" : format.money({ amount, euro }) }, { "credit", payment ? format.money({ amount, euro }) : "" },
                      { "balance", format.money({ balance, euro }) } },
                { { "is_payment", payment } }));
    }
    return rows;
}

// state: 'o' open, 'r' received, 'c' closed, anything else: the utility reads itself.
void set_reading_state(Model& target, char state, Texts const& texts, Format const& format)
{
    target.set("reading_open", false).set("reading_received", false).set("reading_closed", false);
    auto const until = format.day_and_month(date(2018, 6, 3));
    if (state == 'o')
        target.set("reading_open",
            model({ { "url", "/meters/0123456789ABC/readings" }, { "title", texts.get("overview.reading.open", { { "until", until } }) },
                { "meter", "Vodomer 18-204417" }, { "last", format.quantity(Quantity { 1499 }, "m³") }, { "last_date", format.date(date(2018, 4, 30)) } }));
    if (state == 'r')
        target.set("reading_received",
            model({ { "url", "/meters/0123456789ABC/readings" }, { "value", format.quantity(Quantity { 1512 }, "m³") },
                      { "date", format.date(date(2018, 6, 2)) }, { "until", until } },
                { { "can_change", true } }));
    if (state == 'c')
        target.set("reading_closed",
            model({ { "text",
                texts.get(
                    "overview.reading.closed", { { "from", format.day_and_month(date(2018, 6, 25)) }, { "to", format.day_and_month(date(2018, 7, 3)) } }) } }));
}

Model customer(Texts const& texts, Format const& format, bool first, char reading)
{
    auto out
        = model({ { "utility_name", first ? "Komunalno podjetje Logatec" : "Toplarna Zgled" },
                    { "utility_logo", first ? "/utilities/logatec/logo.svg" : "/utilities/toplarna/logo.svg" }, { "service", first ? "Voda" : "Toplota" },
                    { "address", "Tržaška cesta 27, 1370 Logatec" }, { "customer_number", "00000107" }, { "balance", format.money({ first ? 3830 : 0, euro }) },
                    { "due", first ? format.date(date(2018, 6, 15)) : "" }, { "overdue", first ? format.money({ 420, euro }) : "" },
                    { "invoices_url", "/invoices" }, { "transactions_url", "/transactions" }, { "meters_url", "/meters" } },
            { { "owes", first }, { "in_credit", false } });
    out.set("invoice", invoice_rows(format, 1).front());
    set_reading_state(out, reading, texts, format);
    out.set("chart", chart(texts, format));
    out.set("movements", movement_rows(format, 4));
    return out;
}

Model overview(Texts const& texts)
{
    auto page = model({ { "greeting", texts.get("overview.greeting", { { "name", "Marija Kranjc" } }) }, { "lead", "Tržaška cesta 27, 1370 Logatec" } },
        { { "one", false }, { "nothing", false } });
    page.set("several", std::vector<Model> {});
    page.set("notices", std::vector<Model> {});
    return page;
}

std::vector<PageSample> overview_pages(Texts const& texts, Format const& format)
{
    std::vector<PageSample> pages;
    auto const around = signed_in_frame(texts.get("overview.title"), "/overview", Menu::overview);
    auto one = overview(texts);
    one.set("one", customer(texts, format, true, 'o'));
    pages.push_back({ "overview", "overview/show", around, std::move(one) });
    auto received = overview(texts);
    received.set("one", customer(texts, format, false, 'r'));
    auto noticed = around;
    noticed.notice = texts.get("add.done");
    pages.push_back({ "overview-received", "overview/show", noticed, std::move(received) });
    auto two = overview(texts);
    two.set("lead", texts.get("overview.together", { { "amount", format.money({ 3830, euro }) } }));
    two.set("several", std::vector { customer(texts, format, true, 'o'), customer(texts, format, false, 'c') });
    two.set("notices",
        std::vector { model({ { "title", texts.get("claim.notice.title") }, { "text", texts.get("claim.mend.short") }, { "url", "/claim" },
                                { "action", texts.get("claim.notice.action") } },
            { { "is_warning", true } }) });
    auto platform = around;
    platform.utility_slug = platform.utility_name = {};
    platform.help.push_back({ "Toplarna Zgled", "01 555 98 76", "", "/terms/toplarna" });
    pages.push_back({ "overview-two", "overview/show", platform, std::move(two) });
    auto nothing = overview(texts);
    nothing.set("nothing", true).set("lead", "");
    pages.push_back({ "overview-nothing", "overview/show", around, std::move(nothing) });
    return pages;
}

std::vector<PageSample> invoice_pages(Texts const& texts, Format const& format)
{
    std::vector<PageSample> pages;
    auto const around = signed_in_frame(texts.get("invoices.title"), "/invoices", Menu::invoices);
    auto const list = [&](int count) {
        auto page = model(
            { { "range", count ? texts.get("pager.range", { { "first", "1" }, { "last", "8" }, { "total", texts.plural("invoices.count", 24) } }) : "" },
                { "newer_url", "" }, { "older_url", count ? "/invoices?page=2" : "" }, { "none_title", texts.get("invoices.none.title") },
                { "none_text", texts.get("invoices.none.text") } },
            { { "has_customers", count > 0 } });
        page.set("customers", choices({ { "", texts.get("filter.customer.all") }, { "1", "KP Logatec, Tržaška cesta 27" } }, ""));
        page.set("years", choices({ { "", texts.get("filter.year.all") }, { "2018", "2018" }, { "2017", "2017" } }, "2018"));
        page.set("invoices", invoice_rows(format, count)).set("downloads", downloads("/invoices", {}, { ".csv", ".json" }));
        return page;
    };
    pages.push_back({ "invoices", "invoices/list", around, list(8) });
    pages.push_back({ "invoices-none", "invoices/list", around, list(0) });
    auto const price = [&](std::int64_t value) { return format.decimal(Quantity { value, 4 }); };
    auto one
        = model({ { "title", texts.get("invoice.title", { { "month", format.month(date(2018, 5, 1)) } }) }, { "utility_name", "Komunalno podjetje Logatec" },
                    { "utility_logo", "/utilities/logatec/logo.svg" }, { "number", "20180500081" }, { "issued", format.date(date(2018, 5, 31)) },
                    { "period", format.period(date(2018, 5, 1), date(2018, 5, 31)) }, { "due", format.date(date(2018, 6, 15)) }, { "corrects", "" },
                    { "replaced_by", "" }, { "replaced_by_url", "" }, { "payable", format.money({ 3410, euro }) }, { "rest", "" },
                    { "net", format.money({ 3114, euro }) }, { "vat", format.money({ 296, euro }) }, { "total", format.money({ 3410, euro }) },
                    { "prepaid", "" }, { "recipient", "Komunalno podjetje Logatec" }, { "iban", "SI56 1910 0001 0337 441" },
                    { "reference", "SI12 1805000001070" }, { "purpose_code", "WTER" }, { "currency", "EUR" }, { "customer_name", "Marija Kranjc" },
                    { "customer_address", "Tržaška cesta 27, 1370 Logatec" }, { "supply_address", "Tržaška cesta 27, 1370 Logatec" },
                    { "original", "/invoices/0123456789ABC/original" }, { "original_type", "XML" }, { "original_size", "31 kB" } },
            { { "is_open", true }, { "is_paid", false }, { "is_overdue", false }, { "pays", true } });
    one.set("lines",
        std::vector { model({ { "name", "Vodarina" }, { "explanation", "Pitna voda, ki ste jo porabili." },
                          { "quantity", format.quantity(Quantity { 12 }, "m³") }, { "price", price(8412) }, { "amount", format.amount({ 1009, euro }) } }),
            model({ { "name", "Omrežnina – vodovod (DN 20)" }, { "explanation", "" }, { "quantity", format.quantity(Quantity { 1 }, "mesec") },
                { "price", price(46120) }, { "amount", format.amount({ 461, euro }) } }),
            model({ { "name", "Odvajanje odpadne vode" }, { "explanation", "" }, { "quantity", format.quantity(Quantity { 12 }, "m³") },
                { "price", price(3105) }, { "amount", format.amount({ 373, euro }) } }) });
    one.set("meters",
        std::vector { model({ { "name", "Vodomer 18-204417" }, { "old", format.quantity(Quantity { 1487 }, "m³") },
            { "new", format.quantity(Quantity { 1499 }, "m³") }, { "used", format.quantity(Quantity { 12 }, "m³") } }) });
    auto invoice_frame
        = signed_in_frame(texts.get("invoice.title", { { "month", format.month(date(2018, 5, 1)) } }), "/invoices/0123456789ABC", Menu::invoices);
    pages.push_back({ "invoice", "invoices/show", std::move(invoice_frame), std::move(one) });
    auto const transactions = [&](std::size_t count) {
        auto page = model(
            { { "utility_name", "Komunalno podjetje Logatec" }, { "address", "Tržaška cesta 27, 1370 Logatec" }, { "today", format.date(date(2018, 6, 2)) },
                { "balance", format.money({ 3830, euro }) },
                { "caption",
                    texts.get("transactions.caption", { { "utility", "Komunalno podjetje Logatec" }, { "from", "1. 1. 2018" }, { "to", "31. 5. 2018" } }) },
                { "range", count ? texts.get("pager.range", { { "first", "1" }, { "last", "9" }, { "total", texts.plural("transactions.count", 46) } }) : "" },
                { "newer_url", count ? "/transactions" : "" }, { "older_url", count ? "/transactions?page=2" : "" } },
            { { "has_customers", count > 0 }, { "owes", count > 0 }, { "in_credit", false } });
        page.set("customers", choices({ { "1", "KP Logatec, Tržaška cesta 27" }, { "2", "Toplarna Zgled, Tržaška cesta 27" } }, "1"));
        page.set("movements", movement_rows(format, count)).set("downloads", downloads("/transactions", "1", { ".csv", ".json" }));
        return page;
    };
    auto const moves = signed_in_frame(texts.get("transactions.title"), "/transactions", Menu::transactions);
    pages.push_back({ "transactions", "transactions/list", moves, transactions(9) });
    pages.push_back({ "transactions-none", "transactions/list", moves, transactions(0) });
    return pages;
}

Model reading_form(FormModel const& form, Texts const& texts, Format const& format, std::string value, std::string error)
{
    auto page
        = model({ { "title", texts.get("reading.title.water") }, { "meter_url", "/meters/0123456789ABC" }, { "form_url", "/meters/0123456789ABC/readings" },
                    { "name", "Vodomer" }, { "number", "18-204417" }, { "utility_name", "Komunalno podjetje Logatec" },
                    { "address", "Tržaška cesta 27, 1370 Logatec" }, { "until", format.day_and_month(date(2018, 6, 3)) }, { "today", "2018-06-02" } },
            { { "correction", !error.empty() } });
    form.put_into(page, texts.get("reading.errors"));
    page.set("registers",
        std::vector { model({ { "field", "value" }, { "label", texts.get("reading.label") }, { "unit", "m³" }, { "digits", "5" },
            { "last", format.quantity(Quantity { 1499 }, "m³") }, { "last_date", format.date(date(2018, 4, 30)) }, { "example_dial", "01514" },
            { "example", "1514" }, { "value", std::move(value) }, { "error", std::move(error) } }) });
    page.set("picture",
        model({ { "date", format.date(date(2018, 4, 30)) } })
            .set("svg",
                draw_meter({ "18-204417", "m³", "01499", "385", texts.get("meter.picture.description.red", { { "whole", "01499" }, { "fraction", "385" } }) },
                    texts)));
    return page;
}

std::vector<PageSample> meter_pages(Texts const& texts, Format const& format)
{
    std::vector<PageSample> pages;
    auto const around = [&](std::string_view key) { return signed_in_frame(texts.get(key), "/meters", Menu::meters); };
    auto const meter = [&](char state) {
        auto out
            = model({ { "url", "/meters/0123456789ABC" }, { "name", "Vodomer" }, { "number", state == 'o' ? "18-204417" : std::string { "18-20441" } + state },
                { "utility_name", "Komunalno podjetje Logatec" }, { "address", "Tržaška cesta 27, 1370 Logatec" },
                { "last", format.quantity(Quantity { 1499 }, "m³") }, { "last_date", format.date(date(2018, 4, 30)) } });
        set_reading_state(out, state, texts, format);
        return out;
    };
    Model list;
    list.set("meters", std::vector { meter('o'), meter('r'), meter('c'), meter('-') });
    pages.push_back({ "meters", "meters/list", around("meters.title"), std::move(list) });
    Model none;
    none.set("meters", std::vector<Model> {});
    pages.push_back({ "meters-none", "meters/list", around("meters.title"), std::move(none) });
    auto show = meter('o');
    std::vector<Model> readings;
    for (int i = 0; i < 8; ++i)
        readings.push_back(model({ { "replaced", "" }, { "date", format.date(date(2018, static_cast<unsigned>(5 - i % 5), 1)) },
            { "by", texts.get(i % 3 ? "reading.by.customer" : "reading.by.estimate") }, { "value", format.quantity(Quantity { 1499 - 12 * i }, "m³") },
            { "used", i == 7 ? "" : format.quantity(Quantity { 12 }, "m³") }, { "reason", i == 0 ? "Stanje je nižje od odčitka delavca." : "" } }));
    show.set("rejected",
        model({ { "text", texts.get("reading.rejected.text", { { "value", "1.512 m³" } }) }, { "reason", "Stanje je nižje od odčitka delavca." } }));
    show.set("downloads", downloads("/meters/0123456789ABC/readings", {}, { ".csv", ".json", ".xml" }));
    show.set("readings", std::move(readings)).set("has_estimates", true).set("chart", chart(texts, format));
    pages.push_back({ "meter", "meters/show", around("meters.title"), std::move(show) });
    FormModel clean;
    clean.field("read_on", "2018-06-02");
    pages.push_back({ "reading", "meters/submit", around("reading.title.water"), reading_form(clean, texts, format, {}, {}) });
    auto const error = texts.get("reading.below_last", { { "typed", "1392" }, { "last", "1499" } });
    FormModel wrong;
    wrong.error("value", error).field("read_on", "2018-06-02");
    auto wrong_frame = around("reading.title.water");
    wrong_frame.has_errors = true;
    pages.push_back({ "reading-error", "meters/submit", wrong_frame, reading_form(wrong, texts, format, "1392", error) });
    auto confirm = model({ { "title", texts.get("reading.unusual.high") }, { "confirm_url", "/meters/0123456789ABC/readings/confirm" },
                             { "form_url", "/meters/0123456789ABC/readings" }, { "name", "Vodomer" }, { "number", "18-204417" },
                             { "utility_name", "Komunalno podjetje Logatec" }, { "read_on", "2018-06-02" } },
        { { "leak_advice", true } });
    confirm.set("registers",
        std::vector { model({ { "register", "" }, { "field", "value" }, { "value", "1574" }, { "last", format.quantity(Quantity { 1499 }, "m³") },
                                { "last_date", format.date(date(2018, 4, 30)) }, { "typed", format.quantity(Quantity { 1574 }, "m³") },
                                { "used", format.quantity(Quantity { 75 }, "m³") }, { "usual", texts.get("reading.unusual.usual", { { "usual", "12 m³" } }) } })
                          .set("drums_last", draw_drums("01499", "385"))
                          .set("drums_typed", draw_drums("01574", "")) });
    confirm.set("chart",
        Model {}.set("svg",
            draw_bars({ "unusual", texts.get("chart.title"), texts.get("chart.description", { { "list", "14, 10, 12, 75" } }),
                { { "mar.", Quantity { 14 }, "14" }, { "apr.", Quantity { 10 }, "10" }, { "maj", Quantity { 12 }, "12" },
                    { "zdaj", Quantity { 75 }, "75", true } },
                {}, true })));
    pages.push_back({ "reading-confirm", "meters/confirm", around("reading.unusual.high"), std::move(confirm) });
    auto received = model({ { "name", "Vodomer" }, { "number", "18-204417" }, { "utility_name", "Komunalno podjetje Logatec" },
        { "received_at", "2. 6. 2018 ob 10.42" }, { "receipt", "0123456789ABC" }, { "until", format.day_and_month(date(2018, 6, 3)) },
        { "form_url", "/meters/0123456789ABC/readings" }, { "meter_url", "/meters/0123456789ABC" } });
    received.set("registers",
        std::vector { model({ { "register", "" }, { "value", format.quantity(Quantity { 1512 }, "m³") }, { "used", format.quantity(Quantity { 13 }, "m³") } })
                          .set("drums", draw_drums("01512", "")) });
    pages.push_back({ "reading-received", "meters/received", around("reading.received.title"), std::move(received) });
    return pages;
}

}

std::vector<PageSample> customer_pages(Texts const& texts, Format const& format)
{
    auto pages = overview_pages(texts, format);
    for (auto make : { invoice_pages, meter_pages, account_pages }) {
        for (auto& page : make(texts, format))
            pages.push_back(std::move(page));
    }
    return pages;
}

}
