// The code on the bill: here the bill's own number.
#pragma once

#include <string>
#include <string_view>

// "2018-0001" -> "20180001": blanks, dashes, points and strokes do not count, small letters are capitals. Throws portal::Rejected
// (security_code.empty, .invalid, .wrong_length), whose key the portal turns into words in the customer's language.
std::string normalise_bill_code(std::string_view typed);
