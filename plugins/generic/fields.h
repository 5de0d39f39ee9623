// The fields of one kind of row as the settings fill them: from which column each comes, or what stands in it always.
#pragma once

#include "utility.h"
#include "value.h"

#include <portal/row_fields.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace generic {

// The settings below "files.bills.line-heat." by their last words ("net", "net.values", "only"), and how the file writes its values.
struct RowSettings {
    std::string prefix; // "files.bills.line-heat.", for messages
    std::map<std::string, std::string> fields;
    portal::TextFormat format;
};

struct Field {
    std::string name, setting;
    std::optional<Value> value; // texts, words, dates, whole numbers
    std::optional<Amount> amount; // amounts and decimals
};

// Visits a row's fields (portal/row_fields.hpp) and makes one Field of each, in the order of the visit. All functions throw BadSettings.
class FieldBuilder {
public:
    // kind: "invoice"
    FieldBuilder(char const* kind, RowSettings const& settings, Utility const& utility)
        : m_kind(kind)
        , m_settings(settings)
        , m_utility(utility)
    {
    }

    void text(char const* name, portal_text const&, std::size_t, portal::Need need) { make_value(name, need); }
    void word(char const* name, portal_text const&, std::initializer_list<std::string_view> allowed);
    void date(char const* name, portal_date const&, portal::Need need);
    void money(char const* name, portal_money const&, portal::Need need) { make_amount(name, need); }
    void decimal(char const* name, portal_decimal const&, portal::Need need) { make_amount(name, need); }
    template <typename Number> void number(char const* name, Number, std::int64_t least, std::int64_t most) { whole_number(name, least, most); }

    // Once, after the visit; also refuses a setting that is no field.
    std::vector<Field> fields();

private:
    std::optional<std::string> fallback(std::string const& name, portal::Need need) const;
    Field& make(char const* name, portal::Need need);
    Field& make_value(char const* name, portal::Need need);
    void make_amount(char const* name, portal::Need need);
    void whole_number(char const* name, std::int64_t least, std::int64_t most);

    char const* m_kind;
    RowSettings const& m_settings;
    Utility const& m_utility;
    std::vector<Field> m_fields;
    std::set<std::string> m_read; // keys that mean something
};

}
