#include "features/intake/intake_pages.h"

#include "features/intake/arrival.h"
#include "features/intake/intake_store.h"
#include "features/intake/status.h"
#include "features/tokens/tokens.h"
#include "web/problem.h"

namespace portal::intake {

namespace {

using web::Request;
using web::Response;

constexpr std::int64_t s_most_waiting = 50; // deliveries of one utility that are not read yet
constexpr std::string_view s_path = "/api/v1/deliveries/";

class SentDelivery final : public web::Upload {
public:
    SentDelivery(Services const& services, TenantScope const& scope, Arrival::Head head)
        : m(services)
        , m_scope(scope)
        , m_arrival(services.database, services.clock, scope, std::move(head))
    {
    }

    std::optional<Response> take(std::string_view bytes) override
    {
        m_arrival.add(bytes);
        return std::nullopt;
    }
    Response finish() override
    {
        auto const id = m_arrival.finish();
        m.wake();
        auto const status = m.database.read([&](db::Session& session) {
            return status_json(session, m_scope, IntakeStore { session, m_scope }.find(id).value(), m.clock.now());
        });
        auto response = Response::json(status, 202);
        response.set_header("Location", std::string { s_path } + id.text());
        return response;
    }

private:
    Services m;
    TenantScope m_scope;
    Arrival m_arrival;
};

web::UploadStart take_delivery(Request& request, Services const& services)
{
    auto const& name = request.route.text("name");
    if (!is_delivery_name(name))
        return web::problem(request, 400, "bad_name", "A delivery's name has 1 to 100 characters, no slash, and no dot first.");
    auto const& force = request.query.text("force");
    if (!force.empty() && force != "1")
        return web::problem(request, 400, "bad_force", "force=1 also takes a delivery that is older than what is published, or changes very much.");
    if (request.body_size == 0)
        return web::problem(request, 400, "empty", "The body is the delivery's bytes; there are none.");
    if (request.body_size > services.most_bytes)
        return web::problem(request, 413, "too_large",
            "A delivery has at most " + std::to_string(services.most_bytes) + " bytes here (imports.most_megabytes); send it in parts.");
    auto const& scope = request.calling_machine().scope;
    if (services.database.read([&](db::Session& session) { return IntakeStore { session, scope }.count_open(); }) >= s_most_waiting) {
        auto response = web::problem(request, 429, "too_many_waiting", "Too many deliveries of this utility wait to be read; go on when some are done.");
        response.set_header("Retry-After", "60");
        return response;
    }
    return std::make_unique<SentDelivery>(services, scope, Arrival::Head { .name = name, .way = Way::http, .is_forced = force == "1" });
}

Response show_delivery(Request& request, Services const& services)
{
    auto const id = ReceivedId::parse(request.route.text("id"));
    if (!id)
        return Response::not_found();
    auto const& scope = request.calling_machine().scope;
    return services.database.read([&](db::Session& session) {
        auto const received = IntakeStore { session, scope }.find(*id);
        return received ? Response::json(status_json(session, scope, *received, services.clock.now())) : Response::not_found();
    });
}

}

void add_routes(web::Router& router, Services const& services)
{
    router.upload("/api/v1/deliveries/{name}", tokens::deliveries, [=](Request& request) { return take_delivery(request, services); });
    router.get("/api/v1/deliveries/{id}", [=](Request& request) { return show_delivery(request, services); }).machine(tokens::deliveries);
}

}
