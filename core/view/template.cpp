// See template.h.
#include "view/template.h"

#include "view/escape.h"
#include "view/template_parser.h"

#include <stdexcept>

namespace portal::view {
namespace {

std::size_t size_of_texts(std::vector<Template::Node> const& nodes)
{
    std::size_t size = 0;
    for (auto const& node : nodes)
        size += node.kind == Template::Node::Kind::text ? node.text.size() : size_of_texts(node.children);
    return size;
}

bool is_there(Model::Value const& value)
{
    struct Test {
        bool operator()(bool flag) const { return flag; }
        bool operator()(std::string const& text) const { return !text.empty(); }
        bool operator()(Model const&) const { return true; }
        bool operator()(std::vector<Model> const& list) const { return !list.empty(); }
        bool operator()(Markup const& markup) const { return !markup.text().empty(); }
    };
    return std::visit(Test {}, value.content);
}

}

Template::Template(std::string name, TemplateKind kind, TemplateFiles const& files, Texts const& texts, std::string_view layout)
    : m_name(std::move(name))
    , m_escapes(kind != TemplateKind::mail_text)
{
    TemplateParser parser { kind, files, texts };
    m_nodes = parser.read(m_name);
    if (!layout.empty())
        m_nodes = parser.read_layout(layout, std::move(m_nodes));
    m_static_size = size_of_texts(m_nodes);
}

std::string Template::render(Model const& model) const
{
    std::string out;
    out.reserve(m_static_size + m_static_size / 2 + 1024); // rows repeat; a guess that saves most of the growing
    run(m_nodes, model, model, out);
    return out;
}

Model::Value const& Template::look_up(Node const& node, Model const& scope, Model const& root) const
{
    auto const* value = scope.find(node.path.front());
    if (!value && node.path.front() == "page")
        value = root.find("page");
    for (std::size_t i = 1; value && i < node.path.size(); ++i) {
        auto const* const model = std::get_if<Model>(&value->content);
        value = model ? model->find(node.path[i]) : nullptr;
    }
    if (!value)
        throw std::logic_error("template " + m_name + ": the key " + node.text + " is not set");
    return *value;
}

void Template::run(std::vector<Node> const& nodes, Model const& scope, Model const& root, std::string& out) const
{
    for (auto const& node : nodes) {
        if (node.kind == Node::Kind::text) {
            out += node.text;
            continue;
        }
        auto const& value = look_up(node, scope, root);
        switch (node.kind) {
        case Node::Kind::variable:
            if (auto const* text = std::get_if<std::string>(&value.content)) {
                if (m_escapes)
                    append_escaped(out, *text);
                else
                    out += *text;
            } else {
                throw std::logic_error("template " + m_name + ": the key " + node.text + " is no text");
            }
            break;
        case Node::Kind::markup:
            if (auto const* markup = std::get_if<Markup>(&value.content))
                out += markup->text();
            else
                throw std::logic_error("template " + m_name + ": the key " + node.text + " is no markup");
            break;
        case Node::Kind::inverted:
            if (!is_there(value))
                run(node.children, scope, root, out);
            break;
        default:
            if (!is_there(value))
                break;
            if (auto const* part = std::get_if<Model>(&value.content)) {
                run(node.children, *part, root, out);
            } else if (auto const* list = std::get_if<std::vector<Model>>(&value.content)) {
                for (auto const& item : *list)
                    run(node.children, item, root, out);
            } else {
                run(node.children, scope, root, out);
            }
        }
    }
}

}
