#include "features/intake/intake_work.h"

#include "base/log.h"
#include "features/imports/deliveries.h"
#include "features/intake/arrival.h"
#include "features/intake/intake_store.h"
#include "features/intake/kept_delivery.h"
#include "features/intake/queries.h"

namespace portal::intake {

namespace {

using imports::ImportReport;

constexpr std::chrono::seconds s_progress_every { 2 };
constexpr int s_chunks_at_once = 100; // 6 MB: other writers get in between
constexpr std::string_view s_damaged = "intake.damaged";

// Not the delivery's fault: it is tried again.
bool may_be_better_later(ImportReport const& report)
{
    return report.state == imports::State::busy || report.reason == "import.stopped" || report.reason == "import.plugin_unavailable";
}

}

std::set<TenantId> IntakeWork::waiting() const
{
    std::set<TenantId> tenants;
    for (auto const& row : m.database.read([&](db::Session& session) { return session.query(sql::tenants_with_work, m.clock.now()); }))
        tenants.insert(row.id<TenantId>(0));
    return tenants;
}

void IntakeWork::read_all(plugins::Target const& target, int largest_change, std::stop_token const& stop)
{
    auto const lease = jobs::Lease::take(m.database, m.clock, lease_of(target.slug), jobs::Due::at_once, m.lease_times);
    if (!lease)
        return;
    jobs::LeaseKeeper const keeper { *lease, m.lease_times.renewal };
    if (m.before_reading)
        m.before_reading(target.tenant);
    while (!stop.stop_requested() && read_next(target, largest_change, *lease, stop)) { }
}

// False: there is nothing (more) to be read now.
bool IntakeWork::read_next(plugins::Target const& target, int largest_change, jobs::Lease const& lease, std::stop_token const& stop)
{
    auto const scope = TenantScope::assume(target.tenant);
    auto const received = m.database.transact([&](db::Transaction& transaction) -> std::optional<Received> {
        IntakeStore store { transaction, scope };
        auto const next = store.next_to_read();
        if (!next || next->due > m.clock.now() || !lease.still_mine(transaction))
            return std::nullopt;
        store.begin_reading(next->id, m.clock.now());
        return store.find(next->id);
    });
    if (!received)
        return false;
    try {
        auto const report = import(target, { .force = received->is_forced, .largest_change = largest_change }, *received, stop);
        if (may_be_better_later(report) && (report.reason != "import.plugin_unavailable" || received->tries < most_tries)) {
            put_off(target.tenant, lease, *received, report.reason, report.message);
            return false; // the next ones wait, or they would overtake it
        }
        settle(target, lease, *received, report);
    } catch (std::exception const& fault) {
        log::error("intake.fault", { { "tenant", target.slug }, { "received", received->id.text() }, { "message", fault.what() } });
        if (received->tries < most_tries) {
            put_off(target.tenant, lease, *received, "intake.fault", "It could not be read because of a fault; the log says more. It is tried again.");
            return false;
        }
        ImportReport given_up;
        given_up.reason = "intake.fault";
        given_up.message = "It could not be read because of a fault, also when tried again; the log says more.";
        settle(target, lease, *received, given_up);
    }
    drop_bytes(target.tenant, lease);
    return true;
}

ImportReport IntakeWork::import(plugins::Target const& target, imports::Options const& options, Received const& received, std::stop_token const& stop)
{
    auto const scope = TenantScope::assume(target.tenant);
    SpoolFolder const folder { m.spool + "/" + target.slug }; // the lease's holder has it for itself
    auto const path = folder.hold(m.database, scope, received);
    if (!path) {
        ImportReport damaged;
        damaged.reason = s_damaged;
        damaged.message = "The bytes are no longer those that came; send it again.";
        return damaged;
    }
    auto told = std::chrono::steady_clock::now();
    auto const tell = [&](imports::Progress const& progress) {
        if (auto const now = std::chrono::steady_clock::now(); now - told >= s_progress_every) {
            told = now;
            m.database.transact([&](db::Transaction& transaction) {
                IntakeStore { transaction, scope }.note_progress(received.id, progress.rows, static_cast<std::int64_t>(progress.bytes_read));
            });
        }
    };
    return m.payments.import_files(target, { *path }, options, tell, audit::Actor::job, stop);
}

void IntakeWork::settle(plugins::Target const& target, jobs::Lease const& lease, Received received, ImportReport const& report)
{
    auto const scope = TenantScope::assume(target.tenant);
    received.state = report.state == imports::State::published ? State::published
        : report.state == imports::State::unchanged            ? State::unchanged
                                                               : State::refused;
    received.delivery = report.delivery;
    received.rows_read = report.rows_read;
    received.reason = report.reason;
    received.message = report.message;
    bool const is_mine = m.database.transact([&](db::Transaction& transaction) {
        if (!lease.still_mine(transaction))
            return false;
        // A process that died between publishing and this has published it.
        if (received.state == State::unchanged && received.delivery == 0)
            for (auto const& delivery : imports::Deliveries { transaction, scope }.list())
                if (delivery.digest == received.digest && delivery.state == "published" && delivery.started_at >= received.received_at) {
                    received.state = State::published;
                    received.delivery = delivery.number;
                    received.rows_read = delivery.rows_read;
                    received.message = delivery.message;
                    break;
                }
        IntakeStore { transaction, scope }.settle(received, m.clock.now());
        return true;
    });
    if (!is_mine)
        return;
    log::info("intake.done",
        { { "tenant", target.slug }, { "received", received.id.text() }, { "state", std::string { name_of(received.state) } },
            { "delivery", std::to_string(received.delivery) }, { "reason", received.reason } });
    if (m.when_done)
        m.when_done(target.tenant, received);
}

// After the first failure a minute, then two, and so on; what waits for another import is tried soon.
void IntakeWork::put_off(TenantId tenant, jobs::Lease const& lease, Received const& received, std::string const& reason, std::string const& message)
{
    bool const is_own_trouble = reason == "import.plugin_unavailable" || reason == "intake.fault";
    auto const due = m.clock.now() + (is_own_trouble ? std::chrono::seconds { 60 * received.tries } : std::chrono::seconds { 2 });
    m.database.transact([&](db::Transaction& transaction) {
        if (lease.still_mine(transaction))
            IntakeStore { transaction, TenantScope::assume(tenant) }.put_off(received.id, due, reason, message, is_own_trouble);
    });
}

void IntakeWork::drop_bytes(TenantId tenant, jobs::Lease const& lease)
{
    auto const scope = TenantScope::assume(tenant);
    for (auto bytes : m.database.read([&](db::Session& session) { return IntakeStore { session, scope }.to_drop(); }))
        while (bytes.chunks > 0)
            bytes.chunks = m.database.transact([&](db::Transaction& transaction) {
                return lease.still_mine(transaction) ? IntakeStore { transaction, scope }.drop_some(bytes, s_chunks_at_once) : 0;
            });
}

void IntakeWork::give_up_broken_off()
{
    auto const before = m.clock.now() - Arrival::given_up_after;
    for (auto const& row : m.database.read([&](db::Session& session) { return session.query(sql::broken_off_arrivals, before); })) {
        auto const scope = TenantScope::assume(row.id<TenantId>(0));
        auto const id = row.id<ReceivedId>(1);
        while (!m.database.transact([&](db::Transaction& transaction) { return IntakeStore { transaction, scope }.give_up_some(id, s_chunks_at_once); })) { }
        log::info("intake.given_up", { { "received", id.text() } });
    }
}

}
