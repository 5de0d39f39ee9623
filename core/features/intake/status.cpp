#include "features/intake/status.h"

#include "features/imports/deliveries.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <sstream>

namespace portal::intake {

namespace {

Poco::Int64 number(std::int64_t value) { return value; }

Poco::JSON::Array problems_array(std::vector<imports::Problem> const& problems)
{
    Poco::JSON::Array array;
    for (auto const& problem : problems) {
        Poco::JSON::Object one { Poco::JSON_PRESERVE_KEY_ORDER };
        one.set("file", problem.file);
        one.set("line", static_cast<Poco::UInt64>(problem.line));
        one.set("reason", problem.reason);
        one.set("field", problem.field);
        one.set("detail", problem.detail);
        array.add(one);
    }
    return array;
}

std::int64_t rows_per_second(Received const& received, Instant now)
{
    if (!received.reading_since || received.state == State::received)
        return 0;
    auto const took = received.finished_at.value_or(now) - *received.reading_since;
    return took.count() <= 0 ? 0 : received.rows_read * 1'000'000 / took.count();
}

std::string json_of(Received const& received, std::optional<imports::Delivery> const& delivery, std::vector<imports::Problem> const& problems, Instant now)
{
    Poco::JSON::Object status { Poco::JSON_PRESERVE_KEY_ORDER };
    status.set("id", received.id.text());
    status.set("name", received.name);
    bool const was_taken_back = delivery && (delivery->state == "leaving" || delivery->state == "taken_back");
    status.set("state", was_taken_back ? "taken_back" : std::string { name_of(received.state) });
    status.set("bytes", number(received.bytes));
    status.set("sha256", received.digest);
    status.set("received", instant_to_iso(received.received_at));
    status.set("finished", received.finished_at ? Poco::Dynamic::Var { instant_to_iso(*received.finished_at) } : Poco::Dynamic::Var {});
    status.set("delivery", number(received.delivery));
    status.set("rows", number(delivery && received.is_done() ? delivery->rows_read : received.rows_read));
    status.set("rows_per_second", number(rows_per_second(received, now)));
    status.set("bytes_read", number(received.is_done() ? received.bytes : received.bytes_read));
    status.set("added", number(delivery ? delivery->added : 0));
    status.set("changed", number(delivery ? delivery->changed : 0));
    status.set("removed", number(delivery ? delivery->removed : 0));
    status.set("problem_count", number(delivery ? delivery->problems : 0));
    status.set("reason", received.reason);
    status.set("message", received.message);
    status.set("problems", problems_array(problems));
    std::ostringstream text;
    status.stringify(text);
    return text.str() + "\n";
}
}

std::string status_json(db::Session& session, TenantScope const& scope, Received const& received, Instant now)
{
    imports::Deliveries const deliveries { session, scope };
    auto const delivery = received.delivery == 0 ? std::nullopt : deliveries.find(received.delivery);
    return json_of(received, delivery, delivery ? deliveries.problems_of(delivery->number) : std::vector<imports::Problem> {}, now);
}

std::string status_json(Received const& refused) { return json_of(refused, std::nullopt, {}, refused.received_at); }

}
