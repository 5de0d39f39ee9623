// What running third-party code in processes of its own costs: a call, a start, memory, and rows on their way into the importer. Called
// by ./dev bench.
//
//   bench_plugins [bills]
#include "plugins/plugins.h"
#include "base/log.h"
#include "crypto/key_ring.h"
#include "features/imports/incoming_rows.h"
#include "plugins/silent_row_sink.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/resource.h>

using namespace portal;
using namespace portal::plugins;

namespace {

using Seconds = std::chrono::duration<double>;

// This program stands in the build folder's tests/.
std::string built(std::string const& path) { return (std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / path).string(); }

Options options(std::string const& plugins_path)
{
    Options options;
    options.host_program = built("bin/portal-plugin-host");
    options.plugins_path = plugins_path;
    options.idle = std::chrono::seconds { 0 };
    return options;
}

Target target(std::int64_t tenant, std::string const& plugin)
{
    return { TenantId { tenant }, "bench-" + std::to_string(tenant), plugin, "1.0.0", "Europe/Ljubljana", "sl", "EUR",
        Date { std::chrono::year { 2018 }, std::chrono::June, std::chrono::day { 2 } }, {} };
}

void normalise(Plugins& plugins, Target const& target)
{
    if (!plugins.normalise_reference(target, "SI12 1805000001070"))
        throw std::runtime_error("the leaflet's reference was refused");
}

template <typename Act> double timed(Act act)
{
    auto const start = std::chrono::steady_clock::now();
    act();
    return Seconds { std::chrono::steady_clock::now() - start }.count();
}

double percentile(std::vector<double>& values, double part)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(static_cast<double>(values.size()) * part))];
}

// Memory that nobody else uses, KiB: of a process that lets nobody look into its maps (a host), what it does not share with a file.
long private_kib(std::string const& id)
{
    std::ifstream rollup { "/proc/" + id + "/smaps_rollup" };
    std::ifstream status { "/proc/" + id + "/status" };
    long mapped = 0, anonymous = 0;
    for (std::string word; rollup >> word;)
        if (long kib = 0; (word == "Private_Clean:" || word == "Private_Dirty:") && rollup >> kib)
            mapped += kib;
    for (std::string word; status >> word;)
        if (word == "RssAnon:")
            status >> anonymous;
    return std::max(mapped, anonymous);
}

std::vector<std::string> hosts()
{
    std::vector<std::string> found;
    for (auto const& task : std::filesystem::directory_iterator { "/proc/self/task" }) {
        std::ifstream children { task.path() / "children" };
        for (std::string id; children >> id;)
            found.push_back(id);
    }
    return found;
}

long private_kib_of_hosts()
{
    long sum = 0;
    for (auto const& id : hosts())
        sum += private_kib(id);
    return sum;
}

void bench_calls(Clock const& clock)
{
    Plugins plugins { options(built("plugins")), clock };
    auto const logatec = target(1, "si.kp-logatec");
    for (int i = 0; i < 1'000; ++i)
        normalise(plugins, logatec);
    std::vector<double> took;
    for (int i = 0; i < 50'000; ++i)
        took.push_back(1e6 * timed([&] { normalise(plugins, logatec); }));
    std::printf("  one normalise through the host   median %6.1f us   p99 %6.1f us\n", percentile(took, 0.5), percentile(took, 0.99));
    std::printf("  an idle host                     %.1f MiB private\n", static_cast<double>(private_kib_of_hosts()) / 1024);
}

void bench_start(Clock const& clock)
{
    std::vector<double> took;
    for (int i = 0; i < 50; ++i) {
        Plugins plugins { options(built("plugins")), clock };
        took.push_back(1e3 * timed([&] { normalise(plugins, target(1, "si.kp-logatec")); }));
    }
    std::printf("  a host's start and first answer  median %6.1f ms   p99 %6.1f ms\n", percentile(took, 0.5), percentile(took, 0.99));
}

void bench_tenants(Clock const& clock)
{
    constexpr int tenants = 200, active = 20;
    Plugins plugins { options(built("plugins")), clock };
    auto const own = private_kib("self");
    for (std::int64_t tenant = 1; tenant <= tenants; ++tenant) {
        normalise(plugins, target(tenant, "si.kp-logatec"));
        if (tenant <= tenants - active)
            plugins.end_idle();
    }
    if (plugins.running_hosts() != active)
        throw std::runtime_error(std::to_string(plugins.running_hosts()) + " hosts are running");
    std::printf("  %d tenants, %d of them active   hosts %.1f MiB private   the portal's growth %.1f MiB\n", tenants, active,
        static_cast<double>(private_kib_of_hosts()) / 1024, static_cast<double>(private_kib("self") - own) / 1024);
}

class Counter final : public plugins::SilentRowSink {
public:
    void invoice(InvoiceRow const&) override { ++bills; }
    void problem(ProblemRow const& row) override { throw std::runtime_error("a row is wrong: " + std::string { row.key }); }
    std::int64_t bills = 0;
};

struct Spent {
    double seconds = 0, portal = 0, host = 0; // wall, and CPU of either side

    static double cpu(int who)
    {
        rusage usage {};
        ::getrusage(who, &usage);
        return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    }
    template <typename Act> static Spent by(Act act)
    {
        Spent spent { 0, -cpu(RUSAGE_SELF), -cpu(RUSAGE_CHILDREN) };
        spent.seconds = timed(act);
        spent.portal += cpu(RUSAGE_SELF);
        spent.host += cpu(RUSAGE_CHILDREN);
        return spent;
    }
};

void require(Plugins& plugins, Target const& target, std::string const& file, RowSink& sink)
{
    auto const result = plugins.import(target, { file }, sink);
    if (!result)
        throw std::runtime_error(result.refusal().key);
}

// The importer's reading thread as it is, its storing thread throwing every batch away.
std::int64_t import_without_store(Plugins& plugins, Target const& target, std::string const& file)
{
    auto const keys = crypto::KeyRing::from_key(Secret { std::string(32, 'k') });
    imports::BatchQueue queue;
    imports::ProblemList problems;
    imports::IncomingRows rows { target, keys, queue, problems, imports::Options {}.largest_document };
    std::exception_ptr failure;
    std::thread reader { [&] {
        try {
            require(plugins, target, file, rows);
            rows.flush();
        } catch (...) {
            failure = std::current_exception();
        }
        queue.close();
    } };
    while (auto batch = queue.take_full())
        queue.give_empty(std::move(batch));
    reader.join();
    if (failure)
        std::rethrow_exception(failure);
    if (problems.count() != 0)
        throw std::runtime_error("rows are wrong");
    return rows.sums().bills;
}

void tell(char const* what, std::int64_t bills, Spent const& spent)
{
    auto const count = static_cast<double>(bills);
    std::printf("  %-32s %7.0f bills/s   CPU a bill: host %.2f us, portal %.2f us\n", what, count / spent.seconds, 1e6 * spent.host / count,
        1e6 * spent.portal / count);
    std::fflush(stdout);
}

void bench_rows(Clock const& clock, std::int64_t bills)
{
    tests::TemporaryFolder const folder;
    auto const file = folder / "bills.csv";
    std::ofstream { file } << "BILLS\n" << bills << '\n';
    Plugins plugins { options(built("tests/bench_plugins_installed")), clock };
    auto const rows = target(1, "bench.rows");
    for (int round = 0; round < 3; ++round) {
        Counter counter;
        auto const checked = Spent::by([&] { require(plugins, rows, file, counter); });
        tell("from a sink, checked, thrown away", counter.bills, checked);
        std::int64_t imported = 0;
        auto const spent = Spent::by([&] { imported = import_without_store(plugins, rows, file); });
        tell("from a sink into the importer", imported, spent);
        if (counter.bills != bills || imported != bills)
            throw std::runtime_error("bills were lost");
    }
}

}

int main(int argc, char** argv)
{
    try {
        log::set_level(log::Level::warning);
        SystemClock const clock;
        bench_calls(clock);
        bench_start(clock);
        bench_tenants(clock);
        bench_rows(clock, argc > 1 ? std::atol(argv[1]) : 1'000'000);
    } catch (std::exception const& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}
