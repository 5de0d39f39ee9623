// What a row of the outbox hides: the mail's texts in one sealed value.
#pragma once

#include "base/secret.h"
#include "mail/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace portal::outbox {

// `row` binds the value to its row. Message-ID and date are columns of their own and not in here.
std::string seal_content(Secret const& key, mail::Message const& message, std::string_view row);
// nullopt when the key is another one, or the value was changed or belongs to another row.
std::optional<mail::Message> open_content(Secret const& key, std::string_view sealed, std::string_view row);

}
