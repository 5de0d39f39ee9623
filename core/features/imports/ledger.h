// Brings the ledger (account_years and standing_rows) in line with the bills and movements that a delivery changes, as rows of
// that delivery: nobody sees them before it is published.
#pragma once

#include "features/imports/ledger_rules.h"
#include "features/imports/open_delivery.h"

#include <future>
#include <map>

namespace portal::imports {

// Used once, after the last row of the delivery is stored, changed or dropped. A customer whose sums are what they were is left alone.
class LedgerUpdate {
public:
    explicit LedgerUpdate(OpenDelivery& delivery)
        : m_delivery(delivery)
    {
    }

    LedgerChange run();

private:
    // A row of the ledger that is published; `id` 0: to be added.
    template <typename Row> struct Stored {
        std::int64_t id = 0;
        std::string customer;
        Row row;
    };
    struct Customer {
        std::vector<LedgerBill> bills;
        std::vector<LedgerMovement> movements;
        std::vector<Stored<AccountYear>> years;
        std::vector<Stored<StandingRow>> standing;
    };

    // What a transaction brings.
    struct Changes {
        std::vector<Stored<AccountYear>> new_years;
        std::vector<Stored<StandingRow>> new_standing;
        std::vector<std::int64_t> old_years, old_standing;

        std::size_t size() const { return new_years.size() + new_standing.size() + old_years.size() + old_standing.size(); }
    };

    void derive(std::vector<std::string> const& numbers); // at most group_size
    void read(std::vector<std::string> const& numbers, std::map<std::string, Customer, std::less<>>& customers) const;
    void add_open(StandingRow const& row, int sign);
    void begin_to_store();
    void store(Changes const& changes) const;
    void wait_until_stored();

    OpenDelivery& m_delivery;
    Changes m_changes;
    LedgerChange m_change;
    std::future<void> m_storing; // while the next customers are read and derived; its destructor waits as well
};

}
