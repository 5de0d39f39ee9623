// See data_table.h.
#include "view/data_table.h"

#include "base/text.h"
#include "view/page.h"

#include <Poco/JSONString.h>

#include <stdexcept>

namespace portal::view {

namespace {

constexpr std::string_view s_byte_order_mark = "\xEF\xBB\xBF";

template <typename... Cases> struct Either : Cases... {
    using Cases::operator()...;
};
template <typename... Cases> Either(Cases...) -> Either<Cases...>;

bool would_be_a_formula(std::string_view text)
{
    auto const first = text.find_first_not_of(' ');
    return first != std::string_view::npos && std::string_view { "=+-@\t\r\n" }.find(text[first]) != std::string_view::npos;
}

std::string csv_text(std::string_view text)
{
    auto const guarded = would_be_a_formula(text) ? '\'' + std::string { text } : std::string { text };
    if (guarded.find_first_of(";\"\r\n'") == std::string::npos)
        return guarded;
    return '"' + replaced(guarded, "\"", "\"\"") + '"';
}

}

std::string_view media_type(DataForm form) { return form == DataForm::csv ? "text/csv; charset=utf-8" : "application/json"; }

std::string_view file_ending(DataForm form) { return form == DataForm::csv ? ".csv" : ".json"; }

std::vector<Model> downloads(std::string const& path, std::string const& customer, std::initializer_list<std::string_view> endings)
{
    std::vector<Model> links;
    for (auto const ending : endings) {
        auto const url = path + std::string { ending };
        Model link;
        link.set("url", customer.empty() ? url : with_parameter(url, "customer", customer));
        link.set("name", ending == ".xml" ? "Green Button (XML)" : ascii_upper(ending.substr(1)));
        links.push_back(std::move(link));
    }
    return links;
}

DataTable::DataTable(DataForm form, std::initializer_list<std::string_view> keys, Wording const& wording)
    : m_form(form)
    , m_keys(keys.begin(), keys.end())
    , m_decimal_sign(wording.format.decimal_sign())
{
    if (m_form == DataForm::json) {
        m_out = "[";
        return;
    }
    m_out = s_byte_order_mark;
    for (auto const& key : m_keys)
        m_out += csv_text(wording.texts.get("data." + key)) + (&key == &m_keys.back() ? "\r\n" : ";");
}

void DataTable::add(std::vector<DataField> const& row)
{
    if (row.size() != m_keys.size())
        throw std::invalid_argument("a row of " + std::to_string(row.size()) + " fields in a table of " + std::to_string(m_keys.size()) + " columns");
    m_form == DataForm::csv ? add_csv(row) : add_json(row);
    m_is_empty = false;
}

std::string DataTable::finish() &&
{
    if (m_form == DataForm::json)
        m_out += m_is_empty ? "]\n" : "\n]\n";
    return std::move(m_out);
}

void DataTable::add_csv(std::vector<DataField> const& row)
{
    Either const write {
        [](std::monostate) { return std::string {}; },
        [](std::string const& text) { return csv_text(text); },
        [](DataWord const& word) { return csv_text(word.shown); },
        [&](Money const& amount) { return replaced(amount.decimal_text(), ".", m_decimal_sign); },
        [&](Quantity const& quantity) { return replaced(quantity.decimal_text(), ".", m_decimal_sign); },
        [](Date date) { return date_to_iso(date); },
    };
    for (std::size_t i = 0; i < row.size(); ++i)
        m_out += (i > 0 ? ";" : "") + std::visit(write, row[i]);
    m_out += "\r\n";
}

void DataTable::add_json(std::vector<DataField> const& row)
{
    Either const write {
        [](std::monostate) { return std::string { "null" }; },
        [](std::string const& text) { return Poco::toJSON(text); },
        [](DataWord const& word) { return Poco::toJSON(word.word); },
        [](Money const& amount) { return std::to_string(amount.minor()); },
        [](Quantity const& quantity) { return quantity.decimal_text(); },
        [](Date date) { return '"' + date_to_iso(date) + '"'; },
    };
    m_out += m_is_empty ? "\n{" : ",\n{";
    for (std::size_t i = 0; i < row.size(); ++i)
        m_out += (i > 0 ? ", " : "") + Poco::toJSON(m_keys[i]) + ": " + std::visit(write, row[i]);
    m_out += '}';
}

}
