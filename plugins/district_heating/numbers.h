// What a customer of Toplarna Zgled types: the payer number and the number of the last bill.
#pragma once

#include <string>
#include <string_view>

namespace heating {

// Six digits; spaces and dashes may stand between. Throws portal::Rejected: reference.empty, .not_digits, .payer_number.
std::string normalise_payer(std::string_view typed);

// "2018-05-00007" becomes "20180500007". Throws portal::Rejected: security_code.empty, .not_digits, .bill_number.
std::string normalise_bill_number(std::string_view typed);

}
