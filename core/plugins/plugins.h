// The portal's side of the plugins: calls that run in a sandboxed host process, never in this one.
// A tenant's interactive calls share one resident host, started on first use and ended when idle; every import has a host of its own.
// A plugin that crashes, loops or lies costs the call (PluginUnavailable) and its host; the next call starts another, after repeated
// failures with a growing pause, then a quarantine. Nothing of one tenant is shared with another. Events in the log: plugin.started,
// plugin.crashed, plugin.timeout, plugin.refused, plugin.quarantined, plugin.recovered, plugin.released, plugin.log, plugin.degraded,
// each with plugin@version and tenant.
#pragma once

#include "base/date.h"
#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "plugins/installed.h"
#include "plugins/rows.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace portal::plugins {

// The tenant for whom a plugin is opened. Any change (settings, version, the day) opens it anew.
struct Target {
    TenantId tenant;
    std::string slug, plugin_id, plugin_version, time_zone, language, currency;
    Date today;
    std::map<std::string, std::string> settings;
    bool operator==(Target const&) const = default;
};

// What a customer or a delivery got wrong. `key` is a catalogue key; `field` may be empty; `detail` is for the log.
struct Rejection {
    std::string key, field, detail;
};

// The plugin cannot answer now: missing, refused, crashed, too slow, lied, or in its pause after a crash. what() is for the admin.
class PluginUnavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// A version of a plugin that a tenant runs, and that failed so often in a row that it rests.
struct Quarantine {
    TenantId tenant;
    std::string plugin_id, plugin_version;
    int failures = 0;
    std::string last_failure; // in words for an admin
    Instant since, until; // after `until` one call is tried: an answer ends the quarantine, a failure doubles it
    bool operator==(Quarantine const&) const = default;
};

struct Options {
    std::string host_program; // path of portal-plugin-host
    std::string plugins_path; // holds <id>/<version>/{manifest.json,plugin.so}
    Trust trust; // which of them may run
    std::chrono::milliseconds start_time { 10'000 }; // loading and opening
    std::chrono::milliseconds call_time { 2'000 }; // one interactive call, waiting for its turn not counted
    std::chrono::milliseconds import_silence { 60'000 }; // an import that sends nothing for so long is ended
    std::chrono::milliseconds import_wait { std::chrono::hours { 4 } }; // one import may keep the portal waiting, all its waits together
    std::chrono::seconds import_cpu { 3'600 }; // CPU time of one import
    std::chrono::seconds idle { 300 }; // see end_idle()
    std::uint64_t memory = 512ULL << 20; // address space of one host, bytes
    bool may_lack_landlock = false; // false: no host starts on a system without Landlock (sandbox.h)
    std::uint64_t unpacked = 16ULL << 30; // all files of one delivery together, bytes
    std::function<void(std::string const& words)> plugin_says; // hears what plugins would have written to the log; empty: the log
};

struct ImportSummary {
    std::uint64_t rows = 0; // given to the sink, without problems
    std::uint64_t problems = 0; // given to the sink
    bool stopped = false; // the stop_token asked; rows are incomplete
};

// Thread-safe. Calls for one tenant queue (at most call_time, then PluginUnavailable), calls for different tenants run side by side.
class Plugins {
public:
    Plugins(Options options, Clock const& clock);
    ~Plugins();
    Plugins(Plugins const&) = delete;
    Plugins& operator=(Plugins const&) = delete;

    // The canonical spelling of what a customer typed; "SI121805000001070". Idempotent. All of these throw PluginUnavailable.
    Result<std::string, Rejection> normalise_reference(Target const& target, std::string_view typed);
    // As it is printed on the bill: "SI12 1805000001070".
    Result<std::string, Rejection> display_reference(Target const& target, std::string_view canonical);
    // The customer's number inside a canonical reference; an empty text when references of this utility do not name the customer.
    Result<std::string, Rejection> customer_of_reference(Target const& target, std::string_view canonical);
    Result<Secret, Rejection> normalise_code(Target const& target, Secret const& typed);
    // The code is the number of a bill: not secret by itself, so a claim asks for one more fact.
    bool code_is_document_number(Target const& target);

    // Opens the plugin with these settings in a host of its own and ends it again; a refusal names the wrong setting in `field`.
    Result<Done, Rejection> check(Target const& target);

    // Opens the plugin for this target beside the one that runs. Only when that succeeds, calls for the target find it open; calls in
    // progress end on the old one, which ends with the last of them.
    Result<Done, Rejection> prepare(Target const& target);

    // Whether calls for this target are refused unheard after repeated failures. Cheap: for every page.
    bool is_quarantined(Target const& target) const;
    // As this process knows them.
    std::vector<Quarantine> quarantines() const;
    // What another process found out about the target's plugin.
    void take_over(Target const& target, Quarantine const& quarantine);
    void release(TenantId tenant);

    // Reads the files (ZIP bundles are unpacked) into the sink. A refusal means: this is not a delivery, nothing of it counts, though
    // rows may have reached the sink before. What the sink throws comes out. At most 64 paths.
    Result<ImportSummary, Rejection> import(Target const& target, std::vector<std::string> const& paths, RowSink& sink, std::stop_token stop = {});

    // Has the plugin write the readings in the billing system's own format. `next` gives a page of them, an empty one at the end. A refusal
    // means that nothing which was written counts: "plugin.cannot" when the plugin has no such format. What `next` and the files throw
    // comes out.
    Result<Done, Rejection> export_readings(Target const& target, std::function<std::vector<ExportedReading>()> const& next, ExportFiles& files);

    // The same for bank statements and notices (camt.052, .053, .054): payments and problems come out, nothing else. The host's own reader reads
    // them, in the plugin's cage, because such files come from outside too. A statement that does not add up is refused.
    Result<ImportSummary, Rejection> read_statements(Target const& target, std::vector<std::string> const& paths, RowSink& sink, std::stop_token stop = {});

    // From now on; before other threads call. See Options::plugin_says.
    void listen(std::function<void(std::string const& words)> plugin_says);

    // The plugins on disk, sorted by id and version, read from their manifests without running anything.
    std::vector<InstalledVersion> installed() const;

    // Ends resident hosts that were not used for Options::idle. To be called now and then (a job).
    void end_idle();
    std::size_t running_hosts() const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

}
