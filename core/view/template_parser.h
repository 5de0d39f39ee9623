// Reads a template into nodes: parts inlined, catalogue texts put in, everything checked. Works at start only.
#pragma once

#include "view/template.h"

#include <string>
#include <string_view>
#include <vector>

namespace portal::view {

class TemplateParser {
public:
    TemplateParser(TemplateKind kind, TemplateFiles const& files, Texts const& texts)
        : m_kind(kind)
        , m_files(files)
        , m_texts(texts)
    {
    }

    // The nodes of a whole file. Throws std::runtime_error "FILE:LINE: reason".
    std::vector<Template::Node> read(std::string_view name);
    // The same for a layout: `content` stands where it says {{{content}}}.
    std::vector<Template::Node> read_layout(std::string_view name, std::vector<Template::Node> content);

private:
    struct Input {
        TemplateFile const& file;
        std::size_t position = 0;
    };

    std::vector<Template::Node> read_until(Input& input, std::string_view closing);
    void add_tag(Input& input, std::string_view tag, std::vector<Template::Node>& nodes);
    void add_text(std::vector<Template::Node>& nodes, std::string_view text) const;
    void add_catalogue_text(Input& input, std::vector<Template::Node>& nodes);
    Template::Node keyed(Input const& input, Template::Node::Kind kind, std::string_view key) const;
    [[noreturn]] static void fail(Input const& input, std::string const& reason);

    TemplateKind m_kind;
    TemplateFiles const& m_files;
    Texts const& m_texts;
    std::vector<std::string> m_open_files; // against parts that include themselves
    std::vector<Template::Node>* m_content = nullptr;
};

}
