#include "fields.h"

#include "words.h"

#include <algorithm>

namespace generic {

using namespace portal::sdk;

namespace {

// What a field holds when nothing is set for it.
struct Default {
    std::string_view field, setting; // an empty setting: made out of other fields, in Completion
};
constexpr Default s_defaults[] {
    { "register.code", "=1" },
    { "register.decimals", "=0" },
    { "reading.id", "" },
    { "reading.register_code", "=1" },
    { "reading.source", "=utility" },
    { "invoice.kind", "=invoice" },
    { "invoice.prepaid", "" },
    { "invoice.payable", "" },
    { "line.number", "" },
};

}

void FieldBuilder::word(char const* name, portal_text const&, std::initializer_list<std::string_view> allowed)
{
    auto& field = make_value(name, Need::required);
    if (!field.value)
        return;
    std::vector<std::string> const words { allowed.begin(), allowed.end() };
    auto const require_known = [&](std::string const& key, std::string_view word) {
        if (std::find(words.begin(), words.end(), word) == words.end())
            throw BadSettings(key, listed(words));
    };
    for (auto const& [from, to] : field.value->meanings())
        require_known(m_settings.prefix + name + ".values", to);
    if (field.value->is_constant())
        require_known(m_settings.prefix + name, field.value->text({}));
}

void FieldBuilder::date(char const* name, portal_date const&, Need need)
{
    auto const& field = make_value(name, need);
    if (field.value && field.value->is_constant() && !m_settings.format.dates.parse(field.value->text({})))
        throw BadSettings(m_settings.prefix + name, "a date as the file writes its dates");
}

void FieldBuilder::whole_number(char const* name, std::int64_t least, std::int64_t most)
{
    auto const& field = make_value(name, Need::required);
    if (!field.value || !field.value->is_constant())
        return;
    auto const number = parse_decimal(field.value->text({}), m_settings.format.numbers);
    if (!number || number->scale != 0 || number->value < least || number->value > most)
        throw BadSettings(m_settings.prefix + name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
}

std::vector<Field> FieldBuilder::fields()
{
    for (auto const& [name, setting] : m_settings.fields)
        if (!m_read.contains(name) && name != "only") {
            std::vector<std::string> names;
            for (auto const& field : m_fields)
                names.push_back(field.name);
            throw BadSettings(m_settings.prefix + name, std::string { "a row of kind " } + m_kind + " has " + listed(names));
        }
    return std::move(m_fields);
}

// Whether the row goes without it; nullopt when it must be set.
std::optional<std::string> FieldBuilder::fallback(std::string const& name, Need need) const
{
    auto const field = std::string { m_kind } + "." + name;
    for (auto const& one : s_defaults)
        if (one.field == field)
            return std::string { one.setting };
    if ((field == "invoice.customer" || field == "transaction.customer") && m_utility.reference.names_customer() && !m_utility.reference.is_payer_number())
        return "";
    bool const is_needed = (field == "invoice.reference" && !m_utility.reference.is_payer_number())
        || (field == "invoice.security_code" && !m_utility.code.is_bill_number()) || need == Need::required;
    return is_needed ? std::nullopt : std::optional<std::string> { "" };
}

Field& FieldBuilder::make(char const* name, Need need)
{
    auto& field = m_fields.emplace_back();
    field.name = name;
    m_read.insert(field.name);
    if (auto const found = m_settings.fields.find(field.name); found != m_settings.fields.end())
        field.setting = found->second;
    else if (auto const missing = fallback(field.name, need))
        field.setting = *missing;
    else
        throw BadSettings(m_settings.prefix + name, std::string { "must be set: a row of kind " } + m_kind + " needs it");
    return field;
}

Field& FieldBuilder::make_value(char const* name, Need need)
{
    auto& field = make(name, need);
    auto const meanings = field.name + ".values";
    m_read.insert(meanings);
    if (!field.setting.empty())
        field.value.emplace(m_settings.prefix + name, field.setting);
    if (auto const found = m_settings.fields.find(meanings); found != m_settings.fields.end()) {
        if (!field.value || field.value->is_constant())
            throw BadSettings(m_settings.prefix + meanings, "the meanings of a column's words, but no column is set");
        field.value->set_meanings(m_settings.prefix + meanings, found->second);
    }
    return field;
}

void FieldBuilder::make_amount(char const* name, Need need)
{
    auto& field = make(name, need);
    if (field.setting.empty())
        return;
    field.amount.emplace(m_settings.prefix + name, field.setting);
    if (!field.amount->is_constant())
        return;
    try {
        field.amount->sum({}, m_settings.format.numbers);
    } catch (RowError const& error) {
        throw BadSettings(m_settings.prefix + name, error.detail());
    }
}

}
