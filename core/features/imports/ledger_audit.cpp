#include "features/imports/ledger_audit.h"

#include "base/id.h"
#include "features/imports/hashing.h"
#include "features/imports/queries.h"
#include "features/imports/tables.h"

namespace portal::imports {

namespace {

constexpr std::size_t s_most_kept = 1'000;

class Audit {
public:
    Audit(db::Session& session, TenantId tenant, LedgerReport& report)
        : m_session(session)
        , m_tenant(tenant)
        , m_report(report)
    {
    }

    // The statement's own order of parameters.
    template <typename... Parameters> void check(std::string_view name, db::Sql const& sql, Parameters const&... parameters)
    {
        for (auto const& row : m_session.query(sql, parameters...))
            add({ std::string { name }, row.text(0), row.text(1), row.integer(2), row.integer(3) });
    }

    void check_content(Kind kind)
    {
        auto const& table = table_of(kind);
        RowContent content;
        for (std::int64_t after = 0;;) {
            auto const rows = m_session.query(sql_of(kind).content_page, m_tenant, after, m_report.delivery, m_report.delivery);
            for (auto const& row : rows) {
                content.clear();
                for (std::size_t column = 0; column < table.columns.size(); ++column)
                    add_cell(content, row, column + s_first_column, table.columns[column].characters > 0);
                if (!row.is_null(2))
                    content.also(row.text_view(2));
                after = row.integer(0);
                ++m_report.rows;
                if (content.fingerprint() != row.integer(1))
                    add({ "content", {}, std::string { table.name } + " " + id_to_text(after), row.integer(1), content.fingerprint() });
            }
            if (rows.size() < page_size)
                return;
        }
    }

private:
    static constexpr std::size_t s_first_column = 3;

    static void add_cell(RowContent& content, db::Row const& row, std::size_t column, bool is_text)
    {
        if (row.is_null(column))
            content.add_null();
        else if (is_text)
            content.add(row.text_view(column));
        else
            content.add(row.integer(column));
    }
    void add(LedgerDifference difference)
    {
        ++m_report.count;
        if (m_report.differences.size() < s_most_kept)
            m_report.differences.push_back(std::move(difference));
    }

    db::Session& m_session;
    TenantId m_tenant;
    LedgerReport& m_report;
};

}

LedgerReport audit_ledger(db::Database& database, TenantScope const& scope)
{
    // Deliveries that are published or taken back meanwhile take rows away that this one still shows.
    return database.snapshot([&](db::Session& session) {
        LedgerReport report;
        auto const t = scope.tenant();
        auto const published = session.one(sql::published_number, t);
        auto const p = published ? published->integer(0) : 0;
        report.delivery = p;
        Audit audit { session, t, report };
        audit.check("balance", sql::audit_balances, t, p, p, t, p, p);
        audit.check("running-balance", sql::audit_running_balances, p, p, t, p, p);
        audit.check("rest", sql::audit_rests, t, p, p, p, p, t, p, p, p, p, p, p, p, p, p, p, p, p, t, p, p);
        audit.check("replaced", sql::audit_replaced_bills, t, p, p, p, p, t, p, p, p, p, p, p);
        audit.check("replaced", sql::audit_bills_not_replaced, p, p, t, p, p, p, p);
        audit.check("year", sql::audit_movements_of_years, t, p, p, t, p, p);
        audit.check("bills-of-year", sql::audit_bills_of_years, t, p, p, t, p, p);
        audit.check("empty-year", sql::audit_empty_years, t, p, p, p, p);
        audit.check("years-before", sql::audit_years_before, p, p, t, p, p, t);
        audit.check("copy-of-bill", sql::audit_copies_of_bills, p, p, t, p, p);
        audit.check("copy-of-movement", sql::audit_copies_of_movements, p, p, t, p, p);
        audit.check("proof", sql::audit_proofs, p, p, t, p, p);
        audit.check("bill", sql::audit_bills, t, p, p);
        audit.check("lines", sql::audit_lines, t, p, p, t, p, p);
        audit.check("document", sql::audit_documents, t, p, p);
        for (auto const kind : all_kinds)
            audit.check_content(kind);
        return report;
    });
}

}
