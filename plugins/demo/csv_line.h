// Lines of semicolon CSV with decimal commas and dd.mm.yyyy, ended by CR LF.
#pragma once

#include <portal/values.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace demo {

using Date = std::chrono::year_month_day;

std::string date_text(Date date); // 31.05.2018
std::string amount_text(std::int64_t cents); // -34,10
std::string decimal_text(std::int64_t value, int scale); // 0,8412

class CsvLine {
public:
    explicit CsvLine(std::string& out)
        : m_out(out)
    {
    }
    CsvLine(CsvLine const&) = delete;
    CsvLine& operator=(CsvLine const&) = delete;
    ~CsvLine() { m_out += "\r\n"; }

    CsvLine& text(std::string_view value); // in quotes when it needs them
    CsvLine& number(std::int64_t value) { return text(std::to_string(value)); }
    CsvLine& date(Date value) { return text(date_text(value)); }
    CsvLine& amount(std::int64_t cents) { return text(amount_text(cents)); }
    CsvLine& decimal(std::int64_t value, int scale) { return text(decimal_text(value, scale)); }
    CsvLine& empty() { return text({}); }

private:
    std::string& m_out;
    bool m_is_first = true;
};

// Throws std::invalid_argument for a character that the code page lacks.
std::string to_windows_1250(std::string_view utf8);

}
