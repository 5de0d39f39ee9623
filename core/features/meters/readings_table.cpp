#include "features/meters/readings_table.h"

#include "base/text.h"
#include "features/meters/replaced_meters.h"
#include "features/meters/use_rules.h"

#include <algorithm>
#include <functional>
#include <map>

namespace portal::meters {

namespace {

// By day, the newest first; readings of one day in the order of the registers.
using Rows = std::multimap<Date, view::Model, std::greater<>>;

struct Line {
    Date read_on;
    std::string by; // the catalogue's text
    Quantity value;
    std::string used, reason; // may be empty
};

class Table {
public:
    Table(Meter const& meter, Speech const& speech)
        : m_meter(meter)
        , m_speech(speech)
    {
    }

    void add(Register const& one, Line const& line)
    {
        auto const name = register_name(m_meter, one, m_speech.texts);
        view::Model row;
        row.set("replaced", "").set("date", m_speech.format.date(line.read_on)).set("by", name.empty() ? line.by : name + " · " + line.by);
        row.set("reason", line.reason).set("value", m_speech.format.quantity(line.value, shown_unit(one.unit))).set("used", line.used);
        m_rows.emplace(line.read_on, std::move(row));
    }
    void add_delivered()
    {
        for (auto const& one : m_meter.registers)
            for (std::size_t i = 0; i < one.history.size(); ++i) {
                auto const& reading = one.history[i];
                auto const used = i + 1 < one.history.size() ? consumption_between(one.history[i + 1].value, reading.value, one.digits) : -1;
                add(one,
                    { reading.read_on, m_speech.texts.get_or("reading.by." + reading.source, "reading.by.utility"), Quantity { reading.value.whole() },
                        used < 0 ? std::string {} : m_speech.format.quantity(Quantity { used }, shown_unit(one.unit)), {} });
            }
    }
    // Behind what is already there.
    void move_to(std::vector<view::Model>& rows) &&
    {
        for (auto& [day, row] : m_rows)
            rows.push_back(std::move(row));
    }
    bool empty() const { return m_rows.empty(); }

private:
    Meter const& m_meter;
    Speech const& m_speech;
    Rows m_rows;
};

bool has_estimates(Meter const& meter)
{
    return std::ranges::any_of(
        meter.registers, [](Register const& one) { return std::ranges::find(one.history, "estimate", &PastReading::source) != one.history.end(); });
}

}

void set_readings(view::Model& body, Meter const& meter, std::vector<Verdict> const& verdicts, Speech const& speech)
{
    auto const& [texts, format] = speech;
    Table own { meter, speech };
    for (auto const& one : meter.registers) {
        if (auto const& submitted = one.submitted; submitted && (!one.last() || submitted->read_on > one.last()->read_on)) {
            auto const is_accepted = std::ranges::any_of(verdicts, [&](Verdict const& verdict) { return verdict.id == submitted->id && verdict.is_accepted; });
            own.add(one,
                { submitted->read_on, texts.get(is_accepted ? "reading.by.accepted" : "reading.by.waiting"), submitted->value,
                    one.last() ? format.quantity(Quantity { submitted->consumption }, shown_unit(one.unit)) : std::string {}, {} });
        }
        for (auto const& verdict : verdicts)
            if (!verdict.is_accepted && verdict.register_code == one.code)
                own.add(one, { verdict.read_on, texts.get("reading.by.rejected"), verdict.value, {}, verdict.reason });
    }
    own.add_delivered();
    std::vector<view::Model> rows;
    std::move(own).move_to(rows);
    bool estimates = has_estimates(meter);
    for (auto const& [earlier, replaced_on] : earlier_meters(meter)) {
        Table before { earlier, speech };
        before.add_delivered();
        if (before.empty())
            continue; // replaced before what the page shows
        view::Model row;
        row.set("replaced",
            by_medium(earlier, texts, "meter.replaced", { { "number", earlier.number }, { "date", replaced(format.date(replaced_on), " ", "\u00a0") } }));
        rows.push_back(std::move(row));
        std::move(before).move_to(rows);
        estimates = estimates || has_estimates(earlier);
    }
    body.set("readings", std::move(rows)).set("has_estimates", estimates);
}

}
