// Dates in the forms in which billing systems write them.
#pragma once

#include <portal/values.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace portal::sdk {

// A pattern of dd, mm and yyyy, in any order, with one sign between them or none: "dd.mm.yyyy", "yyyy-mm-dd", "yyyymmdd", "dd/mm/yyyy".
// With a sign between them, one digit is enough for a day or month, and spaces may follow a point: dd.mm.yyyy reads "1. 5. 2018" too.
// "yy" is a year of two digits, which is read only when it is asked for: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068.
class DateFormat {
public:
    constexpr DateFormat() = default; // dd.mm.yyyy
    // nullopt when it is no such pattern.
    static constexpr std::optional<DateFormat> find(std::string_view pattern)
    {
        DateFormat format;
        unsigned seen = 0;
        for (std::size_t part = 0; part < 3; ++part) {
            if (part == 1 && !pattern.empty() && !is_letter(pattern.front()))
                format.m_sign = pattern.front();
            else if (part == 1)
                format.m_sign = 0;
            if (part > 0 && format.m_sign != 0) {
                if (pattern.empty() || pattern.front() != format.m_sign)
                    return std::nullopt;
                pattern.remove_prefix(1);
            }
            auto const letter = pattern.empty() ? '\0' : pattern.front();
            auto const run = std::min(pattern.find_first_not_of(letter), pattern.size());
            if (!is_letter(letter) || (run != 2 && (run != 4 || letter != 'y')))
                return std::nullopt;
            pattern.remove_prefix(run);
            format.m_order[part] = letter;
            format.m_year_digits = letter == 'y' ? run : format.m_year_digits;
            seen |= letter == 'd' ? 1U : letter == 'm' ? 2U : 4U;
        }
        return pattern.empty() && seen == 7 ? std::optional { format } : std::nullopt;
    }

    std::optional<Date> parse(std::string_view text) const
    {
        unsigned day = 0, month = 0, year = 0;
        for (std::size_t part = 0; part < 3; ++part) {
            if (part > 0 && m_sign != 0 && !take_sign(text))
                return std::nullopt;
            bool const is_year = m_order[part] == 'y';
            auto const most = is_year ? m_year_digits : 2;
            auto const number = digits(text, is_year || m_sign == 0 ? most : 1, most);
            if (!number)
                return std::nullopt;
            (m_order[part] == 'd' ? day : m_order[part] == 'm' ? month : year) = *number;
        }
        if (m_year_digits == 2)
            year += year < 69 ? 2000 : 1900;
        Date const date { std::chrono::year { static_cast<int>(year) }, std::chrono::month { month }, std::chrono::day { day } };
        return text.empty() && date.ok() && year >= 1900 && year <= 2999 ? std::optional { date } : std::nullopt;
    }

private:
    static constexpr bool is_letter(char c) { return c == 'd' || c == 'm' || c == 'y'; }

    bool take_sign(std::string_view& text) const
    {
        if (text.empty() || text.front() != m_sign)
            return false;
        text.remove_prefix(1);
        while (m_sign == '.' && !text.empty() && text.front() == ' ')
            text.remove_prefix(1);
        return true;
    }
    static std::optional<unsigned> digits(std::string_view& text, std::size_t least, std::size_t most)
    {
        unsigned number = 0;
        std::size_t count = 0;
        for (; count < most && count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count)
            number = number * 10 + static_cast<unsigned>(text[count] - '0');
        text.remove_prefix(count);
        return count < least ? std::nullopt : std::optional { number };
    }

    std::array<char, 3> m_order { 'd', 'm', 'y' };
    char m_sign = '.'; // between the parts; 0: none
    std::size_t m_year_digits = 4;
};

inline std::optional<Date> parse_date(std::string_view text, DateFormat const& format = {}) { return format.parse(text); }

}
