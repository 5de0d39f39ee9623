// Mail that is written in the same transaction as the act it tells of, so that neither is ever there without the other.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "db/database.h"
#include "mail/message.h"

#include <map>
#include <string>

namespace portal::outbox {

struct Draft {
    TenantId tenant; // whose customer gets it; the default is the platform itself
    std::string kind; // "accounts_confirm", for logs and counts; at most 40 characters
    std::string to;
    std::string from_name; // the utility's name
    std::string reply_to; // the utility's address, or empty
    std::string subject;
    std::string text;
    std::string html;
};

// Immutable: any thread.
class Outbox {
public:
    // from_address: mail.from; its domain is also the Message-IDs'. Throws std::invalid_argument when it is no address.
    Outbox(crypto::KeyRing const& keys, Clock const& clock, std::string const& from_address);

    // One row, due at once. The Message-ID is made here and stays the same however often the mail is sent. The content is
    // sealed: a stolen database shows no links. Wake the job "mail" after the commit. Throws std::invalid_argument for a
    // draft that can never be sent (address, UTF-8) and std::length_error above 60,000 bytes.
    MailId put(db::Transaction& transaction, Draft const& draft) const;

private:
    Secret m_key;
    Clock const& m_clock;
    std::string m_from_address;
};

struct Counts {
    std::int64_t mails = 0;
    Instant oldest {};
};
// By state: "waiting", "sent", "failed".
std::map<std::string, Counts> counts(db::Session& session);

}
