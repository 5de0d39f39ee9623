#include "features/transactions/transactions_service.h"

#include "features/transactions/transactions_store.h"

#include <algorithm>
#include <tuple>
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

Summary summary(db::Session& session, CustomerScope const& scope, Currency currency, std::size_t most)
{
    auto movements = TransactionStore { session, scope }.all();
    std::ranges::sort(movements, [](Movement const& left, Movement const& right) { return std::tie(left.booked, left.id) > std::tie(right.booked, right.id); });
    Summary summary { std::move(movements), Money::zero(currency), {} };
    std::int64_t balance = 0;
    for (auto const& movement : summary.recent) {
        balance += movement.amount.minor();
        if (movement.kind == Kind::payment || movement.kind == Kind::credit_note || movement.kind == Kind::other)
            summary.settled[movement.invoice_number] += movement.amount.minor();
    }
    summary.recent.erase(summary.recent.begin() + static_cast<std::ptrdiff_t>(std::min(most, summary.recent.size())), summary.recent.end());
    run_balances(summary.recent, balance);
    summary.balance = Money { balance, currency };
    return summary;
}

}
