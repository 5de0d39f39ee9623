#include "features/imports/imports_service.h"

#include "crypto/hash.h"
#include "features/imports/dead_deliveries.h"
#include "features/imports/import_run.h"
#include "features/imports/taking_back.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace portal::imports {

namespace {

// Reads the files once for their digest: the same files in another order are the same delivery. nullopt: not readable.
std::optional<Origin> origin_of(std::vector<std::string> const& paths)
{
    Origin origin;
    std::vector<std::string> digests;
    std::vector<char> buffer(1 << 20);
    for (auto const& path : paths) {
        std::ifstream file { path, std::ios::binary };
        crypto::Sha256 sum;
        if (std::error_code error; !file || !std::filesystem::is_regular_file(path, error))
            return std::nullopt;
        while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || file.gcount() > 0) {
            sum.add({ buffer.data(), static_cast<std::size_t>(file.gcount()) });
            origin.bytes += static_cast<std::uint64_t>(file.gcount());
        }
        if (file.bad())
            return std::nullopt;
        digests.push_back(sum.hex());
        origin.file_name += (origin.file_name.empty() ? "" : ", ") + std::filesystem::path { path }.filename().string();
    }
    std::sort(digests.begin(), digests.end());
    std::string all;
    for (auto const& digest : digests)
        all += digest;
    origin.digest = digests.size() == 1 ? digests.front() : crypto::sha256_hex(all);
    return origin;
}

}

ImportReport ImportService::run(plugins::Target const& target, std::vector<std::string> const& paths, Options const& options, OnProgress const& on_progress,
    audit::Actor actor, std::stop_token stop)
{
    auto const source = [&](plugins::RowSink& sink, std::stop_token stop_reading) { return m_plugins.import(target, paths, sink, stop_reading); };
    return run(target, paths, source, options, on_progress, actor, stop);
}

ImportReport ImportService::run(plugins::Target const& target, std::vector<std::string> const& paths, Source const& source, Options const& options,
    OnProgress const& on_progress, audit::Actor actor, std::stop_token stop)
{
    auto const origin = origin_of(paths);
    if (paths.empty() || !origin) {
        ImportReport report;
        report.reason = "delivery.unreadable";
        report.message = "The file cannot be read.";
        return report;
    }
    return run(target, source, *origin, options, on_progress, actor, stop);
}

ImportReport ImportService::run(plugins::Target const& target, Source const& source, Origin const& origin, Options const& options,
    OnProgress const& on_progress, audit::Actor actor, std::stop_token stop)
{
    ImportRun one { { m_database, m_keys, m_clock, target, origin, options, on_progress, actor } };
    try {
        return one.run(source, stop);
    } catch (db::Unavailable const& fault) { // for whoever reads the message, it says what follows
        throw db::Unavailable(fault.what()
            + std::string { one.may_be_published()
                    ? ". Whether the delivery is published is not known; import it again when this is mended, which does no harm."
                    : ". Nothing of the delivery counts; import it again when this is mended." });
    }
}

Result<TakenBack, Refusal> ImportService::take_back(
    TenantId tenant, std::string_view slug, std::optional<std::int64_t> number, bool dry_run, audit::Actor actor)
{
    auto const lease = jobs::Lease::take(m_database, m_clock, "import " + std::string { slug }, jobs::Due::at_once);
    if (!lease)
        return refuse(Refusal { "import.running", "An import of this utility is running. Wait until it has ended, then take it back." });
    jobs::LeaseKeeper const keeper { *lease, jobs::LeaseTimes {}.renewal };
    Holder const holder { m_database, *lease, m_clock, tenant, slug };
    clear_after_dead_ones(holder, [] {});
    return imports::take_back(holder, number, dry_run, actor);
}

}
