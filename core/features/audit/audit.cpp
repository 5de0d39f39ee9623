#include "features/audit/audit.h"

#include "features/audit/queries.h"

namespace portal::audit {

namespace {

std::string_view name_of(Actor actor)
{
    switch (actor) {
    case Actor::customer: return "customer";
    case Actor::portalctl: return "portalctl";
    case Actor::job: return "job";
    }
    return "";
}

// No continuation byte may begin what is cut off.
std::string_view cut(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return text.substr(0, most);
}

}

void record(db::Transaction& transaction, Instant now, Entry const& entry)
{
    transaction.execute(
        sql::record, entry.tenant, new_id(), now, entry.account, name_of(entry.actor), cut(entry.event, 60), cut(entry.subject, 80), cut(entry.detail, 400));
}

}
