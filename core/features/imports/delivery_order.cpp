#include "features/imports/delivery_order.h"

#include "features/imports/queries.h"

namespace portal::imports {

namespace {

constexpr std::string_view s_what_to_do = " If it is to count all the same, give --force (by HTTP: ?force=1).";

Refusal older(std::string words) { return { "delivery.older", std::move(words.append(s_what_to_do)) }; }

}

std::optional<Refusal> judge_order(db::Session& session, TenantScope const& scope, std::optional<Date> created, std::string_view digest)
{
    if (created) {
        auto const newest = session.one(sql::newest_created, scope.tenant());
        if (auto const published = newest ? newest->optional_date(0) : std::nullopt; published && *published > *created)
            return older("This delivery was made on " + date_to_iso(*created) + ", and one of " + date_to_iso(*published) + " is published already.");
        return std::nullopt;
    }
    if (auto const before = session.one(sql::published_before, scope.tenant(), digest))
        return older("These bytes were published as delivery " + std::to_string(before->integer(0)) + ", and others after them.");
    return std::nullopt;
}

void note_created(db::Transaction& transaction, TenantScope const& scope, std::int64_t delivery, std::optional<Date> created)
{
    if (created)
        transaction.execute(sql::note_created, *created, scope.tenant(), delivery);
}

}
