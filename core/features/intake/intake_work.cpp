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
constexpr std::string_view s_fault = "intake.fault";
constexpr std::string_view s_database = "intake.database";
constexpr std::string_view s_unavailable = "import.plugin_unavailable";

// Not the delivery's fault: it is tried again.
bool may_be_better_later(ImportReport const& report)
{
    return report.state == imports::State::busy || report.reason == "import.stopped" || report.reason == s_unavailable;
}

}

std::set<TenantId> IntakeWork::waiting() const
{
    std::set<TenantId> tenants;
    for (auto const& row : m.database.read([&](db::Session& session) { return session.query(sql::tenants_with_work, m.clock.now()); }))
        tenants.insert(row.id<TenantId>(0));
    return tenants;
}

bool IntakeWork::read_some(plugins::Target const& target, imports::Options const& options, int most, std::stop_token const& stop)
{
    auto const lease = jobs::Lease::take(m.database, m.clock, lease_of(target.slug), jobs::Due::at_once, m.lease_times);
    if (!lease)
        return false;
    jobs::LeaseKeeper const keeper { *lease, m.lease_times.renewal };
    if (m.before_reading)
        m.before_reading(target.tenant);
    for (int read = 0; read < most; ++read)
        if (stop.stop_requested() || !read_next(target, options, *lease, stop))
            return false;
    return true;
}

// False: there is nothing (more) to be read now.
bool IntakeWork::read_next(plugins::Target const& target, imports::Options options, jobs::Lease const& lease, std::stop_token const& stop)
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
    if (settle_if_published_before(target, lease, *received))
        return true;
    ImportReport report;
    try {
        options.force = received->is_forced;
        report = import(target, options, *received, stop);
    } catch (db::Unavailable const& fault) { // nobody's delivery is refused for that, however long it lasts
        log::error(s_database, { { "tenant", target.slug }, { "received", received->id.text() }, { "message", fault.what() } });
        report.state = imports::State::busy;
        report.reason = s_database;
        report.message = "The database was away, or its disk full. It is tried again.";
    } catch (std::exception const& fault) {
        log::error(s_fault, { { "tenant", target.slug }, { "received", received->id.text() }, { "message", fault.what() } });
        bool const is_last = received->tries >= most_tries;
        report.state = is_last ? imports::State::failed : imports::State::busy;
        report.reason = s_fault;
        report.message = is_last ? "It could not be read because of a fault, also when tried again; the log says more."
                                 : "It could not be read because of a fault; the log says more. It is tried again.";
    }
    if (may_be_better_later(report) && (report.reason != s_unavailable || received->tries < most_tries)) {
        put_off(target.tenant, lease, *received, report.reason, report.message);
        return false; // the next ones wait, or they would overtake it
    }
    settle(target, lease, *received, report);
    drop_bytes(target.tenant, lease);
    return true;
}

// A process that died between publishing and settling, or lost the database just then, has published it. It may have been taken back since:
// then it is not read again.
bool IntakeWork::settle_if_published_before(plugins::Target const& target, jobs::Lease const& lease, Received received)
{
    auto const scope = TenantScope::assume(target.tenant);
    auto const published = m.database.read([&](db::Session& session) {
        return imports::Deliveries { session, scope }.find_published(received.digest, received.received_at);
    });
    if (!published)
        return false;
    received.state = State::published;
    received.delivery = published->number;
    received.rows_read = published->rows_read;
    received.message = published->message;
    settle_as(target, lease, received);
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
    received.state = report.state == imports::State::published ? State::published
        : report.state == imports::State::unchanged            ? State::unchanged
                                                               : State::refused;
    received.delivery = report.delivery;
    received.rows_read = report.rows_read;
    received.reason = report.reason;
    received.message = report.message;
    settle_as(target, lease, received);
}

void IntakeWork::settle_as(plugins::Target const& target, jobs::Lease const& lease, Received const& received)
{
    bool const is_mine = m.database.transact([&](db::Transaction& transaction) {
        if (!lease.still_mine(transaction))
            return false;
        IntakeStore { transaction, TenantScope::assume(target.tenant) }.settle(received, m.clock.now());
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

// After the first failure a minute, then two, and so on; a minute for a database to be mended; what waits for another import is tried soon.
void IntakeWork::put_off(TenantId tenant, jobs::Lease const& lease, Received const& received, std::string const& reason, std::string const& message)
{
    bool const is_own_trouble = reason == s_unavailable || reason == s_fault;
    auto const due = m.clock.now()
        + (is_own_trouble              ? std::chrono::seconds { 60 * received.tries }
                : reason == s_database ? std::chrono::seconds { 60 }
                                       : std::chrono::seconds { 2 });
    m.database.transact([&](db::Transaction& transaction) {
        if (lease.still_mine(transaction))
            IntakeStore { transaction, TenantScope::assume(tenant) }.put_off(received.id, due, reason, message, is_own_trouble);
    });
}

// Those of all that were read but the newest published one, and the accounts of what was read long ago.
void IntakeWork::drop_bytes(TenantId tenant, jobs::Lease const& lease)
{
    auto const scope = TenantScope::assume(tenant);
    for (auto bytes : m.database.read([&](db::Session& session) { return IntakeStore { session, scope }.to_drop(); }))
        while (bytes.chunks > 0)
            bytes.chunks = m.database.transact([&](db::Transaction& transaction) {
                return lease.still_mine(transaction) ? IntakeStore { transaction, scope }.drop_some(bytes, s_chunks_at_once) : 0;
            });
    m.database.transact([&](db::Transaction& transaction) {
        if (lease.still_mine(transaction))
            IntakeStore { transaction, scope }.forget_old(m.clock.now() - kept_for);
    });
}

void IntakeWork::take_out_broken_off()
{
    auto const now = m.clock.now();
    auto const found
        = [&](db::Sql const& statement, Instant before) { return m.database.read([&](db::Session& session) { return session.query(statement, before); }); };
    for (auto const& row : found(sql::broken_off_arrivals, now - Arrival::given_up_after))
        m.database.transact([&](db::Transaction& transaction) {
            IntakeStore { transaction, TenantScope::assume(row.id<TenantId>(0)) }.give_up(row.id<ReceivedId>(1), now);
        });
    for (auto const& row : found(sql::given_up_arrivals, now - 3 * Arrival::touched_every)) {
        auto const scope = TenantScope::assume(row.id<TenantId>(0));
        auto const id = row.id<ReceivedId>(1);
        while (!m.database.transact([&](db::Transaction& transaction) { return IntakeStore { transaction, scope }.forget_some(id, s_chunks_at_once); })) { }
        log::info("intake.given_up", { { "received", id.text() } });
    }
}

}
