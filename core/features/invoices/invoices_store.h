// Rows of one customer's bills, within what its utility published.
#pragma once

#include "base/list_position.h"
#include "base/scope.h"
#include "db/database.h"
#include "features/invoices/invoices.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace portal::invoices {

// Days of issue, both included.
struct IssuedBetween {
    Date from, to;
};

struct BillsOfYear {
    std::int64_t count = 0, before = 0; // in the year, and in all years before it
};

class InvoiceStore {
public:
    InvoiceStore(db::Session& session, CustomerScope const& scope)
        : m_session(session)
        , m_scope(scope)
    {
    }

    // Bills beyond a place in the list, the nearest first.
    std::vector<Invoice> list(IssuedBetween const& issued, ListPosition const& beyond, int most);
    // The years in which something was billed or booked.
    std::map<int, BillsOfYear> years();
    // How many of the place's year are newer than it.
    std::int64_t newer_in_year(ListPosition const& place);
    std::optional<std::pair<Invoice, InvoiceDetails>> find(InvoiceId invoice);
    // Bills older than a place in the list, newest first.
    std::vector<std::pair<Invoice, InvoiceDetails>> older_with_details(ListPosition const& place, int most);
    std::vector<Line> lines(std::string_view invoice_number); // in the bill's order
    // Of a bill that find() gave: its number says nothing about whose it is.
    std::optional<Original> original(std::string_view invoice_number);
    // The bytes, one chunk of them in memory beside the whole. nullopt: they are gone, a delivery was taken back just now.
    std::optional<std::string> bytes_of(Original const& original);

private:
    db::Session& m_session;
    CustomerScope const& m_scope;
};

}
