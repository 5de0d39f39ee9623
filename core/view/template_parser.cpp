// See template_parser.h.
#include "view/template_parser.h"

#include "base/text.h"
#include "view/escape.h"
#include "view/template_check.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace portal::view {
namespace {

constexpr std::size_t largest_template = 256 * 1024;
constexpr std::size_t deepest_parts = 8;

using Node = Template::Node;

bool is_key(std::string_view text)
{
    return !text.empty() && text.front() != '.' && text.back() != '.'
        && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '/'; });
}

bool stands_alone_kind(char sign) { return sign == '#' || sign == '^' || sign == '/' || sign == '!'; }

// A tag that fills a line alone takes the line with it, so templates can be laid out without holes in the page.
std::size_t end_of_line_if_alone(std::string_view text, std::size_t begin, std::size_t end)
{
    if (begin > 0 && text[begin - 1] != '\n')
        return end;
    return end < text.size() && text[end] == '\n' ? end + 1 : end;
}

}

void TemplateParser::fail(Input const& input, std::string const& reason)
{
    auto const line = 1 + std::count(input.file.text.begin(), input.file.text.begin() + static_cast<std::ptrdiff_t>(input.position), '\n');
    throw std::runtime_error(input.file.path + ':' + std::to_string(line) + ": " + reason);
}

std::vector<Node> TemplateParser::read(std::string_view name)
{
    auto const file = m_files(name);
    if (!file)
        throw std::runtime_error("there is no template " + std::string { name });
    Input input { *file };
    if (file->text.size() > largest_template)
        fail(input, "a template has at most 256 KiB");
    if (m_open_files.size() >= deepest_parts || std::ranges::find(m_open_files, name) != m_open_files.end())
        fail(input, "parts include each other too deeply");
    if (auto const finding = m_kind == TemplateKind::mail_text ? std::nullopt : check_template(file->text, m_kind == TemplateKind::mail_html)) {
        input.position = finding->position;
        fail(input, finding->reason);
    }
    m_open_files.emplace_back(name);
    auto nodes = read_until(input, {});
    m_open_files.pop_back();
    // The newline at a part's end belongs to its file, not to the place where the part stands.
    if (!m_open_files.empty() && !nodes.empty() && nodes.back().kind == Node::Kind::text && nodes.back().text.ends_with('\n'))
        nodes.back().text.pop_back();
    return nodes;
}

std::vector<Node> TemplateParser::read_layout(std::string_view name, std::vector<Node> content)
{
    m_content = &content;
    auto nodes = read(name);
    m_content = nullptr;
    if (!content.empty())
        throw std::runtime_error("the layout " + std::string { name } + " has no {{{content}}}");
    return nodes;
}

std::vector<Node> TemplateParser::read_until(Input& input, std::string_view closing)
{
    std::vector<Node> nodes;
    std::string_view const text = input.file.text;
    for (;;) {
        auto const begin = text.find("{{", input.position);
        add_text(nodes, text.substr(input.position, begin - input.position));
        if (begin == std::string_view::npos) {
            input.position = text.size();
            if (!closing.empty())
                fail(input, "{{#" + std::string { closing } + "}} is not closed");
            return nodes;
        }
        input.position = begin;
        bool const is_raw = text.substr(begin, 3) == "{{{";
        auto const end = text.find(is_raw ? "}}}" : "}}", begin);
        if (end == std::string_view::npos)
            fail(input, "a tag is not closed");
        auto const after = end + (is_raw ? 3 : 2);
        auto const tag = trimmed(text.substr(begin + 2, end - begin - 2 + (is_raw ? 1 : 0)));
        if (!tag.empty() && tag.front() == '/') {
            if (closing.empty() || trimmed(tag.substr(1)) != closing)
                fail(input, "{{" + std::string { tag } + "}} closes nothing that is open here");
            input.position = end_of_line_if_alone(text, begin, after);
            return nodes;
        }
        if (tag.starts_with("#") && trimmed(tag.substr(1)) == "t") {
            input.position = after;
            add_catalogue_text(input, nodes);
            continue;
        }
        if (!tag.empty() && stands_alone_kind(tag.front()))
            input.position = end_of_line_if_alone(text, begin, after);
        else
            input.position = after;
        add_tag(input, tag, nodes);
    }
}

void TemplateParser::add_tag(Input& input, std::string_view tag, std::vector<Node>& nodes)
{
    if (tag.empty())
        fail(input, "an empty tag");
    auto const key = trimmed(tag.substr(1));
    switch (tag.front()) {
    case '!': return;
    case '#':
    case '^': {
        auto node = keyed(input, tag.front() == '#' ? Node::Kind::section : Node::Kind::inverted, key);
        node.children = read_until(input, key);
        nodes.push_back(std::move(node));
        return;
    }
    case '>': {
        if (!is_key(key) || key.find('.') != std::string_view::npos)
            fail(input, "a part's name has only small letters, digits, _ and /");
        if (!m_files(key))
            fail(input, "there is no part " + std::string { key });
        auto part = read(key);
        std::ranges::move(part, std::back_inserter(nodes));
        return;
    }
    case '{':
        if (m_content && tag == "{content}") {
            std::ranges::move(*m_content, std::back_inserter(nodes));
            m_content->clear();
            return;
        }
        nodes.push_back(keyed(input, Node::Kind::markup, trimmed(tag.substr(1, tag.size() - 2))));
        return;
    case '&':
    case '=': fail(input, "{{& and {{= are refused: values are always escaped, and tags always look the same");
    default: nodes.push_back(keyed(input, Node::Kind::variable, tag));
    }
}

Node TemplateParser::keyed(Input const& input, Node::Kind kind, std::string_view key) const
{
    if (!is_key(key) || key.find('/') != std::string_view::npos)
        fail(input, "a key has only small letters, digits and _, with dots between its parts: " + std::string { key });
    Node node { kind, std::string { key }, {}, {} };
    for (auto const part : split(key, '.'))
        node.path.emplace_back(part);
    return node;
}

void TemplateParser::add_text(std::vector<Node>& nodes, std::string_view text) const
{
    if (text.empty())
        return;
    if (nodes.empty() || nodes.back().kind != Node::Kind::text)
        nodes.push_back({ Node::Kind::text, {}, {}, {} });
    nodes.back().text += text;
}

// The catalogue's text becomes part of the page: escaped, but for <b>, </b> and <br>; every {name} becomes a variable.
void TemplateParser::add_catalogue_text(Input& input, std::vector<Node>& nodes)
{
    std::string_view const source = input.file.text;
    auto const end = source.find("{{/t}}", input.position);
    if (end == std::string_view::npos)
        fail(input, "{{#t}} is not closed");
    auto const key = trimmed(source.substr(input.position, end - input.position));
    auto const found = m_texts.raw(key);
    if (!found)
        fail(input, "the catalogue of " + m_texts.language() + " has no text " + std::string { key });
    auto const harmless = [this](std::string_view text) {
        if (m_kind == TemplateKind::mail_text)
            return std::string { text };
        auto out = escaped(text);
        for (std::string_view const allowed : { "<b>", "</b>", "<br>" })
            out = replaced(std::move(out), escaped(allowed), allowed);
        return out;
    };
    std::string_view rest = *found;
    for (;;) {
        auto const open = rest.find('{');
        auto const close = open == std::string_view::npos ? open : rest.find('}', open);
        add_text(nodes, harmless(rest.substr(0, close == std::string_view::npos ? close : open)));
        if (close == std::string_view::npos)
            break;
        nodes.push_back(keyed(input, Node::Kind::variable, rest.substr(open + 1, close - open - 1)));
        rest.remove_prefix(close + 1);
    }
    input.position = end + 6;
}

}
