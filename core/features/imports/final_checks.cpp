#include "features/imports/final_checks.h"

#include "features/imports/queries.h"

#include <algorithm>

namespace portal::imports {

namespace {

constexpr std::size_t s_marked_at_once = 5 * group_size;

void add(Counts& to, Counts const& change)
{
    to.added += change.added;
    to.changed += change.changed;
    to.removed += change.removed;
    to.unchanged += change.unchanged;
}

std::string_view reason_of_missing(Kind parent)
{
    switch (parent) {
    case Kind::customer: return "row.unknown_customer";
    case Kind::supply_point: return "row.unknown_supply_point";
    case Kind::meter: return "row.unknown_meter";
    default: return "row.unknown_invoice";
    }
}

bool has_repetition(SortedNumbers& numbers)
{
    auto last = numbers.next();
    while (last) {
        auto const next = numbers.next();
        if (next == last)
            return true;
        last = next;
    }
    return false;
}

std::vector<std::int64_t> ids_of(db::Rows const& rows)
{
    std::vector<std::int64_t> ids;
    ids.reserve(rows.size());
    for (auto const& row : rows)
        ids.push_back(row.integer(0));
    return ids;
}

}

void FinalChecks::run()
{
    for (auto const kind : all_kinds) {
        if (is_hopeless())
            return;
        if (m_delivery.is_first())
            check_repeated_first(kind);
        else
            check_against_published(kind);
    }
    check_documents();
    for (auto const kind : all_kinds) {
        if (is_hopeless())
            return;
        check_parents(kind);
    }
    if (!is_hopeless())
        check_sums();
    if (!is_hopeless() && !m_refused_bills.is_empty())
        drop_charges();
}

// The first import stored without looking anything up. Hashes tell whether a key came twice, which is rare; then the index by key
// shows which.
void FinalChecks::check_repeated_first(Kind kind)
{
    auto& keys = m_rows.of(kind).keys;
    keys.finish();
    if (!has_repetition(keys))
        return;
    for (;;) {
        auto const repeated = m_delivery.read([&](db::Session& session) { return session.query(sql_of(kind).duplicates, m_delivery.tenant()); });
        if (repeated.empty() || is_hopeless())
            return;
        for (auto const& row : repeated) {
            auto const key = row.text(0);
            auto ids = m_delivery.read([&](db::Session& session) {
                return ids_of(session.query(sql_of(kind).rows_of_key, m_delivery.tenant(), key, row.text_view(1), m_delivery.number()));
            });
            ids.erase(ids.begin()); // the first wins
            m_delivery.write([&](db::Transaction& transaction) { m_delivery.erase(transaction, kind, ids); });
            for (auto const id : ids)
                m_problems.add(m_rows.place_of(id), "row.duplicate", table_of(kind).columns[0].name, key);
            m_rows.of(kind).counts.added -= static_cast<std::int64_t>(ids.size());
            m_dropped[static_cast<std::size_t>(kind)] = true;
        }
    }
}

// Walks along the published rows and those that came again, both in the order of their ids.
void FinalChecks::check_against_published(Kind kind)
{
    auto& seen = m_rows.of(kind).seen;
    seen.finish();
    std::vector<std::pair<std::int64_t, std::int64_t>> repeated;
    auto next = seen.next();
    auto const pass = [&] {
        std::int64_t times = 0;
        auto const id = *next;
        for (; next == id; next = seen.next())
            ++times;
        if (times > 1 && repeated.size() < ProblemList::most_kept)
            repeated.emplace_back(id, times);
        else if (times > 1)
            m_problems.add({}, "row.duplicate", table_of(kind).columns[0].name, {});
    };
    if (m_sums.is_full) {
        std::vector<std::int64_t> absent;
        std::int64_t after = 0;
        for (;;) {
            auto const page = m_delivery.read([&](db::Session& session) {
                return ids_of(session.query(sql_of(kind).published_page, m_delivery.tenant(), after, m_delivery.number(), m_delivery.number()));
            });
            for (auto const id : page) {
                while (next && *next < id)
                    pass();
                if (!next || *next != id)
                    absent.push_back(id);
            }
            mark_absent(kind, absent);
            absent.clear();
            if (page.size() < page_size)
                break;
            after = page.back();
        }
    }
    while (next)
        pass();
    for (auto const& [id, times] : repeated)
        undo_repetition(kind, id, times);
}

void FinalChecks::mark_absent(Kind kind, std::span<std::int64_t const> ids)
{
    for (std::size_t from = 0; from < ids.size(); from += s_marked_at_once) {
        auto const part = ids.subspan(from, std::min(s_marked_at_once, ids.size() - from));
        m_delivery.write([&](db::Transaction& transaction) { m_delivery.mark_removed(transaction, kind, part); });
        m_rows.of(kind).counts.removed += static_cast<std::int64_t>(part.size());
    }
}

// The row came first as it is published and then again in another batch. Should it have been different then, that goes.
void FinalChecks::undo_repetition(Kind kind, std::int64_t id, std::int64_t times)
{
    auto& counts = m_rows.of(kind).counts;
    std::string key;
    bool was_changed = false;
    m_delivery.write([&](db::Transaction& transaction) {
        auto const row = transaction.one(sql_of(kind).key_of_row, m_delivery.tenant(), id);
        key = row->text(0);
        std::vector<std::int64_t> added;
        for (auto const& version : transaction.query(sql_of(kind).rows_of_key, m_delivery.tenant(), key, row->text_view(1), m_delivery.number()))
            if (version.integer(1) == m_delivery.number())
                added.push_back(version.integer(0));
        was_changed = !added.empty();
        m_delivery.erase(transaction, kind, added);
        m_delivery.unmark_removed(transaction, kind, std::array { id });
    });
    for (std::int64_t i = 1; i < times; ++i)
        m_problems.add({}, "row.duplicate", table_of(kind).columns[0].name, key);
    counts.unchanged -= times - (was_changed ? 2 : 1);
    counts.changed -= was_changed ? 1 : 0;
    m_dropped[static_cast<std::size_t>(kind)] = true;
}

// Of the first delivery's rows, whose parents are in the same delivery.
bool FinalChecks::has_every_parent(Kind kind)
{
    auto& parents = m_rows.of(kind).parents;
    auto& keys = m_rows.of(*table_of(kind).parent).keys;
    parents.finish();
    keys.rewind();
    auto key = keys.next();
    while (auto const parent = parents.next()) {
        while (key && *key < *parent)
            key = keys.next();
        if (key != parent)
            return false;
    }
    return true;
}

void FinalChecks::check_parents(Kind kind)
{
    auto const& table = table_of(kind);
    if (!table.parent)
        return;
    bool const parents_left = m_rows.of(*table.parent).counts.removed > 0;
    bool const all_proved = m_delivery.is_first() ? has_every_parent(kind) : !m_rows.of(kind).has_unproved_rows;
    if (all_proved && !was_dropped(*table.parent) && !parents_left)
        return;
    // Only when published parents are gone may a row that did not change have lost its own.
    auto from = parents_left ? 0 : m_delivery.first_id();
    for (;;) {
        auto const orphans = m_delivery.read([&](db::Session& session) { return session.query(sql_of(kind).orphans, m_delivery.tenant(), from); });
        for (auto const& row : orphans) {
            m_problems.add(m_rows.place_of(row.integer(0)), reason_of_missing(*table.parent), table.columns[table.parent_column].name, row.text_view(1));
            drop(kind, { row.integer(0), row.text(1), row.text(2) });
            if (is_hopeless())
                return;
        }
        if (orphans.size() < page_size)
            return;
        from = orphans[orphans.size() - 1].integer(0) + 1;
    }
}

// A bad row counts as not delivered: in a delivery of changes the published version stays, in a full one the row is gone.
void FinalChecks::drop(Kind kind, Key const& row)
{
    if (kind == Kind::invoice)
        m_refused_bills.add(
            row.key, m_delivery.read([&](db::Session& session) { return session.one(sql::kind_of_bill, m_delivery.tenant(), row.id)->text(0); }));
    Counts mine, lines, documents;
    m_delivery.write([&](db::Transaction& transaction) {
        mine = lines = documents = {};
        std::optional<std::int64_t> replaced;
        bool is_new = false;
        for (auto const& version : transaction.query(sql_of(kind).rows_of_key, m_delivery.tenant(), row.key, row.second, m_delivery.number())) {
            bool const is_ours = version.integer(1) == m_delivery.number();
            is_new = is_new || (is_ours && version.integer(0) == row.id);
            if (!is_ours && !version.is_null(2))
                replaced = version.integer(0);
        }
        if (!is_new && m_sums.is_full) {
            m_delivery.mark_removed(transaction, kind, std::array { row.id });
            mine = { 0, 0, 1, -1 };
        } else if (is_new) {
            m_delivery.erase(transaction, kind, std::array { row.id });
            if (!replaced)
                mine = { -1, 0, 0, 0 };
            else if (m_sums.is_full)
                mine = { 0, -1, 1, 0 };
            else {
                m_delivery.unmark_removed(transaction, kind, std::array { *replaced });
                mine = { 0, -1, 0, 1 };
            }
        }
        if (kind == Kind::invoice) {
            drop_with_bill(transaction, Kind::invoice_line, sql::lines_of_bill, row.key, lines);
            drop_with_bill(transaction, Kind::document, sql::document_of_bill, row.key, documents);
        }
    });
    add(m_rows.of(kind).counts, mine);
    add(m_rows.of(Kind::invoice_line).counts, lines);
    add(m_rows.of(Kind::document).counts, documents);
    m_dropped[static_cast<std::size_t>(kind)] = true;
}

}
