// How often something may fail before it is refused for a while. Rows in the database, so limits hold across nodes and
// restarts. Only failures count: a utility's whole office may sit behind one address.
#pragma once

#include "base/time.h"
#include "db/database.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace portal::limits {

// At most `most` failures of one subject within a sliding window.
struct Limit {
    std::string_view kind; // "sign_in.mailbox"; at most 24 characters
    int most;
    std::chrono::microseconds window;
};

// Who is counted: an address block, a keyed hash of a mailbox, a number. At most 80 characters.
struct Counted {
    Limit limit;
    std::string subject;
};

struct Verdict {
    bool is_allowed = true;
    std::chrono::microseconds retry_after {}; // when not allowed: until all limits let it through, if nothing fails meanwhile
    explicit operator bool() const { return is_allowed; }
};

// Reads only. Two requests at the same instant may both pass; what must be exact counts in its own transaction first.
Verdict check(db::Session& session, std::span<Counted const> counted, Instant now);

// One row for each.
void add_failure(db::Transaction& transaction, std::span<Counted const> counted, Instant now);

std::int64_t count(db::Session& session, std::string_view kind, std::string_view subject, Instant since);
void forget(db::Transaction& transaction, std::string_view kind, std::string_view subject);
// Rows older than every window; the daily cleaning calls it.
void purge(db::Transaction& transaction, Instant before);

// The blocks that an address belongs to: people change addresses within them more easily than between them.
struct AddressBlocks {
    std::string near; // the IPv4 address itself, or the IPv6 /64: one household
    std::string wide; // IPv4 /24, IPv6 /48: one small network
};
// IPv6 notations of IPv4 addresses count as IPv4. Anything that is no address is "unknown" in both.
AddressBlocks address_blocks(std::string_view address);

}
