// What can be said only when the whole delivery has been read: rows that came twice, rows that are gone, rows without their
// parent, bills that do not add up. Rows that fail are taken out again and told as problems.
#pragma once

#include "features/imports/incoming_rows.h"
#include "features/imports/row_store.h"

namespace portal::imports {

class FinalChecks {
public:
    FinalChecks(OpenDelivery& delivery, RowStore& rows, DeliverySums const& sums, ProblemList& problems)
        : m_delivery(delivery)
        , m_rows(rows)
        , m_sums(sums)
        , m_problems(problems)
        , m_refused_bills(sums.refused_bills)
    {
    }

    // Stops early when there are too many problems: the delivery is refused then anyway.
    void run();

private:
    struct Key {
        std::int64_t id = 0;
        std::string key, second;
    };

    bool is_hopeless() const { return m_problems.too_many_of(m_sums.rows); }
    void check_repeated_first(Kind kind);
    bool has_every_parent(Kind kind);
    void check_against_published(Kind kind);
    void check_parents(Kind kind);
    void check_sums();
    void check_sums(db::Sql const& sql, std::int64_t from);

    bool mark_unnamed_lines(db::Rows const& bills);
    void mark_absent(Kind kind, std::span<std::int64_t const> ids);
    void undo_repetition(Kind kind, std::int64_t id, std::int64_t times);
    void drop(Kind kind, Key const& row);
    void check_documents();
    void drop_with_bill(db::Transaction& transaction, Kind kind, db::Sql const& sql, std::string const& invoice, Counts& counts);
    void drop_charges();
    bool is_in(std::string const& invoice) const;
    bool was_dropped(Kind kind) const { return m_dropped[static_cast<std::size_t>(kind)]; }

    OpenDelivery& m_delivery;
    RowStore& m_rows;
    DeliverySums const& m_sums;
    ProblemList& m_problems;
    RefusedBills m_refused_bills;
    std::array<bool, kind_count> m_dropped {};
};

}
