// The one way a delivery gets in, whoever asks for it: portalctl today, a watched folder and HTTP later.
#pragma once

#include "crypto/key_ring.h"
#include "db/database.h"
#include "features/audit/audit.h"
#include "features/imports/import_rules.h"
#include "features/imports/imports.h"
#include "plugins/plugins.h"

#include <stop_token>
#include <string>
#include <vector>

namespace portal::imports {

// Gives the rows of a delivery to the sink; what Plugins::import does.
using Source = std::function<Result<plugins::ImportSummary, plugins::Rejection>(plugins::RowSink&, std::stop_token)>;

struct Origin {
    std::string file_name; // for people; at most 200 bytes are kept
    std::string digest; // SHA-256 of the content, hexadecimal
    std::uint64_t bytes = 0;
};

// Thread-safe; one import a tenant at a time, on whatever node.
//
// A delivery is read by one thread and stored by another, in transactions of less than 100 ms, as rows that nobody sees; it is
// published by one row. A process that dies in between leaves rows that the next import of that tenant takes out first. Only
// faults are thrown (db::Error, LeaseLost, what the sink's source throws); then nothing is published, and what was stored is gone or
// goes with the next import. The words of db::Unavailable end with that, or say that it is not known: when the connection broke in the
// commit that publishes, and the database could not be asked since.
class ImportService {
public:
    ImportService(db::Database& database, plugins::Plugins& plugins, crypto::KeyRing const& keys, Clock const& clock)
        : m_database(database)
        , m_plugins(plugins)
        , m_keys(keys)
        , m_clock(clock)
    {
    }

    // One file, or the files of one delivery. The tenant's row must be there.
    ImportReport run(plugins::Target const& target, std::vector<std::string> const& paths, Options const& options = {}, OnProgress const& on_progress = {},
        audit::Actor actor = audit::Actor::portalctl, std::stop_token stop = {});
    // The same files, read by somebody else than the tenant's plugin.
    ImportReport run(plugins::Target const& target, std::vector<std::string> const& paths, Source const& source, Options const& options = {},
        OnProgress const& on_progress = {}, audit::Actor actor = audit::Actor::portalctl, std::stop_token stop = {});
    ImportReport run(plugins::Target const& target, Source const& source, Origin const& origin, Options const& options = {}, OnProgress const& on_progress = {},
        audit::Actor actor = audit::Actor::portalctl, std::stop_token stop = {});

    // The last published delivery, exactly; Refusal::reason "import.running" when the utility's import is at work. dry_run only tells.
    Result<TakenBack, Refusal> take_back(
        TenantId tenant, std::string_view slug, std::optional<std::int64_t> number, bool dry_run = false, audit::Actor actor = audit::Actor::portalctl);

private:
    db::Database& m_database;
    plugins::Plugins& m_plugins;
    crypto::KeyRing const& m_keys;
    Clock const& m_clock;
};

}
