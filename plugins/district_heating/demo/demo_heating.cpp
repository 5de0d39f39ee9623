// portal-demo-heating: writes an invented delivery of Toplarna Zgled. The same options give the same bytes.
#include "demo/bundle.h"
#include "demo/chance.h"
#include "demo/csv_line.h"
#include "demo/people.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>

namespace {

using namespace std::chrono;
using demo::Date;

constexpr int s_first_payer = 704'301;
constexpr year_month s_last_month { year { 2018 }, May };

// Ten-thousandths of a euro, without VAT of 22 %.
constexpr std::int64_t s_heat = 745;
constexpr std::int64_t s_power = 19870;
constexpr std::int64_t s_contribution = 8;

// kWh a month of a flat, January first.
constexpr std::array<int, 12> s_year { 1390, 1180, 960, 610, 240, 120, 110, 115, 260, 640, 880, 1240 };

struct Plan {
    int customers = 40;
    int months = 24;
    std::uint64_t seed = 1;
};

// The columns of one row between upright strokes.
std::string row(std::initializer_list<std::string> columns)
{
    std::string line;
    for (auto const& column : columns)
        line += (line.empty() ? "" : "|") + column;
    return line + "\r\n";
}

std::string format(char const* pattern, auto... values)
{
    char text[32];
    std::snprintf(text, sizeof text, pattern, values...);
    return text;
}

std::int64_t rounded(std::int64_t value, std::int64_t divisor) { return (value + divisor / 2) / divisor; }

// One payer, month after month.
class Payer {
public:
    Payer(Plan const& plan, int index)
        : m_plan(plan)
        , m_index(static_cast<std::uint64_t>(index))
        , number(std::to_string(s_first_payer + index * 7))
        , station("TP-" + std::to_string(100 + index))
        , meter(format("TZ-%05d", 77'000 + index * 3))
        , reading_kwh(20'000 + demo::pick(20'000, { plan.seed, m_index, 1 }))
    {
    }

    std::string customer_row() const
    {
        auto const someone = demo::person(m_plan.seed + 1000, m_index);
        return row({ number, someone.name, demo::street_address(m_plan.seed + 1000, m_index), "1999", "Zgled", station, meter, "15.09.2014" });
    }
    std::string reading_row(Date on, char const* who) const { return row({ meter, demo::date_text(on), demo::decimal_text(reading_kwh, 3), who }); }

    // Goes through one month; the texts are that month's rows.
    void pass(int index)
    {
        auto const month = s_last_month - months { m_plan.months - 1 - index };
        auto const chance = [&](int count, std::uint64_t what) { return demo::pick(count, { m_plan.seed, m_index, static_cast<std::uint64_t>(index), what }); };
        auto const usual = s_year[static_cast<unsigned>(month.month()) - 1];
        std::int64_t const used = usual * (70 + demo::pick(60, { m_plan.seed, m_index, 2 }) + chance(15, 3)) / 100;
        auto const before = reading_kwh;
        reading_kwh += used;
        last_day_of_month = Date { month / last };
        int const power = 6 + demo::pick(6, { m_plan.seed, m_index, 4 });
        auto const heat = rounded(used * s_heat, 100);
        auto const for_power = rounded(power * s_power, 100);
        auto const contribution = rounded(used * s_contribution, 100);
        auto const net = heat + for_power + contribution;
        auto const vat = rounded(net * 22, 100);
        auto const bill = format("%04d-%02u-%05d", static_cast<int>(month.year()), static_cast<unsigned>(month.month()), static_cast<int>(m_index));
        Date const due { (month + months { 1 }) / 20 };
        bill_row = row({ bill, number, station, demo::date_text(month / 1), demo::date_text(last_day_of_month), demo::date_text(last_day_of_month),
            demo::date_text(due), demo::decimal_text(before, 3), demo::decimal_text(reading_kwh, 3), std::to_string(used), demo::decimal_text(s_heat, 4),
            demo::amount_text(heat), std::to_string(power), demo::decimal_text(s_power, 4), demo::amount_text(for_power), demo::decimal_text(s_contribution, 4),
            demo::amount_text(contribution), demo::amount_text(net), demo::amount_text(vat), demo::amount_text(net + vat) });
        bool const has_stopped_paying = m_index % 13 == 0 && index >= m_plan.months - 3;
        Date const paid { sys_days { due } - days { chance(12, 5) } };
        bool const is_known = sys_days { paid } <= sys_days { Date { s_last_month / last } } + days { 2 };
        payment_row = has_stopped_paying || !is_known ? "" : row({ "P" + bill, number, bill, demo::date_text(paid), demo::amount_text(net + vat) });
    }

private:
    Plan const& m_plan;
    std::uint64_t m_index;

public:
    std::string number, station, meter;
    std::int64_t reading_kwh;
    Date last_day_of_month {};
    std::string bill_row, payment_row;
};

template <typename Write> demo::GeneratedFile by_payer(Plan const& plan, std::string name, std::string header, Write write)
{
    auto const next = std::make_shared<int>(0);
    return { std::move(name), [=, &plan](std::string& out) {
                if (*next > plan.customers)
                    return false;
                if (*next == 0)
                    out += header + "\r\n";
                else
                    write(out, Payer { plan, *next });
                ++*next;
                return true;
            } };
}

std::vector<demo::GeneratedFile> files(Plan const& plan)
{
    auto const each_month = [&plan](auto write) {
        return [&plan, write](std::string& out, Payer payer) {
            for (int month = 0; month < plan.months; ++month) {
                payer.pass(month);
                write(out, payer, month);
            }
        };
    };
    return {
        by_payer(
            plan, "kupci.csv", "KUPEC|IME|NASLOV|POSTA|KRAJ|POSTAJA|STEVEC|VGRAJEN", [](std::string& out, Payer const& payer) { out += payer.customer_row(); }),
        by_payer(
            plan, "placila.csv", "PLACILO|KUPEC|RACUN|DATUM|ZNESEK", each_month([](std::string& out, Payer const& payer, int) { out += payer.payment_row; })),
        by_payer(plan, "racuni.csv",
            "RACUN|KUPEC|POSTAJA|OD|DO|IZDAN|ROK|STARO_MWH|NOVO_MWH|TOPLOTA_KWH|CENA_KWH|TOPLOTA_EUR|MOC_KW|CENA_KW|MOC_EUR|CENA_PRISPEVKA|PRISPEVEK_EUR|"
            "OSNOVA|DDV|ZA_PLACILO",
            each_month([](std::string& out, Payer const& payer, int) { out += payer.bill_row; })),
        by_payer(plan, "stanja.csv", "STEVEC|DATUM|STANJE_MWH|VIR",
            each_month([](std::string& out, Payer const& payer, int month) { out += payer.reading_row(payer.last_day_of_month, month % 6 == 5 ? "J" : "O"); })),
    };
}

}

int main(int count, char** arguments)
{
    Plan plan;
    std::string out;
    CLI::App app { "Writes an invented delivery of Toplarna Zgled: bills up to 2018-05." };
    app.add_option("--customers", plan.customers, "how many payers")->check(CLI::Range(1, 9'999))->capture_default_str();
    app.add_option("--months", plan.months, "how many months, one bill a payer in each")->check(CLI::Range(1, 240))->capture_default_str();
    app.add_option("--seed", plan.seed, "another seed, another town")->capture_default_str();
    app.add_option("--out", out, "FILE.zip, or a folder for single files")->required();
    CLI11_PARSE(app, count, arguments);
    try {
        demo::write_bundle(out, files(plan), demo::Encoding::utf_8);
        std::printf("%s: %d payers, %d bills\n", out.c_str(), plan.customers, plan.customers * plan.months);
        return 0;
    } catch (std::exception const& fault) {
        std::fprintf(stderr, "portal-demo-heating: %s\n", fault.what());
        return 3;
    }
}
