// A template of one language, ready to render: Mustache without its traps (README.md says which part of Mustache it is).
#pragma once

#include "view/model.h"
#include "view/texts.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::view {

enum class TemplateKind { page, mail_html, mail_text };

// Where templates and their parts come from.
struct TemplateFile {
    std::string path; // for messages
    std::string text;
};
using TemplateFiles = std::function<std::optional<TemplateFile>(std::string_view name)>;

// Immutable after construction; thread-safe.
class Template {
public:
    // Reads the template `name` with its parts and texts; with a layout the template stands in the layout's {{{content}}}.
    // Throws std::runtime_error "FILE:LINE: reason" for everything that the checks refuse, for unknown parts and texts.
    Template(std::string name, TemplateKind kind, TemplateFiles const& files, Texts const& texts, std::string_view layout = {});

    // Throws std::logic_error for a key that the model lacks or that has the wrong kind; nothing is rendered then.
    std::string render(Model const& model) const;
    std::string const& name() const { return m_name; }

    struct Node {
        enum class Kind { text, variable, markup, section, inverted };
        Kind kind;
        std::string text; // static text, or the key as written
        std::vector<std::string> path; // the key's parts
        std::vector<Node> children;
    };

private:
    void run(std::vector<Node> const& nodes, Model const& scope, Model const& root, std::string& out) const;
    Model::Value const& look_up(Node const& node, Model const& scope, Model const& root) const;

    std::string m_name;
    bool m_escapes;
    std::vector<Node> m_nodes;
    std::size_t m_static_size = 0;
};

}
