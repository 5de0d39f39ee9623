// Reads XML out of a delivery as a stream: one pass, memory for one record. Needs libexpat: portal_add_plugin(... LIBRARIES expat).
//
//   delivery.xml().each("Invoice", sink, [&](XmlElement const& invoice) {
//       auto const total = invoice.money("LegalMonetaryTotal/PayableAmount", "EUR");
//   });
//
// A document type is refused, and with it every entity of its own, inside or outside: nothing grows and nothing is fetched. Prefixes do
// not matter, names are compared without them.
#pragma once

#include <portal/encodings.hpp>
#include <portal/file_reader.hpp>
#include <portal/plugin.hpp>
#include <portal/xml_element.hpp>
#include <portal/xml_memory.hpp>

#include <algorithm>
#include <exception>
#include <initializer_list>
#include <memory>

#include <expat.h>

namespace portal::sdk {

struct XmlOptions {
    std::size_t deepest = 64; // elements inside each other
    std::size_t largest_record = 16U << 20; // bytes of memory; a larger one is a bad row
    std::size_t longest_tag = 1U << 20; // bytes; also of a comment
    std::string* copy = nullptr; // gets the bytes of the file as they are, unless there are more than largest_record: then it is empty
    std::size_t most_memory = 32U << 20; // bytes beside the record's: tags that are open, and all names that the file uses
};

class Xml {
public:
    Xml(portal_delivery& delivery, std::string_view file, XmlOptions const& options)
        : m_delivery(delivery)
        , m_file(file)
        , m_options(options)
        , m_memory(options.most_memory)
    {
        XmlMemory::Use const use { m_memory };
        m_parser.reset(XML_ParserCreate_MM(nullptr, &XmlMemory::suite(), s_between));
        if (!m_parser)
            throw std::bad_alloc();
        XML_SetUserData(m_parser.get(), this);
        XML_SetElementHandler(m_parser.get(), on_start, on_end);
        XML_SetCharacterDataHandler(m_parser.get(), on_text);
        XML_SetStartDoctypeDeclHandler(m_parser.get(), on_doctype);
        XML_SetUnknownEncodingHandler(m_parser.get(), on_encoding, nullptr);
    }
    Xml(Xml const&) = delete;
    Xml& operator=(Xml const&) = delete;

    struct Root {
        std::string space, name;
    };
    // The document's first element, which tells what it is. Reads no further; each() goes on from there. Throws as each().
    Root const& root()
    {
        XmlMemory::Use const use { m_memory };
        while (m_root.name.empty())
            check(parse_some());
        return m_root;
    }

    // Calls take(record) for every element of this name that is not inside another such one. A RowError thrown by take, and a record that
    // is too large, are listed with file and line; the rest goes on. A file that is no right XML is BadDelivery. Once a file.
    template <typename Take> void each(std::string_view name, Sink& sink, Take take) { each({ name }, sink, take); }
    // The same for records of several names.
    template <typename Take> void each(std::initializer_list<std::string_view> names, Sink& sink, Take take)
    {
        m_wanted.assign(names.begin(), names.end());
        take_root();
        while (next()) {
            try {
                if (m_is_too_large)
                    throw RowError("xml.too_large", {}, "at most " + std::to_string(m_options.largest_record) + " bytes of memory for a record");
                sink.at(m_file, m_line);
                take(XmlElement { m_tree, 0 });
            } catch (RowError const& error) {
                sink.problem(m_file, m_line, error);
            }
        }
    }

    // For take: the line on which its record begins, and the elements around it, the outermost first. `number` counts them through the
    // file, so that two siblings of one name can be told apart.
    struct Around {
        std::string name;
        std::uint64_t number = 0;
    };
    std::uint64_t line() const { return m_line; }
    std::vector<Around> const& around() const { return m_around; }

private:
    static constexpr char s_between[] = "\n"; // namespace and name, as expat gives them
    static constexpr int s_step = 32 * 1024;

    // Reads on to the end of a record; false at the end of the file. Records are given from here and not from within expat, through
    // which no exception must pass: at a record's end the parser is held, and resumed afterwards.
    bool next()
    {
        XmlMemory::Use const use { m_memory };
        while (true) {
            if (std::exchange(m_is_complete, false))
                return true;
            XML_ParsingStatus state {};
            XML_GetParsingStatus(m_parser.get(), &state);
            if (state.parsing == XML_FINISHED)
                return false;
            check(state.parsing == XML_SUSPENDED ? XML_ResumeParser(m_parser.get()) : parse_some());
        }
    }

    bool is_wanted(std::string_view name) const { return std::find(m_wanted.begin(), m_wanted.end(), name) != m_wanted.end(); }

    // When root() came first, the parser is held in the root, which may or may not be a record.
    void take_root()
    {
        if (m_root.name.empty() || is_wanted(m_root.name))
            return;
        m_open.clear();
        m_is_complete = false;
        m_around.push_back({ m_root.name, ++m_around_count });
    }

    XML_Status parse_some()
    {
        void* const buffer = XML_GetBuffer(m_parser.get(), s_step);
        if (buffer == nullptr)
            return XML_STATUS_ERROR;
        auto const got = read_some(m_delivery, buffer, s_step);
        m_given += got;
        if (m_options.copy && m_given > m_options.largest_record)
            m_options.copy->clear();
        else if (m_options.copy)
            m_options.copy->append(static_cast<char const*>(buffer), got);
        return XML_ParseBuffer(m_parser.get(), static_cast<int>(got), got == 0);
    }

    void check(XML_Status status)
    {
        if (m_fault)
            std::rethrow_exception(std::exchange(m_fault, nullptr));
        if (status == XML_STATUS_ERROR)
            refuse(m_refusal             ? m_refusal
                    : is_out_of_memory() ? "xml.too_large"
                                         : "xml.malformed",
                m_refusal ? "" : XML_ErrorString(XML_GetErrorCode(m_parser.get())));
        // expat keeps what it has not understood yet, for example a tag or comment without end.
        if (!m_is_complete && m_given - static_cast<std::uint64_t>(XML_GetCurrentByteIndex(m_parser.get())) > m_options.longest_tag + s_step)
            refuse("xml.too_large", "a tag or comment without end");
    }
    bool is_out_of_memory() const { return XML_GetErrorCode(m_parser.get()) == XML_ERROR_NO_MEMORY; }
    [[noreturn]] void refuse(std::string_view key, std::string_view why) const
    {
        auto const line = XML_GetCurrentLineNumber(m_parser.get());
        throw BadDelivery(key, m_file, "line " + std::to_string(line) + (why.empty() ? "" : ": ") + std::string { why });
    }

    // ---- What expat calls

    // An exception waits until expat has returned.
    template <typename Act> static void guarded(void* self, Act act) noexcept
    {
        auto& xml = *static_cast<Xml*>(self);
        if (xml.m_fault || xml.m_refusal)
            return;
        try {
            act(xml);
        } catch (...) {
            xml.m_fault = std::current_exception();
        }
        if (xml.m_fault || xml.m_refusal)
            XML_StopParser(xml.m_parser.get(), XML_FALSE);
    }
    static void on_start(void* self, char const* name, char const** attributes)
    {
        guarded(self, [&](Xml& xml) { xml.start(name, attributes); });
    }
    static void on_end(void* self, char const*)
    {
        guarded(self, [](Xml& xml) { xml.end(); });
    }
    static void on_text(void* self, char const* text, int length)
    {
        guarded(self, [&](Xml& xml) { xml.text({ text, static_cast<std::size_t>(length) }); });
    }
    static void on_doctype(void* self, char const*, char const*, char const*, int)
    {
        guarded(self, [](Xml& xml) { xml.m_refusal = "xml.doctype"; });
    }
    static int on_encoding(void*, char const* name, XML_Encoding* encoding)
    {
        auto const known = find_encoding(name);
        auto const* const page = known ? code_page(*known) : nullptr;
        if (page == nullptr)
            return XML_STATUS_ERROR;
        for (int byte = 0; byte < 256; ++byte)
            encoding->map[byte] = byte < 128 ? byte : (*page)[static_cast<std::size_t>(byte) - 128] == 0 ? -1 : (*page)[static_cast<std::size_t>(byte) - 128];
        return XML_STATUS_OK;
    }

    void start(std::string_view name, char const** attributes)
    {
        auto const between = name.rfind(s_between[0]);
        auto const space = between == std::string_view::npos ? std::string_view {} : name.substr(0, between);
        auto const local = name.substr(between + 1);
        if (++m_depth > m_options.deepest) {
            m_refusal = "xml.too_deep";
            return;
        }
        if (m_depth == 1)
            m_root = { std::string { space }, std::string { local } };
        if (m_open.empty()) {
            if (m_wanted.empty())
                XML_StopParser(m_parser.get(), XML_TRUE); // root() asks
            else if (!is_wanted(local)) {
                m_around.push_back({ std::string { local }, ++m_around_count });
                return;
            }
            m_tree.clear();
            m_is_too_large = false;
            m_pending = 0;
            m_line = XML_GetCurrentLineNumber(m_parser.get());
        }
        add(space, local, attributes);
    }

    void add(std::string_view space, std::string_view local, char const** attributes)
    {
        auto const index = static_cast<std::uint32_t>(m_tree.nodes.size());
        if (m_is_too_large || m_tree.bytes() > m_options.largest_record)
            m_is_too_large = true;
        else {
            XmlTree::Node node;
            node.name = m_tree.keep(local);
            node.space = m_open.empty() || m_tree.view(m_tree.nodes[m_open.back()].space) != space ? m_tree.keep(space) : m_tree.nodes[m_open.back()].space;
            node.first_attribute = static_cast<std::uint32_t>(m_tree.attributes.size());
            for (; *attributes != nullptr; attributes += 2, ++node.attribute_count) {
                std::string_view const name { attributes[0] };
                m_tree.attributes.push_back({ m_tree.keep(name.substr(name.rfind(s_between[0]) + 1)), m_tree.keep(attributes[1]) });
            }
            m_tree.nodes.push_back(node);
            if (!m_open.empty())
                append_child(m_open.back(), index);
        }
        m_open.push_back(index);
        if (m_texts.size() < m_open.size())
            m_texts.emplace_back();
        m_texts[m_open.size() - 1].clear();
    }
    void append_child(std::uint32_t parent, std::uint32_t child)
    {
        auto& its = m_tree.nodes[parent];
        (its.last_child == 0 ? its.first_child : m_tree.nodes[its.last_child].next) = child;
        its.last_child = child;
    }

    void text(std::string_view piece)
    {
        if (m_open.empty() || m_is_too_large)
            return;
        auto& whole = m_texts[m_open.size() - 1];
        // Line breaks and indents between elements.
        if (whole.empty() && piece.find_first_not_of(" \t\r\n") == std::string_view::npos)
            return;
        m_pending += piece.size();
        m_is_too_large = m_pending + m_tree.bytes() > m_options.largest_record;
        whole += piece;
    }

    void end()
    {
        --m_depth;
        if (m_open.empty()) {
            m_around.pop_back();
            return;
        }
        auto const& whole = m_texts[m_open.size() - 1];
        if (!m_is_too_large)
            m_tree.nodes[m_open.back()].text = m_tree.keep(without_spaces(whole));
        m_pending -= whole.size();
        m_open.pop_back();
        if (m_open.empty()) {
            m_is_complete = true;
            XML_StopParser(m_parser.get(), XML_TRUE);
        }
    }
    static std::string_view without_spaces(std::string_view text)
    {
        auto const first = text.find_first_not_of(" \t\r\n");
        return first == std::string_view::npos ? std::string_view {} : text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
    }

    struct Free {
        void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
    };

    portal_delivery& m_delivery;
    std::string m_file;
    XmlOptions m_options;
    XmlMemory m_memory;
    std::unique_ptr<XML_ParserStruct, Free> m_parser;
    std::vector<std::string> m_wanted; // empty until each()
    Root m_root;
    std::uint64_t m_given = 0; // bytes
    std::size_t m_depth = 0;
    std::vector<Around> m_around;
    std::uint64_t m_around_count = 0;
    XmlTree m_tree;
    std::vector<std::uint32_t> m_open; // the elements of the record that are not closed yet
    std::vector<std::string> m_texts; // of those
    std::size_t m_pending = 0; // bytes of these
    std::uint64_t m_line = 0;
    bool m_is_complete = false, m_is_too_large = false;
    char const* m_refusal = nullptr;
    std::exception_ptr m_fault;
};

inline Xml Delivery::xml(XmlOptions const& options) { return Xml { m_delivery, m_name, options }; }
inline Xml Delivery::xml() { return xml({}); }

}
