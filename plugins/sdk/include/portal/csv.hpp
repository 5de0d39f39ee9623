// Reads CSV out of a delivery as a stream: one buffer, one row at a time, columns by the names of the header or by their positions.
// A row is one line: texts of the portal hold no line ends, so a quote that stays open spoils its own line only.
#pragma once

#include <portal/decoded_lines.hpp>
#include <portal/rows.hpp>
#include <portal/text_row.hpp>

namespace portal::sdk {

struct CsvOptions {
    char separator = ';';
    char quote = '"'; // "" inside quotes is one quote; 0: none
    Encoding encoding = Encoding::automatic;
    std::size_t longest_line = 65'536; // bytes; a longer one is a bad row
    NumberFormat numbers {};
    DateFormat dates {};
    bool has_header = true; // false: the columns are called "1", "2", ... and there are as many as in the first row
    std::size_t skipped_lines = 0; // before the header or first row
};

using CsvRow = TextRow;

class Csv {
public:
    // Reads the header.
    Csv(portal_delivery& delivery, std::string_view file, CsvOptions const& options)
        : m_options(options)
        , m_lines(delivery, std::string { file }, options.encoding, options.longest_line)
    {
        m_row.m_columns = &m_columns;
        m_row.m_format = { options.numbers, options.dates };
        m_lines.skip(options.skipped_lines);
        try {
            if (read())
                name_columns();
        } catch (RowError const& error) {
            throw BadDelivery(error.key(), file, error.detail());
        }
        if (m_columns.empty())
            throw BadDelivery("csv.empty", file);
    }
    Csv(Csv const&) = delete;
    Csv& operator=(Csv const&) = delete;

    std::vector<std::string> const& columns() const { return m_columns; }

    // Calls take(row) for every row. A RowError, of the line itself or thrown by take, is listed with file and line; the rest goes on.
    template <typename Take> void each(Sink& sink, Take take)
    {
        while (true) {
            try {
                if (!std::exchange(m_has_row, false) && !read())
                    return;
                fit();
                sink.at(m_lines.file(), m_lines.number());
                take(static_cast<CsvRow const&>(m_row));
            } catch (RowError const& error) {
                sink.problem(m_lines.file(), m_lines.number(), error);
            }
        }
    }

private:
    void name_columns()
    {
        auto const& fields = m_row.m_fields;
        m_has_row = !m_options.has_header;
        for (std::size_t i = 0; i < fields.size(); ++i)
            m_columns.push_back(m_options.has_header ? std::string { fields[i] } : std::to_string(i + 1));
        while (m_options.has_header && !m_columns.empty() && m_columns.back().empty())
            m_columns.pop_back();
    }

    bool read()
    {
        auto const line = m_lines.next();
        m_row.m_line = m_lines.number();
        if (line)
            split(*line);
        return line.has_value();
    }

    void split(std::string_view line)
    {
        m_row.m_fields.clear();
        m_row.m_next = 0;
        m_unquoted.clear();
        bool const has_quotes = m_options.quote != 0 && line.find(m_options.quote) != std::string_view::npos;
        if (has_quotes)
            m_unquoted.reserve(line.size()); // views into it stay good
        for (bool more = true; more;) {
            if (has_quotes && !line.empty() && line.front() == m_options.quote) {
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

    CsvOptions m_options;
    DecodedLines m_lines;
    std::vector<std::string> m_columns;
    CsvRow m_row;
    bool m_has_row = false; // the first one, read for its columns
    std::string m_unquoted;
};

}
