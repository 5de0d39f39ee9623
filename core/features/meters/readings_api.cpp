#include "features/meters/readings_api.h"

#include "base/text.h"
#include "features/meters/reported_readings.h"
#include "features/tokens/tokens.h"
#include "web/problem.h"

#include <Poco/JSONString.h>

#include <sstream>

namespace portal::meters {

namespace {

using web::Request;
using web::Response;

constexpr std::int64_t s_default_limit = 500, s_largest_limit = 1'000;
constexpr std::size_t s_longest_name = 80;
constexpr std::uint64_t s_largest_receipt = 4U << 20; // some 100,000 verdicts: kept in memory until all of it is there

std::string json_page(ReportedPage const& page)
{
    std::string json = "{\"readings\": [";
    for (auto const& reading : page.readings)
        json += (&reading == &page.readings.front() ? "\n" : ",\n") + json_object(reading);
    return json + "\n], \"next\": " + Poco::toJSON(page.next) + ", \"more\": " + (page.has_more ? "true" : "false") + "}\n";
}

std::string csv_page(ReportedPage const& page)
{
    std::string csv { csv_head() };
    for (auto const& reading : page.readings)
        csv += csv_line(reading);
    return csv;
}

Response refused(Request const& request, CursorRefusal refusal)
{
    if (refusal == CursorRefusal::malformed)
        return web::problem(request, 400, "bad_cursor", "since is what an answer gave as its next cursor, or is left out for the beginning.");
    return web::problem(request, 409, "cursor_ahead",
        "The portal has no such place yet. Ask again in a moment; if that stays so, its database was put back from a backup: ask again from the beginning.");
}

Response readings(Request const& request, db::Database& database)
{
    auto const& limit_text = request.query.text("limit");
    auto const limit = limit_text.empty() ? std::optional { s_default_limit } : parse_integer(limit_text);
    if (!limit || *limit < 1 || *limit > s_largest_limit)
        return web::problem(request, 400, "bad_limit", "limit is a number from 1 to " + std::to_string(s_largest_limit) + ".");
    auto const page = database.read(
        [&](db::Session& session) { return reported_since(session, request.calling_machine().scope, request.query.text("since"), static_cast<int>(*limit)); });
    if (!page)
        return refused(request, page.refusal());
    auto response = request.header("Accept").find("text/csv") != std::string_view::npos
        ? Response::download(csv_page(*page), "text/csv; charset=utf-8", "readings.csv")
        : Response::json(json_page(*page));
    response.set_header("Portal-Next-Cursor", page->next);
    return response;
}

std::string json_report(ReceiptReport const& report)
{
    auto const number = [](std::string_view name, std::int64_t value) { return '"' + std::string { name } + "\": " + std::to_string(value) + ", "; };
    auto json = "{" + number("accepted", report.accepted) + number("rejected", report.rejected) + number("unchanged", report.unchanged)
        + number("problem_count", report.problem_count) + "\"problems\": [";
    for (auto const& problem : report.problems)
        json += std::string { &problem == &report.problems.front() ? "\n" : ",\n" } + "{" + number("line", problem.line)
            + "\"key\": " + Poco::toJSON(problem.key) + ", \"reading\": " + Poco::toJSON(problem.reading) + "}";
    return json + "]}\n";
}

class SentReceipt final : public web::Upload {
public:
    SentReceipt(ApiNeed need, TenantScope const& scope, std::string name)
        : m_need(std::move(need))
        , m_scope(scope)
        , m_name(std::move(name))
    {
    }

    std::optional<Response> take(std::string_view bytes) override
    {
        m_text += bytes;
        return std::nullopt;
    }
    Response finish() override
    {
        std::istringstream lines { std::move(m_text) };
        auto const report = m_need.receipts.take(m_scope, m_name, lines);
        if (report.rejected > 0)
            m_need.wake_mail();
        return Response::json(json_report(report));
    }

private:
    ApiNeed m_need;
    TenantScope m_scope;
    std::string m_name, m_text;
};

web::UploadStart take_receipt(Request const& request, ApiNeed const& need)
{
    auto const& name = request.route.text("name");
    if (name.size() > s_longest_name || has_control_characters(name) || !is_utf8(name))
        return web::problem(request, 400, "bad_name", "The name of a receipt has at most 80 bytes.");
    if (request.body_size > s_largest_receipt)
        return web::problem(request, 413, "too_large", "A receipt has at most " + std::to_string(s_largest_receipt) + " bytes; send it in parts.");
    return std::make_unique<SentReceipt>(need, request.calling_machine().scope, name);
}

}

void add_api_routes(web::Router& router, ApiNeed const& need)
{
    router.get("/api/v1/readings", [&database = need.database](Request& request) { return readings(request, database); }).machine(tokens::readings);
    router.upload("/api/v1/readings/receipts/{name}", tokens::readings, [need](Request& request) { return take_receipt(request, need); });
}

}
