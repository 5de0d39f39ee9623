// The code on the bill.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// "12 34" -> "1234". Throws portal::Rejected (security_code.empty, .not_digits, .wrong_length), whose key the portal turns into words in the
// customer's language.
std::string normalise_bill_code(std::string_view typed, std::size_t digits);
