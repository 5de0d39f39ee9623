// The four digits that a Logatec bill prints as "Koda za mojupravljalec.si". The billing system makes them and delivers them with the bill.
#pragma once

#include <string>
#include <string_view>

namespace logatec {

// Four digits, spaces and dashes between them allowed. Throws portal::Rejected: security_code.empty, .not_digits, .four_digits.
std::string normalise_code(std::string_view typed);

}
