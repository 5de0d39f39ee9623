// Which payment references a payment names, in its structured fields and in what the payer wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portal::payments {

// One reference that is meant, in the canonical spellings that it may have, the likeliest first. A text may go on with other numbers, so where
// it ends is not always known: "SI00 2018 5 voda".
using Spellings = std::vector<std::string>;

// A structured field: by the rules of SI and RF, else as it is, without blanks and in capitals. Empty when nothing is in it (SI99, NOTPROVIDED).
Spellings spellings_of(std::string_view structured);

// SI and RF references with any spacing and in any case, their check digits right (portal/references/si.hpp, rf.hpp).
std::vector<Spellings> references_in(std::string_view text);

}
