// portal-demo-toplarna: writes an invented delivery of Toplarna Zgled, district heating. The same options give the same bytes.
#include "demo/chance.h"
#include "demo/generator.h"
#include "demo/people.h"

#include <array>
#include <chrono>

namespace {

using namespace std::chrono;
using demo::Date;
using demo::rounded;

// Ten-thousandths of a euro, without VAT of 22 %.
constexpr std::int64_t s_heat = 745;
constexpr std::int64_t s_power = 19870;
constexpr std::int64_t s_contribution = 8;

// kWh a month of a flat, January first.
constexpr std::array<int, 12> s_year { 1390, 1180, 960, 610, 240, 120, 110, 115, 260, 640, 880, 1240 };

std::string row(std::initializer_list<std::string> values) { return demo::row('|', values); }

class Payer {
public:
    Payer(demo::Plan const& plan, int index)
        : m_plan(plan)
        , m_index(static_cast<std::uint64_t>(index))
        , number(std::to_string(704'301 + index * 7))
        , station("TP-" + std::to_string(100 + index))
        , meter(demo::format("TZ-%05d", 77'000 + index * 3))
        , reading_kwh(20'000 + demo::pick(20'000, { plan.seed, m_index, 1 }))
    {
    }

    std::string customer_row() const
    {
        auto const someone = demo::person(m_plan.seed + 1000, m_index);
        return row({ number, someone.name, demo::street_address(m_plan.seed + 1000, m_index), "1999", "Zgled", station, meter, "15.09.2014" });
    }
    std::string reading_row() const { return row({ meter, demo::date_text(last_day_of_month), demo::decimal_text(reading_kwh, 3), reader }); }

    // Goes through one month; the texts are that month's rows.
    void pass(int index)
    {
        auto const month = m_plan.month(index);
        auto const chance = [&](int count, std::uint64_t what) { return demo::pick(count, { m_plan.seed, m_index, static_cast<std::uint64_t>(index), what }); };
        auto const usual = s_year[static_cast<unsigned>(month.month()) - 1];
        std::int64_t const used = usual * (70 + demo::pick(60, { m_plan.seed, m_index, 2 }) + chance(15, 3)) / 100;
        auto const before = reading_kwh;
        reading_kwh += used;
        reader = index % 6 == 5 ? "J" : "O";
        last_day_of_month = Date { month / last };
        int const power = 6 + demo::pick(6, { m_plan.seed, m_index, 4 });
        auto const heat = rounded(used * s_heat, 100);
        auto const for_power = rounded(power * s_power, 100);
        auto const contribution = rounded(used * s_contribution, 100);
        auto const net = heat + for_power + contribution;
        auto const vat = rounded(net * 22, 100);
        billed = net + vat;
        auto const bill = demo::format("%04d-%02u-%05d", static_cast<int>(month.year()), static_cast<unsigned>(month.month()), static_cast<int>(m_index));
        Date const due { (month + months { 1 }) / 20 };
        bill_row = row({ bill, number, station, demo::date_text(month / 1), demo::date_text(last_day_of_month), demo::date_text(last_day_of_month),
            demo::date_text(due), demo::decimal_text(before, 3), demo::decimal_text(reading_kwh, 3), std::to_string(used), demo::decimal_text(s_heat, 4),
            demo::amount_text(heat), std::to_string(power), demo::decimal_text(s_power, 4), demo::amount_text(for_power), demo::decimal_text(s_contribution, 4),
            demo::amount_text(contribution), demo::amount_text(net), demo::amount_text(vat), demo::amount_text(billed) });
        bool const has_stopped_paying = m_index % 13 == 0 && index >= m_plan.months - 3;
        Date const paid_on { sys_days { due } - days { chance(12, 5) } };
        bool const is_known = sys_days { paid_on } <= sys_days { Date { m_plan.month(m_plan.months - 1) / last } } + days { 2 };
        paid = has_stopped_paying || !is_known ? 0 : billed;
        payment_row = paid == 0 ? "" : row({ "P" + bill, number, bill, demo::date_text(paid_on), demo::amount_text(paid) });
    }

private:
    demo::Plan const& m_plan;
    std::uint64_t m_index;

public:
    std::string number, station, meter;
    std::int64_t reading_kwh;
    std::string reader;
    Date last_day_of_month {};
    std::string bill_row, payment_row;
    std::int64_t billed = 0, paid = 0;
};

std::vector<demo::GeneratedFile> files(demo::Plan const& plan)
{
    return {
        demo::by_customer<Payer>(
            plan, "kupci.csv", "KUPEC|IME|NASLOV|POSTA|KRAJ|POSTAJA|STEVEC|VGRAJEN", [](std::string& out, Payer& payer) { out += payer.customer_row(); }),
        demo::by_month<Payer>(plan, "placila.csv", "PLACILO|KUPEC|RACUN|DATUM|ZNESEK", [](std::string& out, Payer& payer) { out += payer.payment_row; }),
        demo::by_month<Payer>(plan, "racuni.csv",
            "RACUN|KUPEC|POSTAJA|OD|DO|IZDAN|ROK|STARO_MWH|NOVO_MWH|TOPLOTA_KWH|CENA_KWH|TOPLOTA_EUR|MOC_KW|CENA_KW|MOC_EUR|CENA_PRISPEVKA|PRISPEVEK_EUR|"
            "OSNOVA|DDV|ZA_PLACILO",
            [](std::string& out, Payer& payer) { out += payer.bill_row; }),
        demo::by_month<Payer>(plan, "stanja.csv", "STEVEC|DATUM|STANJE_MWH|VIR", [](std::string& out, Payer& payer) { out += payer.reading_row(); }),
    };
}

}

int main(int count, char** arguments) { return demo::run({ "Toplarna Zgled", 40, demo::Encoding::utf_8, files, demo::statement<Payer> }, count, arguments); }
