#include "delivery.h"

#include "demo/chance.h"

#include <memory>
#include <utility>

namespace demo {

namespace {

constexpr auto s_iban = "SI56191000010337441";

// A file whose lines come household by household: the header first, then what `write` appends for each.
template <typename Write> GeneratedFile by_household(Plan const& plan, std::string name, std::string header, Write write)
{
    auto const next = std::make_shared<int>(0);
    return { std::move(name), [=, &plan](std::string& out) {
                if (*next > plan.customers)
                    return false;
                if (*next == 0)
                    out += header + "\r\n";
                else {
                    Household household { plan, *next };
                    write(out, household);
                }
                ++*next;
                return true;
            } };
}

template <typename Write> GeneratedFile by_bill(Plan const& plan, std::string name, std::string header, Write write)
{
    return by_household(plan, std::move(name), std::move(header), [write](std::string& out, Household& household) {
        while (household.has_next())
            write(out, household, household.next_bill());
    });
}

GeneratedFile head(Plan const& plan)
{
    auto const is_done = std::make_shared<bool>(false);
    return { "dobava.csv", [&plan, is_done](std::string& out) {
                if (std::exchange(*is_done, true))
                    return false;
                std::int64_t bills = 0;
                std::int64_t total = 0;
                for (int index = 1; index <= plan.customers; ++index)
                    for (Household household { plan, index }; household.has_next(); ++bills)
                        total += household.next_bill().total;
                out += "STEVILKA;DATUM;VRSTA;ST_RACUNOV;SKUPAJ\r\n";
                auto const made = plan.known_until();
                auto const number = std::to_string(
                    static_cast<int>(made.year()) * 10000 + static_cast<int>(static_cast<unsigned>(made.month()) * 100 + static_cast<unsigned>(made.day())));
                CsvLine { out }.text("DEMO-" + number).date(made).text("P").number(bills).amount(total);
                return true;
            } };
}

void write_customer(std::string& out, Household& household)
{
    CsvLine { out }
        .text(household.number)
        .text(household.name)
        .text(household.street)
        .text(household.postal_code)
        .text(household.town)
        .text("SI")
        .text(household.email);
}

void write_supply_point(std::string& out, Household& household)
{
    CsvLine { out }
        .text("OM" + household.number)
        .text(household.number)
        .text(household.street)
        .text(household.postal_code)
        .text(household.town)
        .empty()
        .empty();
}

void write_meters(std::string& out, Household& household)
{
    for (auto const& meter : household.meters) {
        CsvLine line { out };
        line.text(meter.number).text("OM" + household.number).date(meter.installed);
        if (meter.removed.ok())
            line.date(meter.removed);
        else
            line.empty();
    }
}

void write_registers(std::string& out, Household& household)
{
    for (auto const& meter : household.meters)
        CsvLine { out }.text(meter.number).text("1").text("m3").number(5).number(0);
}

void write_reading(std::string& out, std::string const& meter, Date on, std::int64_t value, std::string_view source)
{
    auto const day = date_text(on);
    CsvLine { out }.text(meter + "/" + day.substr(6) + day.substr(3, 2) + day.substr(0, 2)).text(meter).text("1").date(on).number(value).text(source).empty();
}

void write_readings(std::string& out, Household& household, std::uint64_t seed, Date before_all)
{
    write_reading(out, household.meters.front().number, before_all, household.first_reading, "U");
    std::string last_meter = household.meters.front().number;
    while (household.has_next()) {
        auto const bill = household.next_bill();
        // A new meter starts where the old one ended, on the same day.
        if (bill.meter != last_meter)
            write_reading(out, bill.meter, household.meters.back().installed, bill.old_reading, "U");
        last_meter = bill.meter;
        auto const who = pick(20, { seed, chance({ static_cast<std::uint64_t>(bill.new_reading) }), 40 });
        write_reading(out, bill.meter, bill.to, bill.new_reading, who < 5 ? "S" : who == 19 ? "O" : "U");
    }
}

void write_bill(std::string& out, Household const& household, Bill const& bill)
{
    CsvLine line { out };
    line.text(bill.number).text("R").empty().text(bill.reference).text(bill.code).text(household.number).text("OM" + household.number);
    line.text(s_iban).text("WTER").date(bill.issued).date(bill.due).date(bill.from).date(bill.to);
    line.amount(bill.net).amount(bill.vat).amount(bill.total).amount(0).amount(bill.total);
}

void write_lines(std::string& out, Household const& household, Bill const& bill)
{
    int number = 0;
    for (auto const& one : bill.lines) {
        CsvLine line { out };
        line.text(bill.number).number(++number).text(one.description).number(one.quantity).text(one.unit).decimal(one.unit_price, 4);
        if (one.is_metered)
            line.number(bill.old_reading).number(bill.new_reading);
        else
            line.empty().empty();
        line.text("9,5").amount(one.net).date(bill.from).date(bill.to).text("OM" + household.number).text(one.is_metered ? "1" : "");
    }
}

void write_movements(std::string& out, Household const& household, Bill const& bill)
{
    CsvLine { out }.text("R" + bill.number).text(household.number).text("R").text(bill.number).text(bill.reference).date(bill.issued).amount(bill.total);
    int part = 0;
    for (auto const& payment : bill.payments)
        CsvLine { out }
            .text("P" + bill.number + "-" + std::to_string(++part))
            .text(household.number)
            .text("P")
            .text(bill.number)
            .text(bill.reference)
            .date(payment.booked)
            .amount(-payment.cents);
}

}

std::vector<GeneratedFile> logatec_files(Plan const& plan)
{
    auto const before_all = last_day(plan.month(-1));
    return {
        head(plan),
        by_household(plan, "odcitki.csv", "ID;VODOMER;STEVILCNIK;DATUM;STANJE;VIR;KAKOVOST",
            [seed = plan.seed, before_all](std::string& out, Household& household) { write_readings(out, household, seed, before_all); }),
        by_household(plan, "odjemna_mesta.csv", "SIFRA;PLACNIK;NASLOV;POSTA;KRAJ;OD;DO", write_supply_point),
        by_household(plan, "placniki.csv", "SIFRA;NAZIV;NASLOV;POSTA;KRAJ;DRZAVA;EPOSTA", write_customer),
        by_bill(plan, "postavke.csv", "RACUN;POSTAVKA;OPIS;KOLICINA;ENOTA;CENA;STARO_STANJE;NOVO_STANJE;STOPNJA_DDV;ZNESEK;OD;DO;ODJEMNO_MESTO;STEVILCNIK",
            write_lines),
        by_bill(plan, "promet.csv", "ID;PLACNIK;VRSTA;RACUN;SKLIC;DATUM;ZNESEK", write_movements),
        by_bill(plan, "racuni.csv",
            "STEVILKA;VRSTA;POPRAVLJA;SKLIC;KODA;PLACNIK;ODJEMNO_MESTO;TRR;KODA_NAMENA;IZDAN;ROK;OD;DO;OSNOVA;DDV;SKUPAJ;PREDPLACILO;ZA_PLACILO", write_bill),
        by_household(plan, "stevilcniki.csv", "VODOMER;STEVILCNIK;ENOTA;MEST;DECIMALK", write_registers),
        by_household(plan, "vodomeri.csv", "STEVILKA;ODJEMNO_MESTO;VGRAJEN;ODSTRANJEN", write_meters),
    };
}

}
