#include "file_plan.h"

#include "words.h"

#include <algorithm>
#include <set>

namespace generic {

using namespace portal::sdk;

namespace {

using Entries = std::map<std::string, std::string>;

// A file's own setting, else the one for all files.
class FormatSettings {
public:
    FormatSettings(std::string prefix, Entries const& own, Settings const& common)
        : m_prefix(std::move(prefix))
        , m_own(own)
        , m_common(common)
    {
    }

    char sign(char const* name) const
    {
        auto const text = of(name);
        if (text == "tab")
            return '\t';
        if (text == "space")
            return ' ';
        if (text == "none")
            return 0;
        if (text.size() != 1 || static_cast<unsigned char>(text.front()) >= 0x80)
            refuse(name, "one sign, or tab, space or none");
        return text.front();
    }
    bool flag(char const* name) const
    {
        auto const text = of(name);
        if (text != "true" && text != "false")
            refuse(name, "true or false");
        return text == "true";
    }
    std::size_t count(char const* name) const
    {
        auto const number = parse_decimal(of(name));
        if (!number || number->scale != 0 || number->value < 0 || number->value > 1'000)
            refuse(name, "a whole number from 0 to 1000");
        return static_cast<std::size_t>(number->value);
    }
    Encoding encoding() const
    {
        auto const encoding = find_encoding(of("encoding"));
        if (!encoding) {
            std::vector<std::string> names;
            for (auto const one : encodings)
                names.emplace_back(name_of(one));
            refuse("encoding", listed(names));
        }
        return *encoding;
    }
    DateFormat dates() const
    {
        auto const format = DateFormat::find(of("date"));
        if (!format)
            refuse("date", "a pattern of dd, mm and yyyy such as dd.mm.yyyy, yyyy-mm-dd or yyyymmdd");
        return *format;
    }
    NumberFormat numbers() const
    {
        NumberFormat const format { sign("decimal"), sign("thousands") };
        if (format.decimal != ',' && format.decimal != '.')
            refuse("decimal", "a comma or a point");
        if (format.decimal == format.thousands)
            refuse("thousands", "another sign than the one before the decimals, or none");
        return format;
    }
    CsvOptions csv() const
    {
        CsvOptions csv;
        csv.separator = sign("separator");
        csv.quote = sign("quote");
        csv.encoding = encoding();
        csv.numbers = numbers();
        csv.dates = dates();
        csv.has_header = flag("header");
        csv.skipped_lines = count("skipped_lines");
        if (csv.separator == 0 || csv.separator == csv.quote)
            refuse("separator", "the sign between two columns, and not the one for quotes");
        return csv;
    }

private:
    std::string of(char const* name) const
    {
        auto const own = m_own.find(name);
        return own == m_own.end() ? m_common.text(("files." + std::string { name }).c_str()) : own->second;
    }
    [[noreturn]] void refuse(char const* name, std::string const& detail) const
    {
        throw BadSettings((m_own.contains(name) ? m_prefix : "files.") + name, detail);
    }

    std::string m_prefix;
    Entries const& m_own;
    Settings const& m_common;
};

// "RACUN 1-11, KUPEC 12-17, VRSTA 18": names and the characters of the line that they have.
std::vector<FixedColumn> fixed_columns(std::string const& key, std::string const& setting)
{
    std::vector<FixedColumn> columns;
    for (auto const& one : split(setting, ',')) {
        auto const blank = one.rfind(' ');
        auto const bounds = split(blank == std::string::npos ? "" : one.substr(blank), '-');
        auto const number = [&](std::string const& text) {
            auto const value = parse_decimal(text);
            return value && value->scale == 0 && value->value >= 1 && value->value <= 65'536 ? static_cast<std::size_t>(value->value) : std::size_t { 0 };
        };
        auto const first = bounds.empty() ? 0 : number(bounds.front());
        auto const last = bounds.empty() ? 0 : number(bounds.back());
        if (bounds.size() > 2 || first == 0 || last < first)
            throw BadSettings(key, "columns with their first and last character: RACUN 1-11, KUPEC 12-17");
        columns.push_back({ std::string { trimmed(std::string_view { one }.substr(0, blank)) }, first, last - first + 1 });
    }
    return columns;
}

// A damaged header must not spoil the log.
std::string printable(std::string name)
{
    for (char& c : name)
        if (has_control_characters({ &c, 1 }))
            c = '?';
    return name;
}

std::string first_word(std::string const& text, char separator) { return text.substr(0, text.find(separator)); }

// What stands behind "files.<label>.", by the kind of row: "line-heat" has "net" and "net.values".
std::map<std::string, Entries> by_row(std::string const& label, Entries const& settings)
{
    std::map<std::string, Entries> rows;
    for (auto const& [rest, setting] : settings) {
        auto const point = rest.find('.');
        if (point == std::string::npos)
            continue;
        auto const row = rest.substr(0, point);
        auto const& kinds = row_kinds();
        if (std::find(kinds.begin(), kinds.end(), first_word(row, '-')) == kinds.end())
            throw BadSettings("files." + label + "." + rest, "rows are " + listed(kinds) + "; a second one of a kind is called for example line-heat");
        rows[row][rest.substr(point + 1)] = setting;
    }
    return rows;
}

}

FilePlan::FilePlan(std::string const& label, Entries const& settings, Settings const& common, Utility& utility)
    : m_label(label)
{
    auto const prefix = "files." + label + ".";
    auto const name = settings.find("name");
    m_pattern = name == settings.end() ? "" : name->second;
    if (m_pattern.empty())
        throw BadSettings(prefix + "name", "must be set: the file's name, with * for what changes, such as racuni*.csv");
    m_invoices = invoice_options(prefix, settings, utility);
    if (m_invoices)
        return;
    m_csv = FormatSettings { prefix, settings, common }.csv();
    if (auto const places = settings.find("columns"); places != settings.end())
        m_places = fixed_columns(prefix + "columns", places->second);
    auto const rows = by_row(label, settings);
    for (auto const& kind : row_kinds())
        for (auto const& [row, fields] : rows)
            if (first_word(row, '-') == kind)
                m_rows.push_back(make_row_plan(kind, { prefix + row + ".", fields, { m_csv.numbers, m_csv.dates } }, utility));
    for (auto const& row : m_rows)
        for (auto const& column : row->columns())
            if (!m_places.empty() && std::none_of(m_places.begin(), m_places.end(), [&](FixedColumn const& place) { return place.name == column; }))
                throw BadSettings(prefix + "columns", "no place for the column " + column);
}

void FilePlan::begin()
{
    if (m_invoices)
        m_invoice_rows.emplace(*m_invoices);
}

void FilePlan::read(Delivery& delivery, std::string const& name, Sink& sink, std::function<void(std::string const&)> const& say)
{
    if (m_invoice_rows)
        return m_invoice_rows->read(delivery, name, sink);
    if (m_rows.empty())
        return say(name + ": nothing is read from this file");
    if (!m_places.empty())
        return delivery.fixed_width({ m_places, m_csv.encoding, m_csv.longest_line, m_csv.numbers, m_csv.dates, m_csv.skipped_lines })
            .each(sink, [&](TextRow const& row) { give(row, sink); });
    auto csv = delivery.csv(m_csv);
    require_columns(name, csv.columns(), say);
    csv.each(sink, [&](TextRow const& row) { give(row, sink); });
}

void FilePlan::give(TextRow const& row, Sink& sink)
{
    for (auto const& plan : m_rows)
        plan->give(row, sink);
}

void FilePlan::require_columns(std::string const& name, std::vector<std::string> const& there, std::function<void(std::string const&)> const& say) const
{
    std::set<std::string> wanted;
    for (auto const& row : m_rows)
        for (auto const& column : row->columns())
            wanted.insert(column);
    for (auto const& column : wanted) {
        auto const times = std::count(there.begin(), there.end(), column);
        if (times == 0) // the line itself is not shown: where the names are missing, it is somebody's data
            throw BadDelivery("csv.missing_column", name + ": " + column,
                "not among the " + std::to_string(there.size()) + " columns of the first line"
                    + (m_csv.has_header ? "; does this line hold the names? If not: files." + m_label + ".header = false" : ""));
        if (times > 1)
            throw BadDelivery("csv.missing_column", name + ": " + column, "the file has " + std::to_string(times) + " columns of this name");
    }
    std::string unused;
    for (auto const& column : there)
        if (!wanted.contains(column))
            unused += (unused.empty() ? "" : ", ") + printable(column);
    if (!unused.empty())
        say(name + ": columns that are not used: " + unused);
}

std::vector<FilePlan> file_plans(Settings const& settings, Utility& utility)
{
    std::map<std::string, Entries> files;
    for (auto const& key : settings.keys()) {
        // "files.separator" is for all files, "files.bills.name" for one.
        auto const label = key.starts_with("files.") ? key.substr(6) : "";
        if (auto const point = label.find('.'); point != std::string::npos)
            files[label.substr(0, point)][label.substr(point + 1)] = settings.text(key.c_str());
    }
    if (files.empty())
        throw BadSettings("files.*.name", "must be set for each file of a delivery, for example files.bills.name = racuni*.csv");
    std::vector<FilePlan> plans;
    for (auto const& [label, entries] : files)
        plans.emplace_back(label, entries, settings, utility);
    return plans;
}

}
