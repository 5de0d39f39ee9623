// The part of the final checks that is about bills and their lines.
#include "features/imports/final_checks.h"

#include "features/imports/queries.h"

#include <algorithm>

namespace portal::imports {

void FinalChecks::check_sums()
{
    auto const has_new = [&](Kind kind) { return m_rows.of(kind).counts.added + m_rows.of(kind).counts.changed > 0; };
    if (m_delivery.is_first() || m_sums.is_full) {
        // What was read is all there is, so the running sums tell.
        if (!m_sums.adds_up() || was_dropped(Kind::invoice) || was_dropped(Kind::invoice_line))
            check_sums(sql::bills_that_do_not_add_up, 0);
        return;
    }
    if (has_new(Kind::invoice))
        check_sums(sql::bills_that_do_not_add_up, m_delivery.first_id());
    if (has_new(Kind::invoice_line))
        check_sums(sql::bills_of_new_lines_that_do_not_add_up, m_delivery.first_id());
}

// Each that is found is dropped, so asking again from the beginning finds the next ones.
void FinalChecks::check_sums(db::Sql const& sql, std::int64_t from)
{
    for (;;) {
        auto const bills = m_delivery.read([&](db::Session& session) { return session.query(sql, m_delivery.tenant(), from); });
        if (mark_unnamed_lines(bills))
            continue;
        for (auto const& row : bills) {
            m_problems.add(m_rows.place_of(row.integer(0)), "row.wrong_lines", "net", row.text_view(1));
            drop(Kind::invoice, { row.integer(0), row.text(1), {} });
            if (is_hopeless())
                return;
        }
        if (bills.size() < page_size)
            return;
    }
}

// A delivery of changes leaves what it does not name, but a bill that was made anew and comes with lines has these lines and no
// others. Looks only at bills that do not add up; true when lines went, so that they are to be added up again.
bool FinalChecks::mark_unnamed_lines(db::Rows const& bills)
{
    if (m_delivery.is_first() || m_sums.is_full)
        return false;
    struct OldLine {
        std::int64_t id;
        std::size_t bill;
    };
    std::vector<OldLine> old;
    std::vector<bool> has_lines(bills.size());
    for (std::size_t bill = 0; bill < bills.size(); ++bill) {
        if (bills[bill].integer(0) < m_delivery.first_id())
            continue;
        auto const lines = m_delivery.read(
            [&](db::Session& session) { return session.query(sql::lines_of_bill, m_delivery.tenant(), bills[bill].text_view(1), m_delivery.number()); });
        for (auto const& line : lines)
            if (line.integer(2) == m_delivery.number())
                has_lines[bill] = true;
            else if (line.is_null(3))
                old.push_back({ line.integer(0), bill });
    }
    std::sort(old.begin(), old.end(), [](OldLine const& left, OldLine const& right) { return left.id < right.id; });
    auto& seen = m_rows.of(Kind::invoice_line).seen;
    seen.rewind();
    auto next = seen.next();
    std::vector<OldLine> unnamed;
    for (auto const& line : old) {
        while (next && *next < line.id)
            next = seen.next();
        if (next == line.id)
            has_lines[line.bill] = true;
        else
            unnamed.push_back(line);
    }
    std::vector<std::int64_t> ids;
    for (auto const& line : unnamed)
        if (has_lines[line.bill])
            ids.push_back(line.id);
    mark_absent(Kind::invoice_line, ids);
    return !ids.empty();
}

// A bill goes with its lines and its document, silently: it is told once.
void FinalChecks::drop_with_bill(db::Transaction& transaction, Kind kind, db::Sql const& sql, std::string const& invoice, Counts& counts)
{
    std::vector<std::int64_t> added, marked, untouched;
    std::vector<std::string> added_positions, marked_positions;
    for (auto const& row : transaction.query(sql, m_delivery.tenant(), invoice, m_delivery.number())) {
        if (row.integer(2) == m_delivery.number()) {
            added.push_back(row.integer(0));
            added_positions.push_back(row.text(1));
        } else if (!row.is_null(3)) {
            marked.push_back(row.integer(0));
            marked_positions.push_back(row.text(1));
        } else
            untouched.push_back(row.integer(0));
    }
    auto const changed = std::count_if(added_positions.begin(), added_positions.end(),
        [&](std::string const& position) { return std::find(marked_positions.begin(), marked_positions.end(), position) != marked_positions.end(); });
    m_delivery.erase(transaction, kind, added);
    counts.added -= static_cast<std::int64_t>(added.size()) - changed;
    counts.changed -= changed;
    if (m_sums.is_full) {
        m_delivery.mark_removed(transaction, kind, untouched);
        counts.removed += changed + static_cast<std::int64_t>(untouched.size());
        counts.unchanged -= static_cast<std::int64_t>(untouched.size());
    } else {
        m_delivery.unmark_removed(transaction, kind, marked);
        counts.unchanged += changed;
        counts.removed -= static_cast<std::int64_t>(marked.size()) - changed; // mark_unnamed_lines(), check_documents()
    }
}

// A bill that was made anew and comes without a document has none: the old one shows what is no longer right.
void FinalChecks::check_documents()
{
    if (m_delivery.is_first() || m_sums.is_full || m_rows.of(Kind::invoice).counts.changed == 0)
        return;
    auto& seen = m_rows.of(Kind::document).seen;
    for (auto from = m_delivery.first_id();;) {
        auto const page
            = m_delivery.read([&](db::Session& session) { return session.query(sql::documents_of_new_bills, m_delivery.number(), m_delivery.tenant(), from); });
        std::vector<std::int64_t> stale;
        for (auto const& row : page)
            stale.push_back(row.integer(1));
        std::sort(stale.begin(), stale.end());
        seen.rewind();
        auto next = seen.next();
        std::erase_if(stale, [&](std::int64_t id) {
            while (next && *next < id)
                next = seen.next();
            return next == id;
        });
        mark_absent(Kind::document, stale);
        if (page.size() < page_size)
            return;
        from = page[page.size() - 1].integer(0) + 1;
    }
}

// A bill goes with the movement that charges for it, as silently: left alone it would change what the customer owes without a bill that says why.
void FinalChecks::drop_charges()
{
    auto after = m_sums.is_full ? 0 : m_delivery.first_id() - 1;
    for (;;) {
        auto const page = m_delivery.read([&](db::Session& session) { return session.query(sql::charges_page, m_delivery.tenant(), after); });
        for (auto const& row : page)
            if (m_refused_bills.has(row.text_view(2), row.text_view(3)) && !is_in(row.text(2)))
                drop(Kind::transaction, { row.integer(0), row.text(1), {} });
        if (page.size() < page_size)
            return;
        after = page[page.size() - 1].integer(0);
    }
}

// Bad rows may repeat the number of a good one. In a delivery of changes the published version of a bill stays, and with it its movement's.
bool FinalChecks::is_in(std::string const& invoice) const
{
    auto const versions = m_delivery.read(
        [&](db::Session& session) { return session.query(sql_of(Kind::invoice).rows_of_key, m_delivery.tenant(), invoice, "", m_delivery.number()); });
    for (auto const& version : versions)
        if (version.is_null(2) && (m_sums.is_full || version.integer(1) == m_delivery.number()))
            return true;
    return false;
}

}
