// Which language a visitor reads.
#pragma once

#include "web/request.h"

#include <string>
#include <string_view>
#include <vector>

namespace portal::web {

// ?lang=, then what ?lang= or the settings page left in the cookie, then the account's, then Accept-Language, then the first.
std::string choose_language(Request const& request, std::vector<std::string> const& languages);

// RFC 9110 section 12.5.4, the best one that we have; "" when none fits. "en-GB" takes "en".
std::string from_accept_language(std::string_view header, std::vector<std::string> const& languages);

}
