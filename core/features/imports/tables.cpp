#include "features/imports/tables.h"

#include "base/text.h"

#include <array>
#include <deque>

namespace portal::imports {

namespace {

std::array<Table, kind_count> const& tables()
{
    static std::array<Table, kind_count> const s_tables { {
        { "customers", { { "number", 40 }, { "name", 120 }, { "street", 120 }, { "postal_code", 12 }, { "town", 80 }, { "country", 2 }, { "email_key", 64 } } },
        { "supply_points",
            { { "number", 40 }, { "customer_number", 40 }, { "street", 120 }, { "postal_code", 12 }, { "town", 80 }, { "service", 20 }, { "valid_from" },
                { "valid_to" } },
            false, Kind::customer, 1 },
        { "meters", { { "number", 40 }, { "supply_point", 40 }, { "medium", 20 }, { "installed" }, { "removed" } }, false, Kind::supply_point, 1 },
        { "registers", { { "meter_number", 40 }, { "code", 20 }, { "unit", 12 }, { "digits" }, { "decimals" } }, true, Kind::meter, 0 },
        { "readings",
            { { "external_id", 60 }, { "meter_number", 40 }, { "register_code", 20 }, { "source", 20 }, { "quality", 20 }, { "read_on" }, { "value" },
                { "scale" } },
            false, Kind::meter, 1 },
        { "invoices",
            { { "number", 40 }, { "kind", 12 }, { "corrects", 40 }, { "reference", 64 }, { "customer_number", 40 }, { "supply_point", 40 }, { "iban", 34 },
                { "purpose_code", 4 }, { "issued" }, { "due" }, { "service_from" }, { "service_to" }, { "currency", 3 }, { "net" }, { "vat" }, { "total" },
                { "prepaid" }, { "payable" } },
            false, Kind::customer, 4 },
        { "invoice_lines",
            { { "invoice_number", 40 }, { "position", 12 }, { "description", 200 }, { "unit", 12 }, { "supply_point", 40 }, { "register_code", 20 },
                { "line_from" }, { "line_to" }, { "quantity" }, { "quantity_scale" }, { "unit_price" }, { "unit_price_scale" }, { "old_reading" },
                { "old_reading_scale" }, { "new_reading" }, { "new_reading_scale" }, { "vat_percent" }, { "net" } },
            true, Kind::invoice, 0 },
        { "transactions",
            { { "external_id", 60 }, { "customer_number", 40 }, { "kind", 20 }, { "invoice_number", 40 }, { "reference", 64 }, { "booked" }, { "currency", 3 },
                { "amount" } },
            false, Kind::customer, 1, "external_id like 'bank:%'" },
        { "bank_payments",
            { { "external_id", 60 }, { "outcome", 12 }, { "reason", 64 }, { "shares" }, { "statement", 40 }, { "account", 40 }, { "booked" }, { "currency", 3 },
                { "amount" }, { "end_to_end_id", 40 }, { "payer", 140 }, { "payer_account", 40 }, { "payment_references", 1'000 }, { "payment_text", 1'000 },
                { "undoes", 60 } },
            false, {}, 0, "1 = 1" },
        { "documents", { { "invoice_number", 40 }, { "media_type", 20 }, { "file_name", 120 }, { "digest", 64 }, { "size" } }, false, Kind::invoice, 0 },
    } };
    return s_tables;
}

// A statement's text must live as long as the program: connections know their prepared statements by its address.
db::Sql kept(std::string_view table, std::string_view what, std::string statement)
{
    static std::deque<std::string> s_texts;
    std::string many = "?";
    for (std::size_t i = 1; i < group_size; ++i)
        many += ", ?";
    statement = replaced(statement, "{table}", table);
    statement = replaced(statement, "{many}", many);
    statement = replaced(statement, "{page}", std::to_string(page_size));
    s_texts.push_back("imports." + std::string { table } + "." + std::string { what });
    std::string_view const name { s_texts.back() };
    s_texts.push_back(std::move(statement));
    return { name, s_texts.back() };
}

db::Sql made(Table const& table, std::string_view what, std::string_view text)
{
    std::string const key { table.columns[0].name };
    std::string const second { table.has_second_key ? table.columns[1].name : "''" };
    auto statement = replaced(std::string { text }, "{keys}", table.has_second_key ? key + ", " + second : key);
    statement = replaced(statement, "{others}", table.left_by_full.empty() ? "" : " and not (" + std::string { table.left_by_full } + ")");
    statement = replaced(statement, "{key}", key);
    statement = replaced(statement, "{second}", second);
    statement = replaced(statement, "{r.second}", table.has_second_key ? "r." + second : second);
    if (table.parent) {
        auto const& parent = table_of(*table.parent);
        statement = replaced(statement, "{parent}", parent.name);
        statement = replaced(statement, "{parent_key}", parent.columns[0].name);
        statement = replaced(statement, "{parent_column}", table.columns[table.parent_column].name);
    }
    return kept(table.name, what, std::move(statement));
}

VersionSql version_statements_of(std::string_view table, std::size_t number)
{
    VersionSql sql {};
    sql.table = table;
    sql.number = static_cast<int>(number);
    sql.note_superseded = kept(table, "note_superseded",
        "insert into superseded_rows (tenant_id, delivery, table_number, id) select tenant_id, ?, " + std::to_string(number)
            + ", id from {table} where tenant_id = ? and id in ({many}) and removed_in is null");
    sql.mark_removed = kept(table, "mark_removed", "update {table} set removed_in = ? where tenant_id = ? and id in ({many}) and removed_in is null");
    sql.unmark_removed = kept(table, "unmark_removed", "update {table} set removed_in = null where tenant_id = ? and id in ({many}) and removed_in = ?");
    sql.forget_superseded = kept(table, "forget_superseded",
        "delete from superseded_rows where tenant_id = ? and id in ({many}) and delivery = ? and table_number = " + std::to_string(number));
    sql.erase = kept(table, "erase", "delete from {table} where tenant_id = ? and id in ({many}) and added_in = ?");
    sql.added_page = kept(table, "added_page", "select id from {table} where tenant_id = ? and id >= ? and added_in = ? order by id limit {page}");
    sql.clean = kept(table, "clean", "delete from {table} where tenant_id = ? and id in ({many}) and removed_in is not null");
    sql.forget_cleaned = kept(table, "forget_cleaned",
        "delete from superseded_rows where tenant_id = ? and id in ({many}) and delivery <= ? and table_number = " + std::to_string(number));
    if (table == "invoices" || table == "meters")
        sql.keep_former_ids = kept(table, "keep_former_ids",
            std::string { "insert into former_ids (tenant_id, id, number, customer_number) select tenant_id, id, number, " }
                + (table == "invoices" ? "customer_number" : "''") + " from {table} where tenant_id = ? and id in ({many}) and removed_in is not null");
    if (table == table_of(Kind::document).name)
        sql.digests = kept(table, "digests", "select distinct digest from {table} where tenant_id = ? and id in ({many})");
    return sql;
}

// Nothing but this delivery's rows has numbers above the published one, because dead deliveries are cleared first; so "removed_in is
// null or removed_in = ?" with this delivery's number finds what is published and what this delivery has added.
TableSql statements_of(Table const& table, std::size_t number)
{
    TableSql sql {};
    static_cast<VersionSql&>(sql) = version_statements_of(table.name, number);
    sql.find_published = made(table, "find_published",
        "select {key}, {second}, id, fingerprint, added_in from {table} where tenant_id = ? and {key} in ({many}) and (removed_in is null or removed_in = ?)");
    sql.find_keys = made(table, "find_keys", "select {key} from {table} where tenant_id = ? and {key} in ({many}) and removed_in is null");
    sql.rows_of_key = made(table, "rows_of_key",
        "select id, added_in, removed_in from {table} where tenant_id = ? and {key} = ? and {second} = ? and (removed_in is null or removed_in = ?) order by "
        "id");
    sql.key_of_row = made(table, "key_of_row", "select {key}, {second} from {table} where tenant_id = ? and id = ?");
    sql.published_page = made(table, "published_page",
        "select id from {table} where tenant_id = ? and id > ? and added_in < ? and (removed_in is null or removed_in = ?){others} order by id limit {page}");
    sql.duplicates = made(table, "duplicates", "select {key}, {second} from {table} where tenant_id = ? group by {keys} having count(*) > 1 limit {page}");
    if (table.parent)
        sql.orphans = made(table, "orphans",
            "select r.id, r.{key}, {r.second}, r.{parent_column} from {table} r where r.tenant_id = ? and r.id >= ? and r.removed_in is null and not exists "
            "(select 1 from {parent} p where p.tenant_id = r.tenant_id and p.{parent_key} = r.{parent_column} and p.removed_in is null){others} "
            "order by r.id limit {page}");
    sql.count = made(table, "count", "select count(*) from {table} where tenant_id = ? and added_in <= ? and (removed_in is null or removed_in > ?)");
    std::string columns;
    for (auto const& column : table.columns)
        columns += ", r." + std::string { column.name };
    bool const has_proof = static_cast<Kind>(number) == Kind::invoice;
    sql.content_page = made(table, "content_page",
        "select r.id, r.fingerprint, " + std::string { has_proof ? "p.code_hash" : "null" } + columns + " from {table} r "
            + (has_proof ? "left join bill_proofs p on p.tenant_id = r.tenant_id and p.id = r.id " : "")
            + "where r.tenant_id = ? and r.id > ? and r.added_in <= ? and (r.removed_in is null or r.removed_in > ?) order by r.id limit {page}");
    if (has_sums(static_cast<Kind>(number)))
        sql.customers_of = made(table, "customers_of", "select distinct {parent_column} from {table} where tenant_id = ? and id in ({many})");
    return sql;
}

}

Table const& table_of(Kind kind) { return tables()[static_cast<std::size_t>(kind)]; }

bool has_sums(Kind kind) { return kind == Kind::invoice || kind == Kind::transaction; }

Table const& proofs_table()
{
    static Table const s_table { "bill_proofs",
        { { "invoice_number", 40 }, { "customer_number", 40 }, { "reference", 64 }, { "issued" }, { "code_hash", 64 }, { "currency", 3 }, { "total" } } };
    return s_table;
}

namespace {

// "removed_in is null": what is published and stays, and what the delivery under way has added.
LedgerSql ledger_statements()
{
    auto const of_customers = [](std::string_view table, std::string const& columns) {
        return kept(table, "of_customers",
            "select customer_number, " + columns + " from {table} where tenant_id = ? and customer_number in ({many}) and removed_in is null");
    };
    return { of_customers("invoices", "id, number, kind, corrects, issued, due, service_from, service_to, total, payable"),
        of_customers("transactions", "id, kind, invoice_number, booked, amount"),
        of_customers("account_years", "id, year, bills, movements, amount, bills_before, movements_before, amount_before"),
        of_customers(
            "standing_rows", "id, what, object_id, invoice_id, invoice_number, kind, day, due, service_from, service_to, amount, payable, rest, balance") };
}

struct Statements {
    std::array<TableSql, kind_count> kinds;
    VersionSql proofs = version_statements_of(proofs_table().name, kind_count);
    VersionSql account_years = version_statements_of("account_years", kind_count + 1);
    VersionSql standing_rows = version_statements_of("standing_rows", kind_count + 2);
    std::vector<VersionSql const*> every_table;
    LedgerSql ledger = ledger_statements();

    Statements()
    {
        for (auto const kind : all_kinds) {
            auto& sql = kinds[static_cast<std::size_t>(kind)];
            sql = statements_of(table_of(kind), static_cast<std::size_t>(kind));
            every_table.push_back(&sql);
        }
        for (auto const* const other : { &proofs, &account_years, &standing_rows })
            every_table.push_back(other);
    }
};

Statements const& statements()
{
    static Statements const s_statements;
    return s_statements;
}

}

TableSql const& sql_of(Kind kind) { return statements().kinds[static_cast<std::size_t>(kind)]; }

VersionSql const& proofs_sql() { return statements().proofs; }

VersionSql const& account_years_sql() { return statements().account_years; }

VersionSql const& standing_rows_sql() { return statements().standing_rows; }

std::span<VersionSql const* const> every_table() { return statements().every_table; }

LedgerSql const& sql_of_ledger() { return statements().ledger; }

std::vector<db::Sql> every_statement()
{
    std::vector<db::Sql> all;
    auto const take = [&](db::Sql const& sql) {
        if (!sql.text.empty())
            all.push_back(sql);
    };
    for (auto const* const sql : every_table())
        for (auto const* one : { &sql->note_superseded, &sql->mark_removed, &sql->unmark_removed, &sql->forget_superseded, &sql->erase, &sql->added_page,
                 &sql->clean, &sql->forget_cleaned, &sql->keep_former_ids, &sql->digests })
            take(*one);
    for (auto const& sql : statements().kinds)
        for (auto const* one : { &sql.find_published, &sql.find_keys, &sql.rows_of_key, &sql.key_of_row, &sql.published_page, &sql.duplicates, &sql.orphans,
                 &sql.count, &sql.content_page, &sql.customers_of })
            take(*one);
    for (auto const* one : { &sql_of_ledger().bills, &sql_of_ledger().movements, &sql_of_ledger().years, &sql_of_ledger().standing })
        take(*one);
    return all;
}

}
