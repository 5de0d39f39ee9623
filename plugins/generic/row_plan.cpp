#include "row_plan.h"

#include "value.h"

#include <portal/row_fields.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <set>

namespace generic {

using namespace portal::sdk;

std::int64_t Utility::next_line_of(std::string_view invoice)
{
    if (invoice != m_invoice) {
        m_invoice = invoice;
        m_line = 0;
    }
    return ++m_line;
}

namespace {

template <typename Row> constexpr char const* s_kind = "";
template <> constexpr char const* s_kind<portal_customer_row> = "customer";
template <> constexpr char const* s_kind<portal_supply_point_row> = "supply_point";
template <> constexpr char const* s_kind<portal_meter_row> = "meter";
template <> constexpr char const* s_kind<portal_register_row> = "register";
template <> constexpr char const* s_kind<portal_reading_row> = "reading";
template <> constexpr char const* s_kind<portal_invoice_row> = "invoice";
template <> constexpr char const* s_kind<portal_invoice_line_row> = "line";
template <> constexpr char const* s_kind<portal_transaction_row> = "transaction";

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

struct Field {
    std::string name, setting;
    std::optional<Value> value; // texts, words, dates, whole numbers
    std::optional<Amount> amount; // amounts and decimals
};

// Visits a row's fields and makes one Field of each.
class FieldBuilder {
public:
    FieldBuilder(char const* kind, RowSettings const& settings, Utility const& utility)
        : m_kind(kind)
        , m_settings(settings)
        , m_utility(utility)
    {
    }

    void text(char const* name, portal_text const&, std::size_t, Need need) { make_value(name, need); }
    void word(char const* name, portal_text const&, std::initializer_list<std::string_view> allowed)
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
    void date(char const* name, portal_date const&, Need need)
    {
        auto const& field = make_value(name, need);
        if (field.value && field.value->is_constant() && !m_settings.format.dates.parse(field.value->text({})))
            throw BadSettings(m_settings.prefix + name, "a date as the file writes its dates");
    }
    void money(char const* name, portal_money const&, Need need) { make_amount(name, need); }
    void decimal(char const* name, portal_decimal const&, Need need) { make_amount(name, need); }
    template <typename Number> void number(char const* name, Number, std::int64_t least, std::int64_t most)
    {
        auto const& field = make_value(name, Need::required);
        if (!field.value || !field.value->is_constant())
            return;
        auto const number = parse_decimal(field.value->text({}), m_settings.format.numbers);
        if (!number || number->scale != 0 || number->value < least || number->value > most)
            throw BadSettings(m_settings.prefix + name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }

    // Throws BadSettings when something is set that is no field.
    std::vector<Field> fields()
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

private:
    // Whether the row goes without it; nullopt when it must be set.
    std::optional<std::string> fallback(std::string const& name, Need need) const
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

    Field& make(char const* name, Need need)
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
    Field& make_value(char const* name, Need need)
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
    void make_amount(char const* name, Need need)
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

    char const* m_kind;
    RowSettings const& m_settings;
    Utility const& m_utility;
    std::vector<Field> m_fields;
    std::set<std::string> m_read; // keys that mean something
};

// Visits a row's fields and fills them out of a row of the file.
class Filler {
public:
    Filler(std::vector<Field> const& fields, TextRow const& row, TextFormat const& format, std::string const& currency)
        : m_fields(fields)
        , m_row(row)
        , m_format(format)
        , m_currency(currency)
    {
    }
    // The field that was asked for last.
    std::string const& current() const { return m_fields[m_next - 1].name; }

    void text(char const*, portal_text& value, std::size_t, Need) { value = to_c(next_text()); }
    void word(char const*, portal_text& value, std::initializer_list<std::string_view>) { value = to_c(next_text()); }
    void date(char const*, portal_date& value, Need)
    {
        auto const given = next_text();
        if (given.empty())
            return;
        auto const date = m_format.dates.parse(given);
        if (!date)
            throw RowError("csv.bad_date");
        value = to_c(*date);
    }
    void money(char const* name, portal_money& value, Need)
    {
        auto const sum = next_sum();
        bool const is_empty = sum.scale < 0;
        if (is_empty && !may_be_empty(name))
            throw RowError("row.missing");
        auto const money = is_empty ? Money { 0, m_currency } : to_money(sum, m_currency);
        if (!money)
            throw RowError("csv.bad_amount", {}, "an amount in " + m_currency);
        value = to_c(*money);
    }
    void decimal(char const*, portal_decimal& value, Need) { value = to_c(next_sum()); }
    template <typename Number> void number(char const*, Number& value, std::int64_t least, std::int64_t most)
    {
        auto const number = parse_decimal(next_text(), m_format.numbers);
        if (!number || number->scale != 0 || number->value < least || number->value > most)
            throw RowError("csv.bad_number", {}, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        value = static_cast<Number>(number->value);
    }

private:
    // Any other amount is owed or paid: none must not become zero.
    static bool may_be_empty(std::string_view amount) { return amount == "vat" || amount == "prepaid" || amount == "payable"; }

    std::string_view next_text()
    {
        auto const& field = m_fields[m_next++];
        return field.value ? field.value->text(m_row) : std::string_view {};
    }
    Decimal next_sum()
    {
        auto const& field = m_fields[m_next++];
        return field.amount ? field.amount->sum(m_row, m_format.numbers) : Decimal {};
    }

    std::vector<Field> const& m_fields;
    TextRow const& m_row;
    TextFormat const& m_format;
    std::string const& m_currency;
    std::size_t m_next = 0;
};

// Writes numbers and references in their one spelling, and makes the fields that can be made out of others.
class Completion {
public:
    explicit Completion(Utility& utility)
        : m_utility(utility)
    {
    }

    void complete(portal_customer_row& row) { customer("number", row.number); }
    void complete(portal_supply_point_row& row) { customer("customer", row.customer); }
    void complete(portal_meter_row&) { }
    void complete(portal_register_row&) { }
    void complete(portal_reading_row& row)
    {
        if (row.id.len > 0)
            return;
        char date[16];
        std::snprintf(date, sizeof date, "%04d-%02u-%02u", row.read_on.year, row.read_on.month, row.read_on.day);
        m_made = std::string { from_c(row.meter) } + "/" + std::string { from_c(row.register_code) } + "/" + date;
        row.id = to_c(m_made);
    }
    void complete(portal_invoice_row& row) { customer_and_reference(row.customer, row.reference); }
    void complete(portal_invoice_line_row& row)
    {
        if (row.number.len > 0)
            return;
        m_made = std::to_string(m_utility.next_line_of(from_c(row.invoice)));
        row.number = to_c(m_made);
    }
    void complete(portal_transaction_row& row) { customer_and_reference(row.customer, row.reference); }

private:
    void customer(char const* field, portal_text& number)
    {
        if (m_utility.reference.respells_customer_numbers() && number.len > 0)
            number = to_c(m_customer = or_row_error(field, [&] { return m_utility.reference.customer_number(from_c(number)); }));
    }
    // Each may be made out of the other.
    void customer_and_reference(portal_text& number, portal_text& reference)
    {
        customer("customer", number);
        if (reference.len > 0)
            reference = to_c(m_made = or_row_error("reference", [&] { return m_utility.reference.normalise(from_c(reference)); }));
        else if (m_utility.reference.is_payer_number())
            reference = number;
        if (number.len == 0 && reference.len > 0)
            number = to_c(m_customer = or_row_error("reference", [&] { return m_utility.reference.customer(from_c(reference)); }));
    }
    template <typename Make> static std::string or_row_error(char const* field, Make make)
    {
        try {
            return make();
        } catch (Rejected const& rejected) {
            throw RowError(rejected.key(), field, rejected.detail());
        }
    }

    Utility& m_utility;
    std::string m_customer, m_made;
};

// Visits a row's fields and puts their content one behind the other.
struct Content {
    std::string all;
    void text(char const*, portal_text const& value, std::size_t, Need) { (all += from_c(value)) += '\n'; }
    void word(char const*, portal_text const& value, std::initializer_list<std::string_view>) { (all += from_c(value)) += '\n'; }
    void date(char const*, portal_date const& value, Need) { numbers({ value.year, value.month, value.day }); }
    void money(char const*, portal_money const& value, Need) { numbers({ value.minor }); }
    void decimal(char const*, portal_decimal const& value, Need) { numbers({ value.value, value.scale }); }
    template <typename Number> void number(char const*, Number value, std::int64_t, std::int64_t) { numbers({ value }); }
    void numbers(std::initializer_list<std::int64_t> values)
    {
        for (auto const value : values)
            all.append(reinterpret_cast<char const*>(&value), sizeof value);
    }
};

template <typename Row> class RowPlanOf final : public RowPlan {
public:
    RowPlanOf(RowSettings const& settings, Utility& utility)
        : m_utility(utility)
        , m_format(settings.format)
    {
        Row const empty {};
        FieldBuilder builder { s_kind<Row>, settings, utility };
        visit_fields(empty, builder);
        m_fields = builder.fields();
        if (auto const only = settings.fields.find("only"); only != settings.fields.end())
            m_condition.emplace(settings.prefix + "only", only->second);
    }

    void give(TextRow const& from, Sink& sink) override
    {
        if (m_condition && !m_condition->holds(from))
            return;
        Row row {};
        row.size = sizeof row;
        Filler filler { m_fields, from, m_format, m_utility.currency };
        Completion completion { m_utility };
        try {
            try {
                visit_fields(row, filler);
            } catch (RowError const& error) {
                throw RowError(error.key(), filler.current(), error.detail());
            }
            compute(row, from);
            completion.complete(row);
            if (is_new(row))
                sink.row(row);
        } catch (RowError const& error) {
            throw located(error);
        }
    }

    std::vector<std::string> columns() const override
    {
        std::vector<std::string> all;
        auto const add = [&](std::vector<std::string> const& more) { all.insert(all.end(), more.begin(), more.end()); };
        for (auto const& field : m_fields) {
            if (field.value)
                add(field.value->columns());
            if (field.amount)
                add(field.amount->columns());
        }
        if (m_condition)
            add({ m_condition->column() });
        return all;
    }

private:
    Field const* find(std::string_view name) const
    {
        auto const found = std::find_if(m_fields.begin(), m_fields.end(), [&](Field const& field) { return field.name == name; });
        return found == m_fields.end() ? nullptr : &*found;
    }

    // Where a bill does not say what is left to pay, it is all but what was paid before.
    void compute(Row& row, TextRow const& from) const
    {
        if constexpr (std::is_same_v<Row, portal_invoice_row>) {
            auto const& given = find("payable")->amount;
            bool const is_given = given && given->sum(from, m_format.numbers).scale >= 0;
            if (!is_given && __builtin_sub_overflow(row.total.minor, row.prepaid.minor, &row.payable.minor))
                throw RowError("csv.bad_amount", "payable");
        }
    }

    // Files often repeat the bill in each of its lines, or the customer in each of his supply points: what says exactly the same as the
    // row before is the same thing.
    bool is_new(Row const& row)
    {
        Content content;
        content.all.reserve(m_last.size());
        visit_fields(row, content);
        bool const is_new = content.all != m_last;
        m_last = std::move(content.all);
        return is_new;
    }

    // Names the column for the utility and the field for whoever wrote the settings.
    static std::string with_detail(std::string const& field, std::string const& detail) { return field + (detail.empty() ? "" : ": " + detail); }
    RowError located(RowError const& error) const
    {
        auto const* const field = find(error.field());
        auto const name = std::string { s_kind<Row> } + "." + error.field();
        return RowError { error.key(), field && !field->setting.empty() ? field->setting : name, with_detail(name, error.detail()) };
    }

    Utility& m_utility;
    TextFormat m_format;
    std::vector<Field> m_fields; // in the order in which the row is visited
    std::optional<Condition> m_condition;
    std::string m_last;
};

template <typename Row> std::unique_ptr<RowPlan> make(RowSettings const& settings, Utility& utility)
{
    return std::make_unique<RowPlanOf<Row>>(settings, utility);
}

struct Kind {
    char const* name;
    std::unique_ptr<RowPlan> (*make)(RowSettings const&, Utility&);
};
template <typename Row> constexpr Kind kind_of() { return { s_kind<Row>, make<Row> }; }

constexpr std::array s_kinds { kind_of<portal_customer_row>(), kind_of<portal_supply_point_row>(), kind_of<portal_meter_row>(), kind_of<portal_register_row>(),
    kind_of<portal_reading_row>(), kind_of<portal_invoice_row>(), kind_of<portal_invoice_line_row>(), kind_of<portal_transaction_row>() };

}

std::vector<std::string> const& row_kinds()
{
    static std::vector<std::string> const names = [] {
        std::vector<std::string> all;
        for (auto const& kind : s_kinds)
            all.emplace_back(kind.name);
        return all;
    }();
    return names;
}

std::unique_ptr<RowPlan> make_row_plan(std::string const& kind, RowSettings const& settings, Utility& utility)
{
    for (auto const& one : s_kinds)
        if (kind == one.name)
            return one.make(settings, utility);
    return nullptr;
}

}
