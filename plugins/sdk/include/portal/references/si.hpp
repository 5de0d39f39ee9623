// Slovenian payment references, SI00 to SI99.
// Source: Združenje bank Slovenije, "Pravila za oblikovanje in uporabo standardiziranih referenc pri opravljanju plačilnih storitev",
// version 1.4 (November 2023). Chapter 2.1: SI, model, up to 20 digits and two hyphens; 2.2: the table of models, at most 12 digits a
// part (13 in model 12), P2 and P3 without leading zeros; Priloga 1: model 12 is filled up with zeros; Priloga 3: the check digit.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/model_parts.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

// Priloga 3: the digits are weighted 2, 3, ..., 13 from the right; x = 11 - (sum mod 11); the check digit is x, and 0 where x is 10
// or 11. (11 is advised against, but valid.) At most twelve digits, and nothing else.
inline char si_check_digit(std::string_view digits)
{
    int const x = 11 - rising_sum(digits) % 11;
    return digit_of(x >= 10 ? 0 : x);
}

struct SiModel {
    std::string_view number;
    std::string_view layout;
    std::size_t least; // parts
    std::size_t most;
};

// Chapter 2.2. Models 21 and 31: the table shows no check digit for P2, the text of 2.2.1 does; what both say is checked.
inline constexpr SiModel si_models[] {
    { "00", "P1-P2-P3", 1, 3 },
    { "01", "(P1-P2-P3)K", 1, 3 },
    { "02", "P1-(P2)K-(P3)K", 3, 3 },
    { "03", "(P1)K-(P2)K-(P3)K", 3, 3 },
    { "04", "(P1)K-P2-(P3)K", 3, 3 },
    { "05", "(P1)K-P2-P3", 1, 3 },
    { "06", "P1-(P2-P3)K", 2, 3 },
    { "07", "P1-(P2)K-P3", 2, 3 },
    { "08", "(P1-P2)K-(P3)K", 3, 3 },
    { "09", "(P1-P2)K-P3", 1, 3 },
    { "10", "(P1)K-(P2-P3)K", 2, 3 },
    { "11", "(P1)K-(P2)K-P3", 2, 3 },
    { "12", "(P1)K", 1, 1 },
    { "18", "(P1)K-(P2)K-P3", 2, 3 },
    { "19", "(P1)K-(P2)K-P3", 2, 3 },
    { "21", "(P1)K-P2", 2, 2 },
    { "22", "(P1)K-P2", 2, 2 },
    { "23", "(P1)K-(P2)K", 2, 2 },
    { "28", "(P1)K-(P2)K-P3", 2, 3 },
    { "31", "(P1)K-P2", 2, 2 },
    { "32", "(P1)K-P2", 2, 2 },
    { "38", "(P1)K-(P2)K-P3", 2, 3 },
    { "40", "(P1)K-(P2)K-P3", 2, 3 },
    { "41", "(P1)K-(P2)K-P3", 2, 3 },
    { "48", "(P1)K-(P2)K-P3", 2, 3 },
    { "49", "(P1)K-(P2)K-P3", 2, 3 },
    { "51", "(P1)K-(P2)K-P3", 2, 3 },
    { "55", "(P1)K-P2-P3", 1, 3 },
    { "58", "(P1)K-(P2)K-P3", 2, 3 },
    { "99", "", 0, 0 },
};

// Any model; SI must be written, since without it 12345 could be model 12 or model 00.
class Si {
public:
    // "si05 19-1235-84503" -> "SI0519-1235-84503". Throws Rejected: reference.empty, .wrong_model, .characters, .parts, .too_short,
    // .too_long, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto const reference = read(typed);
        require_published_lengths(reference);
        for (auto const& group : checked_groups(model_of(reference).layout)) {
            auto const digits = joined(reference, group);
            // Priloga 3 has no weight for a thirteenth digit: such a group has no defined check digit, so none can be wrong.
            if (!digits.empty() && digits.size() <= 13)
                require_check_digits(si_check_digit(std::string_view { digits }.substr(0, digits.size() - 1)) == digits.back());
        }
        return reference.text("SI");
    }

    // "SI05 19-1235-84503", as the payment slip prints it.
    static std::string display(std::string_view canonical) { return with_blank_behind_model(normalise(canonical)); }

    // "SI05 1-1235-84503", the parts without their check digits, -> "SI0519-1235-84503". Rejects also a group of more than twelve
    // digits, for which the rules have no weights.
    static std::string make(std::string_view without_check_digits)
    {
        auto reference = read(without_check_digits);
        auto const& model = model_of(reference);
        require_parts(reference, model.least, model.most, model.layout);
        if (model.number == "12")
            reference.parts[0] = padded(reference.parts[0], 12);
        for (auto const& group : checked_groups(model.layout)) {
            auto const digits = joined(reference, group);
            require_length(digits, 0, 12, "a check digit is computed over at most 12 digits");
            if (group.first < reference.parts.size())
                reference.parts[std::min(group.last, reference.parts.size() - 1)] += si_check_digit(digits);
        }
        return normalise(reference.text("SI"));
    }

private:
    static ModelParts read(std::string_view typed)
    {
        auto const text = with_marks_as(without_blanks(typed), hyphens, "-");
        if (text.size() < 2 || (text[0] != 'S' && text[0] != 's') || std::string_view { "Ii1lL|" }.find(text[1]) == std::string_view::npos)
            throw Rejected("reference.wrong_model", "a Slovenian reference begins with SI");
        return read_model_parts(std::string_view { text }.substr(2));
    }

    static SiModel const& model_of(ModelParts const& reference) { return model_named(si_models, reference.model); }

    static void require_published_lengths(ModelParts const& reference)
    {
        auto const& model = model_of(reference);
        require_parts(reference, model.least, model.most, model.layout);
        bool const is_12 = model.number == "12";
        for (auto const& part : reference.parts) {
            require_length(part, is_12 ? 13 : 1, is_12 ? 13 : 12, is_12 ? "model 12 has 13 digits" : "a part has at most 12 digits");
            if (&part != &reference.parts.front() && part.size() > 1 && part.front() == '0')
                throw Rejected("reference.parts", "P2 and P3 are written without leading zeros");
        }
        if (reference.digits() > 20)
            throw Rejected("reference.too_long", "all parts together have at most 20 digits");
    }
};

// Model 12 alone, where a customer is asked for just that: then the country and the model may be left out.
class Si12 {
public:
    static constexpr std::size_t digits = 13;

    // The canonical spelling "SI121805000001070" of what a person typed: with or without SI, with or without the model, in lower
    // case, with an l or a 1 for the I, with spaces and dashes. Throws Rejected: reference.empty, .not_digits, .wrong_model,
    // .too_short, .too_long, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        static constexpr std::string_view points[] { "." };
        auto const plain = with_marks_as(with_marks_as(with_marks_as(typed, blanks, ""), hyphens, ""), points, "");
        if (plain.empty())
            throw Rejected("reference.empty");
        std::string_view rest { plain };
        bool const has_country = rest.size() >= 2 && (rest[0] == 'S' || rest[0] == 's') && is_i(rest[1]);
        if (has_country)
            rest.remove_prefix(2);
        require_digits(rest);
        // Without the country the model can be told only by the length.
        if (has_country || rest.size() == digits + 2) {
            if (rest.size() < 2)
                throw Rejected("reference.too_short");
            if (!rest.starts_with("12"))
                throw Rejected("reference.wrong_model");
            rest.remove_prefix(2);
        }
        if (rest.size() != digits)
            throw Rejected(rest.size() < digits ? "reference.too_short" : "reference.too_long");
        require_check_digits(si_check_digit(rest.substr(0, digits - 1)) == rest.back());
        return "SI12" + std::string { rest };
    }

    // "SI12 1805000001070", as the payment slip prints it.
    static std::string display(std::string_view canonical) { return "SI12 " + content(canonical); }

    // The thirteen digits behind SI12.
    static std::string content(std::string_view canonical) { return normalise(canonical).substr(4); }

    // The whole reference for twelve digits.
    static std::string make(std::string_view twelve) { return "SI12" + std::string { twelve } + si_check_digit(twelve); }

private:
    static bool is_i(char c) { return std::string_view { "Ii1lL|" }.find(c) != std::string_view::npos; }
};

}
