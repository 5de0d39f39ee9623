#include "outbox/sender.h"

#include "base/log.h"
#include "base/text.h"
#include "outbox/content.h"
#include "outbox/queries.h"

#include <algorithm>
#include <stdexcept>

namespace portal::outbox {

namespace {

using namespace std::chrono_literals;

constexpr int batch = 20;
constexpr int most_failures_in_a_row = 3; // then the server is the trouble, not the mails
constexpr auto give_up_after = 3 * 24h;

// VARCHAR(255) counts characters; cutting at a byte must not leave half a character.
std::string fitting(std::string text)
{
    text.resize(std::min<std::size_t>(text.size(), 250));
    while (!is_utf8(text))
        text.pop_back();
    return text;
}

struct Columns {
    explicit Columns(db::Row const& row)
        : id(row.id<MailId>(0))
        , tenant(row.integer(1))
        , kind(row.text(2))
        , attempts(static_cast<int>(row.integer(5)) + 1)
        , created_at(row.instant(6))
    {
    }
    MailId id;
    std::int64_t tenant;
    std::string kind;
    int attempts; // with the one under way
    Instant created_at;
};

void tell(log::Level level, std::string const& event, Columns const& mail, std::string const& reason)
{
    log::write(level, event,
        { { "mail", mail.id.text() }, { "kind", mail.kind }, { "tenant", std::to_string(mail.tenant) }, { "attempts", std::to_string(mail.attempts) },
            { "message", reason } });
}

}

std::chrono::microseconds pause_after(int attempts, MailId mail)
{
    auto const pause = std::min<std::chrono::microseconds>(1min * (1 << std::clamp(attempts - 1, 0, 10)), 6h);
    // Spread by the mail's number and the attempt: even enough, and the same in every test.
    auto const spread
        = static_cast<std::int64_t>((static_cast<std::uint64_t>(mail.value()) * 2'654'435'761U + static_cast<std::uint64_t>(attempts) * 40'503U) >> 8 & 1023);
    return pause * (80 * 1023 + spread * 40) / (100 * 1023);
}

Sender::Sender(db::Database& database, crypto::KeyRing const& keys, Clock const& clock, mail::Transport& transport)
    : m_database(database)
    , m_key(keys.key("seal"))
    , m_clock(clock)
    , m_transport(transport)
{
}

void Sender::run(Hold const& hold)
{
    record_sent();
    for (int failures = 0;;) {
        auto const rows = m_database.read([&](db::Session& session) { return session.query(sql::due_mails, m_clock.now(), batch); });
        for (auto const row : rows) {
            auto const step = hold.should_stop() ? Step::stop : send(row, hold);
            failures = step == Step::put_off ? failures + 1 : 0;
            if (step == Step::stop || failures == most_failures_in_a_row)
                return;
        }
        if (rows.size() < batch)
            return;
    }
}

Sender::Step Sender::send(db::Row const& row, Hold const& hold)
{
    if (!m_database.transact([&](db::Transaction& transaction) { return hold.still_mine(transaction); }))
        return Step::stop;
    Columns const mail { row };
    auto message = open_content(m_key, row.text_view(4), mail.id.text());
    if (!message) {
        fail(row, hold, "mail.unreadable", "the content does not open with this server's key");
        return Step::done;
    }
    message->message_id = row.text(3);
    message->date = mail.created_at;
    auto const result = m_transport.send(*message);
    switch (result.outcome) {
    case mail::Outcome::accepted:
        m_sent.push_back(mail.id);
        record_sent();
        tell(log::Level::info, "mail.sent", mail, "");
        return Step::done;
    case mail::Outcome::refused: fail(row, hold, "mail.refused", result.reason); return Step::done;
    case mail::Outcome::try_again: break;
    }
    return put_off(row, hold, result.reason);
}

// Not fenced: that the server took the mail is true whoever has the lease, and saying it keeps the next holder from sending
// it again.
void Sender::record_sent()
{
    if (m_sent.empty())
        return;
    m_database.transact([&](db::Transaction& transaction) {
        for (auto const id : m_sent)
            transaction.execute(sql::record_sent, db::Bytes {}, m_clock.now(), id);
    });
    m_sent.clear();
}

Sender::Step Sender::put_off(db::Row const& row, Hold const& hold, std::string const& reason)
{
    Columns const mail { row };
    auto const now = m_clock.now();
    if (now - mail.created_at >= give_up_after) {
        fail(row, hold, "mail.given_up", reason);
        return Step::put_off;
    }
    bool const is_mine = m_database.transact([&](db::Transaction& transaction) {
        if (!hold.still_mine(transaction))
            return false;
        transaction.execute(sql::record_later, now + pause_after(mail.attempts, mail.id), fitting(reason), mail.id);
        return true;
    });
    tell(log::Level::warning, "mail.put_off", mail, reason);
    return is_mine ? Step::put_off : Step::stop;
}

void Sender::fail(db::Row const& row, Hold const& hold, std::string const& event, std::string const& reason)
{
    Columns const mail { row };
    m_database.transact([&](db::Transaction& transaction) {
        if (hold.still_mine(transaction))
            transaction.execute(sql::record_failed, db::Bytes {}, m_clock.now(), fitting(reason), mail.id);
    });
    tell(log::Level::error, event, mail, reason);
}

void Sender::purge(db::Transaction& transaction, Instant before)
{
    for (auto const* const state : { "sent", "failed" })
        transaction.execute(sql::purge_done, state, before, before);
}

}
