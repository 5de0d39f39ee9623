// References of the Slovenian and Croatian kind: a country, a two-digit model, and parts P1-P2-P3 of digits with hyphens between.
// Both countries print their models in one notation, which the tables of si.hpp and hr.hpp hold as it is published: "(P1)K-(P2-P3)K"
// has a check digit at the end of P1, and one at the end of P3 that is computed over P2 and P3.
#pragma once

#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal::sdk::references {

struct ModelParts {
    std::string model; // two digits
    std::vector<std::string> parts;

    // "SI0519-1235-84503"
    std::string text(std::string_view country) const
    {
        std::string out { country };
        out += model;
        for (auto const& part : parts)
            out += (&part == &parts.front() ? "" : "-") + part;
        return out;
    }

    std::size_t digits() const
    {
        std::size_t count = 0;
        for (auto const& part : parts)
            count += part.size();
        return count;
    }
};

// One check digit of a layout: over which parts, counted from 0, and by which rule; the letter behind the bracket names it.
struct CheckedGroup {
    std::size_t first;
    std::size_t last;
    char rule;
};

inline std::vector<CheckedGroup> checked_groups(std::string_view layout)
{
    std::vector<CheckedGroup> groups;
    std::size_t first = 0;
    std::size_t part = 0;
    for (std::size_t at = 0; at < layout.size(); ++at) {
        if (layout[at] == 'P')
            part = static_cast<std::size_t>(layout[at + 1] - '1');
        else if (layout[at] == '(')
            first = static_cast<std::size_t>(layout[at + 2] - '1');
        else if (layout[at] == ')')
            groups.push_back({ first, part, layout[at + 1] });
    }
    return groups;
}

// What the parts of the group say together. Optional parts at the end may be missing.
inline std::string joined(ModelParts const& reference, CheckedGroup const& group)
{
    std::string digits;
    for (std::size_t part = group.first; part <= group.last && part < reference.parts.size(); ++part)
        digits += reference.parts[part];
    return digits;
}

// Reads what stands behind the country; only the letters and signs are judged, not the model.
inline ModelParts read_model_parts(std::string_view text)
{
    if (text.size() < 2 || !is_digits(text.substr(0, 2)))
        throw Rejected("reference.wrong_model", "two digits behind the country name the model");
    ModelParts reference { std::string { text.substr(0, 2) }, {} };
    text.remove_prefix(2);
    if (text.find_first_not_of("0123456789-") != std::string_view::npos)
        throw Rejected("reference.characters", "behind the model stand only digits, with hyphens between the parts");
    if (text.empty())
        return reference;
    std::string part;
    for (char const c : std::string { text } + '-') {
        if (c != '-')
            part += c;
        else if (part.empty())
            throw Rejected("reference.parts", "a part is empty: one hyphen stands between two parts, and none at the ends");
        else
            reference.parts.push_back(std::exchange(part, {}));
    }
    return reference;
}

// The line of a country's table.
template <typename Model, std::size_t count> Model const& model_named(Model const (&models)[count], std::string const& number)
{
    for (auto const& model : models)
        if (model.number == number)
            return model;
    throw Rejected("reference.wrong_model", "there is no model " + number);
}

// "SI0519-1235-84503" -> "SI05 19-1235-84503", as payment slips print it.
inline std::string with_blank_behind_model(std::string const& canonical)
{
    return canonical.substr(0, 4) + (canonical.size() > 4 ? " " : "") + canonical.substr(4);
}

inline void require_parts(ModelParts const& reference, std::size_t least, std::size_t most, std::string_view layout)
{
    if (reference.parts.size() >= least && reference.parts.size() <= most)
        return;
    auto const needed = least == most ? std::to_string(least) : std::to_string(least) + " to " + std::to_string(most);
    auto const words
        = most == 0 ? std::string { "has nothing behind the model" } : "has " + needed + (most == 1 ? " part" : " parts") + ", " + std::string { layout };
    throw Rejected("reference.parts", "model " + reference.model + " " + words);
}

}
