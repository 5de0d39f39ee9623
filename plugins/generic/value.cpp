#include "value.h"

#include "words.h"

#include <algorithm>

namespace generic {

using namespace portal::sdk;

Value::Value(std::string const& key, std::string_view setting)
{
    setting = trimmed(setting);
    if (setting.empty())
        throw BadSettings(key, "a column's name, or = and a text");
    if (setting.front() != '=') {
        m_columns.emplace_back(setting);
        return;
    }
    setting = trimmed(setting.substr(1));
    while (true) {
        auto const open = setting.find('{');
        m_between.emplace_back(setting.substr(0, open));
        if (m_between.back().find('}') != std::string::npos)
            throw BadSettings(key, "a } without a { before it; columns in a text are written {COLUMN}");
        if (open == std::string_view::npos)
            return;
        auto const close = setting.find('}', open);
        auto const column = close == std::string_view::npos ? std::string_view {} : trimmed(setting.substr(open + 1, close - open - 1));
        if (column.empty())
            throw BadSettings(key, "columns in a text are written {COLUMN}");
        m_columns.emplace_back(column);
        setting.remove_prefix(close + 1);
    }
}

void Value::set_meanings(std::string const& key, std::string_view setting)
{
    for (auto const& pair : split(setting, ',')) {
        auto const equals = pair.find('=');
        auto const word = std::string { trimmed(std::string_view { pair }.substr(0, equals)) };
        if (equals == std::string::npos || word.empty())
            throw BadSettings(key, "pairs such as O = utility, J = customer; * = estimate is for any other word");
        if (!m_meanings.emplace(word, trimmed(std::string_view { pair }.substr(equals + 1))).second)
            throw BadSettings(key, "a word is given two meanings");
    }
    if (m_meanings.empty())
        throw BadSettings(key, "pairs such as O = utility, J = customer");
}

std::string_view Value::text(TextRow const& row) const
{
    auto const given = raw_text(row);
    if (m_meanings.empty())
        return given;
    auto found = m_meanings.find(given);
    if (found == m_meanings.end())
        found = m_meanings.find("*");
    if (found == m_meanings.end())
        throw RowError("row.bad_word", {}, "the settings give no meaning to this word");
    return found->second;
}

std::string_view Value::raw_text(TextRow const& row) const
{
    if (m_between.empty())
        return row[m_columns.front()];
    m_made = m_between.front();
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        m_made += row[m_columns[i]];
        m_made += m_between[i + 1];
    }
    return trimmed(m_made);
}

Amount::Amount(std::string const& key, std::string_view setting)
{
    setting = trimmed(setting);
    bool is_negative = setting.starts_with('-');
    if (is_negative)
        setting.remove_prefix(1);
    while (true) {
        auto const end = std::min(setting.find(" + "), setting.find(" - "));
        m_terms.push_back({ is_negative, { key, setting.substr(0, end) } });
        if (end == std::string_view::npos)
            return;
        is_negative = setting[end + 1] == '-';
        setting.remove_prefix(end + 3);
    }
}

namespace {

// nullopt when it leaves 64 bits.
std::optional<Decimal> rescaled(Decimal decimal, std::int32_t scale)
{
    for (; decimal.scale < scale; ++decimal.scale)
        if (__builtin_mul_overflow(decimal.value, 10, &decimal.value))
            return std::nullopt;
    return decimal;
}

std::optional<Decimal> added(Decimal left, Decimal right)
{
    auto const scale = std::max(left.scale, right.scale);
    auto const a = rescaled(left, scale);
    auto const b = rescaled(right, scale);
    Decimal sum { 0, scale };
    if (!a || !b || __builtin_add_overflow(a->value, b->value, &sum.value))
        return std::nullopt;
    return sum;
}

}

Decimal Amount::sum(TextRow const& row, NumberFormat const& format) const
{
    Decimal sum {};
    for (auto const& term : m_terms) {
        auto const text = term.value.text(row);
        if (text.empty())
            continue;
        auto number = parse_decimal(text, format);
        if (!number)
            throw RowError("csv.bad_number", {}, std::string { "a number with " } + format.decimal + " before the decimals");
        if (term.is_negative)
            number->value = -number->value;
        auto const more = sum.scale < 0 ? number : added(sum, *number);
        if (!more)
            throw RowError("csv.bad_number", {}, "a number that is not that large");
        sum = *more;
    }
    return sum;
}

bool Amount::is_constant() const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [](Term const& term) { return term.value.is_constant(); });
}

std::vector<std::string> Amount::columns() const
{
    std::vector<std::string> all;
    for (auto const& term : m_terms)
        all.insert(all.end(), term.value.columns().begin(), term.value.columns().end());
    return all;
}

Condition::Condition(std::string const& key, std::string_view setting)
{
    auto const equals = setting.find('=');
    m_column = trimmed(setting.substr(0, equals));
    if (equals != std::string_view::npos)
        m_allowed = split(setting.substr(equals + 1), ',');
    if (m_column.empty() || (equals != std::string_view::npos && m_allowed.empty()))
        throw BadSettings(key, "a column that must not be empty, or a column and its words: VRSTA = R, D");
}

bool Condition::holds(TextRow const& row) const
{
    auto const text = row[m_column];
    return m_allowed.empty() ? !text.empty() : std::find(m_allowed.begin(), m_allowed.end(), text) != m_allowed.end();
}

}
