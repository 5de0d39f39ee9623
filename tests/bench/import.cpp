// How fast a delivery goes in: bills with their proofs, from CSV through the real plugin host into the published state, against the
// same rows already in memory given to the database's own client. Called by ./dev bench.
//
//   bench_import sqlite:PATH | mysql://user:password@host:port/name [bills] [rounds] [whole]
//
// whole: with lines, movements, meters and readings, as the demo delivery has them (6 lines and 2 movements a bill).
#include "raw_clients.h"

#include "base/log.h"
#include "crypto/key_ring.h"
#include "db/migrate.h"
#include "features/imports/imports_service.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <sys/resource.h>

using namespace portal;
using namespace portal::bench;

namespace {

constexpr int s_bills_a_customer = 10;
constexpr db::Sql s_add_tenant { "bench.add_tenant",
    "insert or ignore into tenants (id, slug, published, last_delivery, cleaned_to, created_at) values (1, 'bench', 0, 0, 0, 0)" };
// Everything that the import leaves: what was delivered, and what it derives from that.
std::vector<std::string> const s_tables { "customers", "supply_points", "meters", "registers", "readings", "invoices", "invoice_lines", "transactions",
    "bill_proofs", "account_years", "standing_rows" };

// This program stands in the build folder's tests/.
std::string built(std::string const& path) { return (std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / path).string(); }

// The single files of a demo delivery; those with lines, readings and movements stay out unless it shall be whole.
std::vector<std::string> make_delivery(std::string const& folder, int bills, bool is_whole)
{
    auto const command = built("bin/portal-demo-logatec") + " --utf-8 --customers " + std::to_string(bills / s_bills_a_customer) + " --months "
        + std::to_string(s_bills_a_customer) + " --out " + folder;
    if (std::system((command + " > /dev/null").c_str()) != 0)
        throw std::runtime_error("no delivery: " + command);
    if (is_whole) {
        std::vector<std::string> files;
        for (auto const& file : std::filesystem::directory_iterator { folder })
            files.push_back(file.path().string());
        std::sort(files.begin(), files.end());
        return files;
    }
    return { folder + "/dobava.csv", folder + "/placniki.csv", folder + "/racuni.csv" };
}

struct Imported {
    double seconds = 0;
    std::int64_t rows = 0;
    long importer_kib = 0, host_kib = 0;
};

// What the child of import() does, and prints for it.
int import_only(db::Location const& location, std::vector<std::string> const& files)
{
    SystemClock const clock;
    db::Database database { location };
    plugins::Options options;
    options.host_program = built("bin/portal-plugin-host");
    options.plugins_path = built("plugins");
    plugins::Plugins plugins { options, clock };
    auto const keys = crypto::KeyRing::from_key(Secret { std::string(32, 'k') });
    imports::ImportService service { database, plugins, keys, clock };
    plugins::Target target { TenantId { 1 }, "bench", "si.kp-logatec", "1.0.0", "Europe/Ljubljana", "sl", "EUR",
        Date { std::chrono::year { 2018 }, std::chrono::June, std::chrono::day { 2 } }, {} };
    log::set_level(log::Level::warning);
    auto const report = service.run(target, files);
    if (report.state != imports::State::published || report.problem_count != 0)
        throw std::runtime_error(report.reason + ": " + report.message);
    rusage own {}, hosts {};
    ::getrusage(RUSAGE_SELF, &own);
    ::getrusage(RUSAGE_CHILDREN, &hosts);
    std::printf("%f %lld %ld %ld\n", Seconds { report.took }.count(), static_cast<long long>(report.rows_read), own.ru_maxrss, hosts.ru_maxrss);
    return 0;
}

// In a process of its own, so that its peak of memory is its own.
Imported import(std::string const& url, std::vector<std::string> const& files)
{
    std::string command = std::filesystem::read_symlink("/proc/self/exe").string() + " --only '" + url + "'";
    for (auto const& file : files)
        command += " '" + file + "'";
    std::unique_ptr<FILE, decltype(&::pclose)> const output { ::popen(command.c_str(), "r"), ::pclose };
    Imported result;
    long long rows = 0;
    if (!output || std::fscanf(output.get(), "%lf %lld %ld %ld", &result.seconds, &rows, &result.importer_kib, &result.host_kib) != 4)
        throw std::runtime_error("the import failed");
    result.rows = rows;
    return result;
}

void prepare(db::Location const& location)
{
    db::Database database { location };
    db::migrate(database);
    database.transact([](db::Transaction& transaction) { transaction.execute(s_add_tenant); });
}

void forget(db::Location const& location)
{
    for (auto const* end : { "", "-wal", "-shm" })
        std::filesystem::remove(location.path + end);
}

Imported import_into_sqlite(std::string const& url, db::Location const& location, std::vector<std::string> const& files, double& raw_seconds)
{
    forget(location);
    prepare(location);
    auto const result = import(url, files);
    auto const copy = db::parse_location("sqlite:" + location.path + ".raw");
    forget(copy);
    prepare(copy);
    RawSqlite const from { location.path };
    RawSqlite to { copy.path };
    raw_seconds = to.run("begin immediate").count();
    for (auto const& name : s_tables) { // one after the other, for the memory of all together would be much
        TableRows table { name, {}, {} };
        from.read(table);
        raw_seconds += to.insert(table).count();
    }
    raw_seconds += to.run("commit").count();
    forget(location);
    forget(copy);
    return result;
}

Imported import_into_mysql(std::string const& url, db::Location const& location, std::vector<std::string> const& files, double& raw_seconds)
{
    prepare(location);
    RawMysql raw { location };
    auto const empty = [&] {
        for (auto const& table : s_tables)
            raw.run("truncate table " + table);
        for (auto const* table : { "superseded_rows", "deliveries", "jobs" })
            raw.run(std::string { "truncate table " } + table);
        raw.run("update tenants set published = 0, last_delivery = 0");
    };
    empty();
    auto const result = import(url, files);
    std::vector<TableRows> tables;
    std::vector<std::string> contents;
    for (auto const& name : s_tables) {
        raw.read(tables.emplace_back(TableRows { name, {}, {} }));
        contents.push_back(RawMysql::file_of(tables.back()));
        tables.back().rows.clear();
    }
    empty();
    raw_seconds = raw.load(tables, contents).count();
    empty();
    return result;
}

}

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "bench_import sqlite:PATH | mysql://user:password@host:port/name [bills] [rounds] [whole]\n");
        return 2;
    }
    int const bills = argc > 2 ? std::atoi(argv[2]) : 200'000;
    int const rounds = argc > 3 ? std::atoi(argv[3]) : 3;
    try {
        if (std::string_view { argv[1] } == "--only")
            return import_only(db::parse_location(argv[2]), { argv + 3, argv + argc });
        auto const location = db::parse_location(argv[1]);
        bool const is_sqlite = location.backend == db::Backend::sqlite;
        tests::TemporaryFolder const folder;
        bool const is_whole = argc > 4 && std::string_view { argv[4] } == "whole";
        auto const files = make_delivery(folder / "delivery", bills, is_whole);
        std::vector<double> ratios;
        for (int round = 0; round < rounds; ++round) {
            double raw = 0;
            auto const ours = is_sqlite ? import_into_sqlite(argv[1], location, files, raw) : import_into_mysql(argv[1], location, files, raw);
            ratios.push_back(raw / ours.seconds);
            std::printf("  %-8s ratio %.2f   import %6.2f s %7.0f rows/s   %s %6.2f s   peak: importer %ld MiB, host %ld MiB\n",
                is_sqlite ? "SQLite" : "MariaDB", ratios.back(), ours.seconds, static_cast<double>(ours.rows) / ours.seconds,
                is_sqlite ? "raw sqlite3" : "LOAD DATA", raw, ours.importer_kib / 1024, ours.host_kib / 1024);
            std::fflush(stdout);
        }
        std::sort(ratios.begin(), ratios.end());
        std::printf("  %-8s import of %d bills: median ratio %.2f\n", is_sqlite ? "SQLite" : "MariaDB", bills, ratios[ratios.size() / 2]);
    } catch (std::exception const& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}
