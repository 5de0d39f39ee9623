// Reads CSV out of a delivery as a stream: one buffer, one row at a time, columns by the names of the header.
// A row is one line: texts of the portal hold no line ends, so a quote that stays open spoils its own line only.
#pragma once

#include <portal/file_reader.hpp>
#include <portal/rows.hpp>

#include <vector>

namespace portal::sdk {

enum class Encoding {
    automatic, // UTF-8 after a byte order mark; else the first line with other than ASCII decides between the two
    utf_8, // with or without a byte order mark
    windows_1250,
};

struct CsvOptions {
    char separator = ';';
    char quote = '"'; // "" inside quotes is one quote
    Encoding encoding = Encoding::automatic;
    std::size_t longest_line = 65'536; // bytes; a longer one is a bad row
};

// One row; the views are good until the next row.
class CsvRow {
public:
    // The text of a column, without spaces around it. A column that the header lacks is BadDelivery.
    std::string_view operator[](std::string_view column) const { return m_fields[position(column)]; }
    // Not given (Date {}, Decimal {}) when empty; RowError when it is no such thing.
    Date date(std::string_view column) const
    {
        return parsed<Date>(column, "csv.bad_date", "dd.mm.yyyy", [](auto text) { return parse_date(text); });
    }
    Decimal decimal(std::string_view column) const
    {
        return parsed<Decimal>(column, "csv.bad_number", "a number with decimal comma", [](auto text) { return parse_decimal(text); });
    }
    // Empty is zero.
    Money money(std::string_view column, std::string_view currency) const
    {
        auto const money = parsed<Money>(column, "csv.bad_amount", "an amount with decimal comma", [&](auto text) { return parse_money(text, currency); });
        return { money.minor, currency };
    }
    std::int64_t integer(std::string_view column) const
    {
        auto const number = decimal(column);
        if (number.scale != 0)
            throw RowError("csv.bad_number", column, "a whole number");
        return number.value;
    }
    bool has(std::string_view column) const
    {
        for (auto const& name : *m_columns)
            if (name == column)
                return true;
        return false;
    }
    std::uint64_t line() const { return m_line; }

private:
    friend class Csv;

    template <typename Value, typename Parse> Value parsed(std::string_view column, std::string_view key, std::string_view expected, Parse parse) const
    {
        auto const text = (*this)[column];
        if (text.empty())
            return Value {};
        auto const value = parse(text);
        if (!value)
            throw RowError(key, column, expected);
        return *value;
    }

    // Columns are mostly asked for in their own order, so the search starts behind the last one found.
    std::size_t position(std::string_view column) const
    {
        auto const count = m_columns->size();
        for (std::size_t step = 0; step < count; ++step) {
            auto const at = m_next + step < count ? m_next + step : m_next + step - count;
            if ((*m_columns)[at] == column) {
                m_next = at + 1 < count ? at + 1 : 0;
                return at;
            }
        }
        throw BadDelivery("csv.missing_column", column);
    }

    std::vector<std::string> const* m_columns = nullptr;
    std::vector<std::string_view> m_fields;
    std::uint64_t m_line = 0;
    mutable std::size_t m_next = 0;
};

class Csv {
public:
    // Reads the header.
    Csv(portal_delivery& delivery, std::string_view file, CsvOptions const& options)
        : m_file(file)
        , m_options(options)
        , m_reader(delivery)
    {
        m_row.m_columns = &m_columns;
        try {
            if (read())
                m_columns.assign(m_row.m_fields.begin(), m_row.m_fields.end());
        } catch (RowError const& error) {
            throw BadDelivery(error.key(), error.field(), error.detail());
        }
        while (!m_columns.empty() && m_columns.back().empty())
            m_columns.pop_back();
        if (m_columns.empty())
            throw BadDelivery("csv.empty", m_file);
    }
    Csv(Csv const&) = delete;
    Csv& operator=(Csv const&) = delete;

    std::vector<std::string> const& columns() const { return m_columns; }

    // Calls take(row) for every row. A RowError, of the line itself or thrown by take, is listed with file and line; the rest goes on.
    template <typename Take> void each(Sink& sink, Take take)
    {
        while (true) {
            try {
                if (!read())
                    return;
                fit();
                sink.at(m_file, m_row.m_line);
                take(static_cast<CsvRow const&>(m_row));
            } catch (RowError const& error) {
                sink.problem(m_file, m_row.m_line, error);
            }
        }
    }

private:
    bool read()
    {
        while (auto line = m_reader.line(m_options.longest_line)) {
            ++m_row.m_line;
            if (m_row.m_line == 1 && line->starts_with("\xEF\xBB\xBF") && m_options.encoding != Encoding::windows_1250) {
                line->remove_prefix(3);
                m_options.encoding = Encoding::utf_8;
            }
            if (line->ends_with('\r'))
                line->remove_suffix(1);
            if (line->empty())
                continue;
            if (line->size() > m_options.longest_line)
                throw RowError("csv.line_too_long");
            split(decoded(*line));
            return true;
        }
        return false;
    }

    std::string_view decoded(std::string_view line)
    {
        if (is_ascii(line))
            return line;
        if (m_options.encoding == Encoding::automatic)
            m_options.encoding = is_utf8(line) ? Encoding::utf_8 : Encoding::windows_1250;
        if (m_options.encoding == Encoding::utf_8) {
            if (!is_utf8(line))
                throw RowError("csv.encoding", {}, "UTF-8");
            return line;
        }
        auto converted = from_windows_1250(line);
        if (!converted)
            throw RowError("csv.encoding", {}, "Windows-1250");
        m_decoded = std::move(*converted);
        return m_decoded;
    }

    void split(std::string_view line)
    {
        m_row.m_fields.clear();
        m_row.m_next = 0;
        m_unquoted.clear();
        if (line.find(m_options.quote) != std::string_view::npos)
            m_unquoted.reserve(line.size()); // views into it stay good
        for (bool more = true; more;) {
            if (!line.empty() && line.front() == m_options.quote) {
                more = quoted(line);
                continue;
            }
            auto const end = std::min(line.find(m_options.separator), line.size());
            m_row.m_fields.push_back(trimmed(line.substr(0, end)));
            more = end < line.size();
            line.remove_prefix(more ? end + 1 : end);
        }
    }

    // Takes one field in quotes off the line; true when another follows.
    bool quoted(std::string_view& line)
    {
        auto const start = m_unquoted.size();
        line.remove_prefix(1);
        while (true) {
            auto const end = line.find(m_options.quote);
            if (end == std::string_view::npos)
                throw RowError("csv.open_quote");
            m_unquoted += line.substr(0, end);
            line.remove_prefix(end + 1);
            if (line.empty() || line.front() != m_options.quote)
                break;
            m_unquoted += m_options.quote;
            line.remove_prefix(1);
        }
        m_row.m_fields.push_back(trimmed(std::string_view { m_unquoted }.substr(start)));
        if (line.empty())
            return false;
        if (line.front() != m_options.separator)
            throw RowError("csv.open_quote");
        line.remove_prefix(1);
        return true;
    }

    // A separator at the line's end makes one empty field too many; anything else is a row that slipped.
    void fit()
    {
        auto& fields = m_row.m_fields;
        while (fields.size() > m_columns.size() && fields.back().empty())
            fields.pop_back();
        if (fields.size() != m_columns.size())
            throw RowError("csv.column_count", {}, std::to_string(m_columns.size()) + " columns");
    }

    std::string m_file;
    CsvOptions m_options;
    FileReader m_reader;
    std::vector<std::string> m_columns;
    CsvRow m_row;
    std::string m_decoded;
    std::string m_unquoted;
};

}
