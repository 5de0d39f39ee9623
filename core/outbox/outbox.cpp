#include "outbox/outbox.h"

#include "base/text.h"
#include "outbox/content.h"
#include "outbox/queries.h"

#include <stdexcept>

namespace portal::outbox {

namespace {

constexpr std::size_t largest_content = 60'000; // a BLOB of MariaDB holds 65,535 bytes

}

Outbox::Outbox(crypto::KeyRing const& keys, Clock const& clock, std::string const& from_address)
    : m_key(keys.key("seal"))
    , m_clock(clock)
{
    auto const address = parse_email(from_address);
    if (!address)
        throw std::invalid_argument("mail.from is no address");
    m_from_address = *address;
}

MailId Outbox::put(db::Transaction& transaction, Draft const& draft) const
{
    auto const id = MailId::make();
    auto const now = m_clock.now();
    mail::Message const message { .message_id = "<" + ascii_lower(id.text()) + m_from_address.substr(m_from_address.find('@')) + ">",
        .date = now,
        .from_name = draft.from_name,
        .from_address = m_from_address,
        .reply_to = draft.reply_to,
        .to = draft.to,
        .subject = draft.subject,
        .text = draft.text,
        .html = draft.html };
    static_cast<void>(mail::to_mime(message)); // throws here, where somebody can still act on it
    auto const sealed = seal_content(m_key, message, id.text());
    if (sealed.size() > largest_content)
        throw std::length_error("a mail of more than 60,000 bytes");
    transaction.execute(sql::put_mail, id, draft.tenant, draft.kind, message.message_id, db::Bytes { sealed }, now, now);
    return id;
}

std::map<std::string, Counts> counts(db::Session& session)
{
    std::map<std::string, Counts> found;
    for (auto const row : session.query(sql::count_by_state))
        found[row.text(0)] = { row.integer(1), row.instant(2) };
    return found;
}

}
