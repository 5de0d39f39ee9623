// The job that sends what lies in the outbox.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "db/database.h"
#include "mail/transport.h"

#include <functional>
#include <vector>

namespace portal::outbox {

// The caller's lease, without this folder knowing jobs: both stand on one floor.
struct Hold {
    std::function<bool(db::Transaction&)> still_mine;
    std::function<bool()> should_stop;
};

// One minute after the first attempt, doubling up to six hours, each 20 % shorter or longer so that mails which failed
// together do not come back together.
std::chrono::microseconds pause_after(int attempts, MailId mail);

// A mail is lost in no case. It is sent twice only when the process dies, or the lease passes to another node, between the
// server's 250 and our commit; then both have the same Message-ID. One thread at a time.
class Sender {
public:
    // The transport decides where to. All must outlive the sender.
    Sender(db::Database& database, crypto::KeyRing const& keys, Clock const& clock, mail::Transport& transport);

    // Sends what is due until nothing is, until told to stop, or until three mails in a row could not be sent. Each mail's
    // outcome is committed by itself: sent (content wiped), later, or failed (refused, or given up after three days; content
    // wiped, one log line). Throws what the database throws; what was sent by then is remembered and recorded first next time.
    void run(Hold const& hold);

    // Forgets rows that are done since before then.
    static void purge(db::Transaction& transaction, Instant before);

private:
    enum class Step { done, put_off, stop };
    Step send(db::Row const& row, Hold const& hold);
    Step put_off(db::Row const& row, Hold const& hold, std::string const& reason);
    void fail(db::Row const& row, Hold const& hold, std::string const& event, std::string const& reason);
    void record_sent();

    db::Database& m_database;
    Secret m_key;
    Clock const& m_clock;
    mail::Transport& m_transport;
    std::vector<MailId> m_sent; // accepted by the server, not yet committed
};

}
