#include "security_code.h"

#include <portal/references/spelling.hpp>

namespace generic {

using namespace portal::sdk;
namespace references = portal::sdk::references;

namespace {

// One of two words.
bool is_first_of(Settings const& settings, char const* key, std::string_view first, std::string_view second)
{
    auto const word = settings.require(key);
    if (word != first && word != second)
        throw BadSettings(key, listed({ std::string { first }, std::string { second } }));
    return word == first;
}

}

Code::Code(Settings const& settings)
    : m_is_bill_number(is_first_of(settings, "code.from", "bill_number", "column"))
    , m_takes_letters(is_first_of(settings, "code.characters", "letters", "digits"))
    , m_length(parse_length("code.length", settings.require("code.length")))
{
}

// What people put between the groups, and what the bill prints there, means nothing.
std::string Code::normalise(std::string_view typed) const
{
    static constexpr std::string_view points[] { ".", "/", "_" };
    auto const no_blanks = references::with_marks_as(typed, references::blanks, "");
    auto const no_hyphens = references::with_marks_as(no_blanks, references::hyphens, "");
    auto code = references::in_capitals(references::with_marks_as(no_hyphens, points, ""));
    if (code.empty())
        throw Rejected("security_code.empty");
    auto const allowed = m_takes_letters ? "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "0123456789";
    if (code.find_first_not_of(allowed) != std::string::npos)
        throw Rejected("security_code.not_digits", m_takes_letters ? "only digits and the letters A to Z" : "only digits");
    if (code.size() < m_length.least || code.size() > m_length.most)
        throw Rejected("security_code.wrong_length", m_length.words() + (m_takes_letters ? " digits and letters" : " digits"));
    return code;
}

}
