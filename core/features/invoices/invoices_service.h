// The one door to bills: lists by page, one bill with its lines, and how a customer stands.
#pragma once

#include "base/list_position.h"
#include "base/scope.h"
#include "db/database.h"
#include "features/invoices/invoices.h"

#include <functional>
#include <optional>
#include <vector>

namespace portal::invoices {

inline constexpr int page_size = 24;

struct ListQuestion {
    std::vector<CustomerScope> scopes; // whose bills; several are merged into one list
    std::optional<int> year; // of issue
    std::optional<ListPosition> position; // nullopt: the newest
};

struct Page {
    std::vector<Invoice> invoices; // newest first
    ListRange range;
};

struct InvoiceWithLines {
    CustomerScope scope;
    Invoice invoice;
    InvoiceDetails details;
    std::vector<Line> lines;
    std::optional<Original> original;
};

Page list(db::Session& session, ListQuestion const& question);
// Newest first, without gaps, from the first bill's year to the last one's; empty without bills.
std::vector<int> years(db::Session& session, std::vector<CustomerScope> const& scopes);
// nullopt for a bill that belongs to none of these customers or is not published.
std::optional<InvoiceWithLines> find(db::Session& session, std::vector<CustomerScope> const& scopes, InvoiceId invoice);
// The file that a bill came as. nullopt also for a bill without one.
struct OriginalFile {
    Original original;
    std::string bytes;
};
std::optional<OriginalFile> find_original(db::Session& session, std::vector<CustomerScope> const& scopes, InvoiceId invoice);
// Each bill of the customer once, newest first, read in pages.
void each(db::Session& session, CustomerScope const& scope, std::function<void(Invoice const&, InvoiceDetails const&)> const& tell);

}
