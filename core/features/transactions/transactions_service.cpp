#include "features/transactions/transactions_service.h"

#include "features/transactions/transactions_store.h"

#include <algorithm>
#include <utility>

namespace portal::transactions {

Page list(db::Session& session, CustomerScope const& scope, Currency currency, std::optional<ListPosition> const& position)
{
    using Direction = ListPosition::Direction;
    TransactionStore store { session, scope };
    auto const from = position.value_or(ListPosition::above_all());
    Page page { store.list(from, page_size), {}, Money::zero(currency) };
    if (from.direction == Direction::newer)
        std::reverse(page.movements.begin(), page.movements.end());

    auto const place = page.movements.empty() ? from : ListPosition { Direction::older, page.movements.front().booked, page.movements.front().id };
    auto const totals = store.totals(place);
    page.balance = Money { totals.sum, currency };
    page.range.total = totals.count;
    if (!page.movements.empty()) {
        page.range.first = totals.newer_count + 1;
        page.range.last = totals.newer_count + static_cast<std::int64_t>(page.movements.size());
        run_balances(page.movements, totals.sum - totals.newer_sum);
    }
    return page;
}

void each(db::Session& session, CustomerScope const& scope, std::function<void(Movement const&)> const& tell)
{
    constexpr int at_once = 500;
    TransactionStore store { session, scope };
    auto place = ListPosition::above_all();
    auto balance = store.totals(place).sum;
    for (;;) {
        auto page = store.list(place, at_once);
        run_balances(page, balance);
        for (auto const& movement : page)
            tell(movement);
        if (page.size() < at_once)
            return;
        balance = (page.back().balance - page.back().amount).minor();
        place = { ListPosition::Direction::older, page.back().booked, page.back().id };
    }
}

}
