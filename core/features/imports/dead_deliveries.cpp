#include "features/imports/dead_deliveries.h"

#include "base/log.h"
#include "features/imports/clearing.h"
#include "features/imports/queries.h"

namespace portal::imports {

void clear_after_dead_ones(Holder const& holder, std::function<void()> const& before_each)
{
    struct Dead {
        OpenDelivery::Numbers numbers;
        bool was_leaving;
    };
    auto const dead = holder.database.read([&](db::Session& session) {
        std::vector<Dead> found;
        auto const published = session.one(sql::published_number, holder.tenant);
        if (!published)
            throw db::Error("the tenant " + std::string { holder.slug } + " has no row in the database");
        for (auto const& row : session.query(sql::unfinished_deliveries, holder.tenant))
            found.push_back({ { published->integer(0), row.integer(0), row.integer(1) }, row.text_view(2) == "leaving" });
        return found;
    });
    for (auto const& one : dead) {
        before_each();
        OpenDelivery delivery { holder.database, holder.lease, TenantScope::assume(holder.tenant), one.numbers };
        clear(delivery);
        delivery.write([&](db::Transaction& transaction) {
            transaction.execute(sql::end_dead_delivery, one.was_leaving ? "taken_back" : "failed",
                one.was_leaving ? "Taken back." : "The import ended in the middle; what it had stored was taken out.", holder.clock.now(), holder.tenant,
                one.numbers.number);
        });
        log::warning("import.cleared",
            { { "tenant", std::string { holder.slug } }, { "delivery", std::to_string(one.numbers.number) },
                { "message", "a process had ended in the middle; what it had stored was taken out" } });
    }
}

}
