// The code that proves a bill, as the settings code.* describe it.
#pragma once

#include <portal/plugin.hpp>

#include "words.h"

#include <string>
#include <string_view>

namespace generic {

class Code {
public:
    // Throws BadSettings.
    explicit Code(portal::Settings const& settings);

    // Throws Rejected: security_code.empty, .not_digits, .wrong_length.
    std::string normalise(std::string_view typed) const;
    // It is the number of the bill, not a code of its own that comes in a column.
    bool is_bill_number() const { return m_is_bill_number; }

private:
    bool m_is_bill_number;
    bool m_takes_letters;
    Length m_length;
};

}
