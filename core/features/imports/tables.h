// The tables of imported facts, described once, and the statements that every one of them needs.
//
// The kinds of rows differ in their columns only: finding the published version by key, marking it removed, clearing after a
// dead delivery and the checks at the end are the same statement with another table's name. So they are made from one text each
// (tables.cpp) instead of standing eight times in queries.sql; every_statement() lists them for the tests.
#pragma once

#include "db/sql.h"
#include "features/imports/imports.h"

#include <optional>
#include <span>
#include <vector>

namespace portal::imports {

struct Column {
    std::string_view name;
    std::size_t characters = 0; // of a VARCHAR; 0: an integer
};

struct Table {
    std::string_view name;
    std::vector<Column> columns; // the row's content, its natural key first
    bool has_second_key = false; // the second column belongs to the key
    std::optional<Kind> parent {}; // whose key stands in parent_column
    std::size_t parent_column = 0;
    std::string_view left_by_full {}; // rows that come from elsewhere: a full delivery leaves them though it does not name them, nor their parent
};

Table const& table_of(Kind kind);
// What a customer's sums are made of: bills and movements.
bool has_sums(Kind kind);
// What proves a bill lives and dies with its bill: bill_proofs.id is the bill's id, so whatever happens to invoices by id
// happens to bill_proofs by the same id and proofs need no comparing of their own.
Table const& proofs_table();

// "{many}" places: lists of keys and ids are sent in groups of this size, the last one filled up with its last value.
inline constexpr std::size_t group_size = 100;

// What every table needs whose rows belong to deliveries.
struct VersionSql {
    std::string_view table;
    int number = 0; // of the table, in superseded_rows
    db::Sql note_superseded; // delivery, tenant, {many} ids; those that are still published, so before mark_removed
    db::Sql mark_removed; // delivery, tenant, {many} ids
    db::Sql unmark_removed; // tenant, {many} ids, delivery
    db::Sql forget_superseded; // tenant, {many} ids, delivery
    db::Sql erase; // tenant, {many} ids, delivery
    db::Sql added_page; // tenant, from id, delivery -> id
    db::Sql clean; // tenant, {many} ids: of rows that nobody sees any more
    db::Sql forget_cleaned; // tenant, {many} ids, delivery that the rows were superseded by at the latest
    db::Sql keep_former_ids; // tenant, {many} ids; of bills and meters, to which links lead
    db::Sql digests; // tenant, {many} ids -> digest; of documents, whose bytes lie in document_chunks
};

struct TableSql : VersionSql {
    db::Sql find_published; // tenant, {many} keys, delivery -> key, second key, id, fingerprint, added_in
    db::Sql find_keys; // tenant, {many} keys -> key
    db::Sql rows_of_key; // tenant, key, second key, delivery -> id, added_in, removed_in; oldest first
    db::Sql key_of_row; // tenant, id -> key, second key
    db::Sql published_page; // tenant, after id, delivery, delivery -> id; not what the delivery has added
    db::Sql duplicates; // tenant -> key, second key (first import only)
    db::Sql orphans; // tenant, from id -> id, key, second key, parent key
    db::Sql count; // tenant, published, published -> number of rows
    db::Sql content_page; // tenant, after id, published, published -> id, fingerprint, a bill's code hash, the columns; for audits
    db::Sql customers_of; // tenant, {many} ids -> customer number; where has_sums()
};
inline constexpr std::size_t page_size = 1'000; // the rows that a ..._page gives at most

TableSql const& sql_of(Kind kind);
VersionSql const& proofs_sql();
VersionSql const& account_years_sql();
VersionSql const& standing_rows_sql();
// All of them, the proofs included, which are marked, erased and cleaned by their bills' ids as well as by themselves.
std::span<VersionSql const* const> every_table();

// What the ledger is derived from, and what it holds: tenant, {many} customers -> customer number, then as named here.
struct LedgerSql {
    db::Sql bills; // id, number, kind, corrects, issued, due, service from and to, total, payable
    db::Sql movements; // id, kind, invoice number, booked, amount
    db::Sql years; // id, and the columns of AccountYear
    db::Sql standing; // id, and the columns of StandingRow
};
LedgerSql const& sql_of_ledger();

std::vector<db::Sql> every_statement();

}
