// The rows of one utility's received deliveries and their bytes.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/intake/intake.h"

namespace portal::intake {

class IntakeStore {
public:
    static constexpr std::size_t chunk_size = 60'000; // a BLOB holds 65,535 bytes

    IntakeStore(db::Session& session, TenantScope const& scope)
        : m_session(session)
        , m_tenant(scope.tenant())
    {
    }

    void begin_arrival(ReceivedId id, std::string_view name, Way way, bool is_forced, Instant now);
    void add_chunk(ReceivedId id, int position, std::string_view bytes);
    bool touch(ReceivedId id, Instant now); // false: it was given up
    struct Whole {
        std::string digest;
        std::optional<std::string> repeat_key;
        std::int64_t bytes;
        int chunks;
    };
    bool end_arrival(ReceivedId id, Whole const& whole, Instant now); // false: it was given up
    struct Repeated {
        ReceivedId id;
        bool may_be_tried_again; // it was refused, or taken back since
    };
    std::optional<Repeated> find_repeated(std::string_view repeat_key) const;
    void give_up_repeat_key(ReceivedId id);
    std::int64_t count_open() const; // not read to their end

    std::optional<Received> find(ReceivedId id) const;
    struct Next {
        ReceivedId id;
        Instant due;
    };
    std::optional<Next> next_to_read() const; // in the order in which they came
    void begin_reading(ReceivedId id, Instant now);
    void note_progress(ReceivedId id, std::int64_t rows, std::int64_t bytes);
    void put_off(ReceivedId id, Instant due, std::string_view reason, std::string_view message, bool counts); // as a try
    // Its state, number, rows, reason and message, as they shall stand.
    void settle(Received const& received, Instant now);

    std::string chunk(ReceivedId id, int position) const; // db::Error when it is not there
    std::optional<ReceivedId> newest_published() const; // with its bytes
    struct Bytes {
        ReceivedId id;
        int chunks;
    };
    std::vector<Bytes> to_drop() const; // read to their end, and not the newest published one
    // Drops the last `most` chunks of `bytes`; how many are left.
    int drop_some(Bytes const& bytes, int most);
    // One that never came to its end. Its bytes may be taken out when nobody can be adding to them any more.
    void give_up(ReceivedId id, Instant touched);
    // Drops the last `most` chunks of one that was given up; true: all is gone, its row too.
    bool forget_some(ReceivedId id, int most);
    // Those that were done with before, but for the one whose bytes are kept.
    void forget_old(Instant before);

private:
    db::Session& m_session;
    TenantId m_tenant;
};

}
