// portal-demo-elektro: writes an invented delivery of Elektro Zgled, electricity with one or two tariffs. The same options give the same
// bytes. Its billing system writes commas between columns, decimal points and dates as 2018-05-31, and repeats a bill in each of its lines.
#include "demo/chance.h"
#include "demo/generator.h"
#include "demo/people.h"

#include <portal/references/rf.hpp>

#include <algorithm>
#include <chrono>

namespace {

using namespace std::chrono;
using demo::Date;
using demo::rounded;

// Hundred-thousandths of a euro, without VAT of 22 %.
constexpr std::int64_t s_high = 7'823;
constexpr std::int64_t s_low = 5'127;
constexpr std::int64_t s_single = 7'244;
constexpr std::int64_t s_power = 79'364;
constexpr std::int64_t s_contribution = 3'210;

std::string row(std::initializer_list<std::string> values) { return demo::row(',', values); }

std::string with_point(std::int64_t value, int scale)
{
    auto text = demo::decimal_text(value, scale);
    std::replace(text.begin(), text.end(), ',', '.');
    return text;
}

std::string day(Date date)
{
    return demo::format("%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

class Household {
public:
    Household(demo::Plan const& plan, int index)
        : m_plan(plan)
        , m_index(static_cast<std::uint64_t>(index))
        , m_customer(std::to_string(41'200'317 + index * 97))
        , m_point(demo::format("3-8-%06d", 104'220 + index * 13))
        , m_meter(demo::format("E%07d", 8'120'455 + index * 31))
        , m_has_two_tariffs(index % 4 != 0)
        , m_high(8'000 + demo::pick(30'000, { plan.seed, m_index, 1 }))
        , m_low(m_has_two_tariffs ? 11'000 + demo::pick(40'000, { plan.seed, m_index, 2 }) : 0)
    {
    }

    std::string customer_row() const
    {
        auto const someone = demo::person(m_plan.seed + 2000, m_index);
        return row({ m_customer, someone.name, demo::street_address(m_plan.seed + 2000, m_index), "3999", "Zgled pri Savi", someone.email, m_point, m_meter,
            m_has_two_tariffs ? "2" : "1", "2011-04-12" });
    }

    // Goes through one month; the texts are that month's rows.
    void pass(int index)
    {
        auto const month = m_plan.month(index);
        auto const chance = [&](int count, std::uint64_t what) { return demo::pick(count, { m_plan.seed, m_index, static_cast<std::uint64_t>(index), what }); };
        auto const old_high = m_high;
        auto const old_low = m_low;
        m_high += 90 + demo::pick(160, { m_plan.seed, m_index, 3 }) + chance(60, 4);
        m_low += m_has_two_tariffs ? 110 + demo::pick(180, { m_plan.seed, m_index, 5 }) + chance(70, 6) : 0;
        Date const end { month / last };
        auto const is_estimate = chance(20, 7) == 0;
        readings = row({ m_meter, day(end), m_has_two_tariffs ? std::to_string(m_high) : "", m_has_two_tariffs ? std::to_string(m_low) : "",
            m_has_two_tariffs ? "" : std::to_string(m_high),
            is_estimate          ? "O"
                : index % 5 == 4 ? "S"
                                 : "D" });

        m_period = demo::format("%02d%02u", static_cast<int>(month.year()) % 100, static_cast<unsigned>(month.month()));
        m_bill = "E" + m_period + demo::unordered_number(m_index);
        m_lines.clear();
        if (m_has_two_tariffs) {
            line("Energija VT", "kWh", m_high - old_high, s_high, { std::to_string(old_high), std::to_string(m_high), "1.8.1" });
            line("Energija MT", "kWh", m_low - old_low, s_low, { std::to_string(old_low), std::to_string(m_low), "1.8.2" });
        } else
            line("Energija ET", "kWh", m_high - old_high, s_single, { std::to_string(old_high), std::to_string(m_high), "1.8.0" });
        line("Omrežnina, obračunska moč", "kW", 6 + demo::pick(3, { m_plan.seed, m_index, 9 }) * 2, s_power, {});
        line("Prispevki", "kWh", m_high - old_high + m_low - old_low, s_contribution, {});
        write_bill(month, end);

        Date const due { (month + months { 1 }) / 18 };
        Date const paid_on { sys_days { due } - days { chance(9, 10) } };
        bool const is_known = sys_days { paid_on } <= sys_days { Date { m_plan.month(m_plan.months - 1) / last } } + days { 2 };
        paid = !is_known || (m_index % 11 == 0 && index >= m_plan.months - 2) ? 0 : billed;
        movements = row({ "B" + m_bill, m_customer, "R", m_bill, m_reference, day(end), with_point(billed, 2), "" });
        if (paid > 0)
            movements += row({ "P" + m_bill, m_customer, "P", m_bill, m_reference, day(paid_on), "", with_point(paid, 2) });
    }

private:
    struct OfRegister {
        std::string before, after, code;
    };
    struct Line {
        std::string description, unit;
        std::int64_t quantity, price, net;
        OfRegister of;
    };
    void line(std::string description, std::string unit, std::int64_t quantity, std::int64_t price, OfRegister of)
    {
        m_lines.push_back({ std::move(description), std::move(unit), quantity, price, rounded(quantity * price, 1000), std::move(of) });
    }

    void write_bill(year_month month, Date end)
    {
        std::int64_t net = 0;
        for (auto const& line : m_lines)
            net += line.net;
        auto const vat = rounded(net * 22, 100);
        billed = net + vat;
        m_reference = portal::sdk::references::Rf::make(m_customer + m_period);
        bill.clear();
        int position = 0;
        for (auto const& line : m_lines)
            bill += row({ m_bill, portal::sdk::references::Rf::display(m_reference), code(), m_point, day(end), day((month + months { 1 }) / 18),
                day(month / 1), day(end), with_point(net, 2), with_point(vat, 2), with_point(billed, 2), std::to_string(++position), line.description,
                std::to_string(line.quantity), line.unit, with_point(line.price, 5), line.of.before, line.of.after, line.of.code, with_point(line.net, 2) });
    }

    // Six letters and digits, without those that are taken for one another.
    std::string code() const
    {
        static constexpr std::string_view letters = "ABCDEFGHJKLMNPRSTUVXYZ2345679";
        auto number = demo::chance({ m_plan.seed, m_index, std::stoull(m_period), 11 });
        std::string text;
        for (int i = 0; i < 6; ++i, number /= letters.size())
            text += letters[number % letters.size()];
        return text;
    }

    demo::Plan const& m_plan;
    std::uint64_t m_index;
    std::string m_customer, m_point, m_meter;
    bool m_has_two_tariffs;
    std::int64_t m_high, m_low;
    std::string m_period, m_bill, m_reference;
    std::vector<Line> m_lines;

public:
    std::string readings, bill, movements;
    std::int64_t billed = 0, paid = 0;
};

std::vector<demo::GeneratedFile> files(demo::Plan const& plan)
{
    return {
        demo::by_customer<Household>(plan, "stranke.csv", "STRANKA,NAZIV,NASLOV,POSTA,KRAJ,EPOSTA,MERILNO_MESTO,STEVEC,TARIFE,VGRAJEN",
            [](std::string& out, Household& household) { out += household.customer_row(); }),
        demo::by_month<Household>(
            plan, "odcitki_2018.csv", "STEVEC,DATUM,VT,MT,ET,KDO", [](std::string& out, Household& household) { out += household.readings; }),
        demo::by_month<Household>(plan, "racuni_2018.csv",
            "RACUN,SKLIC,GESLO,MERILNO_MESTO,IZDAN,ROK,OD,DO,OSNOVA,DDV,ZNESEK,POSTAVKA,OPIS,KOLICINA,ENOTA,CENA,STARO,NOVO,REGISTER,ZNESEK_POSTAVKE",
            [](std::string& out, Household& household) { out += household.bill; }),
        demo::by_month<Household>(plan, "knjizbe_2018.csv", "KNJIZBA,STRANKA,VRSTA,RACUN,SKLIC,DATUM,BREME,DOBRO",
            [](std::string& out, Household& household) { out += household.movements; }),
    };
}

}

int main(int count, char** arguments) { return demo::run({ "Elektro Zgled", 80, demo::Encoding::utf_8, files, demo::statement<Household> }, count, arguments); }
