#include "features/imports/taking_back.h"

#include "base/log.h"
#include "features/imports/clearing.h"
#include "features/imports/deliveries.h"
#include "features/imports/queries.h"

namespace portal::imports {

namespace {

struct Found {
    TakenBack taken;
    std::int64_t first_id = 0;
};

Refusal refusal(std::string_view reason, std::string message) { return { std::string { reason }, std::move(message) }; }

Result<Found, Refusal> find(db::Session& session, TenantId tenant, std::optional<std::int64_t> wanted)
{
    auto const published = session.one(sql::published_number, tenant)->integer(0);
    if (published == 0)
        return refuse(refusal("delivery.none", "Nothing is published, so there is nothing to take back."));
    auto const number = wanted.value_or(published);
    auto const delivery = Deliveries { session, TenantScope::assume(tenant) }.find(number);
    if (!delivery || delivery->state != "published")
        return refuse(refusal(
            "delivery.not_published", "Delivery " + std::to_string(number) + (delivery ? " is " + delivery->state + ", not published." : " does not exist.")));
    std::string later;
    for (auto const& row : session.query(sql::published_after, tenant, number))
        later += (later.empty() ? "" : ", ") + std::to_string(row.integer(0));
    if (!later.empty())
        return refuse(refusal("delivery.not_the_last",
            "Delivery " + std::to_string(number) + " cannot be taken back by itself: " + later
                + " came after it and were compared with what it left. Take those back first, the newest first, or deliver anew in full."));
    auto const before = session.one(sql::delivery_before, tenant, number)->optional_integer(0).value_or(0);
    if (session.one(sql::cleaned_to, tenant)->integer(0) >= number)
        return refuse(refusal("delivery.cleaned",
            "What delivery " + std::to_string(number)
                + " replaced is no longer kept: only the last delivery can be taken back, not two in a row. Deliver anew in full."));
    return Found { { number, delivery->file_name, before, delivery->added, delivery->changed, delivery->removed,
                       session.one(sql::customers_only_since, tenant, number, number)->integer(0) },
        session.one(sql::first_id_of_delivery, tenant, number)->integer(0) };
}

}

Result<TakenBack, Refusal> take_back(Holder const& holder, std::optional<std::int64_t> number, bool dry_run, audit::Actor actor)
{
    auto const found = holder.database.read([&](db::Session& session) { return find(session, holder.tenant, number); });
    if (!found)
        return refuse(found.refusal());
    auto const& taken = found->taken;
    if (dry_run)
        return taken;
    OpenDelivery delivery { holder.database, holder.lease, TenantScope::assume(holder.tenant), { taken.now_published, taken.delivery, found->first_id } };
    delivery.write(
        [&](db::Transaction& transaction) {
            if (transaction.execute(sql::publish, taken.now_published, holder.tenant, taken.delivery) != 1)
                throw LeaseLost("another delivery was published meanwhile");
            transaction.execute(sql::state_of_delivery, "leaving", "Is being taken back.", holder.tenant, taken.delivery, "published");
            transaction.execute(sql::forget_repetitions, "It changed nothing then; what it was compared with was taken back.", holder.tenant, taken.delivery);
            audit::record(transaction, holder.clock.now(),
                { holder.tenant, {}, actor, "import.taken_back", std::to_string(taken.delivery),
                    "Customers see delivery " + std::to_string(taken.now_published) + " again." });
        },
        db::Database::Durability::at_commit);
    clear(delivery);
    delivery.write(
        [&](db::Transaction& transaction) {
            transaction.execute(sql::state_of_delivery, "taken_back", "Taken back.", holder.tenant, taken.delivery, "leaving");
        },
        db::Database::Durability::at_commit);
    log::info("import.taken_back",
        { { "tenant", std::string { holder.slug } }, { "delivery", std::to_string(taken.delivery) }, { "published", std::to_string(taken.now_published) } });
    return taken;
}

}
