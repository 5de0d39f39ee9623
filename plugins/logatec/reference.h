// How Komunalno podjetje Logatec writes the reference of a bill: model SI12, whose twelve digits are the bill's year and month (YYMM) and
// the customer's eight digits. "SI12 1805000001070": May 2018, customer 00000107, check digit 0.
#pragma once

#include <string>
#include <string_view>

namespace logatec {

// All throw portal::Rejected: the keys of portal/references/si.hpp, and reference.not_this_utility when the digits do not begin with a
// year and month or name no customer.
std::string normalise_reference(std::string_view typed);
std::string display_reference(std::string_view canonical);
std::string customer_of_reference(std::string_view canonical);

}
