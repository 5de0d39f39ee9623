// One delivery whose bytes are coming: they go into the database in chunks as they come, so memory does not grow with them.
#pragma once

#include "base/scope.h"
#include "crypto/hash.h"
#include "db/database.h"
#include "features/intake/intake.h"

namespace portal::intake {

// One thread at a time. One that is never finished or given up is given up by IntakeWork some minutes after its last bytes.
class Arrival {
public:
    static constexpr std::chrono::minutes given_up_after { 2 };
    static constexpr std::chrono::seconds touched_every { 10 }; // while bytes come: so long may some still be written after it was given up

    struct Head {
        ReceivedId id = ReceivedId::make();
        std::string name; // is_delivery_name()
        Way way = Way::http;
        bool is_forced = false; // also when it is older than what is published
    };

    // Makes its row. What the database throws comes out, here and below.
    Arrival(db::Database& database, Clock const& clock, TenantScope const& scope, Head head);

    void add(std::string_view bytes);
    // From now on it is received, whatever happens. Gives its id, or that of the same bytes under the same name that came before by
    // HTTP, unless those were refused, or taken back since: then this is a new try.
    ReceivedId finish();
    // What came is not wanted; nothing may be added afterwards.
    void give_up();

private:
    void write_chunk();

    db::Database& m_database;
    Clock const& m_clock;
    TenantScope m_scope;
    Head m_head;
    std::string m_buffer;
    int m_chunks = 0;
    std::int64_t m_bytes = 0;
    Instant m_touched;
    crypto::Sha256 m_sum;
};

}
