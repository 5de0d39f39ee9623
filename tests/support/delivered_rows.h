// A few delivered rows of one utility, for tests of the pages that show them. Every row says in which deliveries it counts.
#pragma once

#include "base/id.h"
#include "db/database.h"
#include "support/delivered_ledger.h"

#include <optional>
#include <string>

namespace portal::tests {

// Which deliveries a row belongs to: added in one, removed in a later one.
struct RowVersions {
    std::int64_t added = 1;
    std::optional<std::int64_t> removed {};
};

struct InvoiceRow {
    std::string customer, number;
    int issued;
    std::int64_t payable = 1000;
    int due = 0;
    std::string kind = "invoice";
    std::string corrects {};
    std::string supply_point {};
};

class DeliveredRows {
public:
    DeliveredRows(db::Database& database, TenantId tenant)
        : m_database(database)
        , m_tenant(tenant)
    {
        publish(1);
    }

    void publish(std::int64_t delivery) { run("update tenants set published = ?, last_delivery = ? where id = ?", delivery, delivery, m_tenant); }

    void customer(std::string const& number, std::string const& name, RowVersions versions = {})
    {
        run("insert into customers (tenant_id, id, number, name, street, postal_code, town, country, email_key, fingerprint, added_in, removed_in)"
            " values (?, ?, ?, ?, 'Tržaška cesta 27', '1370', 'Logatec', 'SI', '', 0, ?, ?)",
            m_tenant, new_id(), number, name, versions.added, versions.removed);
    }
    void supply_point(std::string const& number, std::string const& customer, std::string const& street, std::string const& service = "water",
        RowVersions versions = {}, int moved_in = 0)
    {
        run("insert into supply_points (tenant_id, id, number, customer_number, street, postal_code, town, service, valid_from, valid_to, fingerprint, "
            "added_in, removed_in)"
            " values (?, ?, ?, ?, ?, '1370', 'Logatec', ?, ?, 0, 0, ?, ?)",
            m_tenant, new_id(), number, customer, street, service, moved_in, versions.added, versions.removed);
    }
    InvoiceId invoice(InvoiceRow const& invoice, RowVersions versions = {})
    {
        auto const id = InvoiceId::make();
        run("insert into invoices (tenant_id, id, number, kind, corrects, reference, customer_number, supply_point, iban, purpose_code, issued, due, "
            "service_from, service_to,"
            " currency, net, vat, total, prepaid, payable, fingerprint, added_in, removed_in)"
            " values (?, ?, ?, ?, ?, 'SI121805000001070', ?, ?, 'SI56191000010337441', 'WTER', ?, ?, ?, ?, 'EUR', ?, 0, ?, 0, ?, 0, ?, ?)",
            m_tenant, id, invoice.number, invoice.kind, invoice.corrects, invoice.customer, invoice.supply_point, invoice.issued, invoice.due,
            invoice.issued / 100 * 100 + 1, invoice.issued, invoice.payable, invoice.payable, invoice.payable, versions.added, versions.removed);
        derive_ledger(m_database, m_tenant, invoice.customer);
        return id;
    }
    void line(std::string const& invoice, std::string const& position, std::string const& description, RowVersions versions = {})
    {
        run("insert into invoice_lines (tenant_id, id, invoice_number, position, description, unit, supply_point, register_code, line_from, line_to, quantity, "
            "quantity_scale,"
            " unit_price, unit_price_scale, old_reading, old_reading_scale, new_reading, new_reading_scale, vat_percent, net, fingerprint, added_in, "
            "removed_in)"
            " values (?, ?, ?, ?, ?, 'm³', '', '1', 0, 0, 12000, 3, 8412, 4, 400, 0, 412, 0, 950, 1009, 0, ?, ?)",
            m_tenant, new_id(), invoice, position, description, versions.added, versions.removed);
    }
    void movement(
        std::string const& customer, std::string const& kind, int booked, std::int64_t amount, std::string const& invoice = {}, RowVersions versions = {})
    {
        auto const id = new_id();
        run("insert into transactions (tenant_id, id, external_id, customer_number, kind, invoice_number, reference, booked, currency, amount, fingerprint, "
            "added_in, removed_in)"
            " values (?, ?, ?, ?, ?, ?, '', ?, 'EUR', ?, 0, ?, ?)",
            m_tenant, id, id_to_text(id), customer, kind, invoice, booked, amount, versions.added, versions.removed);
        derive_ledger(m_database, m_tenant, customer);
    }
    // A water meter with one register of so many digits, and a reading of it by the utility.
    void meter(std::string const& number, std::string const& supply_point, int digits, int installed = 0, int removed = 0)
    {
        run("insert into meters (tenant_id, id, number, supply_point, medium, installed, removed, fingerprint, added_in, removed_in) values (?, ?, ?, ?, "
            "'water', ?, ?, 0, 1, null)",
            m_tenant, new_id(), number, supply_point, installed, removed);
        run("insert into registers (tenant_id, id, meter_number, code, unit, digits, decimals, fingerprint, added_in, removed_in) values (?, ?, ?, '1', 'm³', "
            "?, 0, 0, 1, null)",
            m_tenant, new_id(), number, digits);
    }
    void reading(std::string const& meter, int read_on, std::int64_t value)
    {
        auto const id = new_id();
        run("insert into readings (tenant_id, id, external_id, meter_number, register_code, source, quality, read_on, value, scale, fingerprint, added_in, "
            "removed_in)"
            " values (?, ?, ?, ?, '1', 'utility', '', ?, ?, 0, 0, 1, null)",
            m_tenant, id, id_to_text(id), meter, read_on, value);
    }

private:
    template <typename... Parameters> void run(std::string_view statement, Parameters const&... parameters)
    {
        m_database.transact([&](db::Transaction& transaction) { transaction.execute(db::Sql { "test.row", statement }, parameters...); });
    }

    db::Database& m_database;
    TenantId m_tenant;
};

}
