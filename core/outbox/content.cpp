#include "outbox/content.h"

#include "base/text.h"
#include "crypto/seal.h"

#include <array>

namespace portal::outbox {

namespace {

template <typename Message> auto fields(Message& message)
{
    return std::array { &message.from_name, &message.from_address, &message.reply_to, &message.to, &message.subject, &message.text, &message.html };
}

}

std::string seal_content(Secret const& key, mail::Message const& message, std::string_view row)
{
    std::string plain;
    for (auto const* const field : fields(message))
        plain += std::to_string(field->size()) + ":" + *field;
    return crypto::seal(key, plain, row);
}

std::optional<mail::Message> open_content(Secret const& key, std::string_view sealed, std::string_view row)
{
    auto const plain = crypto::open_sealed(key, sealed, row);
    if (!plain)
        return std::nullopt;
    mail::Message message;
    std::string_view rest = *plain;
    for (auto* const field : fields(message)) {
        auto const colon = rest.find(':');
        auto const size = parse_integer(rest.substr(0, colon));
        if (colon == std::string_view::npos || !size || *size < 0 || static_cast<std::size_t>(*size) > rest.size() - colon - 1)
            return std::nullopt;
        *field = rest.substr(colon + 1, static_cast<std::size_t>(*size));
        rest.remove_prefix(colon + 1 + static_cast<std::size_t>(*size));
    }
    return message;
}

}
