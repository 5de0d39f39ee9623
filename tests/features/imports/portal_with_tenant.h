// A tenant that deliveries are imported for, and what its readers see of it.
#pragma once

#include "db/migrate.h"
#include "features/imports/deliveries.h"
#include "features/imports/ledger_audit.h"
#include "sample_rows.h"
#include "support/databases.h"

#include <cppunit/TestAssert.h>

#include <algorithm>
#include <atomic>
#include <set>

namespace portal::tests {

// Runs the body on SQLite, then on MariaDB. The two databases last as long as the program: a schema on MariaDB takes seconds,
// and every PortalWithTenant is a tenant of its own.
inline void on_both(std::function<void(db::Database&)> const& body)
{
    static TemporaryFolder const s_folder;
    static std::vector<std::unique_ptr<db::Database>> const s_databases = [] {
        std::vector<std::unique_ptr<db::Database>> databases;
        for (auto const& url : { fresh_sqlite_url(s_folder), fresh_mysql_url() }) {
            databases.push_back(std::make_unique<db::Database>(db::parse_location(url)));
            db::migrate(*databases.back());
        }
        return databases;
    }();
    for (auto const& database : s_databases)
        try {
            body(*database);
        } catch (CppUnit::Exception const& failure) {
            throw CppUnit::Exception { CppUnit::Message {
                                           std::string { database->backend() == db::Backend::sqlite ? "on SQLite: " : "on MariaDB: " } + failure.what() },
                failure.sourceLine() };
        }
}

class PortalWithTenant {
public:
    static constexpr db::Sql add_tenant { "test.add_tenant",
        "insert into tenants (id, slug, published, last_delivery, cleaned_to, created_at) values (?, ?, 0, 0, 0, 0)" };
    static constexpr db::Sql lost_chunks { "test.lost_chunks",
        "select c.digest, c.position from document_chunks c where c.tenant_id = ? and not exists (select 1 from documents d where d.tenant_id = c.tenant_id "
        "and "
        "d.digest = c.digest)" };

    explicit PortalWithTenant(db::Database& database)
        : m_database(database)
        , m_keys(crypto::KeyRing::from_key(Secret { "a key that only tests have, 32 b" }))
        , m_plugins({}, m_clock)
        , m_service(database, m_plugins, m_keys, m_clock)
    {
        static std::atomic<std::int64_t> s_id { 0 };
        auto const id = ++s_id;
        m_target.tenant = TenantId { id };
        m_target.slug = "tenant-" + std::to_string(id);
        m_target.currency = "EUR";
        m_database.transact([&](db::Transaction& transaction) { transaction.execute(add_tenant, m_target.tenant, m_target.slug); });
    }

    db::Database& database() { return m_database; }
    imports::ImportService& service() { return m_service; }
    crypto::KeyRing const& keys() const { return m_keys; }
    plugins::Target& target() { return m_target; }
    ManualClock& clock() { return m_clock; }
    TenantScope scope() const { return TenantScope::assume(m_target.tenant); }

    // Each delivery has another digest, unless one is given.
    imports::ImportReport import(SampleDelivery const& delivery, std::string digest = {}, imports::Options const& options = {})
    {
        return import(delivery.source(), std::move(digest), options);
    }
    imports::ImportReport import(imports::Source const& source, std::string digest = {}, imports::Options const& options = {})
    {
        if (digest.empty())
            digest = id_to_text(new_id());
        return m_service.run(m_target, source, { "delivery.zip", digest, 0 }, options);
    }

    Result<imports::TakenBack, imports::Refusal> take_back(std::optional<std::int64_t> number = {}, bool dry_run = false)
    {
        return m_service.take_back(m_target.tenant, m_target.slug, number, dry_run);
    }

    // What customers see, one line a row, without ids and delivery numbers, in a fixed order.
    std::vector<std::string> visible() const { return rows(delivered_tables(), s_visible); }
    // And what was derived from it.
    std::vector<std::string> everything() const
    {
        auto lines = visible();
        auto const ledger = rows(ledger_tables(), s_visible);
        lines.insert(lines.end(), ledger.begin(), ledger.end());
        return lines;
    }
    // The same without what differs from tenant to tenant: the hashes of codes, and the fingerprints of bills that hold them.
    std::vector<std::string> comparable() const
    {
        auto lines = everything();
        for (auto& line : lines)
            if (line.starts_with("invoices|"))
                line.erase(line.rfind('|'));
            else if (line.starts_with("bill_proofs|"))
                line.erase(line.find("|20") + std::string_view { "|20180528" }.size());
        return lines;
    }
    // Rows that nobody sees and nobody has seen, marks on rows that are not published, and bytes that no row needs: what a dead
    // delivery leaves.
    std::vector<std::string> left_behind() const
    {
        auto lines = rows(delivered_tables(), s_left_behind);
        auto const ledger = rows(ledger_tables(), s_left_behind);
        lines.insert(lines.end(), ledger.begin(), ledger.end());
        m_database.read([&](db::Session& session) {
            for (auto const& row : session.query(lost_chunks, m_target.tenant))
                lines.push_back("document_chunks|" + row.text(0) + "|" + std::to_string(row.integer(1)));
        });
        return lines;
    }
    // How many rows a table has for this tenant, seen or not.
    std::int64_t count(std::string const& table) const
    {
        auto const& statement = kept("select count(*) from " + table + " where tenant_id = ?");
        return m_database.read([&](db::Session& session) { return session.one(db::Sql { "test.count", statement }, m_target.tenant)->integer(0); });
    }
    // Changes a table behind the portal's back; "update invoices set net = net + 1".
    void corrupt(std::string const& change)
    {
        auto const& statement = kept(change + " where tenant_id = ?");
        m_database.transact([&](db::Transaction& transaction) { transaction.execute(db::Sql { "test.corrupt", statement }, m_target.tenant); });
    }
    imports::LedgerReport audit() const { return imports::audit_ledger(m_database, scope()); }
    std::int64_t published() const
    {
        return m_database.read([&](db::Session& session) { return imports::Deliveries { session, scope() }.published(); });
    }
    std::vector<imports::Delivery> deliveries() const
    {
        return m_database.read([&](db::Session& session) { return imports::Deliveries { session, scope() }.list(); });
    }

private:
    static constexpr std::string_view s_visible = "added_in <= t.published and (removed_in is null or removed_in > t.published)";
    static constexpr std::string_view s_left_behind = "(added_in > t.published or removed_in > t.published)";
    using Tables = std::vector<std::pair<std::string, std::string>>; // names and columns

    static Tables const& delivered_tables()
    {
        static Tables const s_tables {
            { "customers", "number, name, street, postal_code, town, country, email_key, fingerprint" },
            { "supply_points", "number, customer_number, service, valid_from, valid_to, fingerprint" },
            { "meters", "number, supply_point, medium, installed, removed, fingerprint" },
            { "registers", "meter_number, code, unit, digits, decimals, fingerprint" },
            { "readings", "external_id, meter_number, register_code, source, read_on, value, scale, fingerprint" },
            { "invoices", "number, kind, reference, customer_number, issued, due, currency, net, vat, total, payable, fingerprint" },
            { "invoice_lines", "invoice_number, position, description, quantity, unit_price, old_reading, new_reading, vat_percent, net, fingerprint" },
            { "transactions", "external_id, customer_number, kind, booked, amount, fingerprint" },
            { "documents", "invoice_number, media_type, file_name, digest, size, fingerprint" },
            { "bill_proofs", "invoice_number, customer_number, reference, issued, code_hash, currency, total, fingerprint" },
        };
        return s_tables;
    }
    static Tables const& ledger_tables()
    {
        static Tables const s_tables {
            { "account_years", "customer_number, year, bills, movements, amount, bills_before, movements_before, amount_before" },
            { "standing_rows", "customer_number, what, invoice_number, kind, day, due, amount, payable, rest, balance" },
        };
        return s_tables;
    }

    std::vector<std::string> rows(Tables const& tables, std::string_view condition) const
    {
        std::vector<std::string> lines;
        m_database.read([&](db::Session& session) {
            for (auto const& [table, columns] : tables) {
                auto const& text_of_query
                    = kept("select " + columns + " from " + table + " join tenants t on t.id = tenant_id where tenant_id = ? and " + std::string { condition });
                auto const width = static_cast<std::size_t>(std::count(columns.begin(), columns.end(), ',')) + 1;
                for (auto const& row : session.query(db::Sql { "test.rows", text_of_query }, m_target.tenant)) {
                    std::string line = table;
                    for (std::size_t column = 0; column < width; ++column)
                        line += "|" + text(row, column);
                    lines.push_back(line);
                }
            }
        });
        std::sort(lines.begin(), lines.end());
        return lines;
    }
    // Connections know statements by the address of their text, so these must not go away.
    static std::string const& kept(std::string const& text)
    {
        static std::set<std::string> s_texts;
        return *s_texts.insert(text).first;
    }
    static std::string text(db::Row const& row, std::size_t column)
    {
        if (row.is_null(column))
            return "-";
        try {
            return row.text(column);
        } catch (std::runtime_error const&) {
            return std::to_string(row.integer(column));
        }
    }

    db::Database& m_database;
    ManualClock m_clock { Instant { std::chrono::sys_days { day(2018, 6, 2) } } };
    crypto::KeyRing m_keys;
    plugins::Plugins m_plugins;
    plugins::Target m_target;
    imports::ImportService m_service;
};

inline std::string joined(std::vector<std::string> const& lines)
{
    std::string all;
    for (auto const& line : lines)
        all += line + "\n";
    return all;
}

inline void assert_same(std::vector<std::string> const& expected, std::vector<std::string> const& actual)
{
    CPPUNIT_ASSERT_EQUAL(joined(expected), joined(actual));
}

}
