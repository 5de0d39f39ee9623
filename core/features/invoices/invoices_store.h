// Rows of one customer's bills, within what its utility published.
#pragma once

#include "base/list_position.h"
#include "base/scope.h"
#include "db/database.h"
#include "features/invoices/invoices.h"

#include <string>
#include <utility>
#include <vector>

namespace portal::invoices {

// Days of issue, both included.
struct IssuedBetween {
    Date from, to;
};

struct Correction {
    std::string credit_note, corrected; // numbers of bills
};

class InvoiceStore {
public:
    InvoiceStore(db::Session& session, CustomerScope const& scope)
        : m_session(session)
        , m_scope(scope)
    {
    }

    // Bills beyond a place in the list, the nearest first; what is settled is not in them yet.
    std::vector<Invoice> list(IssuedBetween const& issued, ListPosition const& beyond, int most);
    // How many there are, and how many of them are newer than `place`.
    std::pair<std::int64_t, std::int64_t> count(IssuedBetween const& issued, ListPosition const& place);
    std::optional<IssuedBetween> span(); // nullopt: no bill at all
    std::optional<std::pair<Invoice, InvoiceDetails>> find(InvoiceId invoice);
    std::vector<Line> lines(std::string_view invoice_number); // in the bill's order

    std::vector<Invoice> all(); // in no order

    // Minor units that the movements book under each number.
    Settled settled();
    // What each credit note corrects, by its own number.
    std::vector<Correction> corrections();

private:
    db::Session& m_session;
    CustomerScope const& m_scope;
};

}
