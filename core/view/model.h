// What a page shows: named texts, flags, parts and lists of parts, filled by C++ and read by a template.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace portal::view {

// HTML or SVG that stands on a page as it is. Only the drawing functions of this folder can make one, so no text that
// came from outside can pass unescaped.
class Markup {
public:
    std::string const& text() const { return m_text; }

private:
    friend class MarkupMaker;
    explicit Markup(std::string text)
        : m_text(std::move(text))
    {
    }
    std::string m_text;
};

// A template sees only the innermost model it stands in, and the key "page". It does not fall through to outer models,
// so a forgotten key cannot show another row's value: asking for a key that is not set fails the page.
// Therefore set every key that the template's first comment lists, false and "" included.
class Model {
public:
    Model();
    Model(Model const&);
    Model(Model&&) noexcept;
    Model& operator=(Model const&);
    Model& operator=(Model&&) noexcept;
    ~Model();

    // Setting a key twice keeps the last value. An empty text and an empty list count as absent in sections.
    Model& set(std::string_view key, std::string text);
    Model& set(std::string_view key, std::string_view text) { return set(key, std::string { text }); }
    Model& set(std::string_view key, char const* text) { return set(key, std::string { text }); }
    Model& set(std::string_view key, std::same_as<bool> auto flag) { return set_flag(key, flag); }
    Model& set(std::string_view key, Model part);
    Model& set(std::string_view key, std::vector<Model> list);
    Model& set(std::string_view key, Markup markup);

    struct Value;
    // nullptr when the key is not set.
    Value const* find(std::string_view key) const;

private:
    Model& set_flag(std::string_view key, bool flag);
    struct Field;
    Value& slot(std::string_view key);
    std::vector<Field> m_fields; // a dozen keys: looking through them beats hashing
};

struct Model::Value {
    std::variant<bool, std::string, Model, std::vector<Model>, Markup> content;
};

struct Model::Field {
    std::string key;
    Value value;
};

}
