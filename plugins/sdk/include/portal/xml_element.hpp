// One record of an XML file as a small tree, made by portal/xml.hpp.
#pragma once

#include <portal/dates.hpp>
#include <portal/numbers.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace portal::sdk {

// The tree's memory: nodes in the order of the document, and all their texts in one. Used anew for each record.
class XmlTree {
public:
    struct Text {
        std::uint32_t begin = 0, size = 0;
    };
    struct Attribute {
        Text name, value;
    };
    struct Node {
        Text name, space, text;
        std::uint32_t first_child = 0, last_child = 0, next = 0; // 0: none, because the record itself is nobody's child
        std::uint32_t first_attribute = 0, attribute_count = 0;
    };

    std::string_view view(Text text) const { return std::string_view { m_texts }.substr(text.begin, text.size); }
    Text keep(std::string_view text)
    {
        Text const kept { static_cast<std::uint32_t>(m_texts.size()), static_cast<std::uint32_t>(text.size()) };
        m_texts += text;
        return kept;
    }
    void clear()
    {
        m_texts.clear();
        nodes.clear();
        attributes.clear();
    }
    std::size_t bytes() const { return m_texts.size() + nodes.size() * sizeof(Node) + attributes.size() * sizeof(Attribute); }

    std::vector<Node> nodes;
    std::vector<Attribute> attributes;

private:
    std::string m_texts;
};

// An element, or none. Small, to be passed by value; good until the next record. A path leads down from here by names without prefixes:
// "LegalMonetaryTotal/PayableAmount", "...PayableAmount@currencyID" for an attribute, "." for the element itself. What is not there is empty.
class XmlElement {
public:
    XmlElement() = default;
    XmlElement(XmlTree const& tree, std::uint32_t index)
        : m_tree(&tree)
        , m_index(index)
    {
    }
    explicit operator bool() const { return m_tree != nullptr; }

    std::string_view name() const { return m_tree ? m_tree->view(node().name) : std::string_view {}; }
    // The URI of its namespace.
    std::string_view space() const { return m_tree ? m_tree->view(node().space) : std::string_view {}; }
    // Its own text, without the spaces around it and without its children's.
    std::string_view text() const { return m_tree ? m_tree->view(node().text) : std::string_view {}; }
    std::string_view attribute(std::string_view name) const
    {
        for (std::uint32_t i = 0; m_tree && i < node().attribute_count; ++i)
            if (auto const& one = m_tree->attributes[node().first_attribute + i]; m_tree->view(one.name) == name)
                return m_tree->view(one.value);
        return {};
    }

    // The first one that the path leads to.
    XmlElement find(std::string_view path) const
    {
        auto const end = path.find('/');
        for (auto child = first(path.substr(0, end)); child; child = child.next_of_name())
            if (auto const found = end == std::string_view::npos ? child : child.find(path.substr(end + 1)))
                return found;
        return {};
    }
    std::string_view operator[](std::string_view path) const
    {
        if (path == ".")
            return text();
        auto const at = path.find('@');
        if (at == std::string_view::npos)
            return find(path).text();
        return (at == 0 ? *this : find(path.substr(0, at))).attribute(path.substr(at + 1));
    }

    // for (auto const line : invoice.children("InvoiceLine")); without a name all of them.
    class Children;
    Children children(std::string_view name = {}) const;

    // Not given (Date {}, Decimal {}) when empty; RowError when it is no such thing. A date may have a time behind it.
    Date date(std::string_view path) const
    {
        return parsed<Date>(path, "xml.bad_date", "yyyy-mm-dd", [](auto text) {
            static constexpr auto iso = *DateFormat::find("yyyy-mm-dd");
            bool const has_more = text.size() > 10 && (text[10] == 'T' || text[10] == 'Z' || text[10] == '+' || text[10] == '-');
            return iso.parse(has_more ? text.substr(0, 10) : text);
        });
    }
    // More than nine decimals are rounded.
    Decimal decimal(std::string_view path) const { return parsed<Decimal>(path, "xml.bad_number", "a decimal number", parse_rounded_xml_decimal); }
    // RowError row.missing when absent or empty: what is owed or paid must not become nothing.
    Money money(std::string_view path, std::string_view currency) const
    {
        if ((*this)[path].empty())
            throw RowError("row.missing", path, "an amount");
        return money_or_zero(path, currency);
    }
    // Absent is zero: for amounts that invoices may lack, such as what was paid in advance.
    Money money_or_zero(std::string_view path, std::string_view currency) const
    {
        auto const amount = parsed<Money>(path, "xml.bad_amount", "an amount of the currency", [&](auto text) {
            auto const decimal = parse_xml_decimal(text);
            return decimal ? to_money(*decimal, currency) : std::nullopt;
        });
        return { amount.minor, currency };
    }

private:
    XmlTree::Node const& node() const { return m_tree->nodes[m_index]; }
    XmlElement at(std::uint32_t index) const { return index == 0 ? XmlElement {} : XmlElement { *m_tree, index }; }
    XmlElement first(std::string_view name) const
    {
        auto const child = m_tree ? at(node().first_child) : XmlElement {};
        return !child || name.empty() || child.name() == name ? child : child.next(name);
    }
    XmlElement next(std::string_view name) const
    {
        auto sibling = at(node().next);
        while (sibling && !name.empty() && sibling.name() != name)
            sibling = at(sibling.node().next);
        return sibling;
    }
    XmlElement next_of_name() const { return next(name()); }

    template <typename Value, typename Parse> Value parsed(std::string_view path, std::string_view key, std::string_view expected, Parse parse) const
    {
        auto const text = (*this)[path];
        if (text.empty())
            return Value {};
        auto const value = parse(text);
        if (!value)
            throw RowError(key, path, expected);
        return *value;
    }

    XmlTree const* m_tree = nullptr;
    std::uint32_t m_index = 0;
};

class XmlElement::Children {
public:
    struct End { };
    class Iterator {
    public:
        Iterator(XmlElement at, std::string_view name)
            : m_at(at)
            , m_name(name)
        {
        }
        XmlElement operator*() const { return m_at; }
        Iterator& operator++()
        {
            m_at = m_at.next(m_name);
            return *this;
        }
        bool operator==(End) const { return !m_at; }

    private:
        XmlElement m_at;
        std::string_view m_name;
    };
    Children(XmlElement parent, std::string_view name)
        : m_parent(parent)
        , m_name(name)
    {
    }
    Iterator begin() const { return { m_parent.first(m_name), m_name }; }
    static End end() { return {}; }

private:
    XmlElement m_parent;
    std::string_view m_name;
};

inline XmlElement::Children XmlElement::children(std::string_view name) const { return { *this, name }; }

}
