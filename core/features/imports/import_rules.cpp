#include "features/imports/import_rules.h"

namespace portal::imports {

namespace {

std::optional<Refusal> judge_problems(DeliverySums const& sums, ProblemList const& problems)
{
    if (problems.too_many_of(sums.rows))
        return Refusal { "delivery.too_many_problems",
            std::to_string(problems.count()) + " of " + std::to_string(sums.rows) + " rows are wrong; nothing of this delivery counts." };
    return std::nullopt;
}

Refusal nothing_to_take() { return { "delivery.empty", "The delivery holds no row that could be taken." }; }

}

std::optional<Refusal> judge_reading(DeliverySums const& sums, ProblemList const& problems)
{
    auto const bad = problems.count();
    if (auto const refusal = judge_problems(sums, problems))
        return refusal;
    if (!sums.has_head || sums.rows == bad)
        return nothing_to_take();
    if (sums.expected_bills && (sums.bills > *sums.expected_bills || sums.bills + bad < *sums.expected_bills))
        return Refusal { "delivery.wrong_count",
            "The delivery says that it holds " + std::to_string(*sums.expected_bills) + " bills, and " + std::to_string(sums.bills) + " came." };
    if (sums.expected_total && bad == 0 && (sums.has_no_total || sums.total != sums.expected_total->minor()))
        return Refusal { "delivery.wrong_total", "The delivery says that its bills sum up to " + sums.expected_total->decimal_text() + ", but they do not." };
    return std::nullopt;
}

std::optional<Refusal> judge_whole(DeliverySums const& sums, ProblemList const& problems, Counts const& total)
{
    if (auto const refusal = judge_problems(sums, problems))
        return refusal;
    // A full one of wrong rows only would remove everything.
    if (total.added + total.changed + total.unchanged == 0)
        return nothing_to_take();
    return std::nullopt;
}

std::optional<Refusal> judge_change(Kind kind, Counts const& counts, std::int64_t published, int largest_percent)
{
    auto const touched = counts.changed + counts.removed;
    if (touched <= change_never_asked_for || touched * 100 <= published * largest_percent)
        return std::nullopt;
    return Refusal { "delivery.changes_much",
        "This delivery would change " + std::to_string(counts.changed) + " and remove " + std::to_string(counts.removed) + " of " + std::to_string(published)
            + " " + std::string { name_of(kind) } + ", more than the " + std::to_string(largest_percent)
            + " % of imports.largest_change. Look at it with --dry-run; if it is right, give --force (by HTTP: ?force=1)." };
}

}
