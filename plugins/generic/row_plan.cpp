#include "row_plan.h"

#include "completion.h"
#include "filler.h"

#include <algorithm>
#include <array>

namespace generic {

using namespace portal::sdk;

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
