// How the utility's references are written, as its settings say: a scheme of portal/references, or a plain payer number.
#pragma once

#include <portal/plugin.hpp>
#include <portal/references/schemes.hpp>

#include "words.h"

#include <optional>
#include <string>
#include <string_view>

namespace generic {

// What zeros in front of a customer's number are, in files, in references, and as people type it.
enum class LeadingZeros {
    kept, // part of the number
    dropped, // nothing: 000123 is 123
    filled, // nothing, and numbers are written with them up to their one length: 123 is 000123
};

class Reference {
public:
    // Settings reference.* and customer.leading_zeros. Throws BadSettings.
    explicit Reference(portal::Settings const& settings);

    // Throws Rejected.
    std::string normalise(std::string_view typed) const;
    std::string display(std::string_view canonical) const;
    // Empty when references do not name the customer.
    std::string customer(std::string_view canonical) const;

    // A customer's number in its one spelling, as a file may write it. Throws Rejected.
    std::string customer_number(std::string_view written) const;
    bool respells_customer_numbers() const { return is_payer_number() || m_zeros != LeadingZeros::kept; }

    // The reference is the payer number itself.
    bool is_payer_number() const { return !m_scheme; }
    bool names_customer() const { return is_payer_number() || m_names_customer; }

private:
    std::string completed(std::string const& text) const;
    std::string respelled(std::string const& number) const;
    void read_customer_place(portal::Settings const& settings);
    void read_leading_zeros(portal::Settings const& settings);

    portal::references::Scheme const* m_scheme = nullptr;
    std::string m_country_and_model; // "HR01"; empty: any model
    Length m_digits; // of a payer number
    LeadingZeros m_zeros = LeadingZeros::kept;
    bool m_names_customer = false;
    std::size_t m_part = 0; // from 1 on, between hyphens behind the model; 0: the whole reference
    std::size_t m_first = 0; // characters, from 0 on
    std::size_t m_count = std::string::npos;
};

}
