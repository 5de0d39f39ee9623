#include "features/meters/meter_pages.h"

#include "features/customers/customers_service.h"
#include "features/meters/meter_mail.h"
#include "features/meters/meter_view.h"
#include "features/meters/readings_download.h"
#include "features/meters/readings_table.h"
#include "view/form.h"

#include <algorithm>
#include <functional>

namespace portal::meters {

namespace {

using namespace std::chrono_literals;
using web::Request;
using web::Response;

// One request for one meter that the customer may see.
struct Visit {
    CustomerScope scope;
    Meter meter;
    tenants::Tenant const& tenant;
    Window window;
    Speech speech;
};

class Pages {
public:
    explicit Pages(PagesNeed const& need)
        : m_service(need.service)
        , m_site(need.site)
        , m_tenants(need.tenants)
        , m_outbox(need.outbox)
        , m_wake_mail(need.wake_mail)
        , m_clock(need.clock)
    {
    }

    Response list(Request& request) const;
    Response show(Request& request) const;
    Response form(Request& request) const;
    Response submit(Request& request, bool confirmed) const;
    Response readings_of_all(Request& request, ReadingsForm form) const;
    Response readings_of_one(Request& request, ReadingsForm form) const;

private:
    std::optional<Visit> visit(Request const& request) const;
    // For a meter that hangs nowhere of the customer's: a link to one that was replaced leads to the page of the one that hangs there now.
    Response elsewhere(Request const& request) const;
    Response ask(Request& request, Visit const& visit, Submission const& typed, Refusals const& refusals) const;
    Response ask_again(Request& request, Visit const& visit, Submission const& typed, AskAgain const& question) const;
    Response receipt(Request& request, Visit const& visit) const;

    MeterService const& m_service;
    web::Site const& m_site;
    tenants::Registry const& m_tenants;
    outbox::Outbox const& m_outbox;
    std::function<void()> m_wake_mail;
    Clock const& m_clock;
};

std::string field_name(Meter const& meter, std::size_t index) { return meter.registers.size() == 1 ? "value" : "value_" + std::to_string(index + 1); }

void set_head(view::Model& body, Visit const& visit)
{
    body.set("name", meter_name(visit.meter, visit.speech.texts));
    body.set("number", visit.meter.number);
    body.set("utility_name", visit.tenant.name);
    body.set("address", meter_address(visit.meter));
    body.set("meter_url", meter_path(visit.meter));
    body.set("form_url", form_path(visit.meter));
}

std::optional<Visit> Pages::visit(Request const& request) const
{
    auto const id = MeterId::parse(request.route.text("meter"));
    if (!id)
        return std::nullopt;
    auto found = m_service.find(request.signed_in().customers, *id);
    if (!found)
        return std::nullopt;
    auto const& tenant = m_tenants.get(found->first.tenant());
    return Visit { found->first, std::move(found->second), tenant, m_service.window(tenant.id),
        { m_site.texts(request, &tenant), m_site.format(request, &tenant) } };
}

Response Pages::elsewhere(Request const& request) const
{
    auto const id = MeterId::parse(request.route.text("meter"));
    auto const successor = id ? m_service.successor(request.signed_in().customers, *id) : std::nullopt;
    return successor ? Response::redirect(meter_path(*successor)) : Response::not_found();
}

Response Pages::list(Request& request) const
{
    std::vector<view::Model> meters;
    for (auto const& scope : request.signed_in().customers) {
        auto const& tenant = m_tenants.get(scope.tenant());
        Speech const speech { m_site.texts(request, &tenant), m_site.format(request, &tenant) };
        auto const window = m_service.window(tenant.id);
        for (auto const& meter : m_service.list(scope)) {
            view::Model shown;
            auto const last = meter.registers.front().last();
            shown.set("url", meter_path(meter));
            shown.set("name", meter_name(meter, speech.texts));
            shown.set("number", meter.number);
            shown.set("utility_name", tenant.name);
            shown.set("address", meter_address(meter));
            shown.set("last", last_text(meter, speech.format));
            shown.set("last_date", last ? speech.format.date(last->read_on) : std::string {});
            set_reading_state(shown, meter, window, speech);
            meters.push_back(std::move(shown));
        }
    }
    auto const* const tenant = customers::shared_tenant(request.signed_in().customers, m_tenants);
    view::Model body;
    body.set("meters", std::move(meters));
    return m_site.show(request,
        { .name = "meters/list", .title = m_site.texts(request, tenant).get("meters.title"), .menu = view::Menu::meters, .tenant = tenant }, std::move(body));
}

// The newest report, when it was rejected and nothing was reported or read since.
void set_rejected(view::Model& body, Visit const& visit, std::vector<Verdict> const& verdicts)
{
    body.set("rejected", false);
    auto const newest = std::ranges::max_element(verdicts, {}, &Verdict::id);
    if (newest == verdicts.end() || newest->is_accepted)
        return;
    for (auto const& one : visit.meter.registers)
        if (one.code == newest->register_code && (one.submitted || (one.last() && one.last()->read_on >= newest->read_on)))
            return;
    auto const& [texts, format] = visit.speech;
    auto const unit = shown_unit(visit.meter.registers.front().unit);
    view::Model rejected;
    rejected.set("text", texts.get("reading.rejected.text", { { "value", format.quantity(newest->value, unit) } })).set("reason", newest->reason);
    body.set("rejected", std::move(rejected));
}

Response Pages::show(Request& request) const
{
    auto const visit = this->visit(request);
    if (!visit)
        return elsewhere(request);
    view::Model body;
    set_head(body, *visit);
    set_reading_state(body, visit->meter, visit->window, visit->speech);
    set_chart(body, visit->meter, visit->speech);
    auto const verdicts = m_service.verdicts(visit->scope, visit->meter);
    set_rejected(body, *visit, verdicts);
    set_readings(body, visit->meter, verdicts, visit->speech);
    body.set("downloads", view::downloads(form_path(visit->meter), {}, { ".csv", ".json", ".xml" }));
    auto const title = meter_name(visit->meter, visit->speech.texts) + " " + visit->meter.number;
    return m_site.show(request, { .name = "meters/show", .title = title, .menu = view::Menu::meters, .tenant = &visit->tenant }, std::move(body));
}

Response Pages::readings_of_all(Request& request, ReadingsForm form) const
{
    auto const scopes = customers::asked_scopes(request.signed_in().customers, request.query.text("customer"));
    return scopes ? download(request, m_service, m_site, m_clock.now(), *scopes, std::nullopt, form) : Response::not_found();
}

Response Pages::readings_of_one(Request& request, ReadingsForm form) const
{
    auto const visit = this->visit(request);
    return visit ? download(request, m_service, m_site, m_clock.now(), { visit->scope }, visit->meter.number, form) : elsewhere(request);
}

Response Pages::form(Request& request) const
{
    auto const visit = this->visit(request);
    if (!visit)
        return elsewhere(request);
    // The window closed while the form was open, or a link was kept: the meter's page says when the next one opens.
    if (!visit->window.start)
        return Response::redirect(meter_path(visit->meter));
    if (!request.query.text("received").empty() && visit->meter.registers.front().submitted)
        return receipt(request, *visit);
    Submission typed;
    for (auto const& meter_register : visit->meter.registers)
        typed.typed.emplace_back(
            meter_register.code, meter_register.submitted ? on_the_dial(meter_register.submitted->value.whole(), meter_register.digits) : std::string {});
    typed.read_on = date_to_iso(visit->meter.registers.front().submitted ? visit->meter.registers.front().submitted->read_on : visit->window.today);
    return ask(request, *visit, typed, {});
}

Response Pages::submit(Request& request, bool confirmed) const
{
    auto const visit = this->visit(request);
    if (!visit)
        return elsewhere(request);
    if (!visit->window.start)
        return Response::redirect(meter_path(visit->meter));
    Submission typed;
    typed.confirmed = confirmed;
    typed.read_on = std::string { request.form.text("read_on") };
    for (std::size_t i = 0; i < visit->meter.registers.size(); ++i)
        typed.typed.emplace_back(visit->meter.registers[i].code, std::string { request.form.text(field_name(visit->meter, i)) });
    auto const outcome = m_service.submit(visit->scope, visit->meter, typed, [&](db::Transaction& transaction, Received const& received) {
        m_outbox.put(transaction, receipt_mail(m_site, request.signed_in(), visit->tenant, visit->window, visit->meter, received));
    });
    if (auto const* const refusals = std::get_if<Refusals>(&outcome))
        return ask(request, *visit, typed, *refusals);
    if (auto const* const question = std::get_if<AskAgain>(&outcome))
        return ask_again(request, *visit, typed, *question);
    m_wake_mail();
    return Response::redirect(form_path(visit->meter) + "?received=" + std::get<Received>(outcome).readings.front().id.text());
}

Response Pages::ask(Request& request, Visit const& visit, Submission const& typed, Refusals const& refusals) const
{
    auto const& [texts, format] = visit.speech;
    view::Model body;
    set_head(body, visit);
    view::FormModel form;
    std::vector<view::Model> registers;
    bool is_correction = false;
    for (std::size_t i = 0; i < visit.meter.registers.size(); ++i) {
        auto const& meter_register = visit.meter.registers[i];
        auto const name = field_name(visit.meter, i);
        auto const last = meter_register.last();
        auto const unit = shown_unit(meter_register.unit);
        auto const last_text = last ? format.quantity(Quantity { last->value.whole() }, unit) : std::string {};
        std::string error;
        if (i < refusals.registers.size() && refusals.registers[i].refusal)
            error = texts.get(text_key(*refusals.registers[i].refusal),
                { { "last", last_text }, { "typed", typed.typed[i].second }, { "digits", std::to_string(meter_register.digits) } });
        if (!error.empty())
            form.error(name, error);
        is_correction = is_correction || meter_register.submitted.has_value();
        view::Model field;
        field.set("field", name);
        field.set("label",
            visit.meter.registers.size() == 1 ? texts.get("reading.label")
                                              : texts.get("reading.label.register", { { "register", register_name(visit.meter, meter_register, texts) } }));
        field.set("unit", unit);
        field.set("digits", std::to_string(meter_register.digits));
        field.set("last", last_text);
        field.set("last_date", last ? format.date(last->read_on) : std::string {});
        field.set("example_dial", last ? on_the_dial(last->value.whole(), meter_register.digits) : std::string {});
        field.set("example", last ? std::to_string(last->value.whole()) : std::string {});
        field.set("value", typed.typed[i].second);
        field.set("error", error);
        registers.push_back(std::move(field));
    }
    auto const date_error = refusals.date_refusal
        ? texts.get(text_key(*refusals.date_refusal),
            { { "from", format.date(*visit.window.start) }, { "to", format.date(*visit.window.end) },
                { "last_date", visit.meter.registers.front().last() ? format.date(visit.meter.registers.front().last()->read_on) : std::string {} } })
        : std::string {};
    form.field("read_on", typed.read_on, date_error);
    form.put_into(body, texts.get("reading.errors"));
    auto const& first = visit.meter.registers.front();
    if (auto const last = first.last()) {
        auto const dial = on_the_dial(last->value.whole(), first.digits);
        view::Model picture;
        picture.set("svg",
            view::draw_meter({ visit.meter.number, shown_unit(first.unit), dial, std::string(static_cast<std::size_t>(first.decimals), '0'),
                                 texts.get("meter.picture.description", { { "whole", dial } }) },
                texts));
        picture.set("date", format.date(last->read_on));
        body.set("picture", std::move(picture));
    } else
        body.set("picture", false);
    body.set("registers", std::move(registers));
    body.set("until", format.long_date(*visit.window.end));
    body.set("today", date_to_iso(visit.window.today));
    body.set("correction", is_correction);
    auto const title = by_medium(visit.meter, texts, "reading.title");
    body.set("title", title);
    return m_site.show(request,
        { .name = "meters/submit",
            .title = title,
            .menu = view::Menu::meters,
            .tenant = &visit.tenant,
            .has_errors = form.has_errors(),
            .path = form_path(visit.meter),
            .status = form.has_errors() ? 422 : 200 },
        std::move(body));
}

Response Pages::ask_again(Request& request, Visit const& visit, Submission const& typed, AskAgain const& question) const
{
    auto const& [texts, format] = visit.speech;
    view::Model body;
    set_head(body, visit);
    std::int64_t consumption = 0;
    std::vector<view::Model> registers;
    for (std::size_t i = 0; i < visit.meter.registers.size(); ++i) {
        auto const& meter_register = visit.meter.registers[i];
        auto const& judged = *question.registers[i].judged;
        auto const unit = shown_unit(meter_register.unit);
        auto const last = meter_register.last();
        view::Model row;
        row.set("register", register_name(visit.meter, meter_register, texts));
        row.set("field", field_name(visit.meter, i));
        row.set("value", typed.typed[i].second);
        row.set("last", last ? format.quantity(Quantity { last->value.whole() }, unit) : std::string {});
        row.set("last_date", last ? format.date(last->read_on) : std::string {});
        row.set("typed", format.quantity(Quantity { judged.value }, unit));
        row.set("used", format.quantity(Quantity { judged.consumption }, unit));
        row.set("usual",
            judged.usual.value_or(0) > 0 ? texts.get("reading.unusual.usual", { { "usual", format.quantity(Quantity { *judged.usual }, unit) } })
                                         : std::string {});
        row.set("drums_last", view::draw_drums(on_the_dial(last ? last->value.whole() : 0, meter_register.digits), ""));
        row.set("drums_typed", view::draw_drums(on_the_dial(judged.value, meter_register.digits), ""));
        registers.push_back(std::move(row));
        consumption += judged.consumption;
    }
    body.set("registers", std::move(registers));
    body.set("read_on", typed.read_on);
    body.set("confirm_url", form_path(visit.meter) + "/confirm");
    body.set("leak_advice", visit.meter.medium == "water");
    set_chart(body, visit.meter, visit.speech, Reported { date_from_iso(typed.read_on).value_or(visit.window.today), consumption });
    auto const title = texts.get(question.registers.front().judged->rolled_over ? "reading.unusual.rolled" : "reading.unusual.high");
    body.set("title", title);
    return m_site.show(request,
        { .name = "meters/confirm", .title = title, .menu = view::Menu::meters, .tenant = &visit.tenant, .path = form_path(visit.meter) }, std::move(body));
}

Response Pages::receipt(Request& request, Visit const& visit) const
{
    auto const& [texts, format] = visit.speech;
    view::Model body;
    set_head(body, visit);
    std::vector<view::Model> registers;
    for (auto const& meter_register : visit.meter.registers)
        if (auto const& submitted = meter_register.submitted) {
            auto const unit = shown_unit(meter_register.unit);
            view::Model row;
            row.set("register", register_name(visit.meter, meter_register, texts));
            row.set("value", format.quantity(submitted->value, unit));
            row.set("used", meter_register.last() ? format.quantity(Quantity { submitted->consumption }, unit) : std::string {});
            row.set("drums", view::draw_drums(on_the_dial(submitted->value.whole(), meter_register.digits), ""));
            registers.push_back(std::move(row));
        }
    body.set("registers", std::move(registers));
    auto const& submitted = *visit.meter.registers.front().submitted;
    body.set("received_at", format.instant(submitted.submitted_at, visit.tenant.time_zone));
    body.set("receipt", submitted.id.text());
    body.set("until", format.day_and_month(*visit.window.end));
    return m_site.show(request,
        { .name = "meters/received", .title = texts.get("reading.received.title"), .menu = view::Menu::meters, .tenant = &visit.tenant }, std::move(body));
}

}

void add_routes(web::Router& router, PagesNeed const& need)
{
    auto const pages = std::make_shared<Pages const>(need);
    router.get("/meters", [pages](Request& request) { return pages->list(request); });
    for (auto const form : s_readings_forms) {
        auto const file = "readings" + std::string { file_ending(form) };
        router.get("/" + file, [pages, form](Request& request) { return pages->readings_of_all(request, form); }).limit(60, 1min);
        router.get("/meters/{meter}/" + file, [pages, form](Request& request) { return pages->readings_of_one(request, form); }).limit(60, 1min);
    }
    router.get("/meters/{meter}", [pages](Request& request) { return pages->show(request); });
    router.get("/meters/{meter}/readings", [pages](Request& request) { return pages->form(request); });
    router.post("/meters/{meter}/readings", [pages](Request& request) { return pages->submit(request, false); }).limit(60, 1h);
    router.post("/meters/{meter}/readings/confirm", [pages](Request& request) { return pages->submit(request, true); }).limit(60, 1h);
}

}
