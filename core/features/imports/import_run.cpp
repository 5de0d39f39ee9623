#include "features/imports/import_run.h"

#include "base/log.h"
#include "base/text.h"
#include "features/imports/cleaning.h"
#include "features/imports/dead_deliveries.h"
#include "features/imports/delivery_order.h"
#include "features/imports/ledger.h"
#include "features/imports/queries.h"
#include "features/imports/tables.h"

#include <thread>

namespace portal::imports {

namespace {

constexpr auto s_progress_every = std::chrono::milliseconds { 200 };
constexpr auto s_note_every = std::chrono::seconds { 2 };
constexpr auto s_log_every = std::chrono::seconds { 10 };
constexpr std::size_t s_longest_message = 400;

// For columns with a bound: cut at a character's border, controls and bad bytes away.
std::string fitting(std::string_view text, std::size_t most)
{
    if (!is_utf8(text) || has_control_characters(text))
        return {};
    while (text.size() > most || (!text.empty() && !is_utf8(text)))
        text.remove_suffix(1);
    return std::string { text };
}

std::string words_for(ImportReport const& report)
{
    auto const total = report.total();
    auto text = std::to_string(total.added) + " added, " + std::to_string(total.changed) + " changed, " + std::to_string(total.removed) + " removed, "
        + std::to_string(total.unchanged) + " unchanged";
    if (report.problem_count > 0)
        text += "; " + std::to_string(report.problem_count) + " rows skipped";
    return text + ".";
}

// "Refused: statement.xml: line 110: its payments make 105.75, the entry is 8.85 (statement.wrong_sum). Nothing of it was taken."
std::string words_for(plugins::Rejection const& refusal)
{
    auto words = "Refused" + (refusal.field.empty() ? "" : ": " + refusal.field) + (refusal.detail.empty() ? "" : ": " + refusal.detail);
    return words + " (" + refusal.key + "). Nothing of it was taken.";
}

// Those that have new rows.
std::vector<std::string_view> stored_tables(RowStore& rows)
{
    std::vector<std::string_view> tables;
    for (auto const kind : all_kinds)
        if (auto const& counts = rows.of(kind).counts; counts.added + counts.changed > 0) {
            tables.push_back(table_of(kind).name);
            if (kind == Kind::invoice)
                tables.push_back(proofs_sql().table);
        }
    return tables;
}

}

ImportReport ImportRun::run(Source const& source, std::stop_token stop)
{
    m_report.dry_run = m_parts.options.dry_run;
    auto const lease = jobs::Lease::take(m_parts.database, m_parts.clock, "import " + m_parts.target.slug, jobs::Due::at_once);
    if (!lease) {
        m_report.state = State::busy;
        m_report.reason = "import.running";
        m_report.message = "Another import of this utility is running.";
        return m_report;
    }
    jobs::LeaseKeeper const keeper { *lease, jobs::LeaseTimes {}.renewal };
    clear_after_dead_ones(
        { m_parts.database, *lease, m_parts.clock, m_parts.target.tenant, m_parts.target.slug }, [this] { tell(Progress::Phase::clearing, 0, 0); });
    if (!m_parts.options.again && is_published_already()) {
        m_report.state = State::unchanged;
        m_report.message = "These bytes are published already.";
        return m_report;
    }
    auto delivery = open(*lease);
    m_report.delivery = delivery.number();
    std::optional<Refusal> refusal;
    try {
        refusal = import(delivery, source, stop);
        if (refusal) {
            m_report.state = State::failed;
            m_report.reason = refusal->reason;
            m_report.message = fitting(refusal->message, s_longest_message);
            close(delivery, State::failed);
        } else if (m_report.changes_nothing())
            close(delivery, State::unchanged);
        else if (m_parts.options.dry_run)
            close(delivery, State::published);
        else
            publish(delivery);
    } catch (...) {
        abandon(delivery);
        throw;
    }
    if (m_report.state == State::published && !m_report.dry_run)
        clean_up(delivery);
    m_report.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - m_start);
    log::info("import.ended",
        { { "tenant", m_parts.target.slug }, { "delivery", std::to_string(m_report.delivery) }, { "state", std::string { name_of(m_report.state) } },
            { "reason", m_report.reason }, { "rows", std::to_string(m_report.rows_read) }, { "problems", std::to_string(m_report.problem_count) },
            { "ms", std::to_string(m_report.took.count()) } });
    return m_report;
}

// Only while nothing else was published since, and only when all rows were good: skipped ones may be good today, with other settings.
bool ImportRun::is_published_already() const
{
    return m_parts.database.read([&](db::Session& session) {
        auto const published = session.one(sql::published_number, m_parts.target.tenant)->integer(0);
        return published > 0 && session.one(sql::same_content, m_parts.target.tenant, m_parts.origin.digest, published).has_value();
    });
}

OpenDelivery ImportRun::open(jobs::Lease const& lease)
{
    OpenDelivery::Numbers numbers { 0, 0, new_id() };
    m_parts.database.transact([&](db::Transaction& transaction) {
        if (!lease.still_mine(transaction))
            throw LeaseLost("another process has taken this import over");
        auto const row = transaction.one(sql::tenant_numbers, m_parts.target.tenant);
        numbers.published = row->integer(0);
        numbers.number = row->integer(1) + 1;
        transaction.execute(sql::give_number, numbers.number, m_parts.target.tenant);
        transaction.execute(sql::begin_delivery, m_parts.target.tenant, numbers.number, fitting(m_parts.origin.file_name, 200), m_parts.origin.digest,
            numbers.first_id, m_parts.clock.now());
    });
    return { m_parts.database, lease, TenantScope::assume(m_parts.target.tenant), numbers };
}

std::optional<Refusal> ImportRun::import(OpenDelivery& delivery, Source const& source, std::stop_token stop)
{
    ProblemList problems;
    RowStore rows { delivery, problems };
    DeliverySums sums;
    auto const take_over = [&] {
        m_report.delivery_id = sums.delivery_id;
        m_report.is_full = sums.is_full;
        m_report.rows_read = sums.rows;
        for (auto const kind : all_kinds)
            m_report.counts[static_cast<std::size_t>(kind)] = rows.of(kind).counts;
        m_report.problem_count = problems.count();
        m_report.problems = problems.kept();
    };
    auto refusal = read(delivery, rows, problems, sums, source, stop);
    if (!refusal)
        refusal = judge_reading(sums, problems);
    if (!refusal) {
        tell(Progress::Phase::checking, sums.rows, m_parts.origin.bytes);
        count_anew(stored_tables(rows));
        FinalChecks { delivery, rows, sums, problems }.run();
        take_over();
        refusal = judge_whole(sums, problems, m_report.total());
        if (!refusal && !m_report.changes_nothing())
            refusal = judge_place(delivery, sums); // what changes nothing may come again at any time
        if (!refusal && !m_parts.options.force) {
            refusal = judge_changes(delivery, rows);
            if (refusal && m_parts.options.dry_run) { // which shows the difference all the same
                m_warning = " In earnest it would be refused: " + refusal->message;
                refusal.reset();
            }
        }
        if (!refusal) {
            m_report.ledger = LedgerUpdate { delivery }.run();
            if (m_report.ledger != LedgerChange {})
                count_anew(std::array { account_years_sql().table, standing_rows_sql().table });
        }
    } else
        take_over();
    if (!refusal && stop.stop_requested())
        refusal = Refusal { "import.stopped", "The import was stopped." };
    return refusal;
}

std::optional<Refusal> ImportRun::judge_changes(OpenDelivery& delivery, RowStore& rows)
{
    if (m_parts.options.largest_change >= 100)
        return std::nullopt;
    for (auto const kind : all_kinds) {
        auto const& counts = rows.of(kind).counts;
        if (counts.changed + counts.removed <= change_never_asked_for)
            continue;
        auto const published = delivery.read(
            [&](db::Session& session) { return session.one(sql_of(kind).count, delivery.tenant(), delivery.published(), delivery.published())->integer(0); });
        if (auto refusal = judge_change(kind, counts, published, m_parts.options.largest_change))
            return refusal;
    }
    return std::nullopt;
}

std::optional<Refusal> ImportRun::judge_place(OpenDelivery& delivery, DeliverySums const& sums)
{
    auto const scope = TenantScope::assume(m_parts.target.tenant);
    if (!m_parts.options.force)
        if (auto refusal = delivery.read([&](db::Session& session) { return judge_order(session, scope, sums.created, m_parts.origin.digest); }))
            return refusal;
    delivery.write([&](db::Transaction& transaction) { note_created(transaction, scope, delivery.number(), sums.created); });
    return std::nullopt;
}

// The reading thread waits for the plugin and checks rows, this one stores them.
std::optional<Refusal> ImportRun::read(
    OpenDelivery& delivery, RowStore& rows, ProblemList& problems, DeliverySums& sums, Source const& source, std::stop_token stop)
{
    BatchQueue queue;
    IncomingRows sink { m_parts.target, m_parts.keys, queue, problems, m_parts.options.largest_document };
    std::optional<Refusal> refusal;
    std::exception_ptr failure;
    std::stop_source stop_reading;
    std::stop_callback const pass_on { stop, [&] { stop_reading.request_stop(); } };
    std::thread reader { [&] {
        try {
            auto const outcome = source(sink, stop_reading.get_token());
            if (!outcome)
                refusal = Refusal { outcome.refusal().key, words_for(outcome.refusal()) };
            else if (outcome->stopped)
                refusal = Refusal { "import.stopped", "The import was stopped." };
            else
                sink.flush();
        } catch (BatchQueue::Cancelled const&) {
            // The storing side has failed and says why.
        } catch (plugins::PluginUnavailable const& unavailable) {
            refusal = Refusal { "import.plugin_unavailable", unavailable.what() };
        } catch (...) {
            failure = std::current_exception();
        }
        queue.close();
    } };
    try {
        while (auto batch = queue.take_full()) {
            rows.store(*batch);
            tell(Progress::Phase::reading, batch->rows_read, batch->bytes_read);
            note_progress(delivery);
            queue.give_empty(std::move(batch));
        }
    } catch (...) {
        queue.cancel();
        stop_reading.request_stop();
        reader.join();
        throw;
    }
    reader.join();
    sums = sink.sums();
    if (failure)
        std::rethrow_exception(failure);
    return refusal;
}

void ImportRun::write_end(db::Transaction& transaction, OpenDelivery const& delivery, State state) const
{
    auto const total = m_report.total();
    bool const counts = state != State::failed;
    transaction.execute(sql::finish_delivery, name_of(state), m_report.delivery_id, m_report.is_full ? 1 : 0, m_report.rows_read, counts ? total.added : 0,
        counts ? total.changed : 0, counts ? total.removed : 0, m_report.problem_count, m_report.message, m_parts.clock.now(), delivery.tenant(),
        delivery.number());
    int position = 0;
    for (auto const& problem : m_report.problems)
        transaction.execute(sql::add_problem, delivery.tenant(), delivery.number(), position++, fitting(problem.file, 120),
            static_cast<std::int64_t>(problem.line), fitting(problem.reason, 64), fitting(problem.field, 64), fitting(problem.detail, 256));
}

// Not to be published: out with the rows.
void ImportRun::close(OpenDelivery& delivery, State state)
{
    m_report.state = state;
    if (state != State::failed)
        m_report.message = (m_parts.options.dry_run ? "Dry run: " : "") + words_for(m_report) + m_warning;
    if (state != State::unchanged) {
        tell(Progress::Phase::clearing, m_report.rows_read, m_parts.origin.bytes);
        clear(delivery);
    }
    delivery.write(
        [&](db::Transaction& transaction) {
            if (m_parts.options.dry_run)
                transaction.execute(sql::forget_delivery, delivery.tenant(), delivery.number());
            else
                write_end(transaction, delivery, state);
        },
        db::Database::Durability::at_commit);
}

void ImportRun::publish(OpenDelivery& delivery)
{
    m_report.state = State::published;
    m_report.message = words_for(m_report);
    try {
        delivery.write(
            [&](db::Transaction& transaction) {
                if (transaction.execute(sql::publish, delivery.number(), delivery.tenant(), delivery.published()) != 1)
                    throw LeaseLost("another delivery was published meanwhile");
                write_end(transaction, delivery, State::published);
                audit::record(transaction, m_parts.clock.now(),
                    { m_parts.target.tenant, {}, m_parts.actor, "import.published", std::to_string(delivery.number()), m_report.message });
            },
            db::Database::Durability::at_commit);
    } catch (db::CommitUnknown const&) {
        // The connection broke just then: the database knows whether it happened.
        m_may_be_published = true;
        auto const published = delivery.read([&](db::Session& session) { return session.one(sql::published_number, delivery.tenant())->integer(0); });
        m_may_be_published = false;
        if (published != delivery.number())
            throw;
    }
}

// Without it MariaDB may still believe that the tables are empty, and look for each row's parent by reading all of them.
void ImportRun::count_anew(std::span<std::string_view const> tables) const
{
    try {
        for (auto const table : tables)
            m_parts.database.count_anew(table);
    } catch (db::Error const& problem) { // it only takes longer, and so do pages
        log::warning("import.not_counted", { { "tenant", m_parts.target.slug }, { "message", problem.what() } });
    }
}

// It is published all the same when this fails; the next import goes on with it.
void ImportRun::clean_up(OpenDelivery& delivery)
{
    try {
        clean(delivery);
    } catch (std::exception const& problem) {
        log::warning("import.not_cleaned", { { "tenant", m_parts.target.slug }, { "message", problem.what() } });
    }
}

// After a fault. Should this fail as well, the next import clears.
void ImportRun::abandon(OpenDelivery& delivery) noexcept
{
    try {
        clear(delivery);
        m_report.message = "The import failed by a fault; the log says more.";
        delivery.write([&](db::Transaction& transaction) { write_end(transaction, delivery, State::failed); });
    } catch (std::exception const& problem) {
        log::warning(
            "import.left_behind", { { "tenant", m_parts.target.slug }, { "delivery", std::to_string(delivery.number()) }, { "message", problem.what() } });
    }
}

void ImportRun::tell(Progress::Phase phase, std::int64_t rows, std::uint64_t bytes)
{
    auto const now = std::chrono::steady_clock::now();
    if (phase == m_progress.phase && now - m_told < s_progress_every)
        return;
    m_told = now;
    m_progress = { phase, rows, bytes, m_parts.origin.bytes, std::chrono::duration_cast<std::chrono::milliseconds>(now - m_start) };
    if (m_parts.on_progress)
        m_parts.on_progress(m_progress);
    if (now - m_logged < s_log_every)
        return;
    m_logged = now;
    log::info("import.progress",
        { { "tenant", m_parts.target.slug }, { "rows", std::to_string(rows) }, { "rows_per_second", std::to_string(m_progress.rows_per_second()) },
            { "percent", m_progress.percent() ? std::to_string(*m_progress.percent()) : "" } });
}

// Where the desk can watch it: the row of the delivery.
void ImportRun::note_progress(OpenDelivery& delivery)
{
    if (m_told - m_noted < s_note_every)
        return;
    m_noted = m_told;
    delivery.write([&](db::Transaction& transaction) {
        transaction.execute(sql::note_progress, m_progress.rows, m_progress.percent().value_or(0), delivery.tenant(), delivery.number());
    });
}

}
