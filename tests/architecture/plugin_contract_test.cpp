// docs/plugin-contract.md is the contract: what stands in the headers and catalogues stands there, and nothing else does.
#include "source_tree.h"

#include <portal/row_fields.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

using namespace portal::tests;
using namespace portal::sdk;

namespace {

SourceFile the_file(std::string const& folder, std::string_view name)
{
    auto const found = files_below(folder, { name });
    CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, found.size());
    return found[0];
}

std::set<std::string> found_in(std::string const& text, std::string const& pattern)
{
    std::regex const wanted { pattern };
    std::set<std::string> found;
    for (std::sregex_iterator one { text.begin(), text.end(), wanted }, end; one != end; ++one)
        found.insert((*one)[1]);
    return found;
}

std::set<std::string> beyond(std::set<std::string> const& all, std::set<std::string> const& known)
{
    std::set<std::string> rest;
    std::set_difference(all.begin(), all.end(), known.begin(), known.end(), std::inserter(rest, rest.end()));
    return rest;
}

// A visitor of a row's fields that writes the beginning of each line of the contract's table.
struct Lines {
    std::vector<std::string> all;

    void add(std::string const& name, std::string const& type, std::string const& limit, Need need)
    {
        all.push_back("| `" + name + "` | " + type + " | " + limit + " | " + (need == Need::required ? "yes" : "no") + " | ");
    }
    void text(char const* name, portal_text const&, std::size_t most, Need need) { add(name, "text", std::to_string(most) + " bytes", need); }
    void word(char const* name, portal_text const&, std::initializer_list<std::string_view> allowed)
    {
        std::string words;
        for (auto const word : allowed)
            words += (words.empty() ? "`" : ", `") + std::string { word } + "`";
        add(name, "word", words, Need::required);
    }
    void date(char const* name, portal_date const&, Need need) { add(name, "date", "", need); }
    void money(char const* name, portal_money const&, Need need) { add(name, "money", "", need); }
    void decimal(char const* name, portal_decimal const&, Need need) { add(name, "decimal", "", need); }
    template <typename Number> void number(char const* name, Number, std::int64_t least, std::int64_t most)
    {
        add(name, "number", std::to_string(least) + " to " + std::to_string(most), Need::required);
    }
};

class PluginContractTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PluginContractTest);
    CPPUNIT_TEST(every_capability_and_constant_is_told);
    CPPUNIT_TEST(every_function_and_field_of_the_header_is_told_and_no_other);
    CPPUNIT_TEST(every_field_of_a_row_is_told_with_its_limits_and_no_other);
    CPPUNIT_TEST(every_error_key_is_told);
    CPPUNIT_TEST(no_error_key_is_told_that_nobody_knows);
    CPPUNIT_TEST_SUITE_END();

    std::string const m_page = the_file("docs", "/plugin-contract.md").content;
    std::string const m_header = the_file("plugins/sdk/include/portal", "/portal_plugin.h").content;

    void require_told(std::set<std::string> const& names, std::string_view rule) const
    {
        Complaints complaints;
        for (auto const& name : names)
            if (m_page.find("`" + name + "`") == std::string::npos)
                complaints.add("docs/plugin-contract.md does not name " + name);
        CPPUNIT_ASSERT(names.size() > 4);
        complaints.require_none(rule);
    }

    // "portal_tenant.slug" for each field and function of each struct that is no value, but for the fields of rows.
    std::set<std::string> members() const
    {
        static std::set<std::string> const s_values { "portal_text", "portal_date", "portal_money", "portal_decimal" };
        std::set<std::string> names;
        std::regex const structs { "typedef struct[^{;]*\\{([^}]*)\\} (\\w+);" };
        std::regex const comments { "/\\*[^*]*\\*/" };
        for (std::sregex_iterator one { m_header.begin(), m_header.end(), structs }, end; one != end; ++one) {
            auto const name = (*one)[2].str();
            bool const is_described_row = (name.ends_with("_row") && name != "portal_document_row") || name == "portal_delivery_head";
            if (is_described_row || s_values.contains(name))
                continue;
            std::istringstream body { std::regex_replace((*one)[1].str(), comments, "") };
            for (std::string declaration; std::getline(body, declaration, ';');)
                for (auto const& member : members_of(declaration))
                    names.insert(name + "." + member);
        }
        CPPUNIT_ASSERT(names.size() > 50);
        names.erase("portal_error.size"); // the caller's business, told in words
        return names;
    }
    // "char const *id, *name" or "int32_t (*next)(void* ctx)"
    static std::set<std::string> members_of(std::string const& declaration)
    {
        if (auto const function = found_in(declaration, "\\(\\*(\\w+)\\)"); !function.empty())
            return function;
        return found_in(declaration, "(\\w+)(?:\\[\\d+\\])?\\s*(?:,|$)");
    }

    // All keys of the catalogue that a plugin or a delivery can give.
    static std::set<std::string> catalogue_keys()
    {
        return found_in(
            the_file("themes/default/locale", "/en.po").content, "msgid \"((?:reference|security_code|row|csv|xml|e_invoice|delivery)\\.[a-z_0-9]+)\"");
    }
    static std::set<std::string> keys_in_sources()
    {
        std::set<std::string> keys;
        for (auto const* folder : { "core", "plugins" })
            for (auto const& file : files_below(folder, { ".cpp", ".h", ".hpp" }))
                keys.merge(found_in(file.content, "\"((?:reference|security_code|row|csv|xml|e_invoice|delivery|plugin)\\.[a-z_0-9]+)\""));
        return keys;
    }

    template <typename Row> void require_table(std::string const& name)
    {
        auto const start = m_page.find("### `" + name + "`\n");
        CPPUNIT_ASSERT_MESSAGE(name + " has no section", start != std::string::npos);
        Lines lines;
        Row const row {};
        visit_fields(row, lines);
        auto const end = m_page.find("\n### ", start + 1);
        auto const section = m_page.substr(start, end - start);
        for (auto const& line : lines.all)
            CPPUNIT_ASSERT_MESSAGE(name + " lacks the line " + line, section.find("\n" + line) != std::string::npos);
        auto const told = found_in(section, "\n\\| `(\\w+)` \\|").size();
        CPPUNIT_ASSERT_EQUAL_MESSAGE(name, lines.all.size(), told);
    }

public:
    void every_capability_and_constant_is_told()
    {
        auto names = found_in(m_header, "#define (PORTAL_[A-Z_]+) ");
        names.merge(found_in(m_header, "\"(portal\\.[a-z-]+/[0-9]+)\""));
        require_told(names, "a plugin's programmer finds every constant");
    }
    void every_function_and_field_of_the_header_is_told_and_no_other()
    {
        auto const there = members();
        require_told(there, "a plugin's programmer finds every function");
        for (auto const& gone : beyond(found_in(m_page, "`(portal_\\w+\\.\\w+)`"), there))
            CPPUNIT_ASSERT_MESSAGE("docs/plugin-contract.md tells of " + gone + ", which is not in the header", gone == "portal_plugin.h");
    }
    void every_field_of_a_row_is_told_with_its_limits_and_no_other()
    {
        require_table<portal_delivery_head>("portal_delivery_head");
        require_table<portal_customer_row>("portal_customer_row");
        require_table<portal_supply_point_row>("portal_supply_point_row");
        require_table<portal_meter_row>("portal_meter_row");
        require_table<portal_register_row>("portal_register_row");
        require_table<portal_reading_row>("portal_reading_row");
        require_table<portal_invoice_row>("portal_invoice_row");
        require_table<portal_invoice_line_row>("portal_invoice_line_row");
        require_table<portal_transaction_row>("portal_transaction_row");
        require_told(found_in(m_header, "\\} (portal_\\w+_row);"), "no kind of row is left out");
    }
    void every_error_key_is_told() { require_told(catalogue_keys(), "a plugin's programmer finds every key that has a text"); }
    void no_error_key_is_told_that_nobody_knows()
    {
        auto known = catalogue_keys();
        known.merge(keys_in_sources());
        Complaints complaints;
        for (auto const& key : beyond(found_in(m_page, "`((?:reference|security_code|row|csv|xml|e_invoice|delivery|plugin)\\.[a-z_0-9]+)`"), known))
            complaints.add("docs/plugin-contract.md names " + key);
        complaints.require_none("a key of the contract is known to the portal");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginContractTest);

}
