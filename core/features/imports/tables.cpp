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
            false, Kind::customer, 1 },
    } };
    return s_tables;
}

// A statement's text must live as long as the program: connections know their prepared statements by its address.
db::Sql made(Table const& table, std::string_view what, std::string_view text)
{
    static std::deque<std::string> s_texts;
    std::string many = "?";
    for (std::size_t i = 1; i < group_size; ++i)
        many += ", ?";
    std::string const key { table.columns[0].name };
    std::string const second { table.has_second_key ? table.columns[1].name : "''" };
    auto statement = replaced(std::string { text }, "{table}", table.name);
    statement = replaced(statement, "{many}", many);
    statement = replaced(statement, "{page}", std::to_string(page_size));
    statement = replaced(statement, "{keys}", table.has_second_key ? key + ", " + second : key);
    statement = replaced(statement, "{key}", key);
    statement = replaced(statement, "{second}", second);
    statement = replaced(statement, "{r.second}", table.has_second_key ? "r." + second : second);
    if (table.parent) {
        auto const& parent = table_of(*table.parent);
        statement = replaced(statement, "{parent}", parent.name);
        statement = replaced(statement, "{parent_key}", parent.columns[0].name);
        statement = replaced(statement, "{parent_column}", table.columns[table.parent_column].name);
    }
    s_texts.push_back("imports." + std::string { table.name } + "." + std::string { what });
    std::string_view const name { s_texts.back() };
    s_texts.push_back(std::move(statement));
    return { name, s_texts.back() };
}

// Nothing but this delivery's rows has numbers above the published one, because dead deliveries are cleared first; so "removed_in is
// null or removed_in = ?" with this delivery's number finds what is published and what this delivery has added.
TableSql statements_of(Table const& table)
{
    TableSql sql {};
    sql.find_published = made(table, "find_published",
        "select {key}, {second}, id, fingerprint, added_in from {table} where tenant_id = ? and {key} in ({many}) and (removed_in is null or removed_in = ?)");
    sql.find_keys = made(table, "find_keys", "select {key} from {table} where tenant_id = ? and {key} in ({many}) and removed_in is null");
    sql.rows_of_key = made(table, "rows_of_key",
        "select id, added_in, removed_in from {table} where tenant_id = ? and {key} = ? and {second} = ? and (removed_in is null or removed_in = ?) order by "
        "id");
    sql.key_of_row = made(table, "key_of_row", "select {key}, {second} from {table} where tenant_id = ? and id = ?");
    sql.mark_removed = made(table, "mark_removed", "update {table} set removed_in = ? where tenant_id = ? and id in ({many}) and removed_in is null");
    sql.unmark_removed = made(table, "unmark_removed", "update {table} set removed_in = null where tenant_id = ? and id in ({many}) and removed_in = ?");
    sql.erase = made(table, "erase", "delete from {table} where tenant_id = ? and id in ({many}) and added_in = ?");
    sql.added_page = made(table, "added_page", "select id from {table} where tenant_id = ? and id >= ? and added_in = ? order by id limit {page}");
    sql.removed_page = made(table, "removed_page", "select id from {table} where tenant_id = ? and id > ? and removed_in = ? order by id limit {page}");
    sql.published_page = made(table, "published_page",
        "select id from {table} where tenant_id = ? and id > ? and added_in < ? and (removed_in is null or removed_in = ?) order by id limit {page}");
    sql.duplicates = made(table, "duplicates", "select {key}, {second} from {table} where tenant_id = ? group by {keys} having count(*) > 1 limit {page}");
    if (table.parent)
        sql.orphans = made(table, "orphans",
            "select r.id, r.{key}, {r.second}, r.{parent_column} from {table} r where r.tenant_id = ? and r.id >= ? and r.removed_in is null and not exists "
            "(select 1 from {parent} p where p.tenant_id = r.tenant_id and p.{parent_key} = r.{parent_column} and p.removed_in is null) "
            "order by r.id limit {page}");
    return sql;
}

}

Table const& table_of(Kind kind) { return tables()[static_cast<std::size_t>(kind)]; }

Table const& proofs_table()
{
    static Table const s_table { "bill_proofs",
        { { "invoice_number", 40 }, { "customer_number", 40 }, { "reference", 64 }, { "issued" }, { "code_hash", 64 }, { "currency", 3 }, { "total" } } };
    return s_table;
}

namespace {

std::array<TableSql, kind_count + 1> const& statements()
{
    static std::array<TableSql, kind_count + 1> const s_statements = [] {
        std::array<TableSql, kind_count + 1> all {};
        for (auto const one : all_kinds)
            all[static_cast<std::size_t>(one)] = statements_of(table_of(one));
        all[kind_count] = statements_of(proofs_table());
        return all;
    }();
    return s_statements;
}

}

TableSql const& sql_of(Kind kind) { return statements()[static_cast<std::size_t>(kind)]; }

TableSql const& proofs_sql() { return statements()[kind_count]; }

std::vector<db::Sql> every_statement()
{
    std::vector<db::Sql> all;
    for (auto const& sql : statements())
        for (auto const* one : { &sql.find_published, &sql.find_keys, &sql.rows_of_key, &sql.key_of_row, &sql.mark_removed, &sql.unmark_removed, &sql.erase,
                 &sql.added_page, &sql.removed_page, &sql.published_page, &sql.duplicates, &sql.orphans })
            if (!one->text.empty())
                all.push_back(*one);
    return all;
}

}
