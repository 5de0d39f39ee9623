// portal-demo-cistoca: writes an invented delivery of Čistoća Primjer, waste collection in Croatia. The same options give the same bytes.
// It is everything at once, in Windows-1250; payments come as lines of fixed width, as the bank gives them.
#include "demo/chance.h"
#include "demo/generator.h"

#include <portal/references/hr.hpp>

#include <array>
#include <chrono>

namespace {

using namespace std::chrono;
using demo::Date;
using demo::rounded;

constexpr std::array s_names { "Ivana Horvat", "Marko Kovačević", "Ana Babić", "Petra Marić", "Luka Jurić", "Josip Novak", "Marija Kovačić", "Ante Vuković",
    "Maja Knežević", "Tomislav Matić", "Nikolina Božić", "Zoran Šimić", "Željka Perić", "Đurđica Pavlović", "Stjepan Čuljak" };
constexpr std::array s_streets { "Ulica lipa", "Kestenova ulica", "Ribarski put", "Ulica kralja Zvonimira", "Šetalište uz more", "Žitni trg", "Vrtna ulica" };
constexpr std::array<int, 3> s_litres { 80, 120, 240 };

// Ten-thousandths of a euro, without VAT of 13 %.
constexpr std::int64_t s_fixed = 53'100;
constexpr std::int64_t s_collection_per_litre = 122;

template <typename List> std::string one_of(List const& list, std::initializer_list<std::uint64_t> what)
{
    return list[static_cast<std::size_t>(demo::pick(static_cast<int>(list.size()), what))];
}

std::string row(std::initializer_list<std::string> values) { return demo::row(';', values); }

class User {
public:
    User(demo::Plan const& plan, int index)
        : m_plan(plan)
        , m_index(static_cast<std::uint64_t>(index))
        , m_number(std::to_string(620'114 + index * 17))
        , m_litres(s_litres[static_cast<std::size_t>(demo::pick(3, { plan.seed, m_index, 1 }))])
    {
    }

    // A row for each bin; every ninth user has two.
    std::string user_rows() const
    {
        auto const name = one_of(s_names, { m_plan.seed, m_index, 2 });
        auto const street = one_of(s_streets, { m_plan.seed, m_index, 3 });
        auto const house = std::to_string(1 + demo::pick(90, { m_plan.seed, m_index, 4 }));
        std::string rows;
        for (int bin = 1; bin <= (m_index % 9 == 0 ? 2 : 1); ++bin)
            rows += row({ m_number, name, street, house, "59999", "Primjer", m_number + "-" + std::to_string(bin), std::to_string(m_litres) });
        return rows;
    }

    // Goes through one month; the texts are that month's rows.
    void pass(int index)
    {
        auto const month = m_plan.month(index);
        auto const chance = [&](int count, std::uint64_t what) { return demo::pick(count, { m_plan.seed, m_index, static_cast<std::uint64_t>(index), what }); };
        auto const period = demo::format("%02d%02u", static_cast<int>(month.year()) % 100, static_cast<unsigned>(month.month()));
        Date const end { month / last };
        Date const due { (month + months { 1 }) / 15 };
        auto const fixed = rounded(s_fixed, 100);
        int const collections = 1 + chance(4, 5);
        auto const price = m_litres * s_collection_per_litre;
        auto const variable = rounded(collections * price, 100);
        auto const net = fixed + variable;
        auto const vat = rounded(net * 13, 100);
        billed = net + vat;
        auto const number = demo::unordered_number(m_index) + "/" + period;
        auto const reference = portal::sdk::references::Hr::make("HR01 " + m_number + "-" + period);
        auto const code = demo::format("%05d", demo::pick(100'000, { m_plan.seed, m_index, static_cast<std::uint64_t>(index), 7 }));
        bill = row({ number, reference, code, m_number + "-1", demo::date_text(end), demo::date_text(due), demo::date_text(month / 1), demo::date_text(end),
            demo::amount_text(fixed), std::to_string(collections), demo::decimal_text(price, 4), demo::amount_text(variable), demo::amount_text(net),
            demo::amount_text(vat), demo::amount_text(billed) });
        Date const paid_on { sys_days { due } - days { chance(14, 8) } };
        bool const is_known = sys_days { paid_on } <= sys_days { Date { m_plan.month(m_plan.months - 1) / last } } + days { 2 };
        paid = !is_known || (m_index % 7 == 0 && index >= m_plan.months - 2) ? 0 : billed;
        payment = paid == 0 ? "" : payment_line(period, paid_on) + number + "\r\n";
    }

private:
    // Month, user, day and amount with their leading zeros: "U1805620131201805140000000012.34".
    std::string payment_line(std::string const& period, Date on) const
    {
        return "U" + period + m_number
            + demo::format("%04d%02u%02u%010lld.%02lld", static_cast<int>(on.year()), static_cast<unsigned>(on.month()), static_cast<unsigned>(on.day()),
                static_cast<long long>(paid / 100), static_cast<long long>(paid % 100));
    }

    demo::Plan const& m_plan;
    std::uint64_t m_index;
    std::string m_number;
    int m_litres;

public:
    std::string bill, payment;
    std::int64_t billed = 0, paid = 0;
};

std::vector<demo::GeneratedFile> files(demo::Plan const& plan)
{
    return {
        demo::by_customer<User>(
            plan, "korisnici.csv", "ŠIFRA;IME;ULICA;BROJ;POŠTA;MJESTO;SPREMNIK;LITARA", [](std::string& out, User& user) { out += user.user_rows(); }),
        demo::by_month<User>(plan, "racuni.csv", "RAČUN;POZIV;KOD;SPREMNIK;IZDAN;DOSPIJEĆE;OD;DO;FIKSNO;ODVOZA;CIJENA;VARIJABILNO;OSNOVICA;PDV;UKUPNO",
            [](std::string& out, User& user) { out += user.bill; }),
        demo::by_month<User>(plan, "uplate.txt", "", [](std::string& out, User& user) { out += user.payment; }),
    };
}

}

int main(int count, char** arguments)
{
    return demo::run({ "Čistoća Primjer", 60, demo::Encoding::windows_1250, files, demo::statement<User> }, count, arguments);
}
