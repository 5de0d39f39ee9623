// Reads files whose columns stand at fixed places of the line, as a stream: one buffer, one row at a time.
#pragma once

#include <portal/decoded_lines.hpp>
#include <portal/rows.hpp>
#include <portal/text_row.hpp>

#include <stdexcept>

namespace portal::sdk {

// Places and widths are in characters of the text, whatever its encoding.
struct FixedColumn {
    std::string name;
    std::size_t first = 1; // its first character; a line begins with 1
    std::size_t width = 1;
};

struct FixedWidthOptions {
    std::vector<FixedColumn> columns; // may leave gaps, and may overlap where lines of several kinds stand in one file
    Encoding encoding = Encoding::automatic;
    std::size_t longest_line = 65'536; // bytes; a longer one is a bad row
    NumberFormat numbers {};
    DateFormat dates {};
    std::size_t skipped_lines = 0; // titles before the first row
};

using FixedWidthRow = TextRow;

class FixedWidth {
public:
    // std::invalid_argument when a column has no place or no width.
    FixedWidth(portal_delivery& delivery, std::string_view file, FixedWidthOptions const& options)
        : m_columns(options.columns)
        , m_lines(delivery, std::string { file }, options.encoding, options.longest_line)
    {
        for (auto const& column : m_columns) {
            if (column.first == 0 || column.width == 0)
                throw std::invalid_argument("the column " + column.name + " has no place or no width");
            m_names.push_back(column.name);
        }
        m_row.m_columns = &m_names;
        m_row.m_format = { options.numbers, options.dates };
        m_lines.skip(options.skipped_lines);
    }
    FixedWidth(FixedWidth const&) = delete;
    FixedWidth& operator=(FixedWidth const&) = delete;

    // Calls take(row) for every line. What is behind a line's end is empty, what no column covers is not looked at. A RowError, of the
    // line itself or thrown by take, is listed with file and line; the rest goes on.
    template <typename Take> void each(Sink& sink, Take take)
    {
        while (true) {
            try {
                auto const line = m_lines.next();
                m_row.m_line = m_lines.number();
                if (!line)
                    return;
                cut(*line);
                sink.at(m_lines.file(), m_lines.number());
                take(static_cast<FixedWidthRow const&>(m_row));
            } catch (RowError const& error) {
                sink.problem(m_lines.file(), m_lines.number(), error);
            }
        }
    }

private:
    void cut(std::string_view line)
    {
        m_row.m_fields.clear();
        m_row.m_next = 0;
        m_starts.clear();
        if (!is_ascii(line))
            for (std::size_t at = 0; at < line.size(); ++at)
                if ((static_cast<unsigned char>(line[at]) & 0xC0) != 0x80)
                    m_starts.push_back(at);
        for (auto const& column : m_columns) {
            auto const begin = byte_of(column.first - 1, line);
            auto const end = byte_of(column.first - 1 + column.width, line);
            m_row.m_fields.push_back(trimmed(line.substr(begin, end - begin)));
        }
    }
    // Where a character begins; the line's end when it has not so many.
    std::size_t byte_of(std::size_t character, std::string_view line) const
    {
        if (m_starts.empty())
            return std::min(character, line.size());
        return character < m_starts.size() ? m_starts[character] : line.size();
    }

    std::vector<FixedColumn> m_columns;
    std::vector<std::string> m_names;
    DecodedLines m_lines;
    TextRow m_row;
    std::vector<std::size_t> m_starts; // of the characters, when they are not bytes
};

}
