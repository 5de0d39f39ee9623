// What all files of a utility have in common.
#pragma once

#include "reference.h"
#include "security_code.h"

#include <cstdint>
#include <string>

namespace generic {

struct Utility {
    explicit Utility(portal::Settings const& settings)
        : reference(settings)
        , code(settings)
        , currency(settings.currency())
    {
    }

    // Lines without a number of their own are counted within their bill.
    std::int64_t next_line_of(std::string_view invoice)
    {
        if (invoice != m_invoice) {
            m_invoice = invoice;
            m_line = 0;
        }
        return ++m_line;
    }

    Reference reference;
    Code code;
    std::string currency;

private:
    std::string m_invoice;
    std::int64_t m_line = 0;
};

}
