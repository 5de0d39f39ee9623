// One run of an import from the lease to the report; made and used up by ImportService.
#pragma once

#include "features/imports/clearing.h"
#include "features/imports/final_checks.h"
#include "features/imports/import_rules.h"
#include "features/imports/imports_service.h"

#include <span>

namespace portal::imports {

class ImportRun {
public:
    struct Parts {
        db::Database& database;
        crypto::KeyRing const& keys;
        Clock const& clock;
        plugins::Target const& target;
        Origin const& origin;
        Options const& options;
        OnProgress const& on_progress;
        audit::Actor actor;
    };

    explicit ImportRun(Parts const& parts)
        : m_parts(parts)
    {
    }

    ImportReport run(Source const& source, std::stop_token stop);
    // The connection broke while it was published, and the database could not be asked since.
    bool may_be_published() const { return m_may_be_published; }

private:
    bool is_published_already() const;
    OpenDelivery open(jobs::Lease const& lease);
    std::optional<Refusal> import(OpenDelivery& delivery, Source const& source, std::stop_token stop);
    std::optional<Refusal> read(OpenDelivery& delivery, RowStore& rows, ProblemList& problems, DeliverySums& sums, Source const& source, std::stop_token stop);
    std::optional<Refusal> judge_place(OpenDelivery& delivery, DeliverySums const& sums);
    std::optional<Refusal> judge_changes(OpenDelivery& delivery, RowStore& rows);
    void close(OpenDelivery& delivery, State state);
    void publish(OpenDelivery& delivery);
    void write_end(db::Transaction& transaction, OpenDelivery const& delivery, State state) const;
    void count_anew(std::span<std::string_view const> tables) const;
    void clean_up(OpenDelivery& delivery);
    void abandon(OpenDelivery& delivery) noexcept;
    void tell(Progress::Phase phase, std::int64_t rows, std::uint64_t bytes);
    void note_progress(OpenDelivery& delivery);

    Parts m_parts;
    ImportReport m_report;
    bool m_may_be_published = false;
    std::string m_warning; // of a dry run
    std::chrono::steady_clock::time_point const m_start = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point m_told {}, m_noted = m_start, m_logged = m_start;
    Progress m_progress;
};

}
