#include "support/delivered_ledger.h"

#include "features/imports/ledger_rules.h"

namespace portal::tests {

namespace {

constexpr db::Sql s_published { "test.published", "select published from tenants where id = ?" };
constexpr db::Sql s_bills { "test.bills",
    "select id, number, kind, corrects, issued, due, service_from, service_to, total, payable from invoices"
    " where tenant_id = ? and customer_number = ? and added_in <= ? and (removed_in is null or removed_in > ?)" };
constexpr db::Sql s_movements { "test.movements",
    "select id, kind, invoice_number, booked, amount from transactions"
    " where tenant_id = ? and customer_number = ? and added_in <= ? and (removed_in is null or removed_in > ?)" };
constexpr db::Sql s_forget_years { "test.forget_years", "delete from account_years where tenant_id = ? and customer_number = ?" };
constexpr db::Sql s_forget_standing { "test.forget_standing", "delete from standing_rows where tenant_id = ? and customer_number = ?" };
constexpr db::Sql s_add_year { "test.add_year",
    "insert into account_years (tenant_id, id, customer_number, year, bills, movements, amount, bills_before, movements_before, amount_before, added_in)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" };
constexpr db::Sql s_add_standing { "test.add_standing",
    "insert into standing_rows (tenant_id, id, customer_number, what, object_id, invoice_id, invoice_number, kind, day, due, service_from, service_to, amount,"
    " payable, rest, balance, added_in)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" };

int day(db::Row const& row, std::size_t column) { return static_cast<int>(row.integer(column)); }

}

void derive_ledger(db::Database& database, TenantId tenant, std::string const& customer)
{
    database.transact([&](db::Transaction& transaction) {
        auto const published = transaction.one(s_published, tenant)->integer(0);
        std::vector<imports::LedgerBill> bills;
        for (auto const& row : transaction.query(s_bills, tenant, customer, published, published))
            bills.push_back(
                { row.integer(0), row.text(1), row.text(2), row.text(3), day(row, 4), day(row, 5), day(row, 6), day(row, 7), row.integer(8), row.integer(9) });
        std::vector<imports::LedgerMovement> movements;
        for (auto const& row : transaction.query(s_movements, tenant, customer, published, published))
            movements.push_back({ row.integer(0), row.text(1), row.text(2), day(row, 3), row.integer(4) });
        transaction.execute(s_forget_years, tenant, customer);
        transaction.execute(s_forget_standing, tenant, customer);
        for (auto const& year : imports::account_years(bills, movements))
            transaction.execute(s_add_year, tenant, new_id(), customer, year.year, year.bills, year.movements, year.amount, year.bills_before,
                year.movements_before, year.amount_before, published);
        for (auto const& row : imports::standing(bills, movements))
            transaction.execute(s_add_standing, tenant, new_id(), customer, row.what, row.object_id, row.invoice_id, row.invoice_number, row.kind, row.day,
                row.due, row.service_from, row.service_to, row.amount, row.payable, row.rest, row.balance, published);
    });
}

}
