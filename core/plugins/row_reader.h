// Turns packed rows into calls of a RowSink. Nothing that a plugin sends is believed: what breaks a rule of portal/row_fields.hpp
// becomes a problem, what cannot be read at all is BadPacking.
#pragma once

#include "plugins/plugins.h"

#include <string>
#include <string_view>

namespace portal::plugins {

class RowReader {
public:
    explicit RowReader(RowSink& sink)
        : m_sink(sink)
    {
    }
    // Throws BadPacking, and what the sink throws.
    void read(std::string_view packed);
    bool has_begun() const { return m_has_begun; }
    ImportSummary const& summary() const { return m_summary; }

private:
    template <typename CRow, typename Give> void row(class Unpacker& from, Give give);
    void problem(class Unpacker& from);
    void place(class Unpacker& from);
    void document(class Unpacker& from);
    void document_part(class Unpacker& from);

    RowSink& m_sink;
    bool m_has_begun = false;
    ImportSummary m_summary;
    std::string m_file; // where the rows stand, as the plugin says
    std::uint64_t m_line = 0;
    std::uint64_t m_document_left = 0; // bytes that must come before anything else
    bool m_takes_document = false;
};

}
