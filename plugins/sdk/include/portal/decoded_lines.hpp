// The lines of one file of a delivery as UTF-8, with their numbers.
#pragma once

#include <portal/encodings.hpp>
#include <portal/file_reader.hpp>

namespace portal::sdk {

class DecodedLines {
public:
    // longest: bytes of a line.
    DecodedLines(portal_delivery& delivery, std::string file, Encoding encoding, std::size_t longest)
        : m_file(std::move(file))
        , m_encoding(encoding)
        , m_longest(longest)
        , m_reader(delivery)
    {
    }

    std::string const& file() const { return m_file; }
    std::uint64_t number() const { return m_number; } // of the line that came last, from 1

    void skip(std::size_t lines)
    {
        while (lines-- > 0 && m_reader.line(m_longest))
            ++m_number;
    }

    // The next line that is not empty, good until the next call; nullopt at the end. RowError: this line cannot be read.
    std::optional<std::string_view> next()
    {
        while (auto line = m_reader.line(m_longest)) {
            if (++m_number == 1)
                take_mark(*line);
            if (line->ends_with('\r'))
                line->remove_suffix(1);
            if (line->empty())
                continue;
            if (line->size() > m_longest)
                throw RowError("csv.line_too_long", {}, "at most " + std::to_string(m_longest) + " bytes");
            return to_utf8(*line);
        }
        return std::nullopt;
    }

private:
    // The byte order mark that Windows programs put before the first line.
    void take_mark(std::string_view& line)
    {
        if (line.starts_with("\xFF\xFE") || line.starts_with("\xFE\xFF"))
            throw BadDelivery("csv.encoding", m_file, "UTF-16 is not read: save it as UTF-8");
        if (line.starts_with("\xEF\xBB\xBF") && code_page(m_encoding) == nullptr) {
            line.remove_prefix(3);
            m_encoding = Encoding::utf_8;
        }
    }

    std::string_view to_utf8(std::string_view line)
    {
        if (is_ascii(line))
            return line;
        if (m_encoding == Encoding::automatic) {
            m_encoding = is_utf8(line) ? Encoding::utf_8 : Encoding::windows_1250;
            m_decided_at = m_number;
        } else if (m_decided_at > 0 && m_encoding == Encoding::windows_1250 && is_utf8(line) && has_only_letters_of(windows_1250, line))
            // One damaged byte in a file of UTF-8, and every name in it would be read wrong.
            throw BadDelivery("csv.encoding", m_file,
                "line " + std::to_string(m_number) + " is UTF-8, line " + std::to_string(m_decided_at) + " is not: save all of it as UTF-8");
        if (auto const* const page = code_page(m_encoding)) {
            auto converted = decoded(line, *page);
            if (!converted)
                throw RowError("csv.encoding", {}, name_of(m_encoding));
            m_decoded = std::move(*converted);
            return m_decoded;
        }
        if (!is_utf8(line))
            throw RowError("csv.encoding", {}, name_of(m_encoding));
        return line;
    }

    std::string m_file;
    Encoding m_encoding;
    std::size_t m_longest;
    FileReader m_reader;
    std::uint64_t m_number = 0;
    std::uint64_t m_decided_at = 0; // the line that told an automatic encoding
    std::string m_decoded;
};

}
