#include "reference.h"

namespace generic {

using namespace portal::sdk;
namespace references = portal::sdk::references;

namespace {

references::Scheme const* scheme_of(Settings const& settings)
{
    auto const name = settings.require("reference.scheme");
    if (name == "none")
        return nullptr;
    if (auto const* const found = references::find_scheme(name))
        return found;
    std::vector<std::string> names;
    for (auto const& one : references::schemes())
        names.emplace_back(one.name);
    names.emplace_back("none");
    throw BadSettings("reference.scheme", listed(names));
}

void refuse_when_set(Settings const& settings, char const* key, char const* why)
{
    if (!settings.text(key).empty())
        throw BadSettings(key, why);
}

}

Reference::Reference(Settings const& settings)
    : m_scheme(scheme_of(settings))
{
    bool const has_models = m_scheme && (m_scheme->name == "SI" || m_scheme->name == "HR");
    if (!m_scheme)
        m_digits = parse_length("reference.digits", settings.require("reference.digits"));
    else
        refuse_when_set(settings, "reference.digits", "only for a plain payer number (reference.scheme = none); a scheme has lengths of its own");
    if (auto const model = settings.text("reference.model"); !model.empty()) {
        if (!has_models)
            throw BadSettings("reference.model", "only the schemes SI and HR have models");
        if (model.size() != 2 || !references::is_digits(model))
            throw BadSettings("reference.model", "two digits such as 12");
        m_country_and_model = std::string { m_scheme->name } + model;
    }
    if (!has_models)
        refuse_when_set(settings, "reference.customer.part", "only references of the schemes SI and HR have parts; use reference.customer.positions");
    read_customer_place(settings);
    read_leading_zeros(settings);
}

void Reference::read_leading_zeros(Settings const& settings)
{
    auto const key = "customer.leading_zeros";
    auto const word = settings.text(key);
    if (word == "dropped")
        m_zeros = LeadingZeros::dropped;
    else if (word == "filled")
        m_zeros = LeadingZeros::filled;
    else if (word != "kept")
        throw BadSettings(key, "kept, dropped or filled");
    if (m_zeros == LeadingZeros::filled && (m_scheme || m_digits.least != m_digits.most))
        throw BadSettings(key, "filled is for payer numbers (reference.scheme = none) of one length (reference.digits = 6)");
}

void Reference::read_customer_place(Settings const& settings)
{
    auto const part = settings.text("reference.customer.part");
    auto const positions = settings.text("reference.customer.positions");
    m_names_customer = !part.empty() || !positions.empty();
    if (!part.empty())
        m_part = static_cast<std::size_t>(settings.integer("reference.customer.part", 1, 4));
    if (positions.empty())
        return;
    auto const key = "reference.customer.positions";
    auto const bounds = positions.ends_with('-') ? positions + "64" : positions; // "5-": to the end
    auto const length = parse_length(key, bounds);
    m_first = length.least - 1;
    m_count = positions.ends_with('-') ? std::string::npos : length.most - m_first;
}

// The slip prints the country and the model in a box of their own, so that people leave them out. Where there is but one model, they are
// put before digits: the country, or the country and the model, whichever makes a right reference.
std::string Reference::completed(std::string const& text) const
{
    if (m_country_and_model.empty() || !references::is_digits(text.substr(0, 1)))
        return text;
    auto with_country = m_country_and_model.substr(0, 2) + text;
    return m_scheme->is_valid(with_country) && with_country.starts_with(m_country_and_model) ? with_country : m_country_and_model + text;
}

std::string Reference::normalise(std::string_view typed) const
{
    if (!m_scheme) {
        auto const plain = references::with_marks_as(references::with_marks_as(typed, references::hyphens, ""), references::blanks, "");
        return references::only_digits(respelled(plain), m_digits.least, m_digits.most, "a payer number has " + m_digits.words() + " digits");
    }
    auto canonical = m_scheme->normalise(completed(references::in_capitals(references::without_blanks(typed))));
    if (!canonical.starts_with(m_country_and_model))
        throw Rejected("reference.wrong_model", "references begin with " + m_country_and_model);
    return canonical;
}

std::string Reference::respelled(std::string const& number) const
{
    if (m_zeros == LeadingZeros::kept)
        return number;
    auto const plain = references::without_leading_zeros(number, 1);
    if (plain == "0")
        throw Rejected("reference.zero", "zeros alone are nobody's number");
    return m_zeros == LeadingZeros::filled && !plain.empty() ? references::padded(plain, m_digits.most) : plain;
}

std::string Reference::customer_number(std::string_view written) const { return m_scheme ? respelled(std::string { written }) : normalise(written); }

std::string Reference::display(std::string_view canonical) const { return m_scheme ? m_scheme->display(canonical) : normalise(canonical); }

std::string Reference::customer(std::string_view canonical) const
{
    std::string text = normalise(canonical);
    if (!names_customer())
        return {};
    if (m_part > 0) {
        auto const parts = split(std::string_view { text }.substr(4), '-');
        if (parts.size() < m_part)
            throw Rejected("reference.parts", "the customer's number is part " + std::to_string(m_part));
        text = parts[m_part - 1];
    }
    if (text.size() <= m_first)
        throw Rejected("reference.too_short", "the customer's number begins at position " + std::to_string(m_first + 1));
    if (m_count != std::string::npos && text.size() - m_first < m_count)
        throw Rejected("reference.too_short", "the customer's number ends at position " + std::to_string(m_first + m_count));
    text = text.substr(m_first, m_count);
    return m_scheme ? respelled(text) : text;
}

}
