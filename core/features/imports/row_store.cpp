#include "features/imports/row_store.h"

#include "features/imports/hashing.h"

#include <algorithm>
#include <unordered_set>

namespace portal::imports {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t s_least_slice = 100;
constexpr std::size_t s_most_slice = 16'384;
constexpr std::size_t s_digest_column = 3; // of documents

bool is_parent(Kind kind)
{
    return std::any_of(all_kinds.begin(), all_kinds.end(), [&](Kind other) { return table_of(other).parent == kind; });
}

// The columns of a table in the order in which insert_slice() gives the values.
std::vector<std::string_view> columns_of(Table const& table)
{
    std::vector<std::string_view> columns { "tenant_id", "id", "fingerprint", "added_in" };
    for (auto const& column : table.columns)
        columns.push_back(column.name);
    return columns;
}

std::vector<db::Value> keys_of(RowsOfKind const& rows, std::size_t column, std::vector<std::size_t> const& indexes)
{
    std::vector<db::Value> keys;
    keys.reserve(indexes.size());
    for (auto const index : indexes)
        keys.push_back(rows.row(index)[column]);
    return keys;
}

}

RowStore::RowStore(OpenDelivery& delivery, ProblemList& problems)
    : m_delivery(delivery)
    , m_problems(problems)
    , m_documents(delivery)
{
}

void RowStore::store(Batch const& batch)
{
    m_new.clear();
    for (auto const kind : all_kinds) {
        auto const& rows = batch.kinds[static_cast<std::size_t>(kind)];
        if (rows.size() == 0)
            continue;
        decide(kind, rows);
        if (!m_delivery.is_first())
            look_for_parents(kind, rows);
    }
    insert(batch);
    mark_replaced();
    carry_documents(batch);
}

void RowStore::decide(Kind kind, RowsOfKind const& rows)
{
    auto& mine = of(kind);
    auto& known = m_known[static_cast<std::size_t>(kind)];
    bool const keeps_keys = is_parent(kind);
    find_published(kind, rows);
    for (std::size_t index = 0; index < rows.size(); ++index) {
        auto const& facts = rows.facts[index];
        if (m_delivery.is_first()) {
            // Rows with one key and rows without their parent are found at the end, by these, instead of with a look-up a row.
            mine.keys.add(static_cast<std::int64_t>(facts.whole_key_hash));
            if (table_of(kind).parent)
                mine.parents.add(static_cast<std::int64_t>(facts.parent_hash));
            take_as_new(kind, rows, index);
            ++mine.counts.added;
            continue;
        }
        if (keeps_keys)
            known.add(facts.key_hash);
        auto const [found, is_new] = m_published.try_emplace(facts.whole_key_hash, Published { 0, 0, true });
        if (is_new) {
            take_as_new(kind, rows, index);
            ++mine.counts.added;
        } else if (found->second.is_taken) {
            m_problems.add(facts.place, "row.duplicate", table_of(kind).columns[0].name, std::get<std::string_view>(rows.row(index)[0]));
        } else {
            found->second.is_taken = true;
            mine.seen.add(found->second.id);
            if (found->second.fingerprint == facts.fingerprint)
                ++mine.counts.unchanged;
            else {
                take_as_new(kind, rows, index);
                m_replaced[static_cast<std::size_t>(kind)].push_back(found->second.id);
                ++mine.counts.changed;
            }
        }
    }
}

void RowStore::take_as_new(Kind kind, RowsOfKind const& rows, std::size_t index)
{
    auto const& row = m_new.emplace_back(NewRow { kind, index, new_id() });
    if (auto const place = rows.facts[index].place; place.line != 0)
        m_places.add(row.id, place);
    if (has_sums(kind))
        m_delivery.touched().add(std::get<std::string_view>(rows.row(index)[table_of(kind).parent_column]));
}

void RowStore::find_published(Kind kind, RowsOfKind const& rows)
{
    m_published.clear();
    if (m_delivery.is_first())
        return;
    // Rows of one bill or meter mostly stand together, so its key is asked for once.
    std::vector<db::Value> keys;
    std::uint64_t last = 0;
    for (std::size_t index = 0; index < rows.size(); ++index)
        if (rows.facts[index].key_hash != last) {
            last = rows.facts[index].key_hash;
            keys.push_back(rows.row(index)[0]);
        }
    bool const has_second_key = table_of(kind).has_second_key;
    m_delivery.read([&](db::Session& session) {
        in_groups(keys, [&](std::span<db::Value const> group) {
            std::vector<db::Value> values { m_delivery.tenant().value() };
            values.insert(values.end(), group.begin(), group.end());
            values.emplace_back(m_delivery.number());
            for (auto const& row : session.query_values(sql_of(kind).find_published, values)) {
                auto const hash = key_hash(row.text_view(0), has_second_key ? row.text_view(1) : std::string_view {});
                Published const published { row.integer(2), row.integer(3), row.integer(4) == m_delivery.number() };
                // Of a row that was replaced already both versions are found; the new one has taken the key.
                auto const [found, is_new] = m_published.try_emplace(hash, published);
                if (!is_new && published.is_taken)
                    found->second = published;
            }
        });
    });
}

// Rows in any order: a parent may come later. Such rows are stored and looked through at the end.
void RowStore::look_for_parents(Kind kind, RowsOfKind const& rows)
{
    auto& mine = of(kind);
    auto const& table = table_of(kind);
    if (!table.parent || mine.has_unproved_rows)
        return;
    auto& known = m_known[static_cast<std::size_t>(*table.parent)];
    std::vector<std::size_t> unknown;
    std::unordered_set<std::uint64_t> asked;
    for (std::size_t index = 0; index < rows.size(); ++index)
        if (auto const hash = rows.facts[index].parent_hash; !known.has(hash) && asked.insert(hash).second)
            unknown.push_back(index);
    if (unknown.empty())
        return;
    m_delivery.read([&](db::Session& session) {
        in_groups(keys_of(rows, table.parent_column, unknown), [&](std::span<db::Value const> group) {
            std::vector<db::Value> values { m_delivery.tenant().value() };
            values.insert(values.end(), group.begin(), group.end());
            for (auto const& row : session.query_values(sql_of(*table.parent).find_keys, values)) {
                auto const hash = key_hash(row.text_view(0));
                known.add(hash);
                asked.erase(hash);
            }
        });
    });
    mine.has_unproved_rows = !asked.empty();
}

void RowStore::insert(Batch const& batch)
{
    std::span<NewRow const> rest { m_new };
    while (!rest.empty()) {
        auto const slice = rest.first(std::min(m_slice, rest.size()));
        using Microseconds = std::chrono::duration<double, std::micro>;
        Microseconds inserting {};
        Clock::time_point begun; // after waiting for other writers
        m_delivery.write([&](db::Transaction& transaction) {
            begun = Clock::now();
            insert_slice(transaction, batch, slice);
            inserting = Clock::now() - begun;
        });
        // As many rows as fit into the aimed time beside what the commit costs by itself, but on a slow disk no fewer than
        // would take as long as that; at most twice as many as before.
        Microseconds const itself = Clock::now() - begun - inserting;
        auto const left = std::max(Microseconds { m_delivery.longest_write() } - itself, itself);
        auto const fitting = static_cast<std::size_t>(static_cast<double>(slice.size()) * (left / std::max(inserting, Microseconds { 1 })));
        if (slice.size() == m_slice || fitting < m_slice)
            m_slice = std::clamp(fitting, s_least_slice, std::min(s_most_slice, m_slice * 2));
        rest = rest.subspan(slice.size());
    }
}

void RowStore::insert_slice(db::Transaction& transaction, Batch const& batch, std::span<NewRow const> rows)
{
    auto const& proofs = proofs_table();
    std::vector<db::Value> values;
    for (auto from = rows.begin(); from != rows.end();) {
        auto const kind = from->kind;
        auto const to = std::find_if(from, rows.end(), [&](NewRow const& row) { return row.kind != kind; });
        auto const& given = batch.kinds[static_cast<std::size_t>(kind)];
        db::Bulk bulk { transaction, table_of(kind).name, columns_of(table_of(kind)) };
        for (auto row = from; row != to; ++row) {
            auto const cells = given.row(row->index);
            values.assign({ m_delivery.tenant().value(), row->id, given.facts[row->index].fingerprint, m_delivery.number() });
            values.insert(values.end(), cells.begin(), cells.end());
            bulk.add_values(values);
        }
        bulk.flush();
        if (kind == Kind::invoice) {
            db::Bulk bulk_of_proofs { transaction, proofs.name, columns_of(proofs) };
            for (auto row = from; row != to; ++row) {
                auto const cells = given.row(row->index);
                auto const& facts = given.facts[row->index];
                if (facts.code_hash.empty())
                    continue;
                // invoice_number, customer_number, reference, issued, code_hash, currency, total: tables.cpp has the places.
                values.assign({ m_delivery.tenant().value(), row->id, facts.fingerprint, m_delivery.number(), cells[0], cells[4], cells[3], cells[8],
                    facts.code_hash, cells[12], cells[15] });
                bulk_of_proofs.add_values(values);
            }
            bulk_of_proofs.flush();
        }
        if (kind == Kind::document)
            for (auto row = from; row != to; ++row) {
                auto const& facts = given.facts[row->index];
                m_documents.add(transaction, std::get<std::string_view>(given.row(row->index)[s_digest_column]),
                    std::span { batch.chunks }.subspan(facts.first_chunk, facts.chunks));
            }
        from = to;
    }
}

// Chunks behind the last row belong to a document that goes on in the next batch.
void RowStore::carry_documents(Batch const& batch)
{
    auto const& rows = batch.kinds[static_cast<std::size_t>(Kind::document)];
    std::size_t named = 0;
    if (rows.size() > 0) {
        m_documents.end_carrying();
        named = rows.facts.back().first_chunk + rows.facts.back().chunks;
    }
    m_documents.carry(std::span { batch.chunks }.subspan(named));
}

void RowStore::mark_replaced()
{
    constexpr std::size_t at_once = 5 * group_size;
    for (auto const kind : all_kinds) {
        auto& ids = m_replaced[static_cast<std::size_t>(kind)];
        for (std::size_t from = 0; from < ids.size(); from += at_once) {
            auto const part = std::span { ids }.subspan(from, std::min(at_once, ids.size() - from));
            m_delivery.write([&](db::Transaction& transaction) { m_delivery.mark_removed(transaction, kind, part); });
        }
        ids.clear();
    }
}

}
