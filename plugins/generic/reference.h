// How the utility's references are written, as its settings say: a scheme of portal/references, or a plain payer number.
#pragma once

#include <portal/plugin.hpp>
#include <portal/references/schemes.hpp>

#include "words.h"

#include <optional>
#include <string>
#include <string_view>

namespace generic {

class Reference {
public:
    // Settings reference.*. Throws BadSettings.
    explicit Reference(portal::Settings const& settings);

    // Throws Rejected.
    std::string normalise(std::string_view typed) const;
    std::string display(std::string_view canonical) const;
    // Empty when references do not name the customer.
    std::string customer(std::string_view canonical) const;

    // The reference is the payer number itself.
    bool is_payer_number() const { return !m_scheme; }
    bool names_customer() const { return is_payer_number() || m_names_customer; }

private:
    std::string completed(std::string const& text) const;
    void read_customer_place(portal::Settings const& settings);

    portal::references::Scheme const* m_scheme = nullptr;
    std::string m_country_and_model; // "HR01"; empty: any model
    Length m_digits; // of a payer number
    bool m_names_customer = false;
    std::size_t m_part = 0; // from 1 on, between hyphens behind the model; 0: the whole reference
    std::size_t m_first = 0; // characters, from 0 on
    std::size_t m_count = std::string::npos;
};

}
