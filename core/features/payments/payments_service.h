// The one door to payments: statements come in, the desk sees what nobody could match and says what it pays.
#pragma once

#include "features/imports/imports_service.h"
#include "features/payments/payments_store.h"

namespace portal::payments {

// Whether these files are bank statements or notices and not a delivery of the billing system, by the namespace at their beginning.
bool are_statements(std::vector<std::string> const& paths);

enum class NotAssigned { unknown_payment, is_matched, unknown_bill };

// Thread-safe, as ImportService: payments are deliveries of their own, published and taken back like any.
class PaymentService {
public:
    PaymentService(db::Database& database, plugins::Plugins& plugins, imports::ImportService& imports)
        : m_database(database)
        , m_plugins(plugins)
        , m_imports(imports)
    {
    }

    // As ImportService::run, whatever the files are: bank statements, also in ZIP bundles, are taken in here, anything else by the utility's plugin.
    imports::ImportReport import_files(plugins::Target const& target, std::vector<std::string> const& paths, imports::Options const& options = {},
        imports::OnProgress const& on_progress = {}, audit::Actor actor = audit::Actor::portalctl, std::stop_token stop = {})
    {
        return are_statements(paths) || are_bundled_statements(target, paths, stop) ? take_in(target, paths, options, on_progress, actor, stop)
                                                                                    : m_imports.run(target, paths, options, on_progress, actor, stop);
    }
    // Statements. One that names no payment of customers, or only known ones, is `unchanged`.
    imports::ImportReport take_in(plugins::Target const& target, std::vector<std::string> const& paths, imports::Options const& options = {},
        imports::OnProgress const& on_progress = {}, audit::Actor actor = audit::Actor::portalctl, std::stop_token stop = {});

    // The whole payment pays this bill.
    Result<imports::ImportReport, NotAssigned> assign(
        plugins::Target const& target, std::string const& payment, std::string const& bill, audit::Actor actor = audit::Actor::portalctl);

    // All that wait for the desk, the oldest first.
    std::vector<KnownPayment> unmatched(TenantScope const& scope) const;
    // All of them, in the order in which they came.
    void each(TenantScope const& scope, std::function<void(KnownPayment const&)> const& take) const;

private:
    bool are_bundled_statements(plugins::Target const& target, std::vector<std::string> const& paths, std::stop_token stop);

    db::Database& m_database;
    plugins::Plugins& m_plugins;
    imports::ImportService& m_imports;
};

}
