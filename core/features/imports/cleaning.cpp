#include "features/imports/cleaning.h"

#include "features/imports/document_chunks.h"
#include "features/imports/queries.h"

namespace portal::imports {

namespace {

std::vector<db::Value> values_of(OpenDelivery const& delivery, std::span<db::Value const> ids)
{
    std::vector<db::Value> values { delivery.tenant().value() };
    values.insert(values.end(), ids.begin(), ids.end());
    return values;
}

void clean(OpenDelivery& delivery, VersionSql const& table)
{
    for (;;) {
        std::vector<db::Value> ids;
        delivery.read([&](db::Session& session) {
            ids.clear();
            for (auto const& row : session.query(sql::superseded_to_clean, delivery.tenant(), delivery.published(), table.number))
                ids.emplace_back(row.integer(1));
        });
        in_groups(ids, [&](std::span<db::Value const> group) {
            delivery.write([&](db::Transaction& transaction) {
                auto values = values_of(delivery, group);
                if (!table.keep_former_ids.text.empty())
                    transaction.execute_values(table.keep_former_ids, values);
                auto const digests = digests_of(transaction, delivery.tenant(), table, group);
                transaction.execute_values(table.clean, values);
                drop_unneeded_chunks(transaction, delivery.tenant(), digests);
                values.emplace_back(delivery.published());
                transaction.execute_values(table.forget_cleaned, values);
            });
        });
        if (ids.size() < page_size)
            return;
    }
}

}

void clean(OpenDelivery& delivery)
{
    // First, so that nobody takes a delivery back whose superseded rows are half gone.
    delivery.write(
        [&](db::Transaction& transaction) { transaction.execute(sql::note_cleaned, delivery.published(), delivery.tenant(), delivery.published()); });
    for (auto const* const table : every_table())
        clean(delivery, *table);
}

}
